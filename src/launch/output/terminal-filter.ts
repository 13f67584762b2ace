import { StringDecoder } from "node:string_decoder";

/** Colours and styles (ECMA-48, SGR); longer than this is none. */
const SGR = /^\u001b\[[0-9;:]{0,32}m$/;

/**
 * What is looked at: a style, a line end of two characters, a control (Cc), a separator of lines (Zl, Zp), a mark that
 * turns the writing round. The classes are written out, since those of Unicode take long to load.
 */
const SPECIAL =
  /\u001b\[[0-9;:]{0,32}m|\r\n|[\0-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** What may go on in the next bytes. */
const UNFINISHED = /(?:\u001b(?:\[[0-9;:]{0,32})?|\r)$/;

const HARMLESS = new Set(["\n", "\t", "\r\n"]);

/**
 * What MLflow writes, as a terminal may get it: a client's Host header or a path is in it, and must not move the cursor
 * or clear the screen. Colours stay; every other control is shown as an escape.
 */
export class TerminalFilter {
  readonly #decoder = new StringDecoder("utf8");
  #held = "";
  #styled = false;

  /** A style is on that somebody's next words would bear, or be hidden by. */
  get styled(): boolean {
    return this.#styled;
  }

  pass(bytes: Buffer): Buffer {
    const text = this.#held + this.#decoder.write(bytes);
    this.#held = UNFINISHED.exec(text)?.[0] ?? "";
    return this.#shown(text.slice(0, text.length - this.#held.length));
  }

  /** The rest, once nothing comes any more. */
  end(): Buffer {
    const rest = this.#held + this.#decoder.end();
    this.#held = "";
    return this.#shown(rest);
  }

  #shown(text: string): Buffer {
    return Buffer.from(text.replace(SPECIAL, (found) => this.#one(found)));
  }

  #one(found: string): string {
    if (HARMLESS.has(found)) return found;
    if (!SGR.test(found)) return `\\u{${(found.codePointAt(0) ?? 0).toString(16)}}`;
    this.#styled = !/^\u001b\[0?m$/.test(found);
    return found;
  }
}
