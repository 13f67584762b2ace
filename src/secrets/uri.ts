/** Stands for what of a URI is not shown. */
export const HIDDEN = "...";

/** Stands for a text of which nothing is shown: neither a URI nor plainly a path. */
export const NOT_SHOWN = "(a value that is not shown)";

/** The file is here, and its path is its name. */
const LOCAL = /^(?:sqlite|file)(?:\+\w+)?$/i;

/** Databases and object stores: what follows the host is the name of a database or a folder, and no token. */
const NAMED =
  /^(?:sqlite|file|postgres|postgresql|mysql|mariadb|mssql|s3|gs|wasbs?|abfss?|hdfs|viewfs|dbfs|mlflow-artifacts)(?:\+\w+)?$/i;

/** A name or an address, perhaps with its port. */
const HOST = /^(?:[\w.-]+|\[[0-9a-f:.]+\])?(?::[0-9]{1,5})?$/i;

/** Characters of which no user info, no query and no ODBC string is made. */
const PLAIN = /^[^@?#;=&]*$/;

/** A path may hold an @; behind a colon it could be the end of a password. */
const PLAIN_LOCAL = /^(?!.*:.*@)[^?#;=&]*$/s;

/** A URI taken apart as far as the question goes who may see what. */
interface Parts {
  readonly scheme: string;
  /** What stands in front of the host, without its `@`. */
  readonly userinfo: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  /** An `@` stands where a password may still go on: it is not clear where the host begins. */
  readonly unclear: boolean;
}

/**
 * The user info ends at the last `@` of the authority: Azure's user names and raw passwords hold one. A password with
 * a raw `/`, `?` or `#` ends the authority early; then nothing behind the scheme is sure.
 */
export function partsOf(uri: string): Parts | null {
  const found = /^([a-z][\w+.-]*):\/\/([^/?#]*)([^?#]*)([\s\S]*)$/i.exec(uri);
  if (!found) return null;
  const [, scheme = "", authority = "", path = "", query = ""] = found;
  const at = authority.lastIndexOf("@");
  const local = LOCAL.test(scheme) && authority === "";
  return {
    scheme,
    userinfo: at === -1 ? "" : authority.slice(0, at),
    host: authority.slice(at + 1),
    path,
    query,
    unclear: local ? query.includes("@") : `${path}${query}`.includes("@"),
  };
}

/** A text as it may be shown, and whether the place that it names is left out. */
interface Shown {
  readonly text: string;
  readonly hidden: boolean;
}

/**
 * A URI as it may be shown: scheme, host and the name of the database or folder, nothing else. Nobody looks for
 * passwords: what is not one of these is left out.
 */
export function shownUri(uri: string): string {
  return show(uri).text;
}

/** Is the database or folder that it names left out where it is shown? */
export function hidesPlace(uri: string): boolean {
  return show(uri).hidden;
}

function show(uri: string): Shown {
  const parts = partsOf(uri);
  if (!parts) return showPath(uri);
  const { scheme, host, path, unclear } = parts;
  // libpq takes several hosts.
  if (unclear || !host.split(",").every((one) => HOST.test(one)))
    return { text: `${scheme}://${HIDDEN}`, hidden: true };
  const plain = LOCAL.test(scheme) ? PLAIN_LOCAL : PLAIN;
  const named = path === "" || path === "/" || (NAMED.test(scheme) && plain.test(path));
  return { text: `${scheme}://${host}${named ? path : `/${HIDDEN}`}`, hidden: !named };
}

/** Where a text says by itself that it is a path: from the root, from here, from home, on a drive. */
const SAYS_PATH = /^(?:\.{0,2}|~)\/|^[a-z]:[\\/]/i;

/**
 * What is shown of a text without `scheme://`: a connection string of libpq or ODBC, half of a URI and a password look
 * like a path at first sight. So a path is shown only if it is plainly one.
 */
export function shownPath(text: string): string {
  return showPath(text).text;
}

/** What may stand in front of a path without a host. */
const BEFORE_PATH = /^(?:file:|(?:dbfs|hdfs|viewfs|mlflow-artifacts):(?=\/(?!\/)))/i;

function showPath(text: string): Shown {
  if (isPlainPath(text.replace(BEFORE_PATH, ""))) return { text, hidden: false };
  const scheme = /^[a-z][\w+.-]+(?=:)/i.exec(text)?.[0] ?? "";
  return { text: NAMED.test(scheme) ? `${scheme}:${HIDDEN}` : NOT_SHOWN, hidden: true };
}

/** Is it plainly a path: no connection string, and nothing in it that ends a user or a password? MLflow decodes it. */
export function isPlainPath(text: string): boolean {
  return [text, decode(text)].every((one) => {
    if (!PLAIN_LOCAL.test(one)) return false;
    const drive = /^[a-z]:[\\/]/i.test(one);
    const first = /^\/*[^/]*/.exec(drive ? one.slice(2) : one)?.[0] ?? "";
    return !/[@:]/.test(SAYS_PATH.test(one) ? first : one);
  });
}

/** A path that was made absolute: what was half a URI before shows its parts as folders. */
export function shownFile(path: string): string {
  return /\w:\/|:[^/]*@|[?;].*=/.test(path) ? NOT_SHOWN : path;
}

/** Is there nothing in it that may not be shown? Only then it may stand in a command. */
export function isShownWhole(uri: string): boolean {
  return shownUri(uri) === uri;
}

/** A URL of http(s) as it may be shown: with its path, which is part of the address. */
export function shownUrl(text: string): string {
  const parts = URL.canParse(text) ? partsOf(new URL(text).href) : null;
  if (!parts || parts.unclear || partsOf(text)?.unclear) return shownUri(text);
  const shown = `${parts.scheme}://${parts.host}${parts.path}`;
  return shown === `${text}/` ? text : shown;
}

/** Parameters that say how to connect, and to what, and are no secret whatever their value. */
const HARMLESS =
  /^(?:sslmode|timeout|connect_timeout|application_name|charset|driver|mode|cache|target_session_attrs|encrypt|trustservercertificate)$/i;

/** User info in front of a host that is a name alone: an account, a container, a user of HDFS. */
const NAME_ALONE =
  /^(?:postgres|postgresql|mysql|mariadb|mssql|wasbs?|abfss?|hdfs|sftp|ssh)(?:\+\w+)?$/i;

/** May there be a secret in it? What is not known to be harmless may be one. */
export function mayHoldSecret(uri: string): boolean {
  const parts = partsOf(uri);
  if (!parts) return /[=:]/.test(uri) && shownPath(uri) !== uri;
  const { scheme, userinfo, query, unclear } = parts;
  if (unclear || userinfo.includes(":")) return true;
  if (userinfo !== "" && !NAME_ALONE.test(scheme)) return true;
  return parameters(query).some(([name]) => !HARMLESS.test(name));
}

/** Shorter pieces would hide every other word. */
const SHORTEST = 3;

/**
 * The pieces of a URI that must not be shown where others quote it: as they are written, decoded, and as Python writes
 * them in quotes. What may be shown of it, or is the user's name, is none.
 */
export function secretParts(uri: string): string[] {
  const found = /^(?:[a-z][\w+.-]*:\/\/([\s\S]*)|\/{0,2}([^\s:/]+:\S*))@/i.exec(uri);
  const before = found?.[1] ?? found?.[2] ?? "";
  const colon = before.indexOf(":");
  const named = NAME_ALONE.test(partsOf(uri)?.scheme ?? "");
  const password = colon === -1 && named ? "" : before.slice(colon + 1);
  const shown = `${shownUri(uri)} ${colon === -1 ? "" : before.slice(0, colon)}`;
  const values = parameters(partsOf(uri)?.query ?? "").filter(([name]) => !HARMLESS.test(name));
  const written = [password, ...password.split("@"), ...values.map(([, value]) => value)];
  const decoded = [...written, ...written.map(decode)];
  const all = [...decoded, ...(partsOf(uri) ? decoded : [uri]).flatMap(odbcValues)];
  const pieces = [...all, ...all.map(inPythonQuotes)];
  return [...new Set(pieces)].filter((one) => one.length >= SHORTEST && !shown.includes(one));
}

const ODBC = /(?:^|;)\s*(?:driver|dsn|server|uid|user id|pwd|password)\s*=/i;

/** The values of an ODBC connection string, also of those in braces. */
function odbcValues(text: string): string[] {
  if (!ODBC.test(text)) return [];
  return [...text.matchAll(/=(?:\{([^}]*)\}|([^;{}]*))/g)].map(
    ([, braced, plain]) => braced ?? plain ?? "",
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

/** As Python writes a text in quotes. */
export function inPythonQuotes(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("'", "\\'");
}

function parameters(query: string): [string, string][] {
  return query
    .slice(1)
    .split(/[&#]/)
    .filter((pair) => pair !== "")
    .map((pair) => {
      const at = pair.indexOf("=");
      return at === -1 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
    });
}
