import type { FileStore } from "../../facts/stores/file-store.ts";
import { readVariable } from "../../intent/environment/environment.ts";
import { DEFAULT_STORE } from "../../mlflow/stores/sqlite-uri.ts";
import { has } from "../../mlflow/versions/versions.ts";
import { isPlainPath, shownPath } from "../../secrets/uri.ts";
import { describeOrigin } from "../exposure/exposure.ts";
import type { Fix, Hit, Repair, Rule, World } from "../types.ts";

const VARIABLE = "MLFLOW_ALLOW_FILE_STORE";

export const fileStoreRefused: Rule = {
  id: "file-store-refused",
  title: "This MLflow refuses to keep its data in files",
  severities: ["error"],
  why: "MLflow 3.13.0 and later end at once if the data is in files: it belongs into a database",
  check: (world) => {
    const { fileStores, mlflow } = world.facts;
    const [store, ...others] = fileStores.filter((one) => !isNoFolder(one));
    const refused = store && has(mlflow?.version ?? null, "fileStoreRefused") && !isAllowed(world);
    return [
      ...fileStores.filter(isNoFolder).map(noFolder),
      ...(refused ? [inFiles(world, store, others)] : []),
    ];
  },
};

/** Of a file no MLflow can make a folder. */
function isNoFolder({ is }: FileStore): boolean {
  return is === "sqlite" || is === "other";
}

function noFolder(store: FileStore): Hit {
  const { folder, origin, is } = store;
  const plain = isPlainPath(folder);
  const sqlite = plain && is === "sqlite";
  const uri = plain ? `sqlite:///${folder}` : "sqlite:///PATH";
  return {
    severity: "error",
    what: `${asFolder(store)} ${is === "sqlite" ? "is a SQLite database" : "is no folder"}`,
    why: "MLflow takes a path, and a file: URI, for a folder, and ends at once if it is none",
    origin,
    repairs: sqlite ? [{ set: named(store, uri) }] : [],
    notes: sqlite
      ? []
      : [{ kind: "note", text: `name a folder; or, if it is a SQLite database, write ${uri}` }],
  };
}

function inFiles(world: World, store: FileStore, others: readonly FileStore[]): Hit {
  const version = world.facts.mlflow?.version;
  const here = databaseHere(store);
  return {
    severity: "error",
    what: `${describe(store)}, and ${version ? `MLflow ${version}` : "MLflow"} starts with a database only`,
    origin: store.origin,
    // The last one moves nothing and keeps what was asked for.
    repairs: [
      ...here,
      ...intoDatabase(world, store, others),
      ...(isDatabaseName(store) ? [] : [{ assign: { [VARIABLE]: "true" } }]),
    ],
    ...(here[0] ? { remedy: here[0] } : {}),
    notes: notesOn(store),
  };
}

const KEEPS = `${VARIABLE}=true goes on with the files, which MLflow no longer improves`;

const COPIES = `migrate-filestore copies everything into a new database and leaves the files; ${KEEPS}`;

const HERE = {
  copied:
    "mlflow.db is here already and has these runs: go on with it by the first command, or new runs end up in the files again",
  unknown:
    "mlflow.db is here already: if the files were copied into it before, go on with it by the first command, or new runs end up in the files again",
  other: "mlflow.db is here as well, without these runs: it is another database",
} as const;

const NO_PATH =
  "if a database is meant, write it as a URI: postgresql://USER:PASSWORD@HOST/NAME; MLflow takes anything else for the name of a folder";

const ANEW = `MLflow takes what has no scheme for the path of a folder: ${VARIABLE}=true lets it make one, which it no longer improves`;

const DATABASE = "MLflow takes what has no scheme for the path of a folder";

function notesOn(store: FileStore): Fix[] {
  const { here, experiments, folder, option } = store;
  const about = experiments && option === "backend-store-uri" && here ? [HERE[here]] : [];
  return [...about, isPlainPath(folder) ? notesOf(store) : NO_PATH].map((text) => ({
    kind: "note",
    text,
  }));
}

function notesOf(store: FileStore): string {
  if (isDatabaseName(store)) return DATABASE;
  if (store.is === "missing") return ANEW;
  return store.experiments ? COPIES : KEEPS;
}

/** As MLflow reads it (`_BooleanEnvironmentVariable`). */
function isAllowed({ intent }: World): boolean {
  return /^(?:true|1)$/i.test(readVariable(intent.environment, VARIABLE)?.value ?? "");
}

function describe(store: FileStore): string {
  const { folder, experiments, is, origin } = store;
  if (is === "missing") return `${asFolder(store)} does not exist`;
  const named = origin.kind === "default" ? "" : `${describeOrigin(origin)} keeps data in files: `;
  return `${named}${shownPath(folder)} ${experiments ? "holds experiments of an older MLflow" : "is a folder"}`;
}

function asFolder({ folder, origin }: FileStore): string {
  const named = describeOrigin(origin);
  return `${named} is a path, which MLflow takes for a folder of files: ${shownPath(folder)}`;
}

/** Nobody calls a folder so. */
function isDatabaseName({ folder, is }: FileStore): boolean {
  return is === "missing" && /\.(?:db3?|sqlite3?)$/i.test(folder) && isPlainPath(folder);
}

/** The options that have this path, with a URI in its place. */
function named({ option, both }: FileStore, uri: string): Readonly<Record<string, string>> {
  return { [option]: uri, ...(both ? { "registry-store-uri": uri } : {}) };
}

/** A database of MLflow's own name is there, and the files may have been copied into it already. */
function databaseHere(store: FileStore): Repair[] {
  const { option, experiments, here } = store;
  if (option !== "backend-store-uri" || !experiments) return [];
  return here === "copied" || here === "unknown" ? [{ set: named(store, DEFAULT_STORE) }] : [];
}

/** MLflow's command copies one folder. With another for the registry only the variable is sure to lose nothing. */
function intoDatabase({ facts }: World, store: FileStore, others: readonly FileStore[]): Repair[] {
  const { folder: source, target, experiments, here } = store;
  if (isDatabaseName(store)) return [{ set: named(store, `sqlite:///${source}`) }];
  if (others.length > 0 || store.option !== "backend-store-uri") return [];
  if (!experiments) return [{ set: named(store, here === null ? target : DEFAULT_STORE) }];
  // What may not be shown may not stand in a command.
  if (!(facts.mlflow && isPlainPath(source))) return [];
  return [{ migrate: [{ source, target }], set: named(store, target) }];
}
