import { MANAGED_VERSION } from "../mlflow/versions/versions.ts";
import { shellQuote } from "../shell/quote.ts";

/** What `install-mlflow` was asked for. */
export interface InstallRequest {
  /** Exact, in its normal form. */
  readonly version: string;
  /** Absolute; null where any Python will do. */
  readonly python: string | null;
  /** The absolute folder of the managed environments. */
  readonly root: string;
  /** How the program is called in the commands that it prints. */
  readonly program: string;
  /** What stands before a command that only root may run. */
  readonly sudo: "sudo " | "";
}

/** The same command once more. */
export function again({
  version,
  python,
  program,
}: Pick<InstallRequest, "version" | "python" | "program">): string {
  return [
    `${program} install-mlflow`,
    ...(version === MANAGED_VERSION ? [] : [`--version ${version}`]),
    ...(python === null ? [] : [`--python ${shellQuote(python)}`]),
  ].join(" ");
}

/** The same command with another place to install into. */
export function elsewhere(request: InstallRequest): string {
  return `XDG_DATA_HOME=/path ${again(request)}`;
}
