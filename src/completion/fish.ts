import type { CompletedCommand, CompletedOption, Values } from "./spec.ts";

/**
 * The completion for fish 3 and newer.
 * @see https://fishshell.com/docs/current/completions.html
 */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  const first = "-n __fish_use_subcommand";
  return [
    "# fish completion of mlflow-guard",
    "complete -c mlflow-guard -f",
    `complete -c mlflow-guard ${first} -l env-file -r -F -d 'read this dotenv file'`,
    `complete -c mlflow-guard ${first} -l help -d 'show the commands'`,
    `complete -c mlflow-guard ${first} -l version -d 'show the version'`,
    ...commands.map(
      ({ name, help }) => `complete -c mlflow-guard ${first} -a ${name} -d ${quoted(help)}`,
    ),
    ...commands.flatMap(ofCommand),
    "",
  ].join("\n");
}

function ofCommand({ name, options, words }: CompletedCommand): string[] {
  const when = `complete -c mlflow-guard -n '__fish_seen_subcommand_from ${name}'`;
  return [
    ...(words === null ? [] : [`${when} ${wordsOf(words)}`]),
    ...options.map(
      (option) => `${when} ${named(option)}${valuesOf(option)} -d ${quoted(option.help)}`,
    ),
  ];
}

function named({ long, short }: CompletedOption): string {
  return `${short === undefined ? "" : `-s ${short} `}-l ${long}`;
}

function valuesOf({ values }: CompletedOption): string {
  if (values === null) return "";
  return values === "file" || values === "folder"
    ? ` -r ${wordsOf(values)}`
    : ` -x ${wordsOf(values)}`.trimEnd();
}

function wordsOf(values: Values): string {
  if (values === "file") return "-F";
  if (values === "folder") return "-a '(__fish_complete_directories)'";
  return values === "text" ? "" : `-a ${quoted(values.join(" "))}`;
}

/** fish knows two escapes between single quotes. */
function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, "\\$&")}'`;
}
