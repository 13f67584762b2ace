import { type CompletedCommand, type CompletedOption, spellings, type Values } from "./spec.ts";

/**
 * The completion for bash 4 and newer, which cuts words at `=`.
 * @see https://www.gnu.org/software/bash/manual/html_node/Programmable-Completion.html
 */
export function bashCompletion(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name).join(" ");
  return `# bash completion of mlflow-guard
# shellcheck shell=bash
_mlflow_guard() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} command='' at
  if [[ $current == = ]]; then current=
  elif [[ $previous == = ]]; then previous=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((at = 1; at < COMP_CWORD; at++)); do
    case \${COMP_WORDS[at]} in
      --env-file) ((at++)) ;;
      -* | =) ;;
      *) command=\${COMP_WORDS[at]}; break ;;
    esac
  done
  COMPREPLY=()
  case $command in
    '')
      case $previous in
        --env-file) _mlflow_guard_paths -f; return ;;
      esac
      _mlflow_guard_words '${names} --env-file --help --version' ;;
${commands.map(branch).join("\n")}
  esac
}
_mlflow_guard_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current"); }
_mlflow_guard_paths() {
  compopt -o filenames
  mapfile -t COMPREPLY < <(compgen "$1" -- "$current")
}
complete -F _mlflow_guard mlflow-guard
`;
}

function branch({ name, options, words }: CompletedCommand): string {
  const valued = options.flatMap((option) =>
    option.values === null ? [] : [`        ${valueBranch(option, option.values)}`],
  );
  const all = options.flatMap(spellings).join(" ");
  const first =
    words === null ? "" : `\n      [[ $current == -* ]] || { ${offer(words)}; return; }`;
  const values =
    valued.length === 0 ? "" : `\n      case $previous in\n${valued.join("\n")}\n      esac`;
  return `    ${name})${values}${first}\n      _mlflow_guard_words '${all}' ;;`;
}

function valueBranch(option: CompletedOption, values: Values): string {
  return `${spellings(option).join(" | ")}) ${offer(values)}; return ;;`;
}

function offer(values: Values): string {
  if (values === "file") return "_mlflow_guard_paths -f";
  if (values === "folder") return "_mlflow_guard_paths -d";
  return values === "text" ? ":" : `_mlflow_guard_words '${values.join(" ")}'`;
}
