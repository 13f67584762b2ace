import type { LaunchPlan } from "../plan/types.ts";
import type { Ports } from "../ports.ts";
import type { Shown, Violation } from "../watch/types.ts";
import { Watch } from "../watch/watch.ts";
import { groupIsEmpty, signalGroup } from "./process-group.ts";
import type { Spawned } from "./spawn-server.ts";
import {
  type ChildExit,
  type Effect,
  exitCodeOf,
  graceOf,
  type RunEvent,
  type RunState,
  STARTING,
  step,
} from "./supervise.ts";

/** Seconds between looks whether the group is empty, and until a killed one is given up. */
const GROUP_INTERVAL = 0.05;
const UNKILLABLE = 5;

/** What a run is told, and whom it tells. */
export interface Supervision {
  readonly plan: LaunchPlan;
  readonly ports: Ports;
  /** Both in seconds. */
  readonly stopTimeout: number;
  readonly readyTimeout: number;
  /** Called once, at readiness, with the seconds it took and what was seen. */
  readonly announce: (seconds: number, shown: Shown) => void;
  readonly report: (what: string, fix: string) => void;
  /** Called once, when the server is stopped because it is not what was approved. */
  readonly stopped: (violation: Violation) => void;
  readonly warn: (what: string) => void;
}

/** Feeds the reducer and carries out what it says. */
export class Run {
  readonly finished: Promise<number>;
  readonly #options: Supervision;
  readonly #leader: number;
  readonly #watch: Watch;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #unlisten: () => void;
  readonly #started = Date.now();
  #state: RunState = STARTING;
  #shown: Shown | null = null;
  #violation: Violation | null = null;
  #finish: (code: number) => void = () => {};

  constructor(options: Supervision, { ended }: Spawned, leader: number, mark: string) {
    this.#options = options;
    this.#leader = leader;
    this.finished = new Promise((resolve) => {
      this.#finish = resolve;
    });
    this.#unlisten = options.ports.onSignal(() => this.dispatch({ kind: "signal" }));
    this.#watch = new Watch({
      leader,
      mark,
      plan: options.plan,
      approved: (shown) => {
        this.#shown = shown;
        this.dispatch({ kind: "approved" });
      },
      violated: (violation) => {
        this.#violation = violation;
        this.dispatch({ kind: "violated" });
      },
      warned: options.warn,
    });
    this.#later(options.readyTimeout, () => this.dispatch({ kind: "ready-timeout" }));
    void ended.then((exit) => this.#exited(exit));
  }

  dispatch(event: RunEvent): void {
    const next = step(this.#state, event);
    this.#state = next.state;
    for (const effect of next.effects) this.#carryOut[effect]();
  }

  readonly #carryOut: Readonly<Record<Effect, () => void>> = {
    announce: () => {
      const seconds = (Date.now() - this.#started) / 1000;
      if (this.#shown) this.#options.announce(seconds, this.#shown);
    },
    explain: () => this.#explain(),
    "terminate-group": () => this.#signal("SIGTERM"),
    "kill-group": () => {
      this.#signal("SIGKILL");
      this.#later(UNKILLABLE, () => this.#giveUp());
    },
    "start-grace": () =>
      this.#later(graceOf(this.#state, this.#options.stopTimeout), () =>
        this.dispatch({ kind: "grace-over" }),
      ),
    "await-group": () => this.#awaitGroup(),
    finish: () => {
      for (const timer of this.#timers) clearTimeout(timer);
      this.#watch.stop();
      this.#unlisten();
      this.#finish(exitCodeOf(this.#state));
    },
  };

  #signal(signal: NodeJS.Signals): void {
    signalGroup(this.#leader, signal, this.#watch.outsiders());
  }

  #later(seconds: number, act: () => void): void {
    this.#timers.add(setTimeout(act, seconds * 1000));
  }

  #awaitGroup(): void {
    if (this.#watch.outsiders().length === 0 && groupIsEmpty(this.#leader)) {
      this.dispatch({ kind: "group-empty" });
      return;
    }
    // Something may have been started after the kill.
    if (this.#state.phase === "killing") this.#signal("SIGKILL");
    this.#later(GROUP_INTERVAL, () => this.#awaitGroup());
  }

  /** A process of another user, or one that hangs in the kernel, must not keep the launcher. */
  #giveUp(): void {
    const left = this.#watch.outsiders();
    if (left.length === 0) return;
    this.#options.report(
      `process ${left.join(", ")}, which MLflow started, could not be ended`,
      `see what it is: ps -fp ${left.join(",")}`,
    );
    this.dispatch({ kind: "group-empty" });
  }

  /** Why the launcher itself stops the server. */
  #explain(): void {
    const { report, stopped, readyTimeout } = this.#options;
    if (this.#violation) stopped(this.#violation);
    else
      report(
        `MLflow was not ready within ${readyTimeout} s and is stopped; the launcher waited for ${this.#watch.waitingFor}`,
        "its last lines above may say why; a slow machine needs --guard-ready-timeout SECONDS",
      );
  }

  #exited({ code, signal }: ChildExit): void {
    const exit = { code, signal };
    if (this.#state.reason === null)
      this.#options.report(describeExit(exit, this.#state.phase), "its last lines above say why");
    this.dispatch({ kind: "exited", exit });
  }
}

function describeExit({ code, signal }: ChildExit, phase: string): string {
  const how = signal ? `was ended by ${signal}` : `ended with code ${code}`;
  return phase === "starting" ? `MLflow ${how} before it was ready` : `MLflow ${how}`;
}
