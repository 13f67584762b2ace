import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { plainEnvironment, waitFor } from "./guard.ts";

const DRIVER = fileURLToPath(new URL("../fixtures/shell.py", import.meta.url));

/** A person's shell in a window: what was printed since the last paste, and a way to paste the next line. */
export interface Shell {
  /** Pastes a line and presses return. */
  readonly paste: (line: string) => void;
  /** What the screen has shown since the last paste, without colours and carriage returns. */
  readonly screen: () => string;
  /** Waits until the screen shows it. */
  readonly see: (text: RegExp, milliseconds?: number) => Promise<RegExpExecArray>;
  /** Ctrl-C. */
  readonly interrupt: () => void;
}

/** Opens one; the window is closed when the test ends, and what runs in it ends with it. */
export function openShell(cwd: string, env: Readonly<Record<string, string>>): Shell {
  const child = spawn("python3", [DRIVER], {
    cwd,
    env: { ...plainEnvironment(env), PS1: "$ ", TERM: "dumb", HISTFILE: "" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  let shown = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    shown += text;
  });
  child.stdin.on("error", () => {});
  const ended = new Promise((resolve) => child.once("close", resolve));
  onTestFinished(async () => {
    child.stdin.end();
    await ended;
  });
  const screen = () => shown.replace(/\r/g, "");
  return {
    screen,
    paste: (line) => {
      shown = "";
      child.stdin.write(`${line}\n`);
    },
    interrupt: () => void child.stdin.write("\x03"),
    see: (text, milliseconds) =>
      waitFor(
        () => text.exec(screen()),
        milliseconds,
        () => `${text} was not seen:\n${screen()}`,
      ),
  };
}
