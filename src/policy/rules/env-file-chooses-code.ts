import { resolve } from "node:path";
import type { ServerIntent, Setting } from "../../intent/types.ts";
import { MLFLOW_OPTIONS } from "../../mlflow/options/options.ts";
import { type ChoosesCode, choosesCode } from "../../mlflow/stores/uri-parameters.ts";
import { AUTH_DATABASE_URI } from "../../secrets/names.ts";
import { describeOrigin } from "../exposure/exposure.ts";
import type { Hit, Rule, World } from "../types.ts";

/** The variables that hold the URI of a store. */
const VARIABLES: readonly string[] = [
  ...MLFLOW_OPTIONS.flatMap(({ env, secret }) => (secret && env ? [env] : [])),
  AUTH_DATABASE_URI,
  "MLFLOW_TRACKING_URI",
  "MLFLOW_REGISTRY_URI",
  "OIDC_USERS_DB_URI",
];

export const envFileChoosesCode: Rule = {
  id: "env-file-chooses-code",
  title: "The URI of a store in an env file may choose code",
  severities: ["error"],
  why: "an env file says which store to use, not which code to run: a driver, a plugin or a file of options is code that its author picked",
  check: (world) => VARIABLES.flatMap((name) => hitsOf(world, name)),
};

function hitsOf(world: World, name: string): Hit[] {
  const { intent } = world;
  const option = MLFLOW_OPTIONS.find(({ env }) => env === name);
  const setting = (option && intent.options.get(option.name)) ?? intent.environment.get(name);
  if (!setting) return [];
  const line = lineOf(world, setting);
  if (!line || isAdmitted(intent, name)) return [];
  const chosen = choosesCode(String(setting.value));
  if (chosen === null) return [];
  return [
    {
      severity: "error",
      what: `${describeOrigin(line)} has ${describe(chosen)}`,
      origin: line,
      // It says that what stands there is meant.
      repairs: [{ passEnv: [name] }],
      notes: [
        {
          kind: "note",
          text: `look at that URI before you admit it; without --guard-pass-env, put it into the environment yourself (export ${name}), or take that part out`,
        },
      ],
    },
  ];
}

/** Where the env file says it, also by the name of a secret file; null where somebody else does. */
function lineOf({ intent, facts }: World, { origin }: Setting<string | boolean>) {
  if (origin.kind !== "file") return null;
  if (origin.line !== undefined) return origin;
  // A line may also lie under a variable that names another file.
  const twin = intent.beneath.get(origin.name);
  return twin && resolve(facts.cwd, twin.value) === origin.file ? twin.origin : null;
}

function isAdmitted({ passEnv }: ServerIntent, name: string): boolean {
  return passEnv.some(({ value }) => value === name || value === `${name}_FILE`);
}

function describe(chosen: ChoosesCode): string {
  if (chosen.kind === "scheme")
    return `the scheme ${chosen.scheme}, which is not known: it may run the code of another package`;
  return chosen.name === null
    ? "a parameter that is not known to be harmless: it may choose code or a file"
    : `the parameter ${chosen.name}, whose value may choose code or a file`;
}
