import { inspect } from "node:util";

/** A value that no log, error or JSON can show by accident. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The plain value, for the one place that needs it: the environment of the child or a private file. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return "[secret]";
  }

  toJSON(): string {
    return "[secret]";
  }

  [inspect.custom](): string {
    return "[secret]";
  }
}

/** A URI without the password in it, for messages. What cannot be read as a URI is shown up to its scheme only. */
export function withoutPassword(uri: string): string {
  if (!hasPassword(uri)) return uri;
  return uri.replace(/^([^:]*:\/\/)[\s\S]*$/, "$1...");
}

/** A URL of http(s) as it may be shown: without its user info, and without a query that holds a password. */
export function shownUrl(text: string): string {
  if (!URL.canParse(text)) return withoutPassword(text);
  const url = new URL(text);
  if (url.username === "" && url.password === "" && !hasPassword(text)) return text;
  url.username = "";
  url.password = "";
  if (hasPassword(url.href)) url.search = "";
  return url.href;
}

/** Names of query parameters that hold a secret; `pwd` is ODBC's. */
const SECRET_PARAMETER = /[?&](?:[^=&]*(?:pass|token|secret|key|sig)[^=&]*|pwd)=/i;

/**
 * A whole ODBC connection string in one parameter, encoded or not.
 * @see https://docs.sqlalchemy.org/en/20/dialects/mssql.html#pass-through-exact-pyodbc-string
 */
const ODBC_STRING = /[?&]odbc_connect=[^&]*(?:pwd|password)(?:=|%3d)/i;

/** Does a database or artifact URI carry a password or a token? */
export function hasPassword(uri: string): boolean {
  const inUserinfo = /^[^:/]+:\/\/[^:/@]*:.*@/s.test(uri);
  const token = /^(?:https?|mlflow-artifacts):\/\/[^/@]+@/i.test(uri);
  return inUserinfo || token || SECRET_PARAMETER.test(uri) || ODBC_STRING.test(uri);
}
