import { rules } from "../commands/rules.ts";
import { EXIT } from "../exit-codes.ts";
import { type HelpText, parser, renderHelp } from "../help/help.ts";
import { installMlflow } from "../install/install-mlflow.ts";
import { COMMAND_SUMMARIES, COMMANDS } from "../intent/argv/command-names.ts";
import type { UsageProblem } from "../intent/types.ts";
import { MANAGED_VERSION } from "../mlflow/versions/versions.ts";
import type { Ports } from "../ports.ts";
import { renderUsage } from "../report/text.ts";
import { completedCommands } from "./completed-commands.ts";
import { completionCommand } from "./completion-command.ts";
import { type Definition, optional, strings, valued } from "./definition.ts";
import { HEALTHCHECK } from "./healthcheck-command.ts";
import { INIT } from "./init-command.ts";
import { misspelled } from "./misspelled.ts";
import { SHIM } from "./shim-command.ts";
import { USER } from "./user-command.ts";

declare const GUARD_VERSION: string;

const ABOUT = 'Starts the real "mlflow server" and keeps it from becoming public by accident.';

const GENERAL: HelpText = {
  usage: `mlflow-guard COMMAND [options]

${ABOUT}

Commands:
${COMMANDS.filter((name) => name !== "ui")
  .map((name) => `  ${name.padEnd(16)}${COMMAND_SUMMARIES[name]}`)
  .join("\n")}

"mlflow-guard help COMMAND" shows the options of a command.`,
  examples: [
    ["mlflow-guard server", "a private server on this machine"],
    [
      "mlflow-guard init && mlflow-guard server --host 0.0.0.0",
      "a server for a team, with a login",
    ],
  ],
  exitCodes: [],
};

const VERSION = { type: "boolean", describe: "show the version of mlflow-guard" } as const;

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
    ports.out(await renderHelp(GENERAL, parser().option("version", VERSION)));
    return EXIT.ok;
  }
  const definition = DEFINITIONS[command];
  if (!definition) throw new Error(`no definition of ${command}`);
  return runDefined(definition, words, ports);
}

export const DEFINITIONS: Readonly<Record<string, Definition>> = {
  init: INIT,
  "install-mlflow": {
    usage: `mlflow-guard install-mlflow

Makes a virtual environment with a tested mlflow[auth]: by uv where it is on
PATH, else by venv and pip.`,
    examples: [
      ["mlflow-guard install-mlflow", `MLflow ${MANAGED_VERSION}, which server finds by itself`],
    ],
    exitCodes: [
      ["0", "it is there"],
      ["64", "wrong usage"],
      ["69", "it could not be installed"],
      ["73", "it is there, and stdout could not be written"],
    ],
    options: {
      version: valued(`another MLflow than ${MANAGED_VERSION}, beside it`),
      python: valued("the Python to use (3.10 to 3.13)"),
    },
    run: ({ version, python, _: words }, ports) => {
      const [stray] = strings(words);
      return installMlflow({ version: optional(version), python: optional(python), stray }, ports);
    },
  },
  user: USER,
  healthcheck: HEALTHCHECK,
  shim: SHIM,
  completion: completionCommand(ABOUT, () => completedCommands(DEFINITIONS)),
  rules: {
    usage: "mlflow-guard rules [ID]\n\nLists rules, violations and failed starts, or explains one.",
    examples: [
      ["mlflow-guard rules no-tls", "what this rule means, and what to do about it"],
      ["mlflow-guard rules stray-listener", "why a server was stopped, and how to fix it"],
    ],
    exitCodes: [],
    options: {},
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
  const help = parser().options(definition.options);
  const mistyped = misspelled(words, help, command);
  if (mistyped) return wrong(mistyped);
  let values: Readonly<Record<string, unknown>>;
  try {
    values = await help.parseAsync([...words]);
    refuseTwice(values, definition.repeatable ?? []);
  } catch (error) {
    const what = error instanceof Error ? error.message.replace(/\s+/g, " ") : "unreadable options";
    return wrong({ what, fix: `mlflow-guard ${command} --help` });
  }
  if (values.help === true) {
    ports.out(await renderHelp(definition, help));
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
