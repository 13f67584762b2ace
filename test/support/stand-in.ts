import { readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { makeEnvironment } from "./environments.ts";
import { freePort, makeFolder, type Running, startGuard, whenFinished } from "./guard.ts";
import { killWith, processesWith } from "./processes.ts";

const fixture = (name: string) =>
  readFileSync(new URL(`../fixtures/${name}.py`, import.meta.url), "utf8");
const SCRIPT = fixture("stand-in");

/** Makes these apps known; the stand-in loads nothing. */
export const PLUGINS = {
  plugin: "[mlflow.app]\nplugin = plugin:app\noidc-auth = mlflow_oidc_auth.app:app\n",
  distribution: "mlflow_oidc_auth-10.2.0",
};

/** A server in MLflow's place that behaves as the mode says, and how the launcher is started on it. */
export interface Prepared {
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly port: number;
  /** Another free port, for a listener that nobody approved. */
  readonly other: number;
  readonly cwd: string;
  readonly mark: string;
  /** Where the launcher makes its private folder. */
  readonly runtime: string;
  /** Lets the late part of the mode happen. */
  readonly trigger: () => void;
}

/** A launcher that runs on it. */
export interface StandIn extends Prepared {
  readonly guard: Running;
}

export const LOGIN = {
  MLFLOW_FLASK_SERVER_SECRET_KEY: "Jq3-tests-only-9vX0ZpLw2mKc7RtYb5Hd8Ns",
  MLFLOW_AUTH_ADMIN_PASSWORD: "unusual-Falcon-71-drift",
};

/** All that mlflow-oidc-auth needs; nobody answers there. */
export const OIDC_LOGIN = {
  OIDC_DISCOVERY_URL: "http://127.0.0.1:9/.well-known/openid-configuration",
  OIDC_CLIENT_ID: "mlflow",
  OIDC_CLIENT_SECRET: "Wq8-provider-gave-this-out-3kZ",
  SECRET_KEY: LOGIN.MLFLOW_FLASK_SERVER_SECRET_KEY,
};

/**
 * An installation of a stand-in for MLflow. One does for many starts.
 * @param before a fixture that runs in front of it.
 * @returns its `mlflow`.
 */
export function standInMlflow(version?: string, before?: "writer" | "orphans"): string {
  const called = version ? { version } : {};
  const script = before ? fixture(before) + SCRIPT : SCRIPT;
  return makeEnvironment(makeFolder(), { script, ...PLUGINS, ...called });
}

/** What a start on a stand-in needs, whoever starts it. */
export async function prepareStandIn(
  mode: string,
  env: Readonly<Record<string, string>> = {},
  version?: string,
): Promise<Prepared> {
  const [cwd, runtime] = [makeFolder(), makeFolder()];
  const [port, other] = [await freePort(), await freePort()];
  const mark = `GUARD_TEST_MARK=${cwd}`;
  whenFinished(() => killWith(mark));
  const trigger = () => writeFileSync(join(cwd, "trigger"), "");
  return {
    words: ["server", "--port", String(port)],
    env: {
      ...LOGIN,
      MLFLOW_GUARD_MLFLOW: env.MLFLOW_GUARD_MLFLOW ?? standInMlflow(version),
      MLFLOW_GUARD_STOP_TIMEOUT: "5",
      XDG_STATE_HOME: runtime,
      STANDIN_MODE: mode,
      STANDIN_OTHER: String(other),
      GUARD_TEST_MARK: cwd,
      ...env,
    },
    ...{ port, other, cwd, runtime, trigger, mark },
  };
}

/** Starts the launcher on a stand-in, with basic-auth unless other words are given, and as that version of MLflow. */
export async function startStandIn(
  mode: string,
  words: readonly string[] = ["--app-name", "basic-auth"],
  env: Readonly<Record<string, string>> = {},
  version?: string,
): Promise<StandIn> {
  const prepared = await prepareStandIn(mode, env, version);
  const { cwd } = prepared;
  const guard = startGuard([...prepared.words, ...words], { cwd, env: prepared.env });
  return { ...prepared, guard };
}

export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.once("connect", () => resolve(true));
    socket.once("error", () => resolve(false));
    socket.once("close", () => socket.destroy());
  });
}

/** The messages without the line breaks of a terminal. */
export const flat = (text: string) => text.replace(/\s+/g, " ");

/** Nothing of the launch is left, neither in its group nor outside of it. */
export async function nothingLeft({ mark, port, other }: StandIn): Promise<boolean> {
  return (
    processesWith(mark).length === 0 && !(await isListening(port)) && !(await isListening(other))
  );
}
