import yargs, { type Argv } from "yargs";

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

/** A parser that ends nothing and prints nothing by itself. */
export function parser(): Argv {
  return yargs([])
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

/** What the help of a command says beside its options. */
export interface HelpText {
  /** The first line is how the command is written. */
  readonly usage: string;
  /** Command lines with what they do. */
  readonly examples: readonly (readonly [command: string, does: string])[];
  /** Each code with its meaning; empty where 0 and 64 say it all. */
  readonly exitCodes: readonly (readonly [code: string, meaning: string])[];
}

/** A whole help: how the command is written, examples, options, exit codes. */
export async function renderHelp(text: HelpText, options: Argv): Promise<string> {
  const [first = "", ...about] = text.usage.split("\n");
  const examples = text.examples.flatMap(([command, does]) => [`  ${command}`, `      ${does}`]);
  const parts = [
    first,
    ...section("Examples:", examples),
    about.join("\n").trim(),
    (await options.getHelp()).trim(),
    ...section("Exit codes:", table(text.exitCodes)),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [[title, ...lines].join("\n")];
}

function table(rows: HelpText["exitCodes"]): string[] {
  const width = Math.max(0, ...rows.map(([code]) => code.length));
  return rows.map(([code, meaning]) => `  ${code.padEnd(width)}  ${meaning}`);
}
