import { bashCompletion } from "../completion/bash.ts";
import { fishCompletion } from "../completion/fish.ts";
import { manPage } from "../completion/man.ts";
import type { CompletedCommand } from "../completion/spec.ts";
import { zshCompletion } from "../completion/zsh.ts";
import { EXIT } from "../exit-codes.ts";
import { SERVER_HELP } from "../help/server-help.ts";
import { renderUsage } from "../report/text.ts";
import { type Definition, strings } from "./definition.ts";

declare const GUARD_VERSION: string;

/**
 * @param about what the program does, for the man page.
 * @param commands every command with its options, asked for when they are printed.
 */
export function completionCommand(
  about: string,
  commands: () => readonly CompletedCommand[],
): Definition {
  const text = () => ({ ...SERVER_HELP, version: GUARD_VERSION, about });
  const printers: Readonly<Record<string, (all: readonly CompletedCommand[]) => string>> = {
    bash: bashCompletion,
    zsh: zshCompletion,
    fish: fishCompletion,
    man: (all) => manPage(all, text()),
  };
  const shells = Object.keys(printers);
  return {
    usage: `mlflow-guard completion SHELL

Prints the completion of bash, zsh or fish for commands, options and known
values. In place of a shell, "man" prints the man page.`,
    examples: [
      ["source <(mlflow-guard completion bash)", "in ~/.bashrc"],
      ["source <(mlflow-guard completion zsh)", "in ~/.zshrc, behind compinit"],
      ["mlflow-guard completion fish | source", "in ~/.config/fish/config.fish"],
    ],
    exitCodes: [],
    options: {},
    run: (values, ports) => {
      const [shell = "", ...more] = strings(values._);
      const print = Object.hasOwn(printers, shell) ? printers[shell] : undefined;
      if (print === undefined || more.length > 0) {
        const what = "completion takes one of these words: ";
        const problem = {
          what: `${what}${shells.join(", ")}`,
          fix: "mlflow-guard completion bash",
        };
        ports.err(renderUsage([problem], "mlflow-guard", "completion"));
        return EXIT.usage;
      }
      ports.out(print(commands()));
      return EXIT.ok;
    },
  };
}
