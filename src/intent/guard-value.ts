import type { ServerIntent } from "./types.ts";

/** What was given for an option of the launcher; the first, where it may be repeated. */
export function guardValue(
  { guard }: Pick<ServerIntent, "guard">,
  name: string,
): string | undefined {
  return guard.get(name)?.[0]?.value;
}
