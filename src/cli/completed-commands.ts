import type { Options } from "yargs";
import { CATALOGUE_IDS } from "../catalogue.ts";
import type { CompletedCommand, CompletedOption, Values } from "../completion/spec.ts";
import { COMMAND_SUMMARIES, COMMANDS, type CommandName } from "../intent/argv/command-names.ts";
import { GUARD_OPTIONS, type GuardOption } from "../intent/argv/guard-options.ts";
import { OPTION_HELP } from "../mlflow/options/option-help.ts";
import { MLFLOW_OPTIONS, type MlflowOption } from "../mlflow/options/options.ts";
import { RULES, WAIVABLE } from "../policy/registry.ts";
import { ACTIONS } from "../users/request.ts";
import type { Definition } from "./definition.ts";

/** What the value of an option may be, by its long name; every other is a text. */
const VALUES: Readonly<Record<string, Values>> = {
  "x-frame-options": ["SAMEORIGIN", "DENY", "NONE"],
  "app-name": ["basic-auth"],
  "artifacts-destination": "folder",
  "expose-prometheus": "folder",
  "trace-archival-config": "file",
  "guard-unsafe": [...WAIVABLE],
  file: "file",
  directory: "folder",
  python: "file",
  "env-file": "file",
  "guard-env-file": "file",
  "guard-mlflow": "file",
  "password-file": "file",
  "admin-password-file": "file",
};

/** What may follow a command. */
const WORDS: Partial<Readonly<Record<CommandName, Values>>> = {
  user: ACTIONS,
  rules: [...RULES.map(({ id }) => id), ...CATALOGUE_IDS],
  shim: "folder",
  completion: ["bash", "zsh", "fish", "man"],
};

const HELP: CompletedOption = { long: "help", help: "show this help", values: null };

/** Every command with its options, from the tables that parse them. */
export function completedCommands(
  definitions: Readonly<Record<string, Definition>>,
): readonly CompletedCommand[] {
  const commands = COMMANDS.map((name) => ({
    name,
    help: COMMAND_SUMMARIES[name],
    options: optionsOf(name, definitions[name]),
    words: WORDS[name] ?? null,
  }));
  const help = { name: "help", help: "show the options of a command", options: [] };
  return [...commands, { ...help, words: COMMANDS }];
}

function optionsOf(name: CommandName, definition: Definition | undefined): CompletedOption[] {
  if (definition) return [...Object.entries(definition.options).flatMap(ofYargs), HELP];
  const format = { long: "format", help: "text or json", values: ["text", "json"] };
  return [
    ...MLFLOW_OPTIONS.flatMap(ofMlflow),
    ...GUARD_OPTIONS.map(ofGuard),
    ...(name === "check" ? [format] : []),
    HELP,
  ];
}

function ofMlflow({ name, short, off, kind }: MlflowOption): CompletedOption[] {
  const help = OPTION_HELP[name] ?? "";
  const values = kind === "flag" ? null : (VALUES[name] ?? "text");
  const on = { long: name, ...(short === undefined ? {} : { short }), help, values };
  return off === undefined ? [on] : [on, { long: off, help: `not --${name}`, values: null }];
}

function ofGuard({ name, value, help, choices }: GuardOption): CompletedOption {
  const path = value === "FILE" || value === "PATH" ? "file" : "text";
  const values = value === null ? null : (choices ?? VALUES[name] ?? path);
  return { long: name, help, values };
}

function ofYargs([name, { type, choices, describe = "", alias }]: [string, Options]) {
  const values = type === "boolean" ? null : ((choices as Values) ?? VALUES[name] ?? "text");
  const names = [name, ...[alias ?? []].flat()];
  return names.map((long) => ({ long, help: describe, values }));
}
