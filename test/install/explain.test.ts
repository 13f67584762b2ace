import { describe, expect, it } from "vitest";
import { explainFailure, tellingLines } from "../../src/install/explain.ts";
import type { Circumstances } from "../../src/install/fixes.ts";
import { MANAGED_VERSION } from "../../src/mlflow/versions/versions.ts";

const REQUEST = {
  version: "3.8.1",
  python: null,
  root: "/h/mlflow-guard",
  program: "g",
  sudo: "sudo ",
} as const;
const PLAIN: Circumstances = {
  request: REQUEST,
  tool: "pip",
  pythonVersion: "3.11",
  pythonFix: "sudo dnf install python3",
  proxy: [],
  index: [],
  offline: null,
  certificates: null,
};
const AGAIN = "g install-mlflow --version 3.8.1";

/** As pip 23 and uv 0.13 wrote it; `because` marks what the explanation must not be fooled by. */
const NOTHING_FOUND = [
  "ERROR: Could not find a version that satisfies the requirement mlflow[auth]==3.8.1 (from versions: none)",
  "ERROR: No matching distribution found for mlflow[auth]==3.8.1",
];
const broken = (why: string) => [
  `WARNING: Retrying (Retry(total=0, connect=None)) after connection broken by '${why}': /simple/mlflow/`,
  ...NOTHING_FOUND,
];

