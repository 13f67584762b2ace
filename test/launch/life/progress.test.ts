import { afterEach, describe, expect, it, vi } from "vitest";
import { progressLine, showProgress, type Waiting } from "../../../src/launch/life/progress.ts";
import type { Output } from "../../../src/launch/output/output.ts";

const WAITING: Waiting = {
  waitingFor: { on: "listener" },
  signs: { deaths: 0, workers: 1, idle: 0 },
};

describe("how a start goes", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  function shownIn(seconds: number, progress: boolean): string[] {
    vi.useFakeTimers();
    const shown: string[] = [];
    const output = { show: (text: string) => shown.push(text) } as Partial<Output> as Output;
    const { end } = showProgress({ progress, output }, () => WAITING);
    vi.advanceTimersByTime(seconds * 1000);
    end();
    vi.advanceTimersByTime(seconds * 1000);
    return shown;
  }

  it("is a line each second at a terminal, with what is waited for, until it is over", () => {
    const [first, second, ...more] = shownIn(2, true);
    expect([first, second, more]).toEqual([
      expect.stringMatching(/^mlflow-guard: 1 s, waiting for MLflow to listen/),
      expect.stringMatching(/^mlflow-guard: 2 s, waiting for MLflow to listen/),
      [""],
    ]);
  });

  it("is nothing elsewhere", () => {
    expect(shownIn(5, false)).toEqual([]);
  });

  it("fits into a terminal", () => {
    expect(
      progressLine(9, { ...WAITING, waitingFor: { on: "health", url: "x".repeat(200) } }),
    ).toHaveLength(79);
  });
});
