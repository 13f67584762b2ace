import { ADMITTED, CODE_LOADING } from "../../src/intent/environment/env-file-names.ts";
import { IGNORED_VARIABLES, SERVERS_OWN } from "../../src/mlflow/options/ignored-variables.ts";
import { REMOVED } from "../../src/plan/environment-rules.ts";
import { PYTHON_REMOVED } from "../../src/plan/python-variables.ts";
import { FILE_TWINS, PLUGIN_FILE_TWINS } from "../../src/secrets/names.ts";
import { namesOf } from "./patterns.ts";
import { code, codes, table } from "./table.ts";

/** What does not reach MLflow, and why. */
export function removedVariables(): string {
  const ofPython = new Map<string, string[]>();
  for (const [name, why] of PYTHON_REMOVED) ofPython.set(why, [...(ofPython.get(why) ?? []), name]);
  return table(
    ["variables", "what it does"],
    [
      ...REMOVED.map(({ pattern, why }) => [codes(namesOf(pattern)), why]),
      ...[...ofPython].map(([why, names]) => [codes(names), why]),
    ],
  );
}

const list = (items: readonly string[]) => items.map((item) => `- ${item}`).join("\n");

export const admittedInEnvFile = () => list(ADMITTED.map((pattern) => codes(namesOf(pattern))));

export const neverInEnvFile = () => list([...CODE_LOADING].map(code));

/** The variables that may come from a file, and the app for which alone some of them do. */
export function fileTwins(): string {
  const plugins = Object.entries(PLUGIN_FILE_TWINS).flatMap(([app, names]) =>
    names.map((name) => `${code(`${name}_FILE`)}, with \`--app-name ${app}\``),
  );
  return list([...FILE_TWINS.map((name) => code(`${name}_FILE`)), ...plugins]);
}

/** What people set and nobody reads, and what to use instead. */
export function ignoredVariables(): string {
  const rows = IGNORED_VARIABLES.map(({ name, instead }) => [code(name), instead]);
  const servers = [...SERVERS_OWN].map(([name, instead]) => [code(name), instead]);
  return table(["variable", "instead"], [...rows, ...servers]);
}