describe("a failure of pip or uv", () => {
  it.each<[string, string[], Partial<Circumstances>, string, string]>([
    [
      "a full disk",
      ["error: Failed to install", "  Caused by: No space left on device (os error 28)"],
      {},
      "no space is left for the packages",
      `XDG_DATA_HOME=/path ${AGAIN}`,
    ],
    [
      "a folder that may not be written",
      ["error: failed to create directory `/x`: Permission denied (os error 13)"],
      { tool: "uv" },
      "a file may not be written in /h/mlflow-guard",
      `XDG_DATA_HOME=/path ${AGAIN}`,
    ],
    [
      "another file, uv",
      ["  x Failed to download `six==1.17.0`", "  - Hash mismatch for `six==1.17.0`"],
      { tool: "uv" },
      "a file is not the one that was locked (six==1.17.0)",
      AGAIN,
    ],
    [
      "another file, pip, of an index of one's own",
      ["ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE."],
      { index: ["PIP_INDEX_URL"] },
      "a file is not the one that was locked: it was changed on its way",
      `env -u PIP_INDEX_URL ${AGAIN}`,
    ],
    [
      "a proxy that asks",
      broken("ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 407 No'))"),
      { proxy: ["https_proxy", "ALL_PROXY"] },
      "the proxy of https_proxy asks for a name and a password",
      `env -u ALL_PROXY https_proxy=http://NAME:PASSWORD@HOST:PORT ${AGAIN}`,
    ],
    [
      "a proxy that is gone",
      broken("ProxyError('Cannot connect to proxy.', [Errno 111] Connection refused)"),
      { proxy: ["HTTPS_PROXY", "https_proxy"] },
      "the proxy of HTTPS_PROXY does not answer",
      `env -u HTTPS_PROXY -u https_proxy ${AGAIN}`,
    ],
    [
      "a certificate, where the system has its own",
      broken("SSLError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] self signed certificate')"),
      { certificates: "/etc/ca.crt" },
      "the certificate of the index is signed by nobody that pip knows",
      `PIP_CERT=/etc/ca.crt ${AGAIN}`,
    ],
    [
      "no network",
      broken("NewConnectionError('[Errno -3] Temporary failure in name resolution')"),
      {},
      "the name of the package index is not found: no network?",
      AGAIN,
    ],
    [
      "nobody there",
      broken("NewConnectionError('[Errno 111] Connection refused')"),
      {},
      "the package index cannot be reached: no network?",
      AGAIN,
    ],
    [
      "silence",
      broken("ReadTimeoutError('Read timed out. (read timeout=15)')"),
      {},
      "the package index does not answer in time",
      AGAIN,
    ],
    [
      "an index that wants to know who asks",
      ["ERROR: HTTP error 401 while getting https://h/simple", "401 Client Error: Unauthorized"],
      {},
      "the package index asks for credentials",
      `PIP_INDEX_URL=https://NAME:PASSWORD@HOST/simple ${AGAIN}`,
    ],
    [
      "Debian without python3-venv",
      [
        "The virtual environment was not created successfully because ensurepip is not",
        "available.",
      ],
      {},
      "Python 3.11 cannot make a virtual environment",
      `sudo apt-get install python3.11-venv && ${AGAIN}`,
    ],
    [
      "no Python for uv",
      [
        "error: No interpreter found for Python >=3.10, <3.14 in virtual environments or search path",
      ],
      { tool: "uv", pythonVersion: null },
      "no Python 3.10 to 3.13 is here, and uv could not fetch one of its own",
      "sudo dnf install python3",
    ],
    [
      "no answer and no reason",
      NOTHING_FOUND,
      {},
      "the package index offers no mlflow[auth]==3.8.1",
      AGAIN,
    ],
    [
      "a cache that has not everything",
      ["  cause: Because there is no version of mlflow[auth]==3.8.1"],
      { tool: "uv", offline: "UV_OFFLINE" },
      "UV_OFFLINE is set, and not all packages were fetched before",
      `env -u UV_OFFLINE ${AGAIN}`,
    ],
    [
      "a version that is not there",
      [
        "ERROR: Could not find a version that satisfies the requirement mlflow[auth]==3.8.1 (from versions: 3.8.0)",
        "ERROR: No matching distribution found for mlflow[auth]==3.8.1",
      ],
      { index: ["UV_INDEX_URL"] },
      "the index of UV_INDEX_URL has no MLflow 3.8.1",
      `g install-mlflow --version ${MANAGED_VERSION}`,
    ],
    [
      "a dependency that is not there, in lines that uv broke",
      [
        "  x No solution found when resolving dependencies:",
        "  - Because there is no version of",
        "      mlflow-skinny==3.8.1 and mlflow==3.8.1 depends on it",
      ],
      { tool: "uv" },
      "the package index has no mlflow-skinny==3.8.1, which MLflow 3.8.1 needs",
      `g install-mlflow --version ${MANAGED_VERSION}`,
    ],
    [
      "packages that do not fit together, pip",
      [
        "ERROR: Cannot install mlflow[auth]==3.8.1 because these package versions have conflicting dependencies.",
        "ERROR: ResolutionImpossible: for help visit https://pip.pypa.io/",
      ],
      {},
      "the packages that MLflow 3.8.1 needs do not fit together",
      `g install-mlflow --version ${MANAGED_VERSION}`,
    ],
    [
      "the tested version, at an index that lacks a part of it",
      ["ERROR: No matching distribution found for six==1.17.0"],
      { index: ["PIP_INDEX_URL"], request: { ...REQUEST, version: MANAGED_VERSION } },
      `the index of PIP_INDEX_URL has no six==1.17.0, which MLflow ${MANAGED_VERSION} needs`,
      "env -u PIP_INDEX_URL g install-mlflow",
    ],
    [
      "something else",
      ["error: unexpected argument"],
      { tool: "uv" },
      "uv failed; its last lines",
      AGAIN,
    ],
  ])("that is %s", (_title, lines, circumstances, what, fix) => {
    const explained = explainFailure(lines, { ...PLAIN, ...circumstances });
    expect(explained.what).toContain(what);
    expect(explained.fix.split("\n")[0]).toBe(fix);
  });

  it("keeps the Python that was named in the fix, quoted", () => {
    const request = { ...REQUEST, python: "/opt/my python" };
    expect(explainFailure([], { ...PLAIN, request }).fix).toBe(
      `${AGAIN} --python '/opt/my python'`,
    );
  });
});

describe("the lines that are shown", () => {
  it("are the last that tell, with one of pip's attempts", () => {
    const lines = ["Collecting mlflow", ...broken("one"), ...broken("two"), "", "[notice] pip"];
    expect(tellingLines(lines)).toEqual([
      ...NOTHING_FOUND,
      "connection broken by 'two': /simple/mlflow/",
      ...NOTHING_FOUND,
    ]);
  });

  it("are the last ones where none tells, and never long", () => {
    const lines = Array.from({ length: 9 }, (_, at) => `${at}${"-".repeat(300)}`);
    expect(tellingLines(lines).map((line) => [line[0], line.length])).toEqual(
      [3, 4, 5, 6, 7, 8].map((at) => [String(at), 200]),
    );
  });
});
