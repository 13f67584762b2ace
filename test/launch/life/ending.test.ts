import { describe, expect, it } from "vitest";
import { endingOf, type RunEnd } from "../../../src/launch/life/ending.ts";
import { spawnFailure } from "../../../src/launch/process/spawn-failure.ts";
import { describeEnding } from "../../../src/report/endings/endings.ts";

/** As it is said, with its id and MLflow's last lines. */
function end(more: Partial<RunEnd>) {
  const ending = endingOf({
    exit: { code: 1, signal: null },
    ready: false,
    waited: null,
    readyTimeout: 120,
    lines: [],
    secrets: ["the-key-of-this-start"],
    ...more,
  });
  return { id: ending.id, lines: ending.lines, ...describeEnding(ending, "the upgrade") };
}

const waited = (signs: { deaths?: number; idle?: number }) => ({
  for: { on: "listener" } as const,
  signs: { deaths: 0, workers: 1, idle: 0, ...signs },
});

describe("why a run ended", () => {
  it("names the code, the likely cause and its fix", () => {
    expect(end({ lines: ["sqlite3.OperationalError: database is locked"] })).toMatchObject({
      id: "database-locked",
      what: "MLflow ended with code 1 before it was ready",
      cause: expect.stringContaining("another process holds the SQLite database"),
      fix: expect.stringContaining("stop the other one: lsof FILE"),
    });
  });

  it("points at the last lines where no cause is known", () => {
    expect(end({ lines: ["odd"] })).toMatchObject({
      ...{ id: "ended-unasked", cause: null, lines: ["odd"] },
      fix: "its last lines say why",
    });
  });

  it("does not blame what was said earlier on a server that was killed", () => {
    const killed = { exit: { code: null, signal: "SIGKILL" as const }, ready: true };
    expect(end({ ...killed, lines: ["Connection refused"] })).toMatchObject({
      id: "killed-from-outside",
      what: "MLflow was ended by SIGKILL",
      cause: expect.stringContaining("want of memory"),
    });
  });

  it.each([
    [{}, "never-ready", "it was still busy starting"],
    [{ idle: 40.9 }, "start-hung", "it hangs: it used no processor time for 40 s"],
    [{ deaths: 4 }, "crash-loop", null],
  ])("tells a slow start from a hung one and from a crash loop: %j", (signs, id, cause) => {
    const ending = end({ waited: waited(signs) });
    expect(ending.id).toBe(id);
    expect(ending.cause).toEqual(cause === null ? null : expect.stringContaining(cause));
    expect(ending.what).toContain(
      cause === null
        ? "end as soon as they start"
        : "within 120 s and was stopped; the launcher waited for MLflow to listen",
    );
  });

  it("has the command that upgrades the database where it wants that", () => {
    expect(end({ lines: ["Detected out-of-date database schema (found ff)"] })).toMatchObject({
      ...{ id: "database-upgrade-needed", fix: "the upgrade" },
      cause: expect.stringContaining("wants an upgrade"),
    });
  });

  it("is that MLflow was never started, if it was not", () => {
    const exit = { code: 71, signal: null, failure: spawnFailure("/opt/mlflow", "E2BIG", "/") };
    expect(end({ exit, lines: ["Connection refused"] })).toMatchObject({
      ...{ id: "command-too-long", cause: null },
      what: expect.stringContaining("/opt/mlflow could not be started (E2BIG)"),
    });
  });

  it("leaves out the frames of tracebacks, and passwords", () => {
    const lines = [
      "Traceback (most recent call last):",
      '  File "x.py", line 3, in f',
      "    connect(uri)",
      "Error: postgresql://mlflow:sekret@db/x and http://db/y, the-key-of-this-start",
    ];
    expect(end({ lines }).lines).toEqual(["Error: postgresql://...@db/x and http://db/y, ..."]);
  });

  it("hides before it cuts, wherever the cut falls", () => {
    const [own, uri, key] = [
      "Qz7pWorTd9",
      "postgresql://ada@corp:Qz7pWorTd9@db/x",
      "k-of-this-start-Qz7",
    ];
    const secrets = [key, own];
    for (let before = 340; before < 420; before += 1) {
      for (const text of [uri, `mysql://u:${own}x@h/y`, `password=${own}`, key]) {
        const [line = ""] = end({
          lines: [`${"x".repeat(before)} ${text} and more`],
          secrets,
        }).lines;
        expect(line).not.toMatch(/Qz|k-of/);
        expect(line.length).toBeLessThanOrEqual(400);
      }
    }
  });
});
