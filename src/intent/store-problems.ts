import { MLFLOW_OPTIONS } from "../mlflow/options/options.ts";
import { artifactFolder } from "../mlflow/stores/artifact-uri.ts";
import { isOddSqlite } from "../mlflow/stores/sqlite-uri.ts";
import { losesBytes } from "../mlflow/unquote.ts";
import { AUTH_DATABASE_URI } from "../secrets/names.ts";
import { readVariable } from "./environment/environment.ts";
import { settingName } from "./origin-name.ts";
import type { OptionValues, Setting, UsageProblem } from "./types.ts";
import { artifactSpelling, databaseSpelling, portProblem } from "./uri-spelling.ts";

/** Where MLflow keeps data in a database; artifacts may be anywhere. */
const STORES = MLFLOW_OPTIONS.filter(({ name }) => name.endsWith("store-uri")).map(
  ({ name }) => name,
);

const FOLDERS = ["default-artifact-root", "artifacts-destination"];

const ENCODED = "percent-encode its UTF-8: %C3%A9 is an e with an acute accent";

/**
 * A URI as SQLAlchemy takes it apart: the password ends at the first `@`, the user at the first colon.
 * @see https://github.com/sqlalchemy/sqlalchemy/blob/rel_2_0_44/lib/sqlalchemy/engine/url.py (`_parse_url`)
 */
const URI = /^[\w+]+:\/\/(?:([^:/]*)(?::([^@]*))?@)?([^/?]*)/;

/** Stores that could only fail, with a message that quotes a part of the password. */
export function storeProblems(
  options: OptionValues,
  environment: ReadonlyMap<string, Setting>,
): UsageProblem[] {
  const accounts = readVariable(environment, AUTH_DATABASE_URI);
  const folders = [...STORES, ...FOLDERS].flatMap((name) => folderProblem(options.get(name)));
  const artifacts = FOLDERS.flatMap((name) => problemAt(options.get(name), artifactSpelling));
  const databases = STORES.flatMap((name) => problemAt(options.get(name), storeProblem));
  const accountsProblems = problemAt(accounts, accountsProblem);
  return [...databases, ...accountsProblems, ...folders, ...artifacts];
}

function problemAt(
  setting: Setting<string | boolean> | undefined,
  judge: (uri: string) => UsageProblem | null,
): UsageProblem[] {
  if (!setting) return [];
  const problem = judge(String(setting.value));
  return problem
    ? [{ what: `${settingName(setting.origin)} ${problem.what}`, fix: problem.fix }]
    : [];
}

/** Python would take these folders for others. */
function folderProblem(setting: Setting<string | boolean> | undefined): UsageProblem[] {
  if (!setting) return [];
  const uri = String(setting.value);
  if (artifactFolder(uri, "/") === null || !losesBytes(uri)) return [];
  const what = `${settingName(setting.origin)} holds percent-encoded bytes that are no UTF-8`;
  return [{ what, fix: ENCODED }];
}

/** The same for the accounts; an odd spelling of SQLite is said of their config (`isOddSqlite`). */
export function accountsProblem(uri: string): UsageProblem | null {
  return isOddSqlite(uri) ? null : storeProblem(uri);
}

/** What is wrong with the URI of a store, in words behind its name; null where nothing is. */
function storeProblem(uri: string): UsageProblem | null {
  if (/^https?:/i.test(uri)) {
    return {
      what: "is a URL of http, and a server keeps its data in a database",
      fix: "name the database: sqlite:////path/mlflow.db or postgresql://...; the URL of another server is for clients (MLFLOW_TRACKING_URI)",
    };
  }
  const spelling = databaseSpelling(uri);
  if (spelling) return spelling;
  const [, user, password, host] = URI.exec(uri) ?? [];
  const login = [user, password].join("");
  if (losesBytes(login))
    return {
      what: "holds percent-encoded bytes in its user or password that are no UTF-8",
      fix: ENCODED,
    };
  const fix = "percent-encode it: %40 for @, %5B for [, %5D for ]";
  if (host?.includes("@"))
    return {
      what: "holds an @ in its password, where the database library takes the host to begin",
      fix,
    };
  // urllib.parse takes what is in brackets for an IPv6 address.
  return /[[\]]/.test(login)
    ? { what: "holds a [ or ] in its user or password, which Python takes for an address", fix }
    : portProblem(host ?? "");
}
