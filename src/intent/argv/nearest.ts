import leven, { closestMatch } from "leven";

/** The known word within two edits of what was typed; two edits make any short word of any other. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const word = typed.toLowerCase();
  const near = closestMatch(word, known, { maxDistance: 2 });
  if (near === undefined) return undefined;
  return near.startsWith(word) || leven(word, near) <= slack(word, near) ? near : undefined;
}

function slack(typed: string, known: string): number {
  const length = Math.min(typed.length, known.length);
  return length >= 4 ? 2 : length - 2;
}
