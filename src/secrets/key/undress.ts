import { knownAt, ordersOf, stepsAt } from "./patterns.ts";

/** Encodings in encodings: nobody goes further. */
const LAYERS = 4;

/** A value without quotes and blanks around it, accents, and what it was encoded in. */
export function undressed(value: string, layers = LAYERS): string {
  const bare = value
    .normalize("NFKD")
    .replace(/[^\x20-\x7e]/g, "")
    .replace(/^b?["'`\s]+|["'`\s]+$/g, "")
    .replace(/([a-z])'(?=[a-z])/gi, "$1")
    .replace(/\\x/g, "")
    .replace(/^(?:0x|hex:|data:[\w/+;=-]*base64,|base64:)/i, "");
  const inner = decoded(bare) ?? bare.replace(/[\w+/]{16,}=*/g, (part) => decoded(part) ?? part);
  return inner === bare || layers === 0 ? bare : undressed(inner, layers - 1);
}

/** The text that was written as hexadecimal digits or base64; random bytes are hardly ever text. */
function decoded(value: string): string | null {
  return (
    readAs(value, (text) => Buffer.from(text, "hex"), /^(?:[0-9a-f]{2})+$/i) ??
    readAs(value, fromBase32, /^[a-z2-7]{16,}=*$/i) ??
    readAs(value, (text) => Buffer.from(text, "base64url"), /^[\w+/-]+=*$/)
  );
}

/** RFC 4648, section 6; bits that fill no byte are left out. */
function fromBase32(value: string): Buffer {
  const bits = [...value.toUpperCase().replace(/=/g, "")]
    .map((char) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(char).toString(2).padStart(5, "0"))
    .join("");
  return Buffer.from((bits.match(/[01]{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

function readAs(value: string, read: (text: string) => Buffer, look: RegExp): string | null {
  if (!look.test(value)) return null;
  const bytes = read(value);
  // UTF-16 of plain letters has a zero after each.
  const text = bytes.toString("utf8").replaceAll("\0", "");
  const shown = /^[^\p{Cc}\p{Cn}\p{Co}\ufffd]{12,}$/u.test(text.replace(/[\r\n\t]/g, " "));
  return shown && isOfOneScript(text) ? text : null;
}

/** Nobody mixes scripts, beside plain letters; the characters that random bytes make are of any. */
function isOfOneScript(text: string): boolean {
  const foreign = [...text].filter((char) => char > "\x7e" && /\p{L}/u.test(char));
  return new Set(foreign.map(scriptOf)).size <= 1;
}

/** Roughly: accents are one; so are Chinese, Japanese and Korean; every other script has two blocks of Unicode. */
function scriptOf(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x250 || code >> 8 === 0x1e) return 0;
  return code >= 0x2e80 ? 1 : code >> 9;
}

/** Shorter than this may repeat by chance. */
const REPEAT = 6;
const RUN = 6;
const KNOWN = 7;

/** A value without what repeats, counts, or lies in a row on the keyboard. */
export function folded(value: string): string {
  const text = value.toLowerCase();
  const orders = ordersOf(text);
  let kept = "";
  for (let place = 0; place < text.length; ) {
    const [steps, known] = [stepsAt(orders, place), knownAt(text, place)];
    const skipped = Math.max(
      repeatAt(text, place),
      steps >= RUN ? steps - 1 : 0,
      known >= KNOWN ? known - 1 : 0,
    );
    kept += skipped > 0 ? "" : value[place];
    place += Math.max(skipped, 1);
  }
  return kept;
}

function repeatAt(text: string, place: number): number {
  let longest = 0;
  for (let before = 0; before < place; before += 1) {
    let length = 0;
    while (place + length < text.length && text[before + length] === text[place + length])
      length += 1;
    longest = Math.max(longest, length);
  }
  return longest >= REPEAT ? longest : 0;
}
