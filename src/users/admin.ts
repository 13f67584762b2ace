import { resolve } from "node:path";
import type { ReadEnvironment } from "../facts/files/environment.ts";
import { parseEnvFile } from "../intent/environment/env-file.ts";
import { readVariable } from "../intent/environment/environment.ts";
import { ADMIN_PASSWORD, ADMIN_USERNAME } from "../secrets/names.ts";
import { readRegularFile } from "../secrets/regular-file.ts";
import { Secret } from "../secrets/secret.ts";
import { readSecretFile } from "../secrets/secret-file.ts";
import { NotDone } from "./not-done.ts";
import type { UserRequest } from "./request.ts";
import { nameProblem } from "./username.ts";

/** Who asks the server; without a password, a person is asked for it. */
export interface Admin {
  readonly name: string;
  readonly password: Secret | null;
  /** Is it the account that a server with these settings makes at its first start? */
  readonly first: boolean;
}

const LARGEST_ENV_FILE_KIB = 1024;
const FIRST_ADMIN = "admin";

/**
 * Finds out who asks: what was named on the command line, else the environment and its env file, as for a server.
 * @throws NotDone where a file cannot be used, or belongs to another admin than the one that is named.
 */
export function readAdmin(request: UserRequest, cwd: string, read: ReadEnvironment): Admin {
  const admin = namedAdmin(request, cwd, read);
  const problem = nameProblem(admin.name);
  if (!problem) return admin;
  throw new NotDone(`of the admin: ${problem.what}`, "name the admin: --admin NAME");
}

function namedAdmin(request: UserRequest, cwd: string, read: ReadEnvironment): Admin {
  if (request.envFile !== undefined) return fromEnvFile(request, request.envFile, cwd);
  const own = readVariable(read.environment, ADMIN_USERNAME)?.value ?? FIRST_ADMIN;
  const name = request.admin ?? own;
  const file = request.adminPasswordFile;
  const first = name === own;
  if (file !== undefined) return { name, password: secretIn(resolve(cwd, file)), first };
  // The password of one admin is not tried for another.
  return { name, password: first ? fromEnvironment(read) : null, first };
}

function fromEnvironment({ environment, unusable, problems }: ReadEnvironment): Secret | null {
  const [problem] = [...problems, ...unusable];
  if (problem) throw new NotDone(problem.what, problem.fix);
  const value = readVariable(environment, ADMIN_PASSWORD)?.value;
  return value === undefined ? null : new Secret(value);
}

/** An option names the file, not a variable. */
export const NAME_A_FILE =
  "name a plain file that this user can read and that holds the password alone, in one line";

/** The one-line secret in a file. */
export function secretIn(file: string): Secret {
  const read = readSecretFile(file);
  if ("value" in read) return new Secret(read.value);
  throw new NotDone(read.what, NAME_A_FILE);
}

function fromEnvFile({ admin }: UserRequest, file: string, cwd: string): Admin {
  const read = readRegularFile(resolve(cwd, file), LARGEST_ENV_FILE_KIB);
  if (!("bytes" in read))
    throw new NotDone(
      `${file} ${read.problem}`,
      "name the env file of the server: --env-file .env",
    );
  const { entries, problems } = parseEnvFile(read.bytes, file);
  const problem = problems.find(({ mentions }) => mentions.includes("MLFLOW_"));
  if (problem) throw new NotDone(problem.what, problem.fix);
  const last = (name: string) => entries.findLast((entry) => entry.name === name)?.value ?? "";
  const name = last(ADMIN_USERNAME) || FIRST_ADMIN;
  const password = last(ADMIN_PASSWORD);
  if (password === "")
    throw new NotDone(
      `${file} sets no ${ADMIN_PASSWORD}`,
      "give the password in another way: --admin-password-file FILE",
    );
  if (admin !== undefined && admin !== name)
    throw new NotDone(
      `${file} holds the password of another admin than --admin names`,
      "leave --admin away, or give the password with --admin-password-file",
    );
  return { name, password: new Secret(password), first: true };
}
