import type { LaunchPlan } from "../plan/types.ts";
import type { LocalEnd, OwnQuestions } from "./access/own-questions.ts";
import { Inquiry } from "./login/prover.ts";
import { type Keeping, keepFolder } from "./private-folder.ts";
import { Activity } from "./sockets/activity.ts";
import { Blindness } from "./sockets/blindness.ts";
import { ClaimedNetwork } from "./sockets/claimed-network.ts";
import { Eye } from "./sockets/observer.ts";
import { CannotLook } from "./sockets/proc.ts";
import type { ProcessView } from "./sockets/process-table.ts";
import { UnixDoors } from "./sockets/unix-doors.ts";
import { confirmed, type Judgement, judge } from "./sockets/violations.ts";
import type { Look, Notice, Shown, Violation, Wait } from "./types.ts";

/** Milliseconds between looks. */
const STARTING_INTERVAL = 150;
const RUNNING_INTERVAL = 950;

export interface WatchOptions {
  readonly leader: number;
  /** The variable, `NAME=value`, that every process of this run inherits. */
  readonly mark: string;
  /** This user. */
  readonly uid: number;
  readonly plan: LaunchPlan;
  /** Gets our end of each question. */
  readonly own: OwnQuestions;
  /** Not ready before MLflow's access log has shown one of them. */
  readonly audited: boolean;
  /** MLflow's own. */
  readonly python: string;
  /** The private folder of the run, and what is told when it changes. */
  readonly folder: Keeping;
  /** Called after each look that succeeded, with the processes that left the group of the launch. */
  readonly looked: (outsiders: readonly ProcessView[]) => void;
  /** Called once: what runs is what was approved. */
  readonly approved: (shown: Shown) => void;
  /** Called once: it is not, at the start or later. */
  readonly violated: (violation: Violation) => void;
  readonly warned: (notice: Notice) => void;
  /** The watch itself does not work any more. */
  readonly failed: (error: unknown) => void;
}

interface Seen {
  readonly served: boolean;
  readonly look: Look | null;
}

