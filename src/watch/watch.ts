import { statSync } from "node:fs";
import { urlHost } from "../net/address-class.ts";
import type { LaunchPlan } from "../plan/types.ts";
import { getStatus } from "./ask.ts";
import { Eye } from "./eye.ts";
import { confirmed, type Judgement, judge } from "./judge.ts";
import { type Asking, type Proof, proveLogin, repeatProof, takesAdmin } from "./login-proof.ts";
import type { Look, Shown, Violation } from "./types.ts";
import { proveWorkers } from "./worker-proof.ts";

/** Milliseconds between looks, between repeated questions, and for one answer of `/health`. */
const STARTING_INTERVAL = 150;
const RUNNING_INTERVAL = 800;
const REPEAT_INTERVAL = 30_000;
const HEALTH_TIMEOUT = 2000;

/** How long all workers are waited for once one answers, and in one go while it runs; then without them. */
const WORKERS_AT_START = 15_000;
const WORKERS_AT_ONCE = 1000;
const WORKERS_AT_MOST = 60_000;

export interface WatchOptions {
  readonly leader: number;
  /** The variable, `NAME=value`, that every process of this run inherits. */
  readonly mark: string;
  readonly plan: LaunchPlan;
  /** Called once: what runs is what was approved. */
  readonly approved: (shown: Shown) => void;
  /** Called once: it is not, at the start or later. */
  readonly violated: (violation: Violation) => void;
  readonly warned: (what: string) => void;
}

/** Looks at the sockets of a launch and asks it for its login, until it is ready and for as long as it runs. */
export class Watch {
  readonly #options: WatchOptions;
  readonly #eye: Eye;
  readonly #asking: Asking;
  readonly #warned = new Set<string>();
  #phase: "starting" | "running" | "over" = "starting";
  #busy = false;
  #timer: NodeJS.Timeout | undefined;
  readonly #workers = new Set<number>();
  #repeated = { at: 0, round: 0 };
  #before: Judgement | null = null;
  #freshSince: number | null = null;
  #waitingFor = "MLflow to listen";

  constructor(options: WatchOptions) {
    const { plan, leader, mark } = options;
    this.#options = options;
    this.#eye = new Eye(leader, mark, plan.listeners);
    this.#asking = { expected: plan.expected, port: plan.listeners[0]?.port ?? 0 };
    this.#later(0);
  }

  /** What stands between the start and readiness, for people. */
  get waitingFor(): string {
    return this.#waitingFor;
  }

  /** Processes of the launch that left its group: a signal to the group does not reach them. */
  outsiders(): number[] {
    return this.#eye.tree.refresh(true) === null ? [] : this.#eye.tree.outsiders();
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
      const look = this.#look();
      if (!this.#busy) void this.#ask(look);
    } catch (error) {
      this.#fail(error);
    }
    // A doubt is settled soon: the second look makes it a violation, or nothing.
    const soon = this.#phase === "starting" || this.#inDoubt;
    this.#later(soon ? STARTING_INTERVAL : RUNNING_INTERVAL);
  }

  get #inDoubt(): boolean {
    return (this.#before?.violations.length ?? 0) > 0;
  }

