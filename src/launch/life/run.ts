import { secretValues } from "../../secrets/hide.ts";
import { ReadAlong } from "../../watch/access/output-lines.ts";
import { type Signs, stageOf } from "../../watch/start-signs.ts";
import type { Shown, Violation } from "../../watch/types.ts";
import { Watch } from "../../watch/watch.ts";
import { faultOf } from "../fault.ts";
import { ProcessGroup } from "../process/process-group.ts";
import type { Spawned } from "../process/spawn-server.ts";
import { answers } from "./answers.ts";
import { type Ending, endingOf } from "./ending.ts";
import { type Progress, showProgress } from "./progress.ts";
import type { Stopping } from "./stops.ts";
import {
  type Effect,
  exitCodeOf,
  graceOf,
  type RunEvent,
  type RunState,
  STARTING,
  step,
} from "./supervise.ts";
import type { Supervision } from "./supervision.ts";

/** Seconds between looks whether the group is empty, and until a killed one is given up. */
const GROUP_INTERVAL = 0.05;
const UNKILLABLE = 5;

/** Seconds that a reader has at least for what was written last. */
const LAST_WORDS = 1;

/** Feeds the reducer and carries out what it says. */
export class Run {
  readonly finished: Promise<number>;
  readonly #options: Supervision;
  readonly #group: ProcessGroup;
  readonly #watch: Watch;
  readonly #read: ReadAlong;
  readonly #progress: Progress;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #unlisten: () => void;
  readonly #started = performance.now();
  #state: RunState = STARTING;
  #stopping = performance.now();
  /** Since the start, or since the last answer after some. */
  #deaths = 0;
  #asking = false;
  #last: Ending["waited"] = null;
  #shown: Shown | null = null;
  #violation: Violation | null = null;
  #signalled: NodeJS.Signals | null = null;
  #killed = false;
  #faulty = false;
  #finish: (code: number) => void = () => {};

  constructor(options: Supervision, { ended }: Spawned, leader: number, mark: string) {
    this.#options = options;
    this.finished = new Promise((resolve) => {
      this.#finish = resolve;
    });
    const hearNoSuspend = options.ports.onSignal("suspend", () => this.#suspend());
    const hearNoFault = options.ports.onFault((error) => this.#fault(error));
    this.#unlisten = () => {
      hearNoSuspend();
      // One mistake is often followed by others, which must not keep the rest from being cleaned up.
      if (!this.#faulty) hearNoFault();
    };
    this.#group = new ProcessGroup(leader, () => this.#watch.outsiders());
    const { rejectedHost } = options;
    this.#read = new ReadAlong({ workerDied: () => this.#workerDied(), rejectedHost });
    options.output.read((line) => this.#read.see(line));
    this.#later(options.readyTimeout, () => this.dispatch({ kind: "ready-timeout" }));
    this.#watch = this.#startWatch(leader, mark);
    this.#progress = showProgress(options, () => ({
      waitingFor: this.#watch.waitingFor,
      signs: this.#signs(),
    }));
    void ended.then((exit) => this.dispatch({ kind: "exited", exit }));
    options.signals.tell((signal) => {
      this.#signalled ??= signal;
      this.dispatch({ kind: "signal" });
    });
  }

