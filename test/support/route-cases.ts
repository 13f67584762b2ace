import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeFolder } from "./guard.ts";
import { STAGES } from "./stages.ts";
import type { Attempt } from "./trial.ts";

export interface RouteCase {
  readonly id: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
  readonly setup: string | null;
}

const { cases }: { cases: RouteCase[] } = JSON.parse(
  readFileSync(new URL("../fixtures/corpus/routes.json", import.meta.url), "utf8"),
);

const started = ({ argv, env, files, setup }: RouteCase) =>
  JSON.stringify([argv, env, files, setup]);

/** Every measured start once: some were measured again with other questions, and all are asked here each time. */
export const ROUTE_CASES: readonly RouteCase[] = cases.filter(
  (one, at) => cases.findIndex((other) => started(other) === started(one)) === at,
);

/** Strong, so that only the route itself is judged; the job runner is off as in the measurement. */
export const LOGIN = {
  MLFLOW_FLASK_SERVER_SECRET_KEY: "Jq3-tests-only-9vX0ZpLw2mKc7RtYb5Hd8Ns",
  MLFLOW_AUTH_ADMIN_PASSWORD: "unusual-Falcon-71-drift",
  MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false",
};

/** Every case has a network of its own, so all can have the same ports. */
export const PORT = 5000;
const OTHER_PORT = 5001;

/** The corpus writes `Q` for the zero and for the one of this command. */
const PORT_0 = [
  ...["server", "--backend-store-uri", "sqlite:///mlflow.db", "--workers", "1"],
  ...["--port", "0", "--app-name", "basic-auth"],
];

/** A measured route as an attempt, its files in place. */
export function attemptOf(one: RouteCase): Attempt {
  const cwd = makeFolder();
  const fill = (text: string) =>
    text.replaceAll("$CWD", cwd).replace(/^P$/, String(PORT)).replace(/\bQ\b/g, String(OTHER_PORT));
  for (const [name, text] of Object.entries(one.files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), fill(text), { mode: 0o600 });
  }
  const env = Object.entries({ ...LOGIN, ...one.env }).map(([name, value]) => [name, fill(value)]);
  const given = (one.id === "port-0" ? PORT_0 : one.argv.slice(1)).map(fill);
  const at = given.findIndex((word) => word === "server" || word === "ui");
  const prefix = given.indexOf("--static-prefix");
  return {
    words: (command) =>
      command === "server"
        ? given
        : [...given.slice(0, at), "check", "--format=json", ...given.slice(at + 1)],
    cwd,
    env: { ...Object.fromEntries(env), HOME: cwd },
    prefix: prefix === -1 ? "" : (given[prefix + 1] ?? ""),
    ...STAGES[one.id],
  };
}
