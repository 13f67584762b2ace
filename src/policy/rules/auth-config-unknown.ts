import { nearest } from "../../intent/argv/nearest.ts";
import { readVariable } from "../../intent/environment/environment.ts";
import type { Origin } from "../../intent/types.ts";
import {
  AUTH_CONFIG_KEYS,
  type AuthConfigKey,
  defaultPermissions,
  isUnreadable,
} from "../../mlflow/login/auth-config-keys.ts";
import { atLeast } from "../../mlflow/versions/versions.ts";
import { placeholderIn } from "../../secrets/placeholder.ts";
import { shownSetting } from "../../secrets/quoted.ts";
import { describeOrigin } from "../exposure/exposure.ts";
import { BASIC_AUTH } from "../login/login.ts";
import type { Hit, Rule, Severity, World } from "../types.ts";
import { isNewer } from "../version-problems.ts";

export const authConfigUnknown: Rule = {
  id: "auth-config-unknown",
  title: "The authorization config says something that MLflow does not know",
  severities: ["error", "warning"],
  why: "MLflow leaves a key that it does not know out, and takes its own default instead",
  check: (world) => {
    const { intent, facts, login } = world;
    const file = readVariable(intent.environment, "MLFLOW_AUTH_CONFIG_PATH")?.value;
    if (login.app !== BASIC_AUTH || file === undefined) return [];
    return [...facts.authConfig.lines].flatMap(([key, line]) =>
      hitsOf(world, key, { kind: "file", name: key, file, line }),
    );
  },
};

function hitsOf(world: World, key: string, origin: Origin): Hit[] {
  const known = AUTH_CONFIG_KEYS.find(({ name }) => name === key);
  if (!known) return unknownKey(world, key, origin);
  if (isTooNew(world, known)) return tooNew(world, known, origin);
  const value = world.facts.authConfig.values.get(key) ?? "";
  // Of a placeholder another rule speaks.
  if (placeholderIn(value, "name") !== null) return [];
  if (known.kind === "permission") return permission(world, value, origin);
  return isUnreadable(known.kind, value) ? [unreadable(known, value, origin)] : [];
}

/** A key that is nearly one of MLflow's was meant to be that one; any other may be for another program. */
function unknownKey(world: World, key: string, origin: Origin): Hit[] {
  const near = nearest(
    key,
    AUTH_CONFIG_KEYS.filter((one) => !isTooNew(world, one)).map(({ name }) => name),
  );
  if (!near && isNewer(world.facts.mlflow)) return [];
  const fix = near
    ? `did you mean ${near}? Write that into line ${origin.line} of ${origin.file}`
    : `take line ${origin.line} out of ${origin.file}`;
  return [hit(near ? severityOf(world) : "warning", origin, "is no key that MLflow knows", fix)];
}

function tooNew({ facts: { mlflow } }: World, { since }: AuthConfigKey, origin: Origin): Hit[] {
  const what = `is not read by MLflow ${mlflow?.version}: it came with ${since}`;
  return [hit("warning", origin, what, `take a newer MLflow, or take line ${origin.line} out`)];
}

/** MLflow looks it up at each request of an account that is no admin. */
function permission(world: World, value: string, origin: Origin): Hit[] {
  const choices = defaultPermissions(world.facts.mlflow?.version ?? null);
  if (choices.includes(value) || isNewer(world.facts.mlflow)) return [];
  const near = nearest(
    value,
    choices.map((one) => one.toLowerCase()),
  )?.toUpperCase();
  const all = `one of ${choices.join(", ")}, in capitals`;
  const fix = `${near ? `did you mean ${near}? ` : ""}Write ${all}, into line ${origin.line} of ${origin.file}`;
  const what = `is ${shownSetting(value)}, which is no permission of MLflow`;
  const why = "MLflow would answer 500 to every request of an account that is no admin";
  return [{ ...hit(severityOf(world), origin, what, fix), why }];
}

function unreadable({ kind }: AuthConfigKey, value: string, origin: Origin): Hit {
  const form = kind === "boolean" ? "true or false" : "a whole number";
  const what = `is ${shownSetting(value)}, not ${form}`;
  const fix = `write ${form} into line ${origin.line} of ${origin.file}`;
  return { ...hit("error", origin, what, fix), why: "MLflow would end with a traceback" };
}

/** On loopback MLflow itself would start. */
const severityOf = ({ exposed }: World): Severity => (exposed ? "error" : "warning");

const isTooNew = ({ facts: { mlflow } }: World, { since }: AuthConfigKey) =>
  mlflow !== null && !atLeast(mlflow.version, since);

function hit(severity: Severity, origin: Origin, what: string, fix: string): Hit {
  const notes = [{ kind: "note", text: fix }] as const;
  return { severity, what: `${describeOrigin(origin)} ${what}`, origin, repairs: [], notes };
}
