import { randomBytes } from "node:crypto";
import { execa } from "execa";
import { EXIT } from "../exit-codes.ts";
import type { LaunchPlan } from "../plan/types.ts";
import type { Ports } from "../ports.ts";
import type { Guardian } from "./guardian.ts";
import { getStatus } from "./health.ts";
import { groupIsEmpty, signalGroup } from "./process-group.ts";
import {
  type ChildExit,
  type Effect,
  exitCodeOf,
  type RunEvent,
  STARTING,
  step,
} from "./supervise.ts";

/** How long to wait between looks, in milliseconds. */
const HEALTH_INTERVAL = 100;
const GROUP_INTERVAL = 50;
const HEALTH_TIMEOUT = 2000;

export interface RunOptions {
  readonly plan: LaunchPlan;
  readonly guardian: Guardian;
  readonly ports: Ports;
  /** Both in seconds. */
  readonly stopTimeout: number;
  readonly readyTimeout: number;
  /** Called once, at readiness, with the seconds it took. */
  readonly announce: (seconds: number) => void;
  readonly report: (what: string, fix: string) => void;
}

/** Launches MLflow and stays with it until nothing of it is left. */
export async function runServer(options: RunOptions): Promise<number> {
  const { plan, ports, guardian } = options;
  const started = Date.now();
  process.umask(process.umask() | 0o007);
  // Heard before there is a child: a signal in between would end the launcher alone.
  const early: RunEvent[] = [];
  const unlistenEarly = ports.onSignal(() => early.push({ kind: "signal" }));
  const child = execa(plan.executable, [...plan.argv], {
    cwd: ports.cwd,
    detached: true,
    cleanup: false,
    reject: false,
    buffer: false,
    stdin: "ignore",
    stdout: "inherit",
    stderr: "inherit",
    extendEnv: false,
    env: {
      ...Object.fromEntries(plan.environment),
      MLFLOW_GUARD_RUN: randomBytes(16).toString("hex"),
    },
  });
  const leader = child.pid;
  if (leader === undefined) {
    const { code } = (await child) as { code?: string };
    options.report(
      `${plan.executable} could not be started (${code ?? "unknown error"})`,
      "mlflow-guard install-mlflow",
    );
    unlistenEarly();
    return EXIT.unavailable;
  }
  guardian.watch(leader);
  const life = new Promise<number>((resolve) =>
    supervise(options, leader, started, child, resolve, { early, unlistenEarly }),
  );
  return life;
}

type Exited = Promise<{
  readonly exitCode?: number | undefined;
  readonly signal?: NodeJS.Signals | undefined;
}>;

/** Feeds the reducer and carries out what it says. */
function supervise(
  options: RunOptions,
  leader: number,
  started: number,
  child: Exited,
  resolve: (code: number) => void,
  heard: { readonly early: readonly RunEvent[]; readonly unlistenEarly: () => void },
): void {
  let state = STARTING;
  const timers = new Set<NodeJS.Timeout>();
  const later = (milliseconds: number, act: () => void) =>
    timers.add(setTimeout(act, milliseconds));
  const dispatch = (event: RunEvent): void => {
    const next = step(state, event);
    state = next.state;
    for (const effect of next.effects) carryOut(effect);
  };
  const unlisten = options.ports.onSignal(() => dispatch({ kind: "signal" }));
  const effects: Readonly<Record<Effect, () => void>> = {
    announce: () => options.announce((Date.now() - started) / 1000),
    "terminate-group": () => signalGroup(leader, "SIGTERM"),
    "kill-group": () => signalGroup(leader, "SIGKILL"),
    "start-grace": () =>
      void later(options.stopTimeout * 1000, () => dispatch({ kind: "grace-over" })),
    "await-group": () => awaitGroup(),
    finish: () => {
      for (const timer of timers) clearTimeout(timer);
      unlisten();
      resolve(exitCodeOf(state));
    },
  };
  const carryOut = (effect: Effect): void => effects[effect]();
  const awaitGroup = (): void => {
    if (groupIsEmpty(leader)) dispatch({ kind: "group-empty" });
    else later(GROUP_INTERVAL, awaitGroup);
  };
  void askHealth(`${options.plan.probeUrl}/health`, () => state.phase === "starting").then(
    (answered) => answered && dispatch({ kind: "answered" }),
  );
  later(options.readyTimeout * 1000, () => neverReady());
  const neverReady = (): void => {
    if (state.phase === "starting") {
      options.report(
        `MLflow did not answer at ${options.plan.probeUrl}/health within ${options.readyTimeout} s and is stopped`,
        "its last lines above may say why; a slow machine needs --guard-ready-timeout SECONDS",
      );
    }
    dispatch({ kind: "ready-timeout" });
  };
  heard.unlistenEarly();
  for (const event of heard.early) dispatch(event);
  void child.then(({ exitCode, signal }) => {
    const exit: ChildExit = { code: exitCode ?? null, signal: signal ?? null };
    if (state.reason === null)
      options.report(describeExit(exit, state.phase), "its last lines above say why");
    dispatch({ kind: "exited", exit });
  });
}

/** Asks until the server answers 200; false where it is no longer wanted. */
async function askHealth(url: string, wanted: () => boolean): Promise<boolean> {
  while (wanted()) {
    if ((await getStatus(url, HEALTH_TIMEOUT)) === 200) return wanted();
    await new Promise((resolve) => setTimeout(resolve, HEALTH_INTERVAL));
  }
  return false;
}

function describeExit({ code, signal }: ChildExit, phase: string): string {
  const how = signal ? `was ended by ${signal}` : `ended with code ${code}`;
  return phase === "starting" ? `MLflow ${how} before it answered` : `MLflow ${how}`;
}
