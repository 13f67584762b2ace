import { MLFLOW_OPTIONS } from "../mlflow/options.ts";
import { GUARD_OPTIONS } from "./guard-options.ts";

/** Every option of a start, without its dashes. */
export const LONG_NAMES = [...MLFLOW_OPTIONS, ...GUARD_OPTIONS].map(({ name }) => name);
