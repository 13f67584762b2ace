import { DEFINITIONS } from "../../src/cli/commands.ts";
import { EXIT } from "../../src/exit-codes.ts";
import { CHECK_HELP, SERVER_HELP } from "../../src/help/server-help.ts";
import { COMMANDS, type CommandName } from "../../src/intent/argv/command-names.ts";
import { codes, table } from "./table.ts";

type Meaning = readonly [code: string, meaning: string];

/** Where the help of a command says nothing of its codes. */
const PLAIN: readonly Meaning[] = [
  [String(EXIT.ok), "done"],
  [String(EXIT.usage), "wrong usage"],
];

const HELP: Readonly<Record<string, { readonly exitCodes: readonly Meaning[] }>> = {
  ...DEFINITIONS,
  server: SERVER_HELP,
  ui: SERVER_HELP,
  check: CHECK_HELP,
};

function meaningsOf(command: CommandName): readonly Meaning[] {
  const said = HELP[command]?.exitCodes ?? [];
  return said.length > 0 ? said : PLAIN;
}

/** Every code with what it means to which commands, as their help says it. */
export function exitCodes(): string {
  const commands = new Map<string, CommandName[]>();
  for (const command of COMMANDS) {
    for (const meaning of meaningsOf(command)) {
      const row = JSON.stringify(meaning);
      commands.set(row, [...(commands.get(row) ?? []), command]);
    }
  }
  const rows = [...commands].map(([row, who]) => {
    const [code, meaning] = JSON.parse(row) as Meaning;
    return { code, meaning, who: who.length === COMMANDS.length ? "every one" : codes(who) };
  });
  const unsaid = Object.values(EXIT).filter((one) => !rows.some(({ code }) => code === `${one}`));
  if (unsaid.length > 0) throw new Error(`no help explains exit code ${unsaid.join(", ")}`);
  const place = (code: string) => (Number.isNaN(Number(code)) ? Infinity : Number(code));
  rows.sort((one, other) => place(one.code) - place(other.code));
  return table(
    ["code", "command", "meaning"],
    rows.map(({ code, who, meaning }) => [code, who, meaning]),
  );
}
