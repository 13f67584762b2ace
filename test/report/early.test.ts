import { expect, it } from "vitest";
import { earlyWords } from "../../src/report/early.ts";

const PROBLEM = { what: "odd \u00e9", fix: "leave it" };

it.each<[readonly string[], Record<string, string>, boolean]>([
  [[], {}, false],
  [[], { MLFLOW_GUARD_LOG_FORMAT: "json" }, true],
  [["--guard-log-format", "json"], {}, true],
  [["--guard-log-format=json"], {}, true],
  [["--guard-log-format=json", "server"], {}, true],
  [["--guard-log-format", "text"], { MLFLOW_GUARD_LOG_FORMAT: "json" }, false],
  [["--guard-log-format", "text", "--guard-log-format=json"], {}, true],
  [["--guard-log-format=json", "--guard-log-format", "text"], {}, false],
  [["--guard-log-format"], { MLFLOW_GUARD_LOG_FORMAT: "json" }, false],
  [["--guard-log-formats=json"], {}, false],
  [["x--guard-log-format=json"], {}, false],
  [["json"], {}, false],
])("what is said before the settings are read is JSON as they ask for it: %j, %j", (argv, env, isJson) => {
  expect(earlyWords(argv, env).warned("careful").startsWith("{")).toBe(isJson);
});

it("is text for a person", () => {
  const { misused, failed, warned } = earlyWords([], {});
  expect(warned("careful")).toBe("mlflow-guard: warning: careful\n");
  expect(failed("broken", "fix it")).toBe("mlflow-guard: broken\n  fix it\n");
  const seen = { id: "system-call-failed", stack: "at x" } as const;
  expect(failed("broken", "fix it", { ...seen, id: null })).toBe(
    "mlflow-guard: broken\n  fix it\nat x\n",
  );
  expect(failed("broken", "fix it", seen)).toBe(
    "mlflow-guard: broken (mlflow-guard rules system-call-failed)\n  fix it\nat x\n",
  );
  expect(misused([PROBLEM], "g", "check")).toBe(
    "mlflow-guard: the settings cannot be used.\n\n  what  odd \\u{e9}\n  fix   leave it\n\noptions: g check --help\n",
  );
});

it("is one record a line for a program, in ASCII, with the time", () => {
  const { misused, failed, warned } = earlyWords(["--guard-log-format=json"], {});
  const before = Date.now() - 1000;
  const seen = { id: "system-call-failed", stack: "at x" } as const;
  const lines = [misused([PROBLEM], "g"), failed("broken", "fix it", seen), warned("careful")];
  const records = lines.map((line) => {
    expect(line).toMatch(/^[\x20-\x7e]+\n$/);
    const { time, ...record } = JSON.parse(line);
    expect(Date.parse(time)).toBeGreaterThan(before);
    expect(new Date(time).toISOString()).toBe(time);
    return record;
  });
  const name = "mlflow-guard";
  expect(records).toEqual([
    {
      level: "error",
      name,
      event: "usage",
      problems: [PROBLEM],
      msg: "the settings cannot be used",
    },
    { level: "error", name, event: "failed", ...seen, fix: "fix it", msg: "broken" },
    { level: "warn", name, event: "warning", msg: "careful" },
  ]);
  const plain = JSON.parse(failed("broken", "fix it"));
  expect(plain).not.toHaveProperty("stack");
  expect(plain).not.toHaveProperty("id");
});
