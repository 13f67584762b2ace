import type { Options } from "yargs";
import type { HelpText } from "../help/help.ts";
import type { UsageProblem } from "../intent/types.ts";
import type { Ports } from "../ports.ts";

/** A command that yargs reads: every one but server and check. */
export interface Definition extends HelpText {
  /** What is wrong with the words before they are read. */
  readonly problem?: (words: readonly string[]) => UsageProblem | null;
  /** The options that may be given more than once. */
  readonly repeatable?: readonly string[];
  readonly options: Readonly<Record<string, Options>>;
  readonly run: (
    values: Readonly<Record<string, unknown>>,
    ports: Ports,
  ) => Promise<number> | number;
}

/** An option that takes a value. */
export function valued(describe: string) {
  return { type: "string", requiresArg: true, describe } as const;
}

/** The values of an option that may be repeated. */
export function strings(value: unknown): string[] {
  return value === undefined ? [] : [value].flat().map(String);
}

/** The value of an option that may be left out. */
export function optional(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}
