import { MLFLOW_OPTIONS } from "../../mlflow/options/options.ts";
import { GUARD_OPTIONS } from "./guard-options.ts";

/** Every option of a start, without its dashes; a two-way flag has two. */
export const LONG_NAMES: readonly string[] = [
  ...MLFLOW_OPTIONS.flatMap(({ name, off }) => (off ? [name, off] : [name])),
  ...GUARD_OPTIONS.map(({ name }) => name),
];
