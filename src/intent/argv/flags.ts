import { findOption, MLFLOW_OPTIONS } from "../../mlflow/options/options.ts";
import type { UsageProblem } from "../types.ts";
import { GUARD_OPTIONS } from "./guard-options.ts";
import { parseBoolean } from "./python-values.ts";

/** An option without a value, and what it switches. */
export interface Flag {
  readonly name: string;
  readonly on: boolean;
}

/** Every spelling of a flag, of MLflow or of the launcher, without its dashes. */
export const FLAG_NAMES: ReadonlyMap<string, Flag> = new Map([
  ...MLFLOW_OPTIONS.filter(({ kind }) => kind === "flag").flatMap(flagNames),
  ...GUARD_OPTIONS.filter(({ value }) => value === null).flatMap(flagNames),
]);

function flagNames({ name, off }: { name: string; off?: string }): [string, Flag][] {
  const on: [string, Flag] = [name, { name, on: true }];
  return off ? [on, [off, { name, on: false }]] : [on];
}

/** A value where none is taken, with the way to write what it asks for. */
export function valueOfFlag(rawName: string, flag: Flag, value: string): UsageProblem {
  const what = `${rawName} does not take a value`;
  const asked = parseBoolean(value);
  if (asked === null) return { what, fix: `write ${rawName}` };
  const { off } = findOption(flag.name) ?? {};
  if (flag.on === asked) return { what, fix: `write --${flag.name}` };
  return { what, fix: off ? `write --${off}` : `leave ${rawName} out` };
}
