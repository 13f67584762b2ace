import type { Origin } from "./types.ts";

/**
 * How a setting is called where something is wrong with it: the option or variable, and for a line of a file where that
 * is. A variable of the environment and an option are found by their name.
 */
export function settingName({ kind, name, file, line }: Origin): string {
  return kind === "file" ? `${name} (${file}${line ? `:${line}` : ""})` : name;
}
