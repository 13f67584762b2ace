import { constants } from "node:os";
import { describe, expect, it } from "vitest";
import { brokenPython, spawnFailure } from "../../../src/launch/process/spawn-failure.ts";
import { describeSpawnFailure } from "../../../src/report/endings/spawn-failures.ts";
import { answerOf, startProcess } from "../../../src/start-process.ts";
import { needs } from "../../support/needs.ts";

const OPTIONS = { cwd: "/", env: {} };

describe("a program that cannot be started", () => {
  it.each([
    ["E2BIG", 71],
    ["ENOMEM", 71],
    ["EAGAIN", 71],
    ["EMFILE", 71],
    ["ENFILE", 71],
    ["ENOENT", 69],
    ["EACCES", 69],
    ["ENOEXEC", 69],
    ["ETXTBSY", 69],
  ])("by %s is said with its name, its cause and what to do, and ends with %i", (code, exit) => {
    const failure = spawnFailure("/opt/bin/mlflow", code, "/");
    expect(failure.exit).toBe(exit);
    const { what, fix } = describeSpawnFailure(failure);
    expect(what).toMatch(new RegExp(`^/opt/bin/mlflow could not be started \\(${code}\\): .`));
    expect(what).not.toMatch(/the system does not run it/);
    expect(fix).not.toBe("");
  });

  it.each(Object.keys(constants.errno))("by %s has an exit code of the table", (code) => {
    expect([69, 71]).toContain(spawnFailure("/opt/bin/mlflow", code, "/").exit);
  });

  it("since the working directory is gone is not blamed on the program", () => {
    const failure = spawnFailure("/opt/bin/mlflow", "ENOENT", "/nowhere/at/all");
    expect(failure).toMatchObject({ id: "working-directory-gone", exit: 71 });
    expect(describeSpawnFailure(failure).what).toContain("the working directory is gone");
  });

  it("since its Python is broken is said with the code of that", () => {
    const failure = brokenPython("/opt/bin/python", 126);
    expect(failure).toMatchObject({ id: "python-not-runnable", exit: 69 });
    expect(describeSpawnFailure(failure).what).toContain(
      "/opt/bin/python ended with code 126 before it could start MLflow: it is no Python",
    );
  });

  it("never throws, and answers nothing", needs("Linux"), async () => {
    const big = "x".repeat(200_000);
    expect(startProcess("/bin/sh", ["-c", "true", big], OPTIONS)).toBe("E2BIG");
    expect(await answerOf("/bin/sh", ["-c", "echo one", big], OPTIONS)).toBeNull();
    expect(await answerOf("/bin/sh", ["-c", "echo one"], OPTIONS)).toBe("one\n");
    expect(await answerOf("/nonexistent/sh", [], OPTIONS)).toBeNull();
    expect(await answerOf("/bin/sh", ["-c", "cat; exit 3"], OPTIONS, "two")).toBeNull();
    expect(await answerOf("/bin/sh", ["-c", "cat"], OPTIONS, "two")).toBe("two");
  });
});
