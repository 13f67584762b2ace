import { readSync } from "node:fs";
import { NO_KEYS, readKeys, type Typed } from "./keys.ts";

/** Milliseconds: a terminal holds a few thousand bytes, and gets the rest of what was pasted when they are taken. */
const QUIET = 25;
const LONGEST = 5000;

const PIECE = 4096;

/**
 * Throws away what was typed at a terminal so far, which hands over each key.
 * @param fd does not block.
 * @returns null; `interrupt` where Ctrl-C was among it, `end` where it does not cease.
 */
export async function throwAway(fd: number): Promise<Typed | null> {
  const end = performance.now() + LONGEST;
  for (let quiet = 0; quiet < 2; ) {
    const taken = take(fd);
    const { typed } = readKeys(NO_KEYS, taken.filter(isControl));
    if (typed?.kind === "interrupt") return typed;
    if (performance.now() > end) return { kind: "end" };
    quiet = taken.length === 0 ? quiet + 1 : 0;
    await new Promise((resolve) => setTimeout(resolve, QUIET));
  }
  return null;
}

function isControl(byte: number): boolean {
  return byte < 0x20 && byte !== 0x0a && byte !== 0x0d;
}

/** All that is there now. */
function take(fd: number): Buffer {
  const chunks: Buffer[] = [];
  for (;;) {
    const piece = Buffer.alloc(PIECE);
    let length = 0;
    try {
      length = readSync(fd, piece, 0, PIECE, null);
    } catch {
      // Nothing more, or the terminal is gone, which the question finds out.
    }
    if (length === 0) return Buffer.concat(chunks);
    chunks.push(piece.subarray(0, length));
  }
}
