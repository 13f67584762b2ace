import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { COMMANDS } from "../../src/intent/argv/command-names.ts";
import { GUARD_OPTIONS } from "../../src/intent/argv/guard-options.ts";
import { MLFLOW_OPTIONS } from "../../src/mlflow/options/options.ts";
import { RULES } from "../../src/policy/registry.ts";
import { makeFolder, runGuard } from "../support/guard.ts";
import { needs } from "../support/needs.ts";
import { runHere } from "../support/run-here.ts";

type Completed = "bash" | "zsh" | "fish";

async function script(shell: Completed): Promise<string> {
  const file = join(makeFolder(), `_mlflow-guard.${shell}`);
  writeFileSync(file, (await runHere(["completion", shell])).stdout);
  return file;
}

/** bash: the words as readline hands them over, which cuts at "=". */
const BASH = `source "$1"
COMP_WORDS=()
for word in $2; do
  case $word in
    --*=) COMP_WORDS+=("\${word%=}" =) ;;
    *) COMP_WORDS+=("$word") ;;
  esac
done
[[ $2 == *' ' ]] && COMP_WORDS+=("")
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
compopt() { :; }
_mlflow_guard
printf '%s\\n' "\${COMPREPLY[@]}"
`;

/** zsh: typed at a terminal of its own; what the completion would insert is what it hands to \`compadd\`. */
const ZSH = `zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "autoload -Uz compinit; compinit -D -u; source $1"
zpty -w shell 'compadd() { local -a found; builtin compadd -O found "$@"; print -rl -- GUARD:\${^found} > /dev/tty; builtin compadd "$@" }'
zpty -w shell 'look() { zle list-choices; zle complete-word; print -r -- "LINE:$BUFFER" > /dev/tty }; zle -N look'
zpty -w shell "bindkey '^I' look; PROMPT=; print -r ready-to-type"
zpty -r shell seen '*ready-to-type*ready-to-type*'
zpty -w -n shell "$2"$'\\t'$'\\x15'"print -r typed-""it"$'\\n'
zpty -r shell seen '*typed-it*typed-it*'
print -r -- "$seen"
zpty -d shell
`;

async function complete(shell: Completed, line: string): Promise<string[]> {
  const file = await script(shell);
  const words = {
    bash: ["-c", BASH, "bash", file, line],
    zsh: ["-f", "-c", ZSH, "zsh", file, line],
    fish: ["--no-config", "-c", 'source $argv[1]; complete -C "$argv[2]"', file, line],
  }[shell];
  const options = {
    cwd: makeFolder({ "settings.env": "" }),
    encoding: "utf8",
    timeout: 20_000,
  } as const;
  const { stdout, stderr } = spawnSync(shell, words, options);
  expect(stderr).toBe("");
  const lines = stdout.split(/\r?\n/).map((one) => one.replace(/\t.*/, "").trim());
  const seen = shell === "zsh" ? ofZsh(lines, line) : lines;
  return [...new Set(seen.filter(Boolean))].sort();
}

/** What was offered; a single word is inserted at once. */
function ofZsh(lines: readonly string[], line: string): string[] {
  const offered = lines.flatMap((one) => /GUARD:(\S+)$/.exec(one)?.[1] ?? []);
  const typed = lines.map((one) => /LINE:(.*)$/.exec(one)?.[1]).findLast(Boolean) ?? "";
  const inserted = typed.trim() === line.trim() ? [] : [typed.trim().split(" ").at(-1) ?? ""];
  return offered.length > 0 ? offered : inserted;
}

const OPTIONS = [...MLFLOW_OPTIONS, ...GUARD_OPTIONS].map(({ name }) => `--${name}`);

describe.each(["bash", "zsh", "fish"] as const)("the completion of %s", (shell) => {
  it.each([
    ["mlflow-guard ", [...COMMANDS, "help"]],
    ["mlflow-guard ser", ["server"]],
    ["mlflow-guard server --guard-log-f", ["--guard-log-format"]],
    ["mlflow-guard server --guard-log-format ", ["json", "text"]],
    ["mlflow-guard server --x-frame-options D", ["DENY"]],
    ["mlflow-guard --env-file settings.env check --form", ["--format"]],
    ["mlflow-guard user p", ["passwd"]],
    ["mlflow-guard rules no-", RULES.map(({ id }) => id).filter((id) => id.startsWith("no-"))],
    ["mlflow-guard rules foreign-", ["foreign-host-accepted", "foreign-listener"]],
    ["mlflow-guard init --password-file set", ["settings.env"]],
    ["mlflow-guard server --port ", []],
  ])("%j", needs(shell), async (line, expected) => {
    const named = (await complete(shell, line)).map((word) => word.replace(/=$/, ""));
    expect(named.filter((word) => !(line.endsWith(" ") && word.startsWith("--")))).toEqual(
      [...expected].sort(),
    );
  });

  it("has every option of MLflow and of the launcher", needs(shell), async () => {
    const found = (await complete(shell, "mlflow-guard server --")).map((word) =>
      word.replace(/=$/, ""),
    );
    expect(found).toEqual(expect.arrayContaining(OPTIONS));
  });

  it("takes a value behind an equals sign", needs(shell), async () => {
    const found = await complete(shell, "mlflow-guard server --guard-log-format=");
    expect(found.map((word) => word.replace(/^.*=/, ""))).toEqual(["json", "text"]);
  });
});

describe("the man page", () => {
  it(
    "is read by groff without a word, and names every command and option",
    needs("groff"),
    async () => {
      const { stdout } = await runGuard(["completion", "man"]);
      const options = { input: stdout, encoding: "utf8" } as const;
      const shown = spawnSync("groff", ["-man", "-Tascii", "-P-cbou", "-ww"], options);
      expect([shown.status, shown.stderr]).toEqual([0, ""]);
      for (const word of [...COMMANDS, ...OPTIONS]) expect(shown.stdout).toContain(word);
    },
  );
});

it("completion of no shell, or of two, is a usage error", async () => {
  for (const words of [[], ["tcsh"], ["bash", "zsh"], ["__proto__"]])
    expect(await runHere(["completion", ...words])).toMatchObject({ code: 64, stdout: "" });
});
