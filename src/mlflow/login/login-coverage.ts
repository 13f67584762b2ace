import type { ServerKind } from "../options/server-option-table.ts";
import type { VersionRange } from "../versions/versions.ts";

/** Versions whose basic-auth leaves routes open, and with which server. */
export interface IncompleteLogin extends VersionRange {
  readonly server: ServerKind | null;
  readonly what: string;
  readonly source: string;
}

/** Read in the wheels of these versions; the advisories' own ranges differ in places. */
export const INCOMPLETE_LOGINS: readonly IncompleteLogin[] = [
  {
    from: "0",
    below: "2.20.2",
    server: null,
    what: "session keys differ by worker and its sign-up form accepts forged requests",
    source: "https://nvd.nist.gov/vuln/detail/CVE-2025-1473",
  },
  {
    from: "3.3.0",
    below: "3.4.0",
    server: "uvicorn",
    what: "basic-auth answers 500 to every request",
    source: "https://github.com/mlflow/mlflow/issues/17324",
  },
  {
    from: "3.4.0",
    below: "3.10.0",
    server: "uvicorn",
    what: "traces, jobs and other native routes are open",
    source: "https://github.com/advisories/GHSA-75cm-x2w3-8mgf",
  },
  {
    from: "3.10.0",
    below: "3.14.0",
    server: "uvicorn",
    what: "native routes can be opened through the Host header",
    source: "https://nvd.nist.gov/vuln/detail/CVE-2026-48710",
  },
];
