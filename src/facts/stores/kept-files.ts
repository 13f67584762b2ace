import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, resolve } from "node:path";
import { readVariable } from "../../intent/environment/environment.ts";
import type { ServerIntent } from "../../intent/types.ts";
import type { ReadEnvironment } from "../files/environment.ts";
import { privatePlaces } from "../machine/private-places.ts";
import type { AuthStore, HeldFile } from "../types.ts";
import { storeFiles } from "./open-stores.ts";
import { isWritable } from "./writable.ts";

/** Which of the files that were read have a secret in them, as the user wrote their names. */
export interface SecretHolders {
  readonly envFile: boolean;
  readonly authConfig: boolean;
}

/** The files of this start that nobody may fetch or replace, absolute. A file counts once, as what weighs most. */
export function readKeptFiles(
  intent: ServerIntent,
  read: ReadEnvironment,
  authStore: AuthStore,
  secret: SecretHolders,
  cwd: string,
  uid: number,
): HeldFile[] {
  const config = readVariable(intent.environment, "MLFLOW_AUTH_CONFIG_PATH")?.value;
  const at = (kind: HeldFile["kind"], files: readonly (string | null | undefined)[]) =>
    files.filter((file) => file).map((file) => ({ kind, file: resolve(cwd, file ?? "") }));
  const all = [
    ...at("secrets", [...read.secretFiles, ...tlsKeys(intent)]),
    ...at(secret.envFile ? "secrets" : "settings", [read.envFile]),
    ...at(secret.authConfig ? "secrets" : "settings", [config]),
    ...at("private", [privateFolder(intent, uid)]),
    ...at("accounts", [authStore.file, ...authStore.replicas.map(({ file }) => file)]),
    ...at("data", dataFiles(intent, cwd)),
    ...at("audit", [intent.auditLog?.value]),
  ];
  return all.filter(({ file }, place) => all.findIndex((one) => one.file === file) === place);
}

/** Nothing is stored where a server only hands out artifacts, but a database may lie there. */
function dataFiles({ options, artifactsOnly }: ServerIntent, cwd: string): string[] {
  const files = storeFiles(options, cwd);
  return artifactsOnly.value ? files.filter((file) => existsSync(file)) : files;
}

/** The files of TLS keys, which the launcher, uvicorn or gunicorn is given. */
export function tlsKeys({ tlsKey, server }: ServerIntent): (string | null | undefined)[] {
  const options = server.admitted.filter(({ name }) => /^--(?:ssl-)?keyfile$/.test(name));
  return [tlsKey?.value, ...options.map(({ value }) => value)];
}

/** Where the folder of the run will be: it holds the authorization config, and code that Python reads first. */
function privateFolder({ environment }: ServerIntent, uid: number): string {
  const names = ["XDG_STATE_HOME", "HOME"];
  const env = Object.fromEntries(names.map((name) => [name, environment.get(name)?.value]));
  return privatePlaces(env, uid).find(({ path }) => isReady(path))?.path ?? tmpdir();
}

/** It can be written, or made. */
function isReady(path: string): boolean {
  if (existsSync(path)) return isWritable(path);
  return dirname(path) !== path && isReady(dirname(path));
}
