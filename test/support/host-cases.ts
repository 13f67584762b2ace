import { readFileSync } from "node:fs";
import { makeFolder, SMALL } from "./guard.ts";
import { LOGIN, PORT } from "./route-cases.ts";
import type { Attempt } from "./trial.ts";

interface HostCase {
  readonly input: string;
  /** Another hosts file, variable or kernel setting than that of the test network. */
  readonly environment: string | null;
  readonly worst: string;
}

const { cases }: { cases: HostCase[] } = JSON.parse(
  readFileSync(new URL("../fixtures/corpus/hosts.json", import.meta.url), "utf8"),
);

/** Every measured spelling that some server binds beyond loopback, once. */
export const WIDE_HOSTS: readonly HostCase[] = cases.filter(
  ({ input, worst }, at) =>
    (worst === "any" || worst === "non-loopback") &&
    cases.findIndex((one) => one.input === input && one.worst === worst) === at,
);

/** MLflow is handed 127.0.0.1 for it, so no hosts file can move it. */
export const loopbackByTable = (input: string) => input.toLowerCase() === "localhost";

function hostAttempt(host: string, secrets: Readonly<Record<string, string>>): Attempt {
  return {
    words: (command) => [
      command,
      ...(command === "check" ? ["--format=json"] : []),
      ...[`--host=${host}`, "--port", String(PORT)],
    ],
    cwd: makeFolder(),
    // Where no connection can be made (broadcast addresses), it is not waited for two minutes.
    env: { ...SMALL, ...secrets, MLFLOW_GUARD_READY_TIMEOUT: "75" },
  };
}

export const withLogin = (host: string) => hostAttempt(host, LOGIN);
export const withoutLogin = (host: string) => hostAttempt(host, {});
