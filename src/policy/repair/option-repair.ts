import type { Setting } from "../../intent/types.ts";
import type { Repair } from "../types.ts";

/** Takes a setting away wherever it came from: the flag from the line, the variable by blanking it. */
export function optionRepair(name: string, { origin }: Setting<unknown>): Repair {
  return origin.kind === "flag" ? { drop: [name] } : { blank: [origin.name] };
}
