import { LONG_NAMES } from "../cli/long-names.ts";
import { findOption } from "../mlflow/options.ts";
import type { UsageProblem } from "./types.ts";

/**
 * Options that stood before the two dashes of `npm start -- ...`: npm takes them for its own settings, and the server
 * would start without them.
 * @param words what did arrive.
 */
export function takenByNpm(
  words: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): UsageProblem[] {
  const start = env.npm_lifecycle_event === "start" && env.npm_package_name === "mlflow-guard";
  if (!start && env.npm_lifecycle_event !== "npx") return [];
  const command = start ? "npm start --" : "npx mlflow-guard server";
  const taken = LONG_NAMES.flatMap((name) => takenName(name, env) ?? []);
  return taken
    .filter((name) => !arrived(name, words))
    .map((name) => ({
      what: `npm took --${name} for a setting of its own, and mlflow-guard never saw it`,
      fix: `${command} --${name} ...`,
    }));
}

/** `--no-x` is an empty x to npm. */
function takenName(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const value = env[`npm_config_${name.replaceAll("-", "_")}`];
  return value === "" ? findOption(name)?.off : value && name;
}

function arrived(name: string, words: readonly string[]): boolean {
  return words.some((word) => word === `--${name}` || word.startsWith(`--${name}=`));
}
