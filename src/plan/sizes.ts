import type { KernelLimits } from "../facts/machine/kernel-limits.ts";
import type { LaunchPlan } from "./types.ts";

/** What no kernel with these limits would start MLflow with. */
export interface Oversize {
  /** The option, as `--allowed-hosts`, or the variable that is too big, or the biggest of all. */
  readonly name: string;
  readonly kind: "each" | "total";
  /** Of it alone, or of everything together. */
  readonly bytes: number;
  readonly limit: number;
}

/** More than the longest name of a variable in which MLflow hands an option on (mlflow/server/__init__.py, `env_map`). */
const LONGEST_NAME = 64;

/** What the launcher's mark, MLflow's own variables and the words `python -m uvicorn` come to. */
const OWN = 16_384;

const POINTER = 8;

type Sized = Pick<LaunchPlan, "executable" | "argv" | "environment">;

/**
 * Would the kernel start MLflow, and MLflow its workers and job runner, with all this? What comes as an option MLflow
 * hands on as a variable, beside the command line it came with.
 * @param options variables that MLflow reads as options and hands on under a second name.
 * @returns null where it would.
 */
export function findOversize(
  { executable, argv, environment }: Sized,
  options: ReadonlySet<string>,
  limits: KernelLimits,
): Oversize | null {
  const words = argv.map((word, at) => {
    const name = /^--[\w-]+/.exec(word)?.[0] ?? argv[at - 1] ?? word;
    const value = word.slice(word.startsWith("--") ? name.length + 1 : 0);
    return { name, bytes: size(word), again: LONGEST_NAME + size(value) };
  });
  const variables = [...environment].map(([name, value]) => ({
    name,
    bytes: size(`${name}=${value}`),
    again: options.has(name) ? LONGEST_NAME + size(value) : 0,
  }));
  const all = [...words, ...variables];
  const longest = ({ bytes, again }: (typeof all)[number]) => Math.max(bytes, again);
  const biggest = all.reduce((one, other) => (longest(other) > longest(one) ? other : one), {
    ...{ name: executable, bytes: size(executable), again: 0 },
  });
  const { name } = biggest;
  if (longest(biggest) > limits.each)
    return { name, kind: "each", bytes: longest(biggest), limit: limits.each };
  const total = all.reduce((sum, { bytes, again }) => sum + bytes + again + 2 * POINTER, OWN);
  return total > limits.total ? { name, kind: "total", bytes: total, limit: limits.total } : null;
}

/** With the zero byte at its end. */
function size(text: string): number {
  return Buffer.byteLength(text) + 1;
}
