import { DEFINITIONS } from "../../src/cli/commands.ts";
import { COMMANDS } from "../../src/intent/argv/command-names.ts";
import { GUARD_OPTIONS, type GuardOption, twinOf } from "../../src/intent/argv/guard-options.ts";
import { OPTION_HELP } from "../../src/mlflow/options/option-help.ts";
import { MLFLOW_OPTIONS, type MlflowOption } from "../../src/mlflow/options/options.ts";
import { code, codes, table } from "./table.ts";

const spelled = (name: string, value: string | null) =>
  code(value === null ? `--${name}` : `--${name} ${value}`);

export function guardOptions(): string {
  return table(
    ["option", "meaning", "variable"],
    GUARD_OPTIONS.map((option) => [
      spelled(option.name, option.value),
      meaningOf(option),
      option.env ? code(twinOf(option.name)) : "none",
    ]),
  );
}

/** Choices that the value does not show by itself. */
function meaningOf({ help, value, choices, repeatable }: GuardOption): string {
  const hidden = choices && !choices.every((choice) => value?.split("|").includes(choice));
  return [help, hidden && codes(choices), repeatable && "repeatable"].filter(Boolean).join("; ");
}

export function mlflowOptions(): string {
  return table(
    ["option", "meaning", "variable", "since"],
    MLFLOW_OPTIONS.map((option) => [
      spellingsOf(option),
      OPTION_HELP[option.name] ?? "",
      option.env ? code(option.env) : "none",
      option.since === "0" ? "" : option.since,
    ]),
  );
}

function spellingsOf({ name, short, off, kind }: MlflowOption): string {
  const value = { text: "TEXT", integer: "NUMBER", flag: null }[kind];
  const others = [short && `-${short}`, off && `--${off}`].filter((one) => one !== undefined);
  return [spelled(name, value), ...others.map((one) => code(one || ""))].join(", ");
}

/** The options of every command that does not read MLflow's command line; those without any are left out. */
export function commandOptions(): string {
  return COMMANDS.flatMap((name) => {
    const options = Object.entries(DEFINITIONS[name]?.options ?? {});
    if (options.length === 0) return [];
    const rows = options.map(([option, { type, choices, describe = "" }]) => {
      const value = choices ? choices.join("|") : type === "boolean" ? null : "VALUE";
      return [spelled(option, value), describe];
    });
    return [`### ${name}\n\n${table(["option", "meaning"], rows)}`];
  }).join("\n\n");
}
