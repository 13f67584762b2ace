import { afterEach, expect, it, vi } from "vitest";
import { showProgress } from "../../src/install/progress.ts";
import type { Ports } from "../../src/ports.ts";

const STEP = { short: "pip installs", long: "pip installs into /h/mlflow-guard" };

afterEach(() => {
  vi.useRealTimers();
});

/** What is said and drawn of a step that takes this long. */
function shown(stderrIsTerminal: boolean, env: Ports["env"], milliseconds: number) {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
  const said: string[] = [];
  const drawn: string[] = [];
  // Only what it uses of the process.
  const ports = {
    ...{ env, stderrIsTerminal },
    err: (text: string) => void said.push(text),
    draw: (text: string) => void drawn.push(text),
  } as unknown as Ports;
  const end = showProgress(STEP, ports);
  vi.advanceTimersByTime(milliseconds);
  end();
  vi.advanceTimersByTime(9000);
  return { said, drawn, timers: vi.getTimerCount() };
}

it.each<[boolean, Ports["env"]]>([
  [false, { TERM: "xterm" }],
  [true, { TERM: "dumb" }],
  [true, {}],
])("is a line of a log where no terminal can draw: %j %j", (isTerminal, env) => {
  const said = ["mlflow-guard: pip installs into /h/mlflow-guard\n"];
  expect(shown(isTerminal, env, 2000)).toEqual({ said, drawn: [], timers: 0 });
});

it("is one line of a terminal with the seconds, and goes away", () => {
  const drawn = [0, 1, 2].map((second) => `\r\u001b[Kmlflow-guard: pip installs, ${second} s`);
  expect(shown(true, { TERM: "xterm" }, 2400)).toEqual({
    ...{ said: [], timers: 0 },
    drawn: [...drawn, "\r\u001b[K"],
  });
});