  dispatch(event: RunEvent): void {
    const next = step(this.#state, event);
    this.#state = next.state;
    if (next.state.phase !== "starting") this.#progress.end();
    if (next.effects.includes("terminate-group")) this.#stopping = performance.now();
    for (const effect of next.effects) this.#carryOut[effect]();
  }

  readonly #carryOut: Readonly<Record<Effect, () => void>> = {
    announce: () => {
      const seconds = (performance.now() - this.#started) / 1000;
      if (this.#shown) this.#options.announce(seconds, this.#shown);
    },
    explain: () => this.#explain(),
    "terminate-group": () => this.#group.signal("SIGTERM"),
    "kill-group": () => {
      this.#killed = true;
      this.#group.signal("SIGKILL");
      this.#later(UNKILLABLE, () => this.#giveUp());
    },
    "start-grace": () => this.#later(this.#grace, () => this.dispatch({ kind: "grace-over" })),
    "await-group": () => this.#awaitGroup(),
    finish: () => {
      for (const timer of this.#timers) clearTimeout(timer);
      this.#watch.stop();
      this.#unlisten();
      void this.#drain().then(() => this.#conclude());
    },
  };

  #startWatch(leader: number, mark: string): Watch {
    const { plan, python, own, audited, privateFolder, looked, noticed, ports } = this.#options;
    return new Watch({
      ...{ leader, mark, uid: ports.uid, plan, python, own, audited, looked },
      folder: privateFolder,
      approved: (shown) => {
        this.#shown = shown;
        this.dispatch({ kind: "approved" });
      },
      violated: (violation) => {
        this.#violation = violation;
        this.dispatch({ kind: "violated" });
      },
      failed: (error) => this.#fault(error),
      // A process that is ending looks odd: what it held is the kernel's already.
      warned: (notice) => {
        if (this.#state.phase === "starting" || this.#state.phase === "ready") noticed(notice);
      },
    });
  }

  /** An error that nobody expected: the launcher ends what it started, or leaves that to the guardian. */
  #fault(error: unknown): void {
    if (this.#faulty) return;
    this.#faulty = true;
    const { stopTimeout, ports } = this.#options;
    const fault = faultOf(error, ports.env);
    setTimeout(ports.abort, (stopTimeout + UNKILLABLE + LAST_WORDS) * 1000, fault.code).unref();
    this.dispatch({ kind: "fault", whose: fault.whose });
    this.#options.faulted(fault);
  }

  /** Ctrl-Z stops MLflow, too: it must not go on unwatched. Here the launcher itself stops until it is continued. */
  #suspend(): void {
    this.#group.signal("SIGSTOP");
    process.kill(process.pid, "SIGSTOP");
    this.#group.signal("SIGCONT");
  }

  #later(seconds: number, act: () => void): void {
    this.#timers.add(setTimeout(act, seconds * 1000));
  }

  #awaitGroup(): void {
    if (this.#group.isEmpty()) {
      this.dispatch({ kind: "group-empty" });
      return;
    }
    // Something may have been started after the kill.
    if (this.#state.phase === "killing") this.#group.signal("SIGKILL");
    this.#later(GROUP_INTERVAL, () => this.#awaitGroup());
  }

  /** A process of another user, or one that hangs in the kernel, must not keep the launcher. */
  #giveUp(): void {
    this.#options.notStarted(this.#group.left());
    this.dispatch({ kind: "given-up" });
  }

  #workerDied(): void {
    this.#deaths += 1;
    if (stageOf(this.#signs()) !== "crashing") return;
    if (this.#state.phase === "ready") void this.#askWhetherAlive();
    else this.dispatch({ kind: "crash-loop" });
  }

  /** Workers come and go in days; these count together only where nobody answers any more. */
  async #askWhetherAlive(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    const alive = await answers(this.#options.plan);
    this.#asking = false;
    if (alive) this.#deaths = 0;
    else this.dispatch({ kind: "crash-loop" });
  }

  #signs(): Signs {
    const { workers } = this.#options.plan;
    return { deaths: this.#deaths, workers, idle: this.#watch.idle };
  }

  /** That the server goes. Why it was never ready, or ended unasked, comes last, after MLflow's own words. */
  #explain(): void {
    if (this.#state.reason === "never-ready" || this.#state.reason === "died")
      this.#last = { for: this.#watch.waitingFor, signs: this.#signs() };
    if (!this.#state.exit?.failure) this.#options.stopping({ ...this.#why, atMost: this.#grace });
  }

  get #grace(): number {
    return graceOf(this.#state, this.#options.stopTimeout);
  }

  get #why(): Omit<Stopping, "atMost"> {
    const reason = this.#state.reason ?? "ended";
    return {
      reason,
      signal: reason === "asked" ? this.#signalled : null,
      violation: reason === "guard" ? this.#violation : null,
    };
  }

  /** What MLflow wrote arrives, unless its reader takes longer than is left of the stop timeout, or a signal comes. */
  async #drain(): Promise<void> {
    const { output, signals, stopTimeout } = this.#options;
    let giveUp = () => {};
    const givenUp = new Promise<void>((resolve) => {
      giveUp = resolve;
    });
    const left = stopTimeout - (performance.now() - this.#stopping) / 1000;
    const timer = setTimeout(giveUp, Math.max(LAST_WORDS, left) * 1000);
    signals.tell(giveUp);
    await Promise.race([output.ended(), givenUp.then(() => output.abandon())]);
    clearTimeout(timer);
  }

  #conclude(): void {
    const { reason, exit } = this.#state;
    const code = exitCodeOf(this.#state);
    const seconds = (performance.now() - this.#stopping) / 1000;
    const { jobContainers } = this.#options.plan;
    const stopped = { ...this.#why, code, seconds, killed: this.#killed, jobContainers };
    // What never ran did not stop.
    if (!exit?.failure) this.#options.stopped(stopped);
    if (reason === null || reason === "never-ready" || reason === "died") {
      const { plan, readyTimeout, failed } = this.#options;
      const secrets = secretValues(plan.environment, plan.hidden);
      const ready = this.#shown !== null;
      const lines = this.#read.lastLines;
      failed(endingOf({ exit, ready, waited: this.#last, readyTimeout, lines, secrets }));
    }
    this.#finish(code);
  }
}