  /** A watch that cannot look any more must not let a server go on as watched. */
  #fail(error: unknown): void {
    const name = error instanceof Error ? error.name : "unknown";
    this.#violate({
      what: `the look at the server failed (${name})`,
      cause: "a mistake of mlflow-guard, or a system that ran out of files or memory",
    });
  }

  /** One look and what it means; `served` is taken for granted where nothing can be seen. */
  #look(): { served: boolean; look: Look | null } {
    const { listeners } = this.#options.plan;
    const look = this.#eye.look(Date.now(), this.#inDoubt);
    if (look === null) return { served: true, look };
    const now = judge(look, listeners, look.unix.filter(isOpen));
    const { violations, served, warnings } = confirmed(now, this.#before);
    this.#before = now;
    if (violations[0]) this.#violate(violations[0]);
    for (const warning of warnings) this.#warn(warning);
    return { served, look };
  }

  async #ask({ served, look }: { served: boolean; look: Look | null }): Promise<void> {
    this.#busy = true;
    try {
      if (this.#phase === "running") await this.#repeat(look?.workers ?? []);
      else if (this.#phase === "starting" && served) await this.#prove();
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#busy = false;
    }
  }

  /** Everything that "ready" means, in order; what is not there yet is asked for again at the next look. */
  async #prove(): Promise<void> {
    const health = this.#url("/health");
    this.#waitingFor = `${health} to answer 200`;
    if ((await getStatus(health, HEALTH_TIMEOUT)) !== 200) return;
    this.#waitingFor = "answers to what a stranger would ask";
    const proof = await proveLogin(this.#asking);
    if (!this.#passes(proof)) return;
    const missed = await this.#askWorkers(Date.now() + WORKERS_AT_START);
    if (missed === null) return;
    await this.#tryAdmin();
    // What listens may have changed with the first requests.
    const { served, look } = this.#look();
    if (this.#phase !== "starting" || !served || this.#inDoubt) return;
    this.#phase = "running";
    this.#repeated = { at: Date.now(), round: 0 };
    this.#options.approved({
      sockets: look?.blind.length === 0,
      questions: proof.asked,
      workers: { asked: this.#workers.size, of: this.#workers.size + missed.length },
    });
  }

  /** New workers at once, everybody now and then: a restarted worker reads its configuration again. */
  async #repeat(workers: readonly number[]): Promise<void> {
    if (this.#asking.expected.login === null) return;
    for (const pid of this.#workers) if (!workers.includes(pid)) this.#workers.delete(pid);
    if (workers.some((pid) => !this.#workers.has(pid))) return this.#askFresh();
    if (Date.now() - this.#repeated.at < REPEAT_INTERVAL) return;
    const { round } = this.#repeated;
    this.#repeated = { at: Date.now(), round: round + 1 };
    this.#passes(await repeatProof(this.#asking, round));
  }

  /** A worker that loads for a while is asked when it takes connections; what never does is no worker. */
  async #askFresh(): Promise<void> {
    this.#freshSince ??= Date.now();
    const missed = await this.#askWorkers(Date.now() + WORKERS_AT_ONCE);
    if (missed === null || missed.length === 0) this.#freshSince = null;
    else if (Date.now() - this.#freshSince > WORKERS_AT_MOST) {
      for (const pid of missed) this.#workers.add(pid);
      this.#freshSince = null;
      this.#warn(`process ${missed.join(", ")} holds the listener and took no question`);
    }
  }

  /** @returns the workers that took no question yet; null where one did not ask for the login. */
  async #askWorkers(deadline: number): Promise<readonly number[] | null> {
    if (this.#asking.expected.login === null) return [];
    const { proof, missed } = await proveWorkers(this.#asking, this.#eye, this.#workers, deadline);
    return this.#passes(proof) ? missed : null;
  }

  #passes({ violation, unanswered, warnings }: Proof): boolean {
    if (violation) this.#violate(violation);
    for (const warning of warnings) this.#warn(warning);
    const [first] = unanswered;
    if (first && this.#phase === "running") this.#warn(`nobody answered: ${first}`);
    if (first) this.#waitingFor = `an answer: ${first}`;
    return violation === null && first === undefined;
  }

  async #tryAdmin(): Promise<void> {
    if ((await takesAdmin(this.#asking)) === false) {
      this.#warn(
        "MLflow does not take the configured admin password: the account is older and keeps the password it has",
      );
    }
  }

  #violate(violation: Violation): void {
    if (this.#phase === "over") return;
    this.stop();
    this.#options.violated(violation);
  }

  /** Each warning once: the look is repeated all day. */
  #warn(what: string): void {
    if (this.#phase === "over" || this.#warned.has(what)) return;
    this.#warned.add(what);
    this.#options.warned(what);
  }

  #url(path: string): string {
    const { tls, addresses, prefix } = this.#asking.expected;
    const host = urlHost(addresses[0] ?? "127.0.0.1");
    return `${tls ? "https" : "http"}://${host}:${this.#asking.port}${prefix}${path}`;
  }
}

/** Can other users write to this socket, which is what connecting needs? */
function isOpen({ path }: Look["unix"][number]): boolean {
  return ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o002) !== 0;
}
