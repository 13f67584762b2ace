import { readVariable } from "../../intent/environment/environment.ts";
import { isServiceLink } from "../../intent/environment/service-links.ts";
import { IGNORED_VARIABLES } from "../../mlflow/options/ignored-variables.ts";
import { isWildcard } from "../../net/address-class.ts";
import { KEK_BEFORE, KEK_PASSPHRASE } from "../../secrets/names.ts";
import { quoted } from "../../secrets/quoted.ts";
import { describeOrigin } from "../exposure/exposure.ts";
import { BASIC_AUTH } from "../login/login.ts";
import { storeName } from "../login/stored-admin.ts";
import type { Hit, Rule, Waiver, World } from "../types.ts";
import { credentialsLeftOut } from "../without-effect/credentials-left-out.ts";
import { emptyPlaces } from "../without-effect/empty-places.ts";
import {
  credentialsWithoutLogin,
  filesOfNoSetting,
  leftOutLines,
  settingsOfWrapper,
  unknownLauncherSettings,
  unreadNames,
  without,
} from "../without-effect/ignored-settings.ts";
import { namesThatNeverMatch } from "../without-effect/never-match.ts";
import {
  launcherOptionsBeside,
  optionsBeside,
  serversOwn,
  unknownFrameOption,
} from "../without-effect/options-beside.ts";

export const settingWithoutEffect: Rule = {
  id: "setting-without-effect",
  title: "A setting that has no effect",
  severities: ["warning"],
  why: "whoever set it may think that it protects the server",
  check: (world) => [
    ...ignoredVariables(world),
    ...leftOutLines(world),
    ...credentialsLeftOut(world),
    ...settingsOfWrapper(world),
    ...unknownLauncherSettings(world),
    ...unreadNames(world),
    ...filesOfNoSetting(world),
    ...credentialsWithoutLogin(world),
    ...namesThatNeverMatch(world),
    ...configWithoutLogin(world),
    ...emptyPlaces(world),
    ...overriddenOptions(world),
    ...optionsBeside(world),
    ...unknownFrameOption(world),
    ...launcherOptionsBeside(world),
    ...serversOwn(world),
    ...claimWithoutWildcard(world),
    ...passwordOfAnOlderStart(world),
    ...passphraseBefore(world),
  ],
};

function ignoredVariables({ intent }: World): Hit[] {
  return IGNORED_VARIABLES.flatMap(({ name, instead }) => {
    const setting = readVariable(intent.environment, name);
    return setting && !isServiceLink(name, setting.value)
      ? [without(setting.origin, `is read by nobody; ${instead}`, [name])]
      : [];
  });
}

function configWithoutLogin({ intent, login }: World): Hit[] {
  const setting = readVariable(intent.environment, "MLFLOW_AUTH_CONFIG_PATH");
  if (!setting || login.app === BASIC_AUTH) return [];
  return [
    without(setting.origin, "only speaks when --app-name basic-auth is given", [
      setting.origin.name,
    ]),
  ];
}

function overriddenOptions({ intent: { server } }: World): Hit[] {
  return server.ineffective.map(({ name, value }) => ({
    severity: "warning",
    what: `${name} in ${describeOrigin(server.origin)} is overridden by MLflow's own`,
    origin: server.origin,
    repairs:
      server.origin.kind === "flag"
        ? [{ drop: [server.origin.name.replace(/^--/, "")] }]
        : [{ blank: [server.origin.name] }],
    notes: [{ kind: "note", text: `write --workers ${value ?? "N"} beside it instead` }],
  }));
}

/** Published on loopback only says something about a wildcard, and nothing about an address. */
function claimWithoutWildcard({ intent, facts, exposure }: World): Hit[] {
  const claim = intent.published;
  if (!claim || facts.bind.addresses.some(isWildcard)) return [];
  const what = `${describeOrigin(claim.origin)} counts for a wildcard only, and ${exposure.requested} is none`;
  return [
    { severity: "warning", what, origin: claim.origin, repairs: [{ drop: ["guard-published"] }] },
  ];
}

/** MLflow reads the admin's password when it creates the account, and never again. */
function passwordOfAnOlderStart({ facts, login }: World): Hit[] {
  const { adminPassword, adminUsername, storedAccounts } = facts;
  if (login.app !== BASIC_AUTH || !adminPassword || !storedAccounts?.looked) return [];
  const published = storedAccounts.published.some(({ user }) => user === adminUsername);
  if (storedAccounts.same !== false || published) return [];
  return [
    {
      severity: "warning",
      what: `${describeOrigin(adminPassword.origin)} is not the password that the account ${quoted(adminUsername)} in ${storeName(facts)} has, and MLflow keeps the stored one`,
      origin: adminPassword.origin,
      repairs: [{ passwd: [adminUsername] }],
    },
  ];
}

/** A rotation that nobody finished: keys of providers that are stored may still need it. */
function passphraseBefore({ facts: { earlierPassphrase: origin } }: World): Hit[] {
  if (!origin) return [];
  const text = `with the server stopped: run "mlflow crypto rotate-kek" with ${KEK_PASSPHRASE} set to the value of ${KEK_BEFORE}, and give it the new passphrase at its prompt; then take ${KEK_BEFORE} out`;
  return [
    {
      severity: "warning",
      what: `${describeOrigin(origin)} is the passphrase before the last rotation, and MLflow does not read it`,
      origin,
      repairs: [],
      notes: [{ kind: "note", text }],
    },
  ];
}

/** An opt-out that was not needed. It stays harmless until the day something else breaks: better without. */
export function waiverWithoutEffect({ rule }: Waiver): Hit {
  return {
    severity: "warning",
    what: `--guard-unsafe ${rule} (command line) waives nothing: the rule has nothing to say`,
    origin: { kind: "flag", name: "--guard-unsafe" },
    repairs: [{ drop: ["guard-unsafe", "guard-reason", "guard-until"] }],
  };
}
