import type { Facts, SecretFact } from "../../facts/types.ts";
import { readVariable } from "../../intent/environment/environment.ts";
import type { Origin, ServerIntent, Setting } from "../../intent/types.ts";
import { findLoginPlugin } from "../../mlflow/login/login-plugins.ts";
import {
  ADMIN_PASSWORD,
  ADMIN_USERNAME,
  KEK_PASSPHRASE,
  SECRET_KEY,
  WRITTEN_BY_INIT,
} from "../../secrets/names.ts";
import { Secret } from "../../secrets/secret.ts";
import { foundFile } from "../found-file.ts";
import type { Repair, World } from "../types.ts";
import { makesSecrets } from "./command.ts";
import { unreadFiles } from "./paste-environment.ts";

type Secrets = Pick<
  Facts,
  "secretKey" | "adminPassword" | "kekPassphrase" | "adminUsername" | "unusableFiles"
>;

/** The secrets as the command of a repair would find them, after `init` has run where it is part of it. */
export function secretsAfter(world: World, repair: Repair, intent: ServerIntent): Secrets {
  const { facts } = world;
  const keyName = findLoginPlugin(intent.appName?.value)?.secretKey ?? SECRET_KEY;
  const known = facts.secretKey?.name === keyName ? facts.secretKey : null;
  const weighed = (name: string, heard: Setting) =>
    isInGit(world, intent, heard)
      ? unweighed(name, heard)
      : (facts.coveredSecrets.find((one) => one.name === heard.origin.name) ??
        unweighed(name, heard));
  const after = (name: string, fact: SecretFact | null) =>
    secretAfter(name, fact, weighed, repair, intent);
  const user = readVariable(intent.environment, ADMIN_USERNAME)?.value;
  return {
    secretKey: repair.keyFile === keyName ? fresh(keyName) : after(keyName, known),
    adminPassword: passwordAfter(world, repair, (fact) => after(ADMIN_PASSWORD, fact)),
    kekPassphrase: after(KEK_PASSPHRASE, facts.kekPassphrase),
    adminUsername: user ?? (makesSecrets(repair) ? "admin" : facts.adminUsername),
    unusableFiles: [
      ...facts.unusableFiles.filter(({ origin }) => !isGone(origin, repair)),
      ...unreadFiles(world.intent, intent, repair)
        .filter(({ origin }) => !facts.unusableFiles.some((one) => one.origin.name === origin.name))
        .map(({ origin }) => ({ origin, what: "nobody has read it", fix: "" })),
    ],
  };
}

/** A variable wins over the authorization config, whoever set it. */
function passwordAfter(
  { facts }: World,
  { blank = [] }: Repair,
  after: (fact: SecretFact | null) => SecretFact | null,
): SecretFact | null {
  const { adminPassword, authConfig } = facts;
  const { origin } = authConfig;
  const ofConfig = adminPassword?.origin.name === origin.name;
  const value = blank.includes(origin.name) ? undefined : authConfig.values.get("admin_password");
  const configured = value ? unweighed(ADMIN_PASSWORD, { value, origin }) : null;
  return (
    after(ofConfig ? null : adminPassword) ?? (ofConfig && configured ? adminPassword : configured)
  );
}

function secretAfter(
  name: string,
  fact: SecretFact | null,
  weighed: (name: string, heard: Setting) => SecretFact,
  repair: Repair,
  { environment, beneath }: ServerIntent,
): SecretFact | null {
  const setting = environment.get(name);
  // Exported and empty, it keeps the env file from being heard.
  if (setting?.value === "" && setting.origin.kind === "env") return null;
  if (repair.rotate?.includes(name) && !winsOverFile(name, setting)) return fresh(name);
  if (fact && !isTaken(fact.origin.name, repair)) return fact;
  if (setting?.value) return weighed(name, setting);
  const named = beneath.get(`${name}_FILE`);
  if (named) return repair.blank?.includes(named.origin.name) ? null : weighed(name, named);
  const made = makesSecrets(repair) && WRITTEN_BY_INIT.some((one) => one === name);
  return made ? fresh(name) : null;
}

/** Out of git or not: who has the repository knows it. Whoever names the file takes that. */
function isInGit({ facts }: World, after: ServerIntent, { origin }: Setting): boolean {
  const isFound = foundFile(after) !== null;
  return isFound && facts.trackedSecrets?.lines.some(({ name }) => name === origin.name) === true;
}

/** A variable, or a secret file that may be named by one. */
function winsOverFile(name: string, setting: Setting | undefined): boolean {
  if (!setting?.value) return false;
  return setting.origin.kind === "env" || setting.origin.name !== name;
}

function isTaken(name: string, { unset = [], blank = [] }: Repair): boolean {
  return [...unset, ...blank].includes(name);
}

/** Rotating a secret takes the line of its file out of the env file. */
function isGone({ name, kind }: Origin, repair: Repair): boolean {
  const rotated = repair.rotate?.some((secret) => name === `${secret}_FILE`);
  return isTaken(name, repair) || (kind === "file" && rotated === true);
}

function fresh(name: string): SecretFact {
  const grade = { weak: [], published: false };
  return { name, origin: { kind: "file", name }, secret: new Secret("new"), grade };
}

/** Nobody has weighed what was covered until now. */
function unweighed(name: string, { value, origin }: Setting): SecretFact {
  const grade = { weak: ["it was not looked at"], published: false };
  return { name, origin, secret: new Secret(value), grade };
}
