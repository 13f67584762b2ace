import { INCOMPLETE_LOGINS } from "../../src/mlflow/login/login-coverage.ts";
import { NEWEST_KNOWN_VERSION } from "../../src/mlflow/options/options.ts";
import { ADVISORIES, ADVISORIES_READ } from "../../src/mlflow/versions/advisories.ts";
import type { Advisory } from "../../src/mlflow/versions/advisory.ts";
import { BOUNDS } from "../../src/mlflow/versions/requirements.ts";
import {
  FIRST_VERSION,
  KNOWN_NEWER,
  MANAGED_VERSION,
  newestFirst,
  type VersionRange,
} from "../../src/mlflow/versions/versions.ts";
import { ACCOUNTS_TESTED, LOGIN_TESTED, NODES_TESTED } from "../../test/support/tested-versions.ts";
import { commentsIn } from "./comments.ts";
import { code, codes, table } from "./table.ts";

/** Which tests run which MLflow. */
export function testedVersions(): string {
  const versions = new Set<string>([
    KNOWN_NEWER.version,
    MANAGED_VERSION,
    ...LOGIN_TESTED.map(({ version }) => version),
    ...ACCOUNTS_TESTED,
  ]);
  return table(
    ["MLflow", "start", "start with a login", "accounts"],
    newestFirst([...versions]).map((version) => [version, ...testsOf(version)]),
  );
}

function testsOf(version: string): readonly [string, string, string] {
  if (version === MANAGED_VERSION) return ["every change", "every change", "every change"];
  const newer = `long tests, above the packages of ${MANAGED_VERSION}`;
  const logins = LOGIN_TESTED.filter((one) => one.version === version).map(
    ({ python, when, words }) =>
      [`${when}, Python ${python}`, words && code(words.join(" "))].filter(Boolean).join(", "),
  );
  const accounts = ACCOUNTS_TESTED.some((one) => one === version);
  return [
    version === KNOWN_NEWER.version ? newer : "",
    logins.join("; "),
    accounts ? "long tests" : "",
  ];
}

export const newestKnown = () =>
  [
    `- tested and installed by \`install-mlflow\`: ${MANAGED_VERSION}`,
    `- newest whose options are known: ${NEWEST_KNOWN_VERSION}`,
    `- newer, and not installed: ${KNOWN_NEWER.version}, whose parts ${codes(KNOWN_NEWER.missing)} the public index lacked on ${KNOWN_NEWER.seen}`,
  ].join("\n");

/** @param node the version with which every change is tested. @param wheel the one that the Python package brings. */
export function testedWith(node: string, wheel: string): string {
  const logins = newestFirst(LOGIN_TESTED.map(({ version }) => version));
  const pythons = newestFirst(LOGIN_TESTED.map(({ python }) => python));
  return table(
    ["part", "tested with every change", "in the long tests"],
    [
      ["Node.js", node, `${NODES_TESTED.join(", ")}; ${wheel} in the Python package`],
      ["MLflow", MANAGED_VERSION, `${logins.at(-1)} to ${KNOWN_NEWER.version}`],
      ["Python", "the system's", `${pythons.at(-1)} to ${pythons[0]}`],
    ],
  );
}

/** What changed in MLflow, and with which version. */
export function firstVersions(source: string): string {
  const names = Object.keys(FIRST_VERSION) as (keyof typeof FIRST_VERSION)[];
  const what = commentsIn(source, "FIRST_VERSION", names);
  const rank = new Map(newestFirst(Object.values(FIRST_VERSION)).map((one, at) => [one, at]));
  const rows = names.map((name) => [FIRST_VERSION[name], what.get(name) ?? ""] as const);
  rows.sort(([one], [other]) => (rank.get(one) ?? 0) - (rank.get(other) ?? 0));
  return table(["from", "what"], rows);
}

const rangeOf = ({ from, below }: { from: string; below: string | null }) =>
  [from === "0" ? "" : `from ${from}`, below === null ? "" : `before ${below}`]
    .filter((one) => one !== "")
    .join(", ") || "all";

export function requirements(): string {
  const rows = BOUNDS.map((one) => [rangeOf(one), code(one.requirement), `<${one.source}>`]);
  return table(["MLflow", "needs", "source"], rows);
}

export function incompleteLogins(): string {
  return table(
    ["MLflow", "server", "what", "source"],
    INCOMPLETE_LOGINS.map((one) => [
      rangeOf(one as VersionRange),
      one.server ?? "any",
      one.what,
      `<${one.source}>`,
    ]),
  );
}

const REACH = {
  network: "anyone who reaches the port",
  browser: "a web page in the browser of a user",
  account: "anyone with an account",
} as const;

const CLOSED: Readonly<Record<NonNullable<Advisory["neutralisedBy"]>, string>> = {
  "host-lists": "strict host lists",
  "password-rules": "rules about the admin's password",
  "prefix-rule": "`static-prefix-disables-auth`",
  "forwarded-removed": "only a proxy on this machine is believed",
  "version-gate": "`auth-incomplete-in-version`",
};

export const advisoriesRead = () => `Last compared with what is published: ${ADVISORIES_READ}.`;

export function advisories(): string {
  return table(
    ["advisory", "MLflow", "what", "runs code", "who can use it", "closed by"],
    ADVISORIES.map((one) => [
      `[${one.id.replace("no-id/", "no id: ")}](${one.source})`,
      rangeOf(one),
      one.what,
      one.runsCode ? "yes" : "",
      REACH[one.reach],
      one.neutralisedBy ? CLOSED[one.neutralisedBy] : "nothing",
    ]),
  );
}
