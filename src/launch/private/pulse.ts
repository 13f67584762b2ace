import { join } from "node:path";
import { readOwnText } from "../../secrets/regular-file.ts";
import type { PrivateFolder } from "./private-folder.ts";

/** The file of the private folder with the note: a phase, and milliseconds of the monotonic clock. */
export const PULSE = "pulse";

/** KiB. */
const LARGEST = 1;

/** Milliseconds between two notes. */
const INTERVAL = 5000;

/** Seconds after which a launcher that has not looked counts as one that does not watch. */
export const LONGEST_SILENCE = 20;

/** What a launcher notes for other processes: how far the server is, and how long ago it looked at it. */
export interface Noted {
  readonly phase: "starting" | "ready";
  /** Seconds since the last look, where that is longer than it may take. */
  readonly silent: number | null;
}

/**
 * Notes that the launcher looks at its server, in a file that is written over in place, so that it needs no room on the
 * disk. Where the launcher was stopped, hangs or cannot look, the note grows old.
 */
export class Pulse {
  readonly #folder: PrivateFolder;
  readonly #failed: (code: string) => void;
  #phase: Noted["phase"] = "starting";
  #noted = Number.NEGATIVE_INFINITY;
  #told = false;

  /**
   * @param failed called once, with the system's code, where it cannot be written any more.
   * @throws the system's error where it cannot be written at all.
   */
  constructor(folder: PrivateFolder, failed: (code: string) => void) {
    this.#folder = folder;
    this.#failed = failed;
    folder.write(PULSE, noteOf(this.#phase));
  }

  /** A look succeeded. */
  beat(): void {
    if (performance.now() - this.#noted >= INTERVAL) this.#note();
  }

  ready(): void {
    this.#phase = "ready";
    this.#note();
  }

  #note(): void {
    this.#noted = performance.now();
    try {
      this.#folder.overwrite(PULSE, noteOf(this.#phase));
    } catch (error) {
      if (!this.#told) this.#failed((error as NodeJS.ErrnoException).code ?? "unknown error");
      this.#told = true;
    }
  }
}

/** Reads the note in a private folder of this user; null where there is none. */
export function readPulse(folder: string, uid: number): Noted | null {
  const text = readOwnText(join(folder, PULSE), uid, LARGEST) ?? "";
  const [, phase, at] = /^(starting|ready) +([0-9]+)$/m.exec(text) ?? [];
  if (phase !== "starting" && phase !== "ready") return null;
  const silence = Math.round((clock() - Number(at)) / 1000);
  return { phase, silent: silence > LONGEST_SILENCE ? silence : null };
}

function noteOf(phase: Noted["phase"]): string {
  return `${phase.padEnd(8)} ${String(clock()).padStart(16)}\n`;
}

/** Milliseconds; the clock is the same in every process of this machine, and nobody sets it (clock_gettime(2)). */
function clock(): number {
  return Number(process.hrtime.bigint() / 1_000_000n);
}
