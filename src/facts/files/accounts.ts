import { statSync } from "node:fs";
import { resolve } from "node:path";
import { decodeUtf8 } from "../../files/utf8.ts";
import { type AuthConfig, defaultAuthConfig, parseAuthConfig } from "../../intent/auth-config.ts";
import { readVariable } from "../../intent/environment/environment.ts";
import { accountsProblem } from "../../intent/store-problems.ts";
import type { ServerIntent } from "../../intent/types.ts";
import { isOddSqlite, isSqlite, sqliteFile } from "../../mlflow/stores/sqlite-uri.ts";
import { AUTH_DATABASE_URI } from "../../secrets/names.ts";
import { shownValue } from "../../secrets/quoted.ts";
import { MISSING, readRegularFile } from "../../secrets/regular-file.ts";
import { Secret } from "../../secrets/secret.ts";
import type { AuthStore } from "../types.ts";

const LARGEST_CONFIG_KIB = 1024;

/** What cannot be read may say anything. */
const UNREAD = ["what is in it"];

/** The authorization config that is named, or MLflow's default; where the accounts are may be said apart. */
export function readAuthConfig(intent: ServerIntent, cwd: string): AuthConfig {
  const config = readConfigFile(intent, cwd);
  const uri = readVariable(intent.environment, AUTH_DATABASE_URI);
  const own: [string, string][] = uri ? [["database_uri", uri.value]] : [];
  const values = new Map([...config.values, ...own]);
  const odd = ["database_uri", "read_database_uri"].filter((key) =>
    isOddSqlite(values.get(key) ?? ""),
  );
  const problems = [
    ...odd.map((key) => `${key} is no plain sqlite:///PATH`),
    ...(uri ? [] : hostile("database_uri", values)),
    ...hostile("read_database_uri", values),
  ];
  const keeps = config.keeps.filter((key) => !uri || key !== "database_uri");
  return { ...config, values, problems: [...config.problems, ...problems], keeps };
}

/** A percent sign is doubled in this file. */
function hostile(key: string, values: ReadonlyMap<string, string>): string[] {
  const problem = accountsProblem(values.get(key) ?? "");
  return problem ? [`${key} ${problem.what}: ${problem.fix.replaceAll("%", "%%")}`] : [];
}

function readConfigFile({ environment }: ServerIntent, cwd: string): AuthConfig {
  const setting = readVariable(environment, "MLFLOW_AUTH_CONFIG_PATH");
  if (!setting) return defaultAuthConfig();
  const read = readRegularFile(resolve(cwd, setting.value), LARGEST_CONFIG_KIB);
  const text = "bytes" in read ? decodeUtf8(read.bytes) : null;
  if (text !== null) return parseAuthConfig(text, setting.origin);
  const problem = "bytes" in read ? "is not UTF-8 text" : read.problem;
  const problems = [`${shownValue(setting.value)} ${problem}`];
  const unread = problem === MISSING ? "missing" : "unreadable";
  return { ...defaultAuthConfig(), origin: setting.origin, problems, keeps: UNREAD, unread };
}

/** Where the accounts are, from the URI alone: a database is not opened here. */
export function readAuthStore(config: AuthConfig, cwd: string): AuthStore {
  const text = config.values.get("database_uri") ?? "";
  const uri = new Secret(text);
  const replicas = readReplicas(config, cwd);
  if (!isSqlite(text)) return { uri, kind: "remote", file: null, exists: true, replicas };
  const file = sqliteFile(text, cwd);
  if (file === null) return { uri, kind: "memory", file: null, exists: false, replicas };
  return { uri, kind: "sqlite", file, exists: holdsSomething(file), replicas };
}

function readReplicas({ values }: AuthConfig, cwd: string): AuthStore["replicas"] {
  const text = values.get("read_database_uri");
  return text ? [{ uri: new Secret(text), file: sqliteFile(text, cwd) }] : [];
}

/** What cannot be looked at may hold accounts. */
function holdsSomething(file: string): boolean {
  try {
    return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0;
  } catch {
    return true;
  }
}
