import type { ServerIntent } from "../intent/types.ts";
import type { Repair } from "./types.ts";

type Layers = Pick<ServerIntent, "environment" | "beneath">;

/**
 * The variables after `env -u NAME` and `env NAME=`: what is taken away lets the env file speak, what is blanked keeps
 * it silent.
 */
export function environmentAfter(
  { environment, beneath }: Layers,
  { unset = [], blank = [], assign = {} }: Repair,
): Layers {
  const after = new Map(environment);
  const still = new Map(beneath);
  for (const [name, { origin }] of environment) {
    const taken = blank.includes(origin.name) || (origin.kind === "env" && unset.includes(name));
    if (!taken) continue;
    after.delete(name);
    const covered = beneath.get(name);
    const gone = covered?.origin.kind === "env" && unset.includes(name);
    if (covered && !gone) after.set(name, covered);
    still.delete(name);
  }
  for (const name of blank) {
    after.set(name, { value: "", origin: { kind: "env", name } });
  }
  for (const [name, value] of Object.entries(assign)) {
    after.set(name, { value, origin: { kind: "env", name } });
  }
  return { environment: after, beneath: still };
}
