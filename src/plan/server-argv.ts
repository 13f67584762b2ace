import type { ServerIntent, ServerOption } from "../intent/types.ts";
import { MLFLOW_OPTIONS, type MlflowOption } from "../mlflow/options/options.ts";
import { atLeast } from "../mlflow/versions/versions.ts";

/** Options that the plan writes itself. */
const PLANNED = new Set([
  "host",
  "port",
  "workers",
  "app-name",
  "allowed-hosts",
  "cors-allowed-origins",
  "disable-security-middleware",
  "gunicorn-opts",
  "uvicorn-opts",
  "waitress-opts",
]);

/** The options that pass as they were understood; what may be a URI goes by variable, whatever it holds. */
export function passedOptions(
  intent: ServerIntent,
  version: string,
): { argv: string[]; variables: Map<string, string> } {
  const argv: string[] = [];
  const variables = new Map<string, string>();
  for (const option of MLFLOW_OPTIONS) {
    const value = intent.options.get(option.name)?.value;
    if (value === undefined || PLANNED.has(option.name) || !atLeast(version, option.since))
      continue;
    if (option.secret && option.env) variables.set(option.env, String(value));
    else argv.push(...optionWords(option, value));
  }
  return { argv: [...argv, ...intent.unknown.map(({ raw }) => raw)], variables };
}

function optionWords(option: MlflowOption, value: string | boolean): string[] {
  if (typeof value !== "boolean") return optionWord(option.name, value);
  if (value) return [`--${option.name}`];
  return option.off ? [`--${option.off}`] : [];
}

/** `--name value`, or `--name=value` where the value could be taken for an option. */
export function optionWord(name: string, value: string): string[] {
  return value.startsWith("-") ? [`--${name}=${value}`] : [`--${name}`, value];
}

/** Server options as one text that `shlex.split` takes apart again. */
export function serverOptionsText(options: readonly ServerOption[]): string {
  return options
    .map(({ name, value }) => shlexQuote(value === null ? name : `${name}=${value}`))
    .join(" ");
}

/** As Python's `shlex.quote`. */
function shlexQuote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`;
}
