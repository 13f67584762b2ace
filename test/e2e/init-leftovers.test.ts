import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BIN, makeFolder } from "../support/guard.ts";

/** A command of the program below a shell, which can close or fill its stdout, or bound it. */
function inShell(line: string, cwd: string) {
  const script = line.replace("GUARD", `"${process.execPath}" "${BIN}"`);
  const { status, stdout, stderr } = spawnSync("sh", ["-c", script], { cwd, encoding: "utf8" });
  return { code: status, stdout, stderr };
}

const TO_NOBODY = ["GUARD init --print >&-", "GUARD init --print >/dev/full"];

describe("init whose output nobody gets", () => {
  it.each(TO_NOBODY)("%s ends with 73", (line) => {
    const { code, stderr } = inShell(line, makeFolder());
    expect(code).toBe(73);
    expect(stderr).toContain("Nothing was made");
  });

  it("ends with 73 into a full disk, and says what was written", () => {
    const cwd = makeFolder();
    const { code, stderr } = inShell("GUARD init >/dev/full", cwd);
    expect(code).toBe(73);
    expect(stderr.replace(/\s+/g, " ")).toContain("To .env was written: MLFLOW_FLASK_SERVER");
    expect(existsSync(join(cwd, ".env"))).toBe(true);
  });

  it("prints to a pipe", () => {
    const { code, stdout } = inShell("GUARD init --print | cat", makeFolder());
    expect([code, stdout.split("\n").length]).toEqual([0, 5]);
  });
});

/** A process that has ended. */
function pidOfNobody(): number {
  return Number(execFileSync("sh", ["-c", "echo $$"], { encoding: "utf8" }));
}

describe("drafts of an init that was killed", () => {
  it.each(["init", "init --directory secrets"])("are removed by the next %s", (command) => {
    const cwd = makeFolder({ "secrets/x": "" });
    const file = command === "init" ? ".env" : "secrets/MLFLOW_FLASK_SERVER_SECRET_KEY";
    const killed = `${file}.${pidOfNobody()}-0123456789ab.new`;
    const running = `${file}.${process.pid}-0123456789ab.new`;
    const others = [`${file}.new`, `${file}.0123.new`, `x${file}.1-0123456789ab.old`];
    const folder = join(cwd, file, "..");
    const kept = [running, ...(command === "init" ? others : [])];
    for (const name of [killed, ...kept]) writeFileSync(join(cwd, name), "SECRET=1");
    for (const _run of ["writes", "has everything"]) {
      expect(inShell(`GUARD ${command}`, cwd).code).toBe(0);
      expect(existsSync(join(cwd, killed))).toBe(false);
      for (const name of kept) expect(existsSync(join(cwd, name))).toBe(true);
      writeFileSync(join(cwd, killed), "SECRET=1");
    }
    expect(readdirSync(folder).length).toBeGreaterThan(1);
  });
});

/** Below the first, Node itself does not start. */
const FEW = [20, 21, 22, 24, 26, 28, 32, 40, 64];

describe("too few descriptors", () => {
  const TOO_FEW =
    /^mlflow-guard: too few files .* \((?:npx )?mlflow-guard rules\n +too-many-open-files\)\n {2}ulimit -n 1024\n$/;

  it.each(FEW)("end a start in one block, before anything was started: ulimit -n %i", (few) => {
    const { code, stderr } = inShell(`ulimit -n ${few}; GUARD server`, makeFolder());
    expect([code, stderr]).toEqual([71, expect.stringMatching(TOO_FEW)]);
  });

  it.each(["init --print", "rules", "check"])("end %s in one block, if at all", (command) => {
    const { code, stderr } = inShell(`ulimit -n ${FEW[0]}; GUARD ${command}`, makeFolder());
    if (code !== 0) expect([code, stderr]).toEqual([71, expect.stringMatching(TOO_FEW)]);
  });
});
