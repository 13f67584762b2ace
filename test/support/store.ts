import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { MANAGED_VERSION } from "../../src/mlflow/versions/versions.ts";
import { makeFolder, PYTHON } from "./guard.ts";

const CACHE = new URL("../../node_modules/.cache/mlflow-guard/", import.meta.url);
const STORE = fileURLToPath(new URL(`store-${MANAGED_VERSION}.db`, CACHE));

const MAKE = `
import sys
from mlflow.store.tracking.sqlalchemy_store import SqlAlchemyStore
SqlAlchemyStore("sqlite:///" + sys.argv[1], "mlflow-artifacts:/")
`;

/** The store of a server that was started before, made once by the real MLflow: making it takes a quarter of a start. */
function madeStore(): string {
  if (existsSync(STORE)) return STORE;
  mkdirSync(dirname(STORE), { recursive: true });
  const draft = `${STORE}.${process.pid}`;
  const { status, stderr } = spawnSync(PYTHON, ["-c", MAKE, draft], { encoding: "utf8" });
  if (status !== 0) throw new Error(`no store was made: ${stderr}`);
  renameSync(draft, STORE);
  return STORE;
}

/** A folder of this test that a server of the managed MLflow ran in before. */
export function makeServerFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = makeFolder(files);
  putStore(folder);
  return folder;
}

/** Puts the default store into a folder that has none. */
export function putStore(folder: string): void {
  const has = (name: string) => existsSync(join(folder, name));
  if (!has("mlflow.db") && !has("mlruns")) copyFileSync(madeStore(), join(folder, "mlflow.db"));
}
