import { shim } from "../commands/shim.ts";
import { type Definition, strings } from "./definition.ts";

export const SHIM: Definition = {
  usage: `mlflow-guard shim [DIR]

Puts an "mlflow" into DIR that sends "server" and "ui" through mlflow-guard and
everything else to MLflow itself, so that units, images and habits are guarded
without a change. An "mlflow" that is there is kept beside it, as "mlflow.exe".
DIR is where the active environment has its scripts, unless it is named.`,
  examples: [
    ["mlflow-guard shim", "in the active environment"],
    ["mlflow-guard shim /usr/local/bin", "for all who have this folder on PATH"],
    ["mlflow-guard shim --remove", "as it was before"],
  ],
  exitCodes: [
    ["0", "done"],
    ["1", "with --remove: there is no shim"],
    ["64", "wrong usage"],
    ["69", "there is no MLflow to lead to"],
    ["73", "the folder cannot be written"],
  ],
  options: {
    remove: { type: "boolean", describe: "take the shim away" },
    python: {
      type: "boolean",
      describe: 'guard "python -m mlflow" of that MLflow, too, by a file beside its packages',
    },
  },
  run: (values, ports) =>
    shim(
      {
        folders: strings(values._),
        remove: values.remove === true,
        python: values.python === true,
      },
      ports,
    ),
};
