import { type CompletedCommand, type CompletedOption, spellings, type Values } from "./spec.ts";

/**
 * The completion for zsh, as a file `_mlflow-guard` of its function path or by `source`.
 * @see https://zsh.sourceforge.io/Doc/Release/Completion-System.html (`_arguments`, `_describe`)
 */
export function zshCompletion(commands: readonly CompletedCommand[]): string {
  const described = commands.map(({ name, help }) => `    ${quoted(`${colons(name)}:${help}`)}`);
  return `#compdef mlflow-guard
# zsh completion of mlflow-guard
_mlflow-guard() {
  local -a commands
  local context state state_descr line
  typeset -A opt_args
  commands=(
${described.join("\n")}
  )
  _arguments -C \\
    '--env-file[read this dotenv file]:file:_files' \\
    '(- *)--help[show the commands]' \\
    '(- *)--version[show the version]' \\
    '1: :->command' \\
    '*:: :->rest' && return
  case $state in
    command) _describe command commands ;;
    rest)
      case $words[1] in
${commands.map(branch).join("\n")}
      esac ;;
  esac
}
if [ "$funcstack[1]" = _mlflow-guard ]; then _mlflow-guard "$@"
else compdef _mlflow-guard mlflow-guard
fi
`;
}

function branch({ name, options, words }: CompletedCommand): string {
  const specs = options.flatMap(optionSpecs);
  const first = words === null ? [] : [quoted(`1:${wordOf(words)}:${action(words)}`)];
  const lines = [...first, ...specs].map((spec) => `          ${spec}`);
  return `        ${name}) _arguments \\\n${lines.join(" \\\n")} ;;`;
}

function optionSpecs(option: CompletedOption): string[] {
  const { help, values } = option;
  const value = values === null ? "" : `:${wordOf(values)}:${action(values)}`;
  // A value stands behind a blank or behind "=".
  return spellings(option).map((word) => {
    const name = values !== null && word.startsWith("--") ? `${word}=` : word;
    return quoted(`*${name}[${help.replace(/[[\]\\]/g, "\\$&")}]${value}`);
  });
}

function wordOf(values: Values): string {
  return typeof values === "string" ? values : "value";
}

function action(values: Values): string {
  if (values === "file") return "_files";
  if (values === "folder") return "_files -/";
  return values === "text" ? " " : `(${values.join(" ")})`;
}

function colons(text: string): string {
  return text.replaceAll(":", "\\:");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
