import type { FileStore } from "../../facts/types.ts";
import { readVariable } from "../../intent/environment.ts";
import { DEFAULT_STORE } from "../../mlflow/sqlite-uri.ts";
import { has } from "../../mlflow/versions.ts";
import { isPlainPath, shownPath } from "../../secrets/uri.ts";
import { describeOrigin } from "../exposure.ts";
import type { Repair, Rule, World } from "../types.ts";

const VARIABLE = "MLFLOW_ALLOW_FILE_STORE";

export const fileStoreRefused: Rule = {
  id: "file-store-refused",
  title: "This MLflow refuses to keep its data in files",
  why: "MLflow 3.13.0 and later end at once if the data is in files: it belongs into a database",
  check: (world) => {
    const [store] = world.facts.fileStores;
    const version = world.facts.mlflow?.version ?? null;
    if (!store || !has(version, "fileStoreRefused") || isAllowed(world)) return [];
    return [
      {
        severity: "error",
        what: `${describe(store)}, and ${version ? `MLflow ${version}` : "MLflow"} starts with a database only`,
        origin: store.origin,
        // The last one moves nothing and keeps what was asked for.
        repairs: [
          ...databaseHere(store),
          ...intoDatabase(world),
          { assign: { [VARIABLE]: "true" } },
        ],
        notes: [
          ...(databaseHere(store).length > 0 ? [{ kind: "note", text: HERE } as const] : []),
          { kind: "note", text: isPlainPath(store.folder) ? NOTE : NO_PATH },
        ],
      },
    ];
  },
};

const NOTE = `migrate-filestore copies everything into a new database and leaves the files; ${VARIABLE}=true goes on with the files, which MLflow no longer improves`;

const HERE =
  "mlflow.db is here already: if the files were copied into it before, go on with it by the first command, or new runs end up in the files again";

const NO_PATH =
  "if a database is meant, write it as a URI: postgresql://USER:PASSWORD@HOST/NAME; MLflow takes anything else for the name of a folder";

/** As MLflow reads it (`_BooleanEnvironmentVariable`). */
function isAllowed({ intent }: World): boolean {
  return /^(?:true|1)$/i.test(readVariable(intent.environment, VARIABLE)?.value ?? "");
}

function describe({ folder, experiments, origin }: FileStore): string {
  const named = origin.kind === "default" ? "" : `${describeOrigin(origin)} keeps data in files: `;
  return `${named}${shownPath(folder)} ${experiments ? "holds experiments of an older MLflow" : "is a folder"}`;
}

/** A database of MLflow's own name is there, or a new one would have it: the files may have been copied already. */
function databaseHere({ option, experiments, target }: FileStore): Repair[] {
  const isHere = option === "backend-store-uri" && experiments && target !== DEFAULT_STORE;
  return isHere ? [{ set: { "backend-store-uri": DEFAULT_STORE } }] : [];
}

/** MLflow's command copies one folder. With another for the registry only the variable is sure to lose nothing. */
function intoDatabase({ facts }: World): Repair[] {
  const [store, ...others] = facts.fileStores;
  if (!store || others.length > 0 || store.option !== "backend-store-uri") return [];
  const { folder: source, target, experiments } = store;
  // What may not be shown may not stand in a command.
  if (experiments && !(facts.mlflow && isPlainPath(source))) return [];
  const set = { "backend-store-uri": target };
  return [experiments ? { migrate: [{ source, target }], set } : { set }];
}
