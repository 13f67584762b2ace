import { readFileSync } from "node:fs";
import { MANAGED_VERSION } from "../../src/mlflow/versions/versions.ts";
import { freePort } from "./guard.ts";
import { PINS, STAND_IN, startIndex, startProxy } from "./package-index.ts";

/** An installation that cannot succeed. */
export interface InstallFailure {
  readonly title: string;
  /** What the user has set. */
  readonly env: () => Promise<Record<string, string>>;
  readonly words?: readonly string[];
  readonly what: string;
  /** How a line of the fix ends. */
  readonly fix: string;
}

export const PASSWORD = "hunter-22-tests";
const [PIN, ...OTHERS] = PINS;
const TESTED = `mlflow-guard install-mlflow --version ${MANAGED_VERSION}`;
const AGAIN = `mlflow-guard install-mlflow --version ${STAND_IN}`;

/** Every package of the lock, with other content. */
function lockedPins(): string[] {
  const lock = new URL(`../../python/mlflow-${MANAGED_VERSION}.txt`, import.meta.url);
  const pins = readFileSync(lock, "utf8").matchAll(/^([\w.-]+==\S+)/gm);
  return [...pins].map(([, pin]) => pin ?? "");
}

export const FAILURES: readonly InstallFailure[] = [
  {
    title: "an index whose name is not found",
    env: async () => ({ PIP_INDEX_URL: `https://ada:${PASSWORD}@index.invalid/simple` }),
    what: "the name of the package index is not found: no network? (PIP_INDEX_URL is set)",
    fix: `env -u PIP_INDEX_URL ${AGAIN}`,
  },
  {
    title: "an index that nobody runs",
    env: async () => ({
      UV_DEFAULT_INDEX: `http://ada:${PASSWORD}@127.0.0.1:${await freePort()}/simple`,
    }),
    what: "the package index cannot be reached: no network? (UV_DEFAULT_INDEX is set)",
    fix: `env -u UV_DEFAULT_INDEX ${AGAIN}`,
  },
  {
    title: "a proxy that wants a password",
    env: async () => ({ HTTPS_PROXY: await startProxy(407) }),
    what: "the proxy of HTTPS_PROXY asks for a name and a password (407)",
    fix: `HTTPS_PROXY=http://NAME:PASSWORD@HOST:PORT ${AGAIN}`,
  },
  {
    title: "a proxy that is down",
    env: async () => ({ HTTPS_PROXY: `http://ada:${PASSWORD}@127.0.0.1:${await freePort()}` }),
    what: "the proxy of HTTPS_PROXY does not answer",
    fix: `env -u HTTPS_PROXY ${AGAIN}`,
  },
  {
    title: "a proxy whose name is not found",
    env: async () => ({ PIP_PROXY: "http://proxy.invalid:3128" }),
    what: "the proxy of PIP_PROXY does not answer",
    fix: `env -u PIP_PROXY ${AGAIN}`,
  },
  {
    title: "a certificate of an unknown authority",
    env: async () => ({ PIP_INDEX_URL: (await startIndex({ tls: true })).url }),
    what: "the certificate of the index is signed by nobody that",
    fix: `=/path/ca.pem ${AGAIN}`,
  },
  {
    title: "a version that does not exist",
    env: async () => ({ PIP_INDEX_URL: (await startIndex()).url }),
    words: ["--version", "98.0.0"],
    what: "the index of PIP_INDEX_URL has no MLflow 98.0.0 for this Python",
    fix: TESTED,
  },
  {
    title: "a package that this MLflow pins and the index lacks",
    env: async () => {
      const pins = [`${PIN},mlflow-skinny==${STAND_IN}`, ...OTHERS, "mlflow-skinny==99.0.0"];
      return { PIP_INDEX_URL: (await startIndex({ pins })).url };
    },
    what: `the index of PIP_INDEX_URL has no mlflow-skinny==${STAND_IN}, which MLflow ${STAND_IN} needs`,
    fix: TESTED,
  },
  {
    title: "packages that do not fit together",
    env: async () => {
      const pins = [`${PIN},six`, "flask-wtf==1.2.2,sqlalchemy<2", "six==1.0,sqlalchemy>2"];
      const both = ["sqlalchemy==1.4.1", "sqlalchemy==2.0.1"];
      return { PIP_INDEX_URL: (await startIndex({ pins: [...pins, ...both] })).url };
    },
    what: `the packages that MLflow ${STAND_IN} needs do not fit together`,
    fix: TESTED,
  },
  {
    title: "a tool that was told to stay offline",
    env: async () => ({ UV_OFFLINE: "1", PIP_NO_INDEX: "1" }),
    what: "is set, and not all packages were fetched before",
    fix: AGAIN,
  },
  {
    title: "a file that is not the locked one",
    env: async () => ({ PIP_INDEX_URL: (await startIndex({ pins: lockedPins() })).url }),
    words: [],
    what: "a file is not the one that was locked",
    fix: "env -u PIP_INDEX_URL mlflow-guard install-mlflow",
  },
];
