import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { archivalConfigProblems } from "../../../src/facts/stores/archival-config.ts";
import { makeFolder } from "../../support/guard.ts";
import { intentOf } from "../../support/world.ts";

const OPTION = "--trace-archival-config";
const VARIABLE = "MLFLOW_TRACE_ARCHIVAL_CONFIG";
const FIX = "name a YAML file with trace_archival: in it, or leave it out";

const problems = (file: string, cwd: string, version: string | null = "3.17.2") =>
  archivalConfigProblems(intentOf({ words: [OPTION, file] }).intent, version, cwd);

describe("the file of the trace archive", () => {
  it.each([
    ["none.yaml", "does not exist"],
    [".", "is a folder"],
    ["pipe", "is not a regular file"],
    ["other.yaml", "holds no trace_archival"],
  ])("is named with what is wrong with it: %s", (file, problem) => {
    const cwd = makeFolder({ "other.yaml": "traces: 1\n" });
    execFileSync("mkfifo", [join(cwd, "pipe")]);
    expect(problems(file, cwd)).toEqual([{ what: `${OPTION}: ${file} ${problem}`, fix: FIX }]);
    expect(problems(file, cwd, null)).toHaveLength(1);
    const { intent } = intentOf({ env: { [VARIABLE]: file } });
    expect(archivalConfigProblems(intent, "3.13.0", cwd)).toEqual([
      { what: `${VARIABLE}: ${file} ${problem}`, fix: FIX },
    ]);
    // An older MLflow reads no such variable.
    expect(archivalConfigProblems(intent, "3.12.0", cwd)).toEqual([]);
  });

  it("is fine if it is there, and nobody's concern where it is not named or a placeholder", () => {
    const cwd = makeFolder({ "my traces.yaml": "trace_archival:\n  enabled: true\n" });
    expect(problems("my traces.yaml", cwd)).toEqual([]);
    expect(problems("${HOME}/x.yaml", cwd)).toEqual([]);
    expect(archivalConfigProblems(intentOf({}).intent, null, cwd)).toEqual([]);
  });

  it("is not shown where it is no plain path", () => {
    expect(JSON.stringify(problems("x:hunter2@y", "/"))).not.toContain("hunter2");
  });
});
