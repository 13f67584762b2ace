import { dirname, join, resolve } from "node:path";
import { realPath } from "../../files/identity.ts";
import {
  type MaybeOpening,
  settle,
  whoMayChange,
  whoMayChangeIn,
} from "../../files/who-can-change.ts";
import { readVariable } from "../../intent/environment/environment.ts";
import type { ServerIntent } from "../../intent/types.ts";
import { sideFiles } from "../../mlflow/stores/sqlite-uri.ts";
import { fromHere } from "../machine/paths.ts";
import type { FoundMlflow } from "../mlflow/find.ts";
import type { SecretHolders } from "../stores/kept-files.ts";
import { storeFiles } from "../stores/open-stores.ts";
import type { AuthStore, ChangeableFile, FileRole } from "../types.ts";
import type { ReadEnvironment } from "./environment.ts";
import { tlsFiles } from "./tls-files.ts";

/** What the reader needs beside the command line. */
export interface Deciding {
  readonly read: ReadEnvironment;
  readonly authStore: AuthStore;
  readonly mlflow: FoundMlflow | null;
  readonly secret: SecretHolders;
  readonly cwd: string;
  readonly uid: number;
}

const NAMED: readonly FileRole[] = ["secret", "settings", "tls"];

/** The files that decide something at this start and that somebody beside this user and root can change. */
export function readChangeable(intent: ServerIntent, deciding: Deciding): ChangeableFile[] {
  const { read, authStore, mlflow, secret, cwd, uid } = deciding;
  const config = readVariable(intent.environment, "MLFLOW_AUTH_CONFIG_PATH")?.value;
  const judged = (role: FileRole, file: string, look: typeof whoMayChange) => {
    const openings = look(resolve(cwd, file), uid);
    // What was named is called as it was named.
    return { file: NAMED.includes(role) ? file : fromHere(file, cwd), role, openings };
  };
  const all = (
    role: FileRole,
    files: readonly (string | null | undefined)[],
    look = whoMayChange,
  ) => [...new Set(files)].flatMap((file) => (file ? [judged(role, file, look)] : []));
  const accounts = [authStore.file, ...authStore.replicas.map(({ file }) => file)];
  const data = storeFiles(intent.options, cwd).filter((file) => !accounts.includes(file));
  const files = [
    ...all("secret", read.secretFiles),
    ...all(secret.envFile ? "secret" : "settings", [speaks(intent, read) ? read.envFile : null]),
    ...all(secret.authConfig ? "secret" : "settings", [config]),
    ...all(
      "tls",
      tlsFiles(intent).map(({ value }) => value),
    ),
    ...all("accounts", accounts, whoMayChangeDatabase),
    ...all("data", data, whoMayChangeDatabase),
    ...all("code", mlflow ? [mlflow.path, ...mlflow.followed, mlflow.python] : []),
    ...all("code", mlflow ? [mlflow.sitePackages, mlflow.standardLibrary] : [], whoMayChangeIn),
    ...all("code", mlflow ? [join(mlflow.sitePackages, "mlflow", "server")] : [], whoMayChangeIn),
  ];
  // ACLs are looked at once, for all of them.
  const openings = settle(
    files.map((one) => one.openings),
    uid,
  );
  return files
    .map((one, at) => ({ ...one, openings: openings[at] ?? [] }))
    .filter((one) => one.openings.length > 0);
}

/**
 * Who makes names beside a database gives it a journal, from which SQLite would restore what was never there; so does
 * who writes to the one that is there.
 */
function whoMayChangeDatabase(file: string, uid: number): MaybeOpening[] {
  const real = realPath(file);
  const looked = [
    ...as("folder", whoMayChange(dirname(real), uid)),
    ...whoMayChange(file, uid),
    ...sideFiles(real).flatMap((side) => as("beside", whoMayChange(side, uid))),
  ];
  return looked.filter(({ path }, at) => looked.findIndex((one) => one.path === path) === at);
}

function as(on: "folder" | "beside", openings: readonly MaybeOpening[]): MaybeOpening[] {
  return openings.map((one) => (one.on === "file" ? { ...one, on } : one));
}

/** A file that was only found and says nothing to MLflow decides nothing. */
function speaks(intent: ServerIntent, { envFile, environment }: ReadEnvironment): boolean {
  if (envFile === null) return false;
  return (
    intent.namedEnvFile !== null ||
    [...environment.values()].some(({ origin }) => origin.file === envFile)
  );
}
