import {
  ALL_DATABASES,
  ARTIFACT_PLACES,
  DATABASES,
  DRIVERS,
  MEANT_DATABASES,
  MEANT_PLACES,
} from "../mlflow/stores/store-schemes.ts";
import { placeholderIn } from "../secrets/placeholder.ts";
import { isPlainPath } from "../secrets/uri.ts";
import type { UsageProblem } from "./types.ts";

/** A scheme and what follows its colon. */
interface Spelling {
  /** Without drivers, as it is written, and in small letters. */
  readonly written: string;
  readonly dialect: string;
  readonly small: boolean;
  readonly drivers: readonly string[];
  readonly rest: string;
}

/**
 * What is wrong with the way in which the URI of a database is written, in words behind its name: MLflow or SQLAlchemy
 * would end in a traceback. Null where nothing is known to be. No part of it that could be a secret is repeated.
 */
export function databaseSpelling(uri: string): UsageProblem | null {
  const odd = oddStart(uri);
  if (odd) return odd;
  const spelling = takeApart(uri);
  if (!spelling) return null;
  const { dialect, written, drivers } = spelling;
  const meant = Object.hasOwn(MEANT_DATABASES, dialect) ? MEANT_DATABASES[dialect] : undefined;
  if (meant) {
    const what = `begins with ${written}:, which MLflow does not know`;
    return {
      what,
      fix: `write ${[meant, ...drivers.filter((one) => DRIVERS.has(one))].join("+")}://; ${ALL_DATABASES}`,
    };
  }
  if (Object.hasOwn(ARTIFACT_PLACES, dialect) || Object.hasOwn(MEANT_PLACES, dialect)) {
    return {
      what: `names a place for artifacts (${dialect}:), and MLflow keeps its data in a database`,
      fix: `name that place with --artifacts-destination; ${ALL_DATABASES}`,
    };
  }
  return DATABASES.has(dialect) ? databaseProblem(spelling) : null;
}

/** The same for a place of artifacts: MLflow would start, and fail at the first artifact. */
export function artifactSpelling(uri: string): UsageProblem | null {
  const odd = oddQuote(uri);
  if (odd) return odd;
  const { dialect = "", written = "", rest = "" } = takeApart(uri) ?? {};
  const meant = Object.hasOwn(MEANT_PLACES, dialect) ? MEANT_PLACES[dialect] : undefined;
  if (meant) {
    return {
      what: `begins with ${written}:, which MLflow does not know`,
      fix: `write ${meant}://`,
    };
  }
  const place = Object.hasOwn(ARTIFACT_PLACES, dialect) ? ARTIFACT_PLACES[dialect] : undefined;
  if (!place?.host || /^\/\/[^/]/.test(rest)) return null;
  const path = rest.replace(/^\/+/, "");
  const shown = isPlainPath(path) && path !== "" ? path : "NAME/PATH";
  const what = `has no two slashes and a name behind ${written}:`;
  return { what, fix: `write ${dialect}://${shown}` };
}

function oddQuote(uri: string): UsageProblem | null {
  if (!/^["'][a-z][\w+.-]*:/i.test(uri)) return null;
  const what = "begins with a quotation mark, which is a part of it";
  return { what, fix: "take the quotation marks away: no shell does where this is read" };
}

/** What stands in front of a scheme, and is a part of the value to MLflow. */
function oddStart(uri: string): UsageProblem | null {
  const quote = oddQuote(uri);
  if (quote) return quote;
  if (/^\s+[a-z][\w+.-]*:/i.test(uri)) {
    return { what: "begins with a blank, which is a part of it", fix: "take the blank away" };
  }
  if (/^jdbc:/i.test(uri)) {
    return { what: "is a URL of Java (jdbc:)", fix: `take jdbc: away; ${ALL_DATABASES}` };
  }
  return /^(?:postgres(?:ql)?|mysql|mssql|sqlite)(?:\+\w+)?\/\//i.test(uri)
    ? {
        what: "has no colon behind its scheme",
        fix: `write a colon in front of //; ${ALL_DATABASES}`,
      }
    : null;
}

function takeApart(uri: string): Spelling | null {
  const [, scheme, rest = ""] = /^([a-z][\w+.-]+):([\s\S]*)$/i.exec(uri) ?? [];
  if (scheme === undefined) return null;
  const [written = "", ...drivers] = scheme.split("+");
  const dialect = written.toLowerCase();
  return { written, dialect, small: scheme === scheme.toLowerCase(), drivers, rest };
}

function databaseProblem(spelling: Spelling): UsageProblem | null {
  const { written, dialect, small, drivers, rest } = spelling;
  if (!small) {
    const what = `begins with ${written}, and the database library knows schemes in small letters alone`;
    return { what, fix: `write ${dialect}` };
  }
  if (drivers.length > 1) {
    const what = "names two drivers in its scheme";
    return { what, fix: `write one, or none: ${dialect}://` };
  }
  if (dialect === "sqlite") return sqliteProblem(written, rest);
  if (!rest.startsWith("//")) {
    const what = `has no two slashes behind ${written}:`;
    return { what, fix: `write ${written}://USER:PASSWORD@HOST/NAME` };
  }
  return null;
}

/** SQLAlchemy takes what stands between the second and the third slash for a host, and SQLite has none. */
function sqliteProblem(written: string, rest: string): UsageProblem | null {
  const [, slashes = "", path = ""] = /^(\/*)([\s\S]*)$/.exec(rest) ?? [];
  if (slashes.length > 2 || (slashes.length === 2 && /^(?:\?|$)/.test(path))) return null;
  const what = `has ${["no slash", "one slash", "two slashes"][slashes.length]} behind ${written}:, and SQLite takes three, or four before a path from the root`;
  const shown = isPlainPath(path) && !/^localhost\//.test(path) && path !== "" ? path : "PATH";
  const root = slashes.length === 1 ? `, or ${written}:////${shown} for a file at the root` : "";
  return { what, fix: `write ${written}:///${shown}${root}` };
}

/** @param host what SQLAlchemy takes for the host and its port. */
export function portProblem(host: string): UsageProblem | null {
  const port = /^(?:\[[^\]]*\]|[^:]*):(.*)$/s.exec(host)?.[1] ?? "0";
  if (/^(?:\d+|PORT)$/.test(port) || placeholderIn(port, "name") !== null) return null;
  return {
    what: "has a port that is no number",
    fix: "write HOST:5432; several hosts as ?host=HOST:5432&host=HOST:5432; and a colon of a password as %3A",
  };
}
