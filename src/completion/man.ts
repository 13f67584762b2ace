import { type CompletedCommand, spellings } from "./spec.ts";

/** What the man page says beside the tables. */
export interface ManText {
  readonly version: string;
  readonly about: string;
  readonly examples: readonly (readonly [command: string, does: string])[];
  readonly exitCodes: readonly (readonly [code: string, meaning: string])[];
}

/**
 * The page mlflow-guard(1), from the tables of the help.
 * @see https://man7.org/linux/man-pages/man7/groff_man.7.html
 */
export function manPage(commands: readonly CompletedCommand[], text: ManText): string {
  return [
    `.TH MLFLOW-GUARD 1 "" "mlflow-guard ${text.version}" "User Commands"`,
    ".SH NAME",
    "mlflow\\-guard \\- a secure\\-by\\-default launcher around the real mlflow server",
    ".SH SYNOPSIS",
    ...commands.map(({ name }) => `.B mlflow\\-guard ${escaped(name)}\n[options]\n.br`),
    ".SH DESCRIPTION",
    ".PP",
    line(text.about),
    ".SH COMMANDS",
    ...commands.flatMap(({ name, help }) => [".TP", `.B ${escaped(name)}`, line(help)]),
    ...commands.flatMap(optionsOf),
    ".SH EXAMPLES",
    ...text.examples.flatMap(([command, does]) => [".TP", `.B ${escaped(command)}`, line(does)]),
    ".SH EXIT STATUS",
    ...text.exitCodes.flatMap(([code, meaning]) => [".TP", `.B ${escaped(code)}`, line(meaning)]),
    ".SH SEE ALSO",
    line("The guide and a page for each rule: mlflow-guard rules."),
    "",
  ].join("\n");
}

function optionsOf({ name, options }: CompletedCommand): string[] {
  if (options.length === 0) return [];
  return [
    `.SH OPTIONS OF ${escaped(name.toUpperCase())}`,
    ...options.flatMap((option) => {
      const words = spellings(option).map((word) => `\\fB${escaped(word)}\\fR`);
      const { values } = option;
      const value = typeof values === "object" && values ? values.join("|") : values;
      return [
        ".TP",
        words.join(", ") + (value ? ` \\fI${escaped(value)}\\fR` : ""),
        line(option.help),
      ];
    }),
  ];
}

/** A line that begins with a dot or a quote would be a request. */
function line(text: string): string {
  const shown = escaped(text);
  return /^[.']/.test(shown) ? `\\&${shown}` : shown;
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\e").replaceAll("-", "\\-").replaceAll("\n", " ");
}
