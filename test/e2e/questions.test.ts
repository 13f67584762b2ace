import { describe, it } from "vitest";
import { EXIT } from "../../src/exit-codes.ts";
import { exportTo, typedPassword } from "../../src/shell/command.ts";
import { BIN, makeFolder, withCleanup } from "../support/guard.ts";
import { startListener } from "../support/listener.ts";
import { needs } from "../support/needs.ts";
import { SHELLS } from "../support/shells.ts";
import { LOGIN, prepareStandIn } from "../support/stand-in.ts";
import { atTerminal, type Step } from "../support/terminal.ts";

const PASSWORD = "unusual-Falcon-71-drift";
const HIDDEN = "Password of admin for";
const CTRL_D = "\x04";
const CTRL_Z = "\x1a";
const CTRL_BACKSLASH = "\x1c";

/** The person types it before there is any question. */
const early = (type: string): Step => ({ see: "", type });

describe.concurrent("the address of an opt-out without a date", () => {
  const STOP = "to stop: ";
  it.for([
    ["was typed before the question", (address: string) => [early(`${address}\r`), at("\r")]],
    ["was begun before it", (address: string) => [early(address), at("\r")]],
    [
      "was half typed before it",
      (address: string) => [early(address.slice(0, 4)), at(`${address.slice(4)}\r`)],
    ],
    [
      "was pasted before it, again and again",
      (address: string) => [early(`${address}\r`.repeat(500)), at("\r")],
    ],
    ["was ended by the end of the file", (address: string) => [at(`${address}${CTRL_D}`)]],
    ["is the end of the file", () => [at(CTRL_D)]],
    ["is something else", (address: string) => [at(`${address}0\r`)]],
  ] as const satisfies readonly (readonly [
    string,
    (address: string) => Step[],
  ])[])("counts as a no where it %s", ([, steps], { expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const { env: whole, ...stand } = await prepareStandIn("plain");
      const env = Object.fromEntries(Object.entries(whole).filter(([name]) => !(name in LOGIN)));
      const optOut = ["--guard-unsafe=public-without-auth", "--guard-reason=demo"];
      const words = [...stand.words, "--host", "0.0.0.0", ...optOut];
      const seen = await atTerminal(words, steps(`0.0.0.0:${stand.port}`), { ...stand, env });
      expect([seen.code, seen.unseen]).toEqual([EXIT.refused, []]);
      expect(seen.screen).toContain("not confirmed; MLflow was not started");
      expect(seen.echo_after).toBe(true);
    }));

  function at(type: string): Step {
    return { see: STOP, type };
  }
});

/** A password is asked for, since none is stored here. */
async function askPassword(steps: readonly Step[], command?: readonly string[]) {
  const { port, told } = await startListener();
  const words = ["user", "list", "--url", `http://127.0.0.1:${port}`];
  const where = command ? { command } : {};
  return { seen: await atTerminal(words, steps, { cwd: makeFolder(), ...where }), told };
}

const header = (password: string) => `Basic ${Buffer.from(`admin:${password}`).toString("base64")}`;

describe.concurrent("the line that a colleague pastes", () => {
  for (const shell of SHELLS)
    it(
      `asks for the password in ${shell}, and shows it nowhere`,
      needs(shell),
      ({ expect, onTestFinished }) =>
        withCleanup(onTestFinished, async () => {
          const lines = `${exportTo("X", typedPassword())} && test "$X" = '${PASSWORD}' && echo taken`;
          const steps = [{ see: "Password: ", type: `${PASSWORD}\r` }];
          const seen = await atTerminal([lines], steps, { command: [shell, "-c"] });
          expect(seen).toMatchObject({ code: 0, echo: [false], echo_after: true });
          expect(seen.screen).toContain("taken");
          expect(seen.screen).not.toContain(PASSWORD);
        }),
    );
});

describe.concurrent("a hidden question", () => {
  it.for([
    ["SIGHUP", { signal: 1 }, -1],
    ["SIGINT", { signal: 2 }, -2],
    ["SIGQUIT", { signal: 3 }, EXIT.interrupted],
    ["SIGTERM", { signal: 15 }, -15],
    ["SIGALRM", { signal: 14 }, -14],
    ["SIGIO", { signal: 29 }, -29],
    ["SIGPWR", { signal: 30 }, -30],
    ["SIGSTKFLT", { signal: 16 }, -16],
    ["SIGUSR2", { signal: 12 }, -12],
    ["SIGVTALRM", { signal: 26 }, -26],
    ["SIGPROF", { signal: 27 }, -27],
    ["SIGABRT", { signal: 6 }, EXIT.interrupted],
    ["SIGSYS", { signal: 31 }, EXIT.interrupted],
    ["SIGXCPU", { signal: 24 }, EXIT.interrupted],
    ["Ctrl-\\", { type: CTRL_BACKSLASH }, EXIT.interrupted],
  ] as const)("leaves a terminal that shows what is typed after %s", ([, act, code], {
    expect,
    onTestFinished,
  }) =>
    withCleanup(onTestFinished, async () => {
      const { seen, told } = await askPassword([{ see: HIDDEN, ...act }]);
      expect(seen).toMatchObject({ code, echo: [false], echo_after: true, unseen: [] });
      expect(told()).toEqual([]);
    }));

  it("shows it while the job is stopped, and asks again", ({ expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const script = '"$@"; echo "STOPPED $?"; fg >/dev/null';
      const steps: Step[] = [
        { see: HIDDEN, type: `half${CTRL_Z}` },
        { see: "STOPPED 148", type: "" },
        { see: HIDDEN, type: `${PASSWORD}\r` },
      ];
      const shell = ["bash", "-mc", script, "bash", process.execPath, BIN];
      const { seen, told } = await askPassword(steps, shell);
      expect(seen).toMatchObject({ code: 0, echo: [false, true, false], echo_after: true });
      expect(seen.screen).toContain("admin  admin");
      expect(new Set(told())).toEqual(new Set([header(PASSWORD)]));
    }));

  it("goes on where nobody could continue a stopped job", ({ expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const steps: Step[] = [
        { see: HIDDEN, signal: 20 },
        { see: HIDDEN, type: `${PASSWORD}\r` },
      ];
      const { seen, told } = await askPassword(steps);
      expect(seen).toMatchObject({ code: 0, echo: [false, false], echo_after: true });
      expect(new Set(told())).toEqual(new Set([header(PASSWORD)]));
    }));

  it("takes nothing that was typed before it", ({ expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const steps = [early("wrong-hunter2\rhalf"), { see: HIDDEN, type: `${PASSWORD}\r` }];
      const { seen, told } = await askPassword(steps);
      expect(seen).toMatchObject({ code: 0, echo_after: true, unseen: [] });
      expect(new Set(told())).toEqual(new Set([header(PASSWORD)]));
    }));

  it("ends with its terminal", ({ expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const { seen, told } = await askPassword([{ see: HIDDEN, close: true }]);
      expect([-1, 1]).toContain(seen.code);
      expect(told()).toEqual([]);
    }));
});
