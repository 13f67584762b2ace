import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ask, runTool } from "../../src/install/run-tool.ts";
import { makeFolder } from "../support/guard.ts";

const call = (file: string, args: readonly string[], env = {}) => {
  const log = join(makeFolder(), "log");
  return runTool({ ...{ file, args, env, log }, started: () => {} });
};

describe("a program of an installation", () => {
  it("that ends is told by its code and its lines", async () => {
    expect(await call("/bin/sh", ["-c", "echo one"])).toEqual({ ok: true, lines: ["one"] });
    expect(await call("/bin/sh", ["-c", "echo two >&2; exit 3"])).toEqual({
      ...{ ok: false, lines: ["two"] },
    });
  });

  it.each([
    ["is not there", "/nowhere/pip", {}, "ENOENT"],
    ["would be given too much", "/bin/sh", { BIG: "x".repeat(200_000) }, "E2BIG"],
    ["may not be run", "/etc/passwd", {}, "EACCES"],
  ])("that %s fails with the system's code", async (_what, file, env, code) => {
    expect(await call(file, ["-c", "true"], env)).toEqual({
      ok: false,
      lines: [`${file}: ${code}`],
    });
  });
});

describe("a short question to a program", () => {
  it("is answered, or is not", () => {
    expect(ask("/bin/sh", ["-c", "echo yes; echo no >&2"], {})).toBe("yes");
    expect(ask("/bin/sh", ["-c", "echo yes; exit 1"], {})).toBeNull();
    expect(ask("/nowhere/uv", [], {})).toBeNull();
  });

  it("is not waited for, even if a child of it keeps stdout open", () => {
    const since = performance.now();
    expect(ask("/bin/sh", ["-c", "echo yes; sleep 3 & wait"], { PATH: "/bin" }, 200)).toBeNull();
    expect(performance.now() - since).toBeLessThan(2000);
  });
});
