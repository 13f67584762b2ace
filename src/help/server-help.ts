import type { Argv } from "yargs";
import { GUARD_OPTIONS, twinOf } from "../intent/argv/guard-options.ts";
import { OPTION_HELP } from "../mlflow/options/option-help.ts";
import { MLFLOW_OPTIONS, type MlflowOption } from "../mlflow/options/options.ts";
import { type HelpText, parser, renderHelp } from "./help.ts";

/** Of server and ui, which read MLflow's own command line. */
export const SERVER_HELP: Pick<HelpText, "examples" | "exitCodes"> = {
  examples: [
    ["mlflow-guard server", "private: on this machine only, no login needed"],
    [
      "mlflow-guard init && mlflow-guard server --host 0.0.0.0",
      "for a team: makes the secrets, then asks everybody for a login",
    ],
    [
      "mlflow-guard server --backend-store-uri sqlite:////srv/mlflow.db --port 5001",
      "every option of mlflow server works here",
    ],
  ],
  exitCodes: [
    ["0", "served, and stopped when asked"],
    ["64", "wrong usage"],
    ["69", "no usable MLflow"],
    ["70", "a mistake of mlflow-guard"],
    ["71", "not started, never ready, or ended unasked with code 0"],
    ["76", "stopped: what ran was not what was approved"],
    ["78", "refused; nothing was started"],
    ["other", "MLflow's own; 128+n when signal n ended it"],
  ],
};

export const CHECK_HELP: Pick<HelpText, "examples" | "exitCodes"> = {
  examples: [
    ["mlflow-guard check --host 0.0.0.0", "would server start with this? starts nothing"],
    ["mlflow-guard check --host 0.0.0.0 --format json", "the same for a program"],
  ],
  exitCodes: [
    ["0", "allowed"],
    ["64", "wrong usage"],
    ["70", "a mistake of mlflow-guard"],
    ["73", "allowed, and stdout could not be written"],
    ["78", "refused"],
  ],
};

const BARE = { type: "boolean" } as const;
const VALUED = { type: "string", requiresArg: true } as const;

/** The help of server, ui and check, from the same tables that parse. */
export async function serverHelp(command: "server" | "ui" | "check"): Promise<string> {
  const options = parser();
  for (const option of GUARD_OPTIONS) {
    const twin = option.env ? ` [${twinOf(option.name)}]` : "";
    options.option(option.name, {
      ...(option.value === null ? BARE : VALUED),
      describe: `${option.help}${twin}`,
      group: "Launcher:",
    });
  }
  for (const option of MLFLOW_OPTIONS) addMlflowOption(options, option);
  if (command === "check")
    options.option("format", { choices: ["text", "json"], describe: "text or json" });
  const usage = `mlflow-guard ${command} [MLflow options] [--guard-...]`;
  return renderHelp({ usage, ...(command === "check" ? CHECK_HELP : SERVER_HELP) }, options);
}

function addMlflowOption(options: Argv, { name, short, kind, env, off }: MlflowOption): void {
  const words = [OPTION_HELP[name], off && `; off: --${off}`, env && ` [${env}]`];
  options.option(name, {
    type: kind === "flag" ? "boolean" : "string",
    describe: words.filter(Boolean).join(""),
    group: "MLflow:",
    ...(short ? { alias: short } : {}),
  });
}
