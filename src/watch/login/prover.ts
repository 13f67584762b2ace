import { healthUrl } from "../../plan/urls.ts";
import type { Eye } from "../sockets/observer.ts";
import type { Notice, Shown, Violation, Wait } from "../types.ts";
import { getStatus } from "./ask.ts";
import type { Asking, Proof } from "./proof.ts";
import { proveLogin, repeatProof } from "./questions.ts";
import { proveWorkers, settleWorkers, takesAdmin } from "./worker-proof.ts";

/** Milliseconds between repeated questions, and for one answer of `/health`. */
const REPEAT_INTERVAL = 30_000;
const HEALTH_TIMEOUT = 2000;

/** How long all workers are waited for once one answers, and in one go while it runs; then without them. */
const WORKERS_AT_START = 15_000;
const WORKERS_AT_ONCE = 1000;
const WORKERS_AT_MOST = 60_000;

/** Where the answers go. */
export interface Hearing {
  readonly violated: (violation: Violation) => void;
  readonly warned: (notice: Notice) => void;
}

/** Asks a server what was promised of it: all of it at the start, and again while it runs. */
export class Inquiry {
  /** What stands between the start and readiness. */
  waitingFor: Wait = { on: "listener" };
  readonly #asking: Asking;
  readonly #eye: Eye;
  readonly #hearing: Hearing;
  readonly #workers = new Set<number>();
  #repeated = { at: 0, round: 0 };
  #freshSince: number | null = null;

  constructor(asking: Asking, eye: Eye, hearing: Hearing) {
    this.#asking = asking;
    this.#eye = eye;
    this.#hearing = hearing;
  }

  /** Everything that "ready" means, in order. Null where something is not there yet, or was wrong. */
  async prove(): Promise<Omit<Shown, "sockets"> | null> {
    const health = healthUrl(this.#asking.expected, this.#asking.port);
    this.waitingFor = { on: "health", url: health };
    if ((await getStatus(health, HEALTH_TIMEOUT, this.#asking.asked)) !== 200) return null;
    this.waitingFor = { on: "strangers" };
    const proof = await proveLogin(this.#asking);
    if (!this.#passes(proof)) return null;
    this.waitingFor = { on: "workers" };
    const missed = await this.#askWorkers(performance.now() + WORKERS_AT_START);
    if (missed === null) return null;
    await this.#tryAdmin();
    this.#repeated = { at: performance.now(), round: 0 };
    const asked = this.#workers.size;
    return { questions: proof.asked, workers: { asked, of: asked + missed.length } };
  }

  /** Everybody now and then, new workers at once: a restarted worker reads its configuration again. */
  async repeat(workers: readonly number[]): Promise<void> {
    if (this.#asking.expected.login === null) return;
    for (const pid of this.#workers) if (!workers.includes(pid)) this.#workers.delete(pid);
    // First what is due: where processes come and go there is always a new one.
    if (performance.now() - this.#repeated.at > REPEAT_INTERVAL) await this.#askAgain();
    else if (workers.some((pid) => !this.#workers.has(pid))) await this.#askFresh();
  }

  async #askAgain(): Promise<void> {
    const { round } = this.#repeated;
    this.#repeated = { at: performance.now(), round: round + 1 };
    const proof = await repeatProof(this.#asking, round);
    this.#passes(proof);
    const [first] = proof.unanswered;
    if (first) this.#hearing.warned({ code: "no-usable-answer", topic: first });
  }

  /** A worker that loads for a while is asked when it takes connections; what never does is no worker. */
  async #askFresh(): Promise<void> {
    this.#freshSince ??= performance.now();
    const missed = await this.#askWorkers(performance.now() + WORKERS_AT_ONCE);
    if (missed === null || missed.length === 0) this.#freshSince = null;
    else if (performance.now() - this.#freshSince > WORKERS_AT_MOST) {
      for (const pid of missed) this.#workers.add(pid);
      this.#freshSince = null;
      this.#hearing.warned({ code: "took-no-question", pids: missed });
    }
  }

  /** @returns the workers that took no question yet; null where one did not ask for the login. */
  async #askWorkers(deadline: number): Promise<readonly number[] | null> {
    if (this.#asking.expected.login === null) {
      await settleWorkers(this.#asking, this.#eye, deadline);
      return [];
    }
    const { proof, missed } = await proveWorkers(this.#asking, this.#eye, this.#workers, deadline);
    return this.#passes(proof) ? missed : null;
  }

  #passes({ violation, unanswered, warnings }: Proof): boolean {
    if (violation) this.#hearing.violated(violation);
    for (const wrong of warnings) this.#hearing.warned({ code: "answer-not-promised", ...wrong });
    const [first] = unanswered;
    if (first) this.waitingFor = { on: "answer", topic: first };
    return violation === null && first === undefined;
  }

  async #tryAdmin(): Promise<void> {
    const taken = await takesAdmin(this.#asking, this.#eye);
    if (taken === false) this.#hearing.warned({ code: "older-admin-password" });
    if (taken === "not asked") this.#hearing.warned({ code: "admin-password-not-tried" });
  }
}