/** Looks at the sockets of a launch and asks it for its login, until it is ready and for as long as it runs. */
export class Watch {
  readonly #options: WatchOptions;
  readonly #eye: Eye;
  readonly #inquiry: Inquiry;
  readonly #activity = new Activity(performance.now());
  readonly #warned = new Set<string>();
  readonly #blindness: Blindness;
  readonly #doors: UnixDoors;
  /** Null where no claim says what this network is. */
  readonly #network: ClaimedNetwork | null;
  /** What was shown before the access log was; each question is a line of that log, so they are not asked again. */
  #proven: Omit<Shown, "sockets"> | null = null;
  #phase: "starting" | "running" | "over" = "starting";
  #before: Judgement | null = null;
  #asking = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: WatchOptions) {
    const { plan, leader, mark, uid, own } = options;
    this.#options = options;
    this.#eye = new Eye(leader, mark, plan.listeners);
    this.#blindness = new Blindness(plan.exposed);
    this.#doors = new UnixDoors(uid);
    this.#network = plan.claimedNetwork ? new ClaimedNetwork(options.python) : null;
    const asking = {
      expected: plan.expected,
      port: plan.listeners[0]?.port ?? 0,
      asked: (end: LocalEnd) => own.add(end),
    };
    this.#inquiry = new Inquiry(asking, this.#eye, {
      violated: (violation) => this.#violate(violation),
      warned: (notice) => this.#warn(notice),
    });
    options.folder.onChange(() => this.#keep());
    this.#later(0);
  }

  get waitingFor(): Wait {
    return this.#proven ? { on: "access-log" } : this.#inquiry.waitingFor;
  }

  /** Seconds since MLflow last worked, as far as it was looked at: until it is ready. */
  get idle(): number {
    return this.#activity.idle(performance.now());
  }

  /** Processes of the launch that left its group: a signal to the group does not reach them. */
  outsiders(): number[] {
    try {
      if (this.#eye.tree.refresh(true) === null) return [];
    } catch (error) {
      if (!(error instanceof CannotLook)) throw error;
      // Those that were known before are still meant.
    }
    return this.#eye.tree.outsiders().map(({ pid }) => pid);
  }

  stop(): void {
    this.#phase = "over";
    clearTimeout(this.#timer);
  }

  #later(milliseconds: number): void {
    if (this.#phase !== "over") this.#timer = setTimeout(() => this.#tick(), milliseconds);
  }

  #tick(): void {
    try {
      this.#keep();
      const seen = this.#look();
      if (this.#network) void this.#lookAtNetwork(this.#network);
      if (!this.#asking) void this.#ask(seen);
    } catch (error) {
      this.#fail(error);
    }
    // A doubt is settled soon: the second look makes it a violation, or nothing.
    const soon = this.#phase === "starting" || this.#inDoubt;
    this.#later(soon ? STARTING_INTERVAL : RUNNING_INTERVAL);
  }

  /** A worker that restarts reads the private folder: it must be there, and be this run's. */
  #keep(): void {
    if (this.#phase === "over") return;
    try {
      const { violation, warning } = keepFolder(this.#options.folder);
      if (violation) this.#violate(violation);
      else if (warning) this.#warn(warning);
    } catch (error) {
      this.#fail(error);
    }
  }

  get #inDoubt(): boolean {
    return (this.#before?.violations.length ?? 0) > 0;
  }

  /** One look and what it means; `served` is taken for granted where nothing can be seen. */
  #look(): Seen {
    const look = this.#eye.look(performance.now(), this.#inDoubt);
    const again = this.#blindness.ended(performance.now());
    if (again) this.#say(again);
    this.#options.looked(this.#eye.tree.outsiders());
    if (this.#phase === "starting")
      this.#activity.look(this.#eye.tree.members(), performance.now());
    if (look === null) return { served: true, look };
    const now = judge(look, this.#options.plan.listeners, (path) => this.#doors.judge(path));
    const { violations, served, warnings } = confirmed(now, this.#before);
    this.#before = now;
    if (violations[0]) this.#violate(violations[0].found);
    for (const { key, found } of warnings) this.#warn(found, key);
    return { served, look };
  }

  async #lookAtNetwork(network: ClaimedNetwork): Promise<void> {
    try {
      const violation = await network.look();
      if (violation) this.#violate(violation);
    } catch (error) {
      this.#fail(error);
    }
  }

  async #ask({ served, look }: Seen): Promise<void> {
    this.#asking = true;
    try {
      if (this.#phase === "running") await this.#inquiry.repeat(look?.workers ?? []);
      else if (this.#phase === "starting" && served) await this.#prove();
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#asking = false;
    }
  }

  /** What is not there yet is asked for again at the next look. */
  async #prove(): Promise<void> {
    const shown = this.#proven ?? (await this.#inquiry.prove());
    if (shown === null) return;
    // What listens may have changed with the first requests.
    const { served, look } = this.#look();
    if (this.#phase !== "starting" || !served || this.#inDoubt) return;
    if (this.#options.audited && !this.#options.own.seen) {
      this.#proven = shown;
      return;
    }
    this.#phase = "running";
    this.#options.approved({ ...shown, sockets: look?.blind.length === 0 });
  }

  /** A watch that cannot look any more must not let a server go on as watched. */
  #fail(error: unknown): void {
    if (error instanceof CannotLook) {
      const { violation, warning } = this.#blindness.failed(error, performance.now());
      if (violation) this.#violate(violation);
      else if (warning) this.#say(warning);
      return;
    }
    this.stop();
    this.#options.failed(error);
  }

  #violate(violation: Violation): void {
    if (this.#phase === "over") return;
    this.stop();
    this.#options.violated(violation);
  }

  /** Each warning once: the look is repeated all day. */
  #warn(notice: Notice, key = JSON.stringify(notice)): void {
    if (this.#warned.has(key)) return;
    this.#warned.add(key);
    this.#say(notice);
  }

  #say(notice: Notice): void {
    if (this.#phase !== "over") this.#options.warned(notice);
  }
}
