import yargs, { type Argv } from "yargs";
import { installMlflow } from "../commands/install-mlflow.ts";
import { rules } from "../commands/rules.ts";
import { EXIT } from "../exit-codes.ts";
import type { UsageProblem } from "../intent/types.ts";
import { MLFLOW_OPTIONS } from "../mlflow/options.ts";
import { MANAGED_VERSION } from "../mlflow/versions.ts";
import type { Ports } from "../ports.ts";
import { renderUsage } from "../report/text.ts";
import { type Definition, optional, strings, valued } from "./definition.ts";
import { GUARD_OPTIONS, twinOf } from "./guard-options.ts";
import { HEALTHCHECK } from "./healthcheck-command.ts";
import { INIT } from "./init-command.ts";
import { USER } from "./user-command.ts";

declare const GUARD_VERSION: string;

/** The parser settings under which yargs takes exact words only. */
const EXACT = {
  "camel-case-expansion": false,
  "dot-notation": false,
  "parse-numbers": false,
  "parse-positional-numbers": false,
  "boolean-negation": false,
  "duplicate-arguments-array": true,
  "short-option-groups": false,
};

const USAGE = `mlflow-guard server [MLflow options] [--guard-...]

Starts the real "mlflow server" and keeps it from becoming public by accident.

Commands:
  server          decide, then launch MLflow and stay with it ("ui" is the same)
  check           decide only; starts nothing, writes nothing
  init            create the secrets that a login needs
  install-mlflow  make a virtual environment with a tested MLflow
  user            give people accounts of their own on a running server
  healthcheck     is the server that was started here healthy?
  rules [ID]      list or explain the rules`;

/** Runs every command but server and check, which read MLflow's own command line. */
export async function runCommand(
  command: string,
  words: readonly string[],
  ports: Ports,
): Promise<number> {
  if (command === "--version") {
    ports.out(`mlflow-guard ${GUARD_VERSION}\n`);
    return EXIT.ok;
  }
  if (command === "--help") {
    ports.out(`${await parser(USAGE).getHelp()}\n`);
    return EXIT.ok;
  }
  const definition = DEFINITIONS[command];
  if (!definition) throw new Error(`no definition of ${command}`);
  return runDefined(definition, words, ports);
}

/** The help of server, ui and check, from the same tables that parse. */
export async function serverHelp(command: string): Promise<string> {
  const help = parser(`mlflow-guard ${command} [MLflow options] [--guard-...]`);
  for (const option of GUARD_OPTIONS) {
    const twin = option.env ? ` [${twinOf(option.name)}]` : "";
    help.option(option.name, {
      type: "string",
      describe: `${option.help}${twin}`,
      requiresArg: true,
      group: "Launcher:",
    });
  }
  for (const { name, short, kind, env, off } of MLFLOW_OPTIONS) {
    const describe = [`MLflow's own${off ? `; off: --${off}` : ""}`, env && `[${env}]`]
      .filter(Boolean)
      .join(" ");
    const alias = short ? { alias: short } : {};
    help.option(name, {
      type: kind === "flag" ? "boolean" : "string",
      describe,
      group: "MLflow:",
      ...alias,
    });
  }
  if (command === "check")
    help.option("format", { choices: ["text", "json"], describe: "text or json" });
  return `${await help.getHelp()}\n`;
}

const DEFINITIONS: Readonly<Record<string, Definition>> = {
  init: INIT,
  "install-mlflow": {
    usage:
      "mlflow-guard install-mlflow\n\nMakes a virtual environment with a tested mlflow[auth]: by uv where it is on PATH, else by venv and pip.",
    options: (help) =>
      help
        .option("version", valued(`another MLflow than ${MANAGED_VERSION}, beside it`))
        .option("python", valued("the Python to use (3.10 to 3.13)")),
    run: ({ version, python, _: words }, ports) => {
      const [stray] = strings(words);
      return installMlflow({ version: optional(version), python: optional(python), stray }, ports);
    },
  },
  user: USER,
  healthcheck: HEALTHCHECK,
  rules: {
    usage: "mlflow-guard rules [ID]\n\nLists the rules, or explains one.",
    options: (help) => help,
    run: (values, ports) => rules(strings(values._), ports),
  },
};

async function runDefined(
  definition: Definition,
  words: readonly string[],
  ports: Ports,
): Promise<number> {
  const command = definition.usage.split(/\s/)[1] ?? "";
  const wrong = (problem: UsageProblem) => {
    ports.err(renderUsage([problem], "mlflow-guard", command));
    return EXIT.usage;
  };
  const problem = definition.problem?.(words);
  if (problem) return wrong(problem);
  const help = definition.options(parser(definition.usage));
  let values: Readonly<Record<string, unknown>>;
  try {
    values = await help.parseAsync([...words]);
    refuseTwice(values, definition.repeatable ?? []);
  } catch (error) {
    const what = error instanceof Error ? error.message.replace(/\s+/g, " ") : "unreadable options";
    return wrong({ what, fix: `mlflow-guard ${command} --help` });
  }
  if (values.help === true) {
    ports.out(`${await help.getHelp()}\n`);
    return EXIT.ok;
  }
  return definition.run(values, ports);
}

/** Which of two values is meant is not guessed. */
function refuseTwice(
  values: Readonly<Record<string, unknown>>,
  repeatable: readonly string[],
): void {
  const twice = Object.keys(values).filter(
    (name) => name !== "_" && Array.isArray(values[name]) && !repeatable.includes(name),
  );
  if (twice.length > 0) throw new Error(`--${twice.join(", --")} is given more than once`);
}

function parser(usage: string): Argv {
  return yargs([])
    .usage(usage)
    .parserConfiguration(EXACT)
    .locale("en")
    .help(false)
    .version(false)
    .option("help", { type: "boolean", describe: "show this help" })
    .strictOptions()
    .exitProcess(false)
    .wrap(80)
    .fail((message, error) => {
      throw error ?? new Error(message);
    });
}
