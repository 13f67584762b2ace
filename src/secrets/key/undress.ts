import { knownAt, stepsAt } from "./patterns.ts";

/** A value without quotes and blanks around it, accents, and what it was encoded in. */
export function undressed(value: string): string {
  const bare = value
    .normalize("NFKD")
    .replace(/[^\x20-\x7e]/g, "")
    .replace(/([a-z])'(?=[a-z])/gi, "$1")
    .replace(/^b?["'`\s]+|["'`\s]+$/g, "")
    .replace(/\\x/g, "");
  return (
    decoded(bare, "hex", /^(?:[0-9a-f]{2})+$/i) ??
    decoded(bare, "base64url", /^[\w+/-]+=*$/) ??
    bare
  );
}

/** Text that was written as hexadecimal digits or base64; random bytes are hardly ever text. */
function decoded(value: string, encoding: "hex" | "base64url", look: RegExp): string | null {
  if (!look.test(value)) return null;
  const text = Buffer.from(value, encoding).toString("latin1");
  return /^[\x20-\x7e\r\n]{12,}$/.test(text) ? text : null;
}

/** Shorter than this may repeat by chance. */
const REPEAT = 6;
const RUN = 6;
const KNOWN = 7;

/** A value without what repeats, counts, or lies in a row on the keyboard. */
export function folded(value: string): string {
  const text = value.toLowerCase();
  let kept = "";
  for (let place = 0; place < text.length; ) {
    const [steps, known] = [stepsAt(text, place), knownAt(text, place)];
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
