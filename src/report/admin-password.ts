import { resolve } from "node:path";
import type { SecretFact } from "../facts/types.ts";
import { BASIC_AUTH } from "../policy/login/login.ts";
import type { Decision } from "../policy/types.ts";
import { ADMIN_PASSWORD } from "../secrets/names.ts";
import {
  exportTo,
  needing,
  outputWord,
  pathWord,
  valueInEnvFile,
  variableWord,
} from "../shell/command.ts";
import { nameWords } from "../shell/name-words.ts";
import { shellQuote } from "../shell/quote.ts";
import type { StartFacts } from "./start-facts.ts";

/** What a shell says in which nobody set it: a plain expansion would be an empty password. */
const NOT_SET = `${ADMIN_PASSWORD} is not set in this shell`;

/** Without the configured password where another one is stored: it opens nothing. */
export function passwordLines(facts: StartFacts): string[] {
  const { adminPassword, adminUsername, cwd, program } = facts;
  if (isOutOfDate(facts)) {
    const command = `${program} user passwd ${nameWords(adminUsername, ["--offline"]).join(" ")}`;
    return [`# the configured password is not the stored one; to store it: ${command}`];
  }
  if (!adminPassword) return [];
  const { origin } = adminPassword;
  const set = (word: string) => exportTo("MLFLOW_TRACKING_PASSWORD", word);
  if (origin.kind === "env")
    return [needing(ADMIN_PASSWORD, NOT_SET, set(variableWord(ADMIN_PASSWORD)))];
  const shows = showing(adminPassword, cwd);
  if (shows !== null) return [set(outputWord(shows))];
  const file = origin.file && resolve(cwd, origin.file);
  return [`# the password is ${ADMIN_PASSWORD} in ${file ?? "the authorization config"}`];
}

/** How a colleague gets an account of a server that others reach, and how its operator sees the admin's password. */
export function colleagueLines({ exposure, login }: Decision, facts: StartFacts): string[] {
  const { adminPassword, cwd, program } = facts;
  if (exposure.level === "loopback" || login.app !== BASIC_AUTH || isOutOfDate(facts)) return [];
  const given = adminPassword ? givenBy(adminPassword, cwd) : "";
  const shows = adminPassword ? showing(adminPassword, cwd) : null;
  return [
    `an account for a colleague, in this folder: ${program} user add NAME${given}`,
    ...(shows === null ? [] : [`the admin's password, if you need to see it: ${shows}`]),
  ];
}

function isOutOfDate({ storedAccounts }: StartFacts): boolean {
  return storedAccounts?.looked === true && storedAccounts.same === false;
}

/** The command that shows it, from where it is; null where people read the file themselves. */
function showing({ origin, secret }: SecretFact, cwd: string): string | null {
  const { kind, name } = origin;
  if (kind === "env")
    return needing(ADMIN_PASSWORD, NOT_SET, `printf '%s\\n' ${variableWord(ADMIN_PASSWORD)}`);
  const file = origin.file && resolve(cwd, origin.file);
  if (file && name === `${ADMIN_PASSWORD}_FILE`) return `cat ${pathWord(file)}`;
  // As init writes it: no quotes, no blanks.
  const plain = name === ADMIN_PASSWORD && /^[\w-]+$/.test(secret.reveal());
  if (!file || !plain) return null;
  return valueInEnvFile(ADMIN_PASSWORD, file);
}

/** The option by which `user` takes it from there, too; `.env` here and the environment it finds itself. */
function givenBy({ origin }: SecretFact, cwd: string): string {
  const file = origin.file && resolve(cwd, origin.file);
  if (origin.kind === "env" || !file || file === resolve(cwd, ".env")) return "";
  if (origin.name === `${ADMIN_PASSWORD}_FILE`) return ` --admin-password-file ${shellQuote(file)}`;
  return origin.name === ADMIN_PASSWORD ? ` --guard-env-file ${shellQuote(file)}` : "";
}
