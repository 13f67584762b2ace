import { findOption } from "../../mlflow/options/options.ts";
import type { UsageProblem } from "../types.ts";
import { LONG_NAMES } from "./long-names.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Options that stood before the two dashes of `npm start -- ...`: npm takes them for its own settings, and the server
 * would start without them.
 * @param words what did arrive. @param strays those of them that belong to no option.
 */
export function takenByNpm(
  words: readonly string[],
  strays: readonly string[],
  env: Environment,
): UsageProblem[] {
  const start = env.npm_lifecycle_event === "start" && env.npm_package_name === "mlflow-guard";
  if (!start && env.npm_lifecycle_event !== "npx") return [];
  const command = start ? "npm start --" : "npx mlflow-guard server";
  const long = LONG_NAMES.flatMap((name) => takenName(name, env) ?? [])
    .filter((name) => !arrived(name, words))
    .map((name) => ({ option: `--${name}`, value: null }));
  return [...long, ...portApart(strays, env), ...gluedShort(env)].map(({ option, value }) => ({
    what: `npm took ${option} for a setting of its own, and mlflow-guard never saw it`,
    fix: `${command} ${option} ${value ?? "..."}`,
  }));
}

/** An option that npm took, and its value if that is known and no secret. */
interface Taken {
  readonly option: string;
  readonly value: string | null;
}

/** `--no-x` is an empty x to npm. */
function takenName(name: string, env: Environment): string | undefined {
  const value = env[`npm_config_${name.replaceAll("-", "_")}`];
  return value === "" ? findOption(name)?.off : value && name;
}

function arrived(name: string, words: readonly string[]): boolean {
  return words.some((word) => word === `--${name}` || word.startsWith(`--${name}=`));
}

/**
 * `-p 5001` is `--parseable` to npm, which hands on the number. Somebody may also have that setting for good, so it
 * counts beside a stray number only. `-h` and `-w` in a word of their own never come here: npm prints its help, or looks
 * for a workspace.
 * @see https://github.com/npm/cli/blob/v11.19.1/workspaces/config/lib/definitions/index.js (`shorthands`)
 */
function portApart(strays: readonly string[], env: Environment): Taken[] {
  const value = env.npm_config_parseable === "true" && strays.find((word) => /^[0-9]+$/.test(word));
  return value ? [{ option: "-p", value }] : [];
}

/**
 * `-p5001` is a setting of that name to npm, as are `-w4` and `-hlocalhost`. `host` is the long option, and `hoist` one of
 * pnpm that stands in the same file. Of a dash in a name only an underscore is left.
 */
function gluedShort(env: Environment): Taken[] {
  return Object.entries(env).flatMap(([name, value]) => {
    const [, letter, glued] =
      /^npm_config_(?:([pw])([0-9]+)|(h)(?!oi?st$)([\w.:]+))$/.exec(name)?.filter(Boolean) ?? [];
    if (value !== "true" || glued === undefined) return [];
    return [{ option: `-${letter}`, value: glued.includes("_") ? null : glued }];
  });
}
