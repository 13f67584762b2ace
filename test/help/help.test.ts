import { describe, expect, it } from "vitest";
import { runCommand } from "../../src/cli/commands.ts";
import { EXIT } from "../../src/exit-codes.ts";
import { serverHelp } from "../../src/help/server-help.ts";
import { OPTION_HELP } from "../../src/mlflow/options/option-help.ts";
import { MLFLOW_OPTIONS } from "../../src/mlflow/options/options.ts";
import type { Ports } from "../../src/ports.ts";
import { flat } from "../support/stand-in.ts";

/** What a command shows as its help. */
async function helpOf(command: string): Promise<string> {
  if (command === "server" || command === "ui" || command === "check") return serverHelp(command);
  let shown = "";
  const out = (text: string) => {
    shown += text;
    return true;
  };
  const words = command.startsWith("--") ? [] : ["--help"];
  expect(await runCommand(command, words, { out } as Partial<Ports> as Ports)).toBe(EXIT.ok);
  return shown;
}

const COMMANDS = ["server", "ui", "check", "init", "install-mlflow", "user", "healthcheck"];

describe("the help", () => {
  it.each([...COMMANDS, "rules", "--help"])("of %s has the examples first", async (command) => {
    const help = await helpOf(command);
    expect(help.split("\n")[2]).toBe("Examples:");
    expect(help.split("\n")[3]).toMatch(/^ {2}\S/);
    expect(help.indexOf("--help")).toBeGreaterThan(help.indexOf("Examples:"));
  });

  it.each(COMMANDS)("of %s has the exit codes last", async (command) => {
    const [before = "", after = ""] = (await helpOf(command)).split("\nExit codes:\n");
    expect(before).toContain("--help");
    const codes = after
      .trimEnd()
      .split("\n")
      .map((line) => /^ {2}(\d+|other) +\S/.exec(line)?.[1]);
    const known = [...Object.values(EXIT).map(String), "other"];
    expect(codes.filter((code) => !known.includes(code ?? ""))).toEqual([]);
    expect(codes).toContain("0");
  });

  it.each([...COMMANDS, "rules", "--help"])("of %s fits into 80 columns", async (command) => {
    const lines = (await helpOf(command)).split("\n");
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });
});

describe("the help of server", () => {
  it.each(MLFLOW_OPTIONS)("says what --$name does, in words of its own", async ({ name }) => {
    const help = OPTION_HELP[name] ?? "";
    expect(help).toMatch(/^\S.{15,90}[^.\s]$/);
    expect(Object.values(OPTION_HELP).filter((other) => other === help)).toHaveLength(1);
    expect(flat(await serverHelp("server"))).toContain(`--${name} ${help}`);
  });

  it("describes no option that is not there", () => {
    expect(Object.keys(OPTION_HELP)).toEqual(MLFLOW_OPTIONS.map(({ name }) => name));
  });
});
