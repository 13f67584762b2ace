/** What a person did at a question. */
export type Typed =
  | { readonly kind: "line"; readonly text: string }
  | { readonly kind: "interrupt" | "suspend" | "end" | "unreadable" };

/** The bytes of the line so far. */
export interface Keys {
  readonly line: readonly number[];
  /** A key was pressed that is no character: an arrow, a tab. */
  readonly odd: boolean;
}

export const NO_KEYS: Keys = { line: [], odd: false };

/** The keys of a line; `typed` once it is over. */
export interface Read {
  readonly keys: Keys;
  readonly typed: Typed | null;
}

const CTRL_C = 0x03;
const CTRL_D = 0x04;
const CTRL_U = 0x15;
const CTRL_Z = 0x1a;
const CTRL_BACKSLASH = 0x1c;
const BACKSPACE = [0x08, 0x7f];
const RETURN = 0x0d;
const NEWLINE = 0x0a;
const LONGEST = 4096;

/**
 * Reads the keys of a terminal that hands over every one of them, as long as the line is not over. What was pasted
 * behind it is nobody's answer.
 */
export function readKeys(keys: Keys, bytes: Uint8Array): Read {
  let state = keys;
  for (const byte of bytes) {
    const typed = endOf(state, byte);
    if (typed) return { keys: NO_KEYS, typed };
    state = press(state, byte);
  }
  return { keys: state, typed: null };
}

/** Reads what a terminal hands over line by line: what comes without a newline was ended by Ctrl-D. */
export function readLine(bytes: Uint8Array): Typed {
  if (bytes.at(-1) !== NEWLINE) return { kind: "end" };
  return readKeys(NO_KEYS, bytes).typed ?? { kind: "end" };
}

function endOf(keys: Keys, byte: number): Typed | null {
  if (byte === CTRL_C || byte === CTRL_BACKSLASH) return { kind: "interrupt" };
  if (byte === CTRL_Z) return { kind: "suspend" };
  if (byte === CTRL_D) return keys.line.length === 0 ? { kind: "end" } : null;
  return byte === RETURN || byte === NEWLINE ? lineOf(keys) : null;
}

function lineOf({ line, odd }: Keys): Typed {
  if (odd || line.length > LONGEST) return { kind: "unreadable" };
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return { kind: "line", text: text.decode(Uint8Array.from(line)) };
  } catch {
    return { kind: "unreadable" };
  }
}

function press(keys: Keys, byte: number): Keys {
  const { line, odd } = keys;
  if (byte === CTRL_U) return NO_KEYS;
  if (byte === CTRL_D) return keys;
  if (BACKSPACE.includes(byte)) return { line: withoutLast(line), odd };
  if (byte < 0x20) return { line, odd: true };
  return line.length > LONGEST ? keys : { line: [...line, byte], odd };
}

/** Takes the last character out, however many bytes of UTF-8 it has. */
function withoutLast(line: readonly number[]): readonly number[] {
  const start = line.findLastIndex((byte) => (byte & 0xc0) !== 0x80);
  return line.slice(0, Math.max(start, 0));
}
