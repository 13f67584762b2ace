import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { faultOf } from "../../src/launch/fault.ts";
import { CannotLook } from "../../src/watch/sockets/proc.ts";

const failed = (code: string, syscall: unknown, errno?: number) =>
  Object.assign(new Error("a secret"), { code, syscall, errno });

function thrown(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

const NEEDED = "the system failed a call that was needed:";

describe("an error that came through", () => {
  it.each([
    ["a failed call", failed("EIO", "fstat", -5), "fstat (EIO, i/o error)"],
    [
      "Node's own",
      thrown(() => readFileSync("/nowhere")),
      "open (ENOENT, no such file or directory)",
    ],
    [
      "a spawn, with a path",
      failed("EPERM", "spawn /a secret"),
      "spawn (EPERM, operation not permitted)",
    ],
    [
      "node:os",
      failed("ERR_SYSTEM_ERROR", "uv_os_gethostname", -5),
      "uv_os_gethostname (EIO, i/o error)",
    ],
    ["a code without a number", failed("EWHATEVER", "read"), "read (EWHATEVER)"],
    ["a look", new CannotLook("ENOMEM"), "a look at /proc (ENOMEM, not enough memory)"],
  ])("is the system's: %s", (_kind, error, call) => {
    expect(faultOf(error, {})).toEqual({
      what: `${NEEDED} ${call}`,
      fix: expect.stringContaining("dmesg"),
      ...{ id: "system-call-failed", whose: "system", code: 71 },
      stack: undefined,
    });
  });

  it.each(["EMFILE", "ENFILE"])("names the limit: %s", (code) => {
    const { id, what, fix, code: exit } = faultOf(failed(code, "open"), {});
    expect([what, fix, exit]).toEqual(["too few files may be open at once", "ulimit -n 1024", 71]);
    expect(id).toBe("too-many-open-files");
  });

  it("tells what was installed anew from a mistake", () => {
    const { id, what, code, whose } = faultOf(failed("MODULE_NOT_FOUND", undefined), {});
    expect([what, code, whose]).toEqual([expect.stringContaining("installed anew"), 71, "system"]);
    expect(id).toBe("launcher-replaced");
  });

  it.each([
    ["of another kind", new TypeError("a secret"), "TypeError"],
    ["with a code of Node's", failed("ERR_INVALID_ARG_TYPE", undefined), "Error"],
    ["of a call that was made wrongly", failed("EBADF", "close", -9), "Error"],
    ["that is no error", "a secret", "unknown"],
  ])("is a mistake of ours: one %s", (_kind, error, name) => {
    const { id, what, code, whose } = faultOf(error, {});
    expect(id).toBeNull();
    const words = `internal error (${name}); this is a mistake of mlflow-guard`;
    expect([what, code, whose]).toEqual([words, 70, "fault"]);
  });

  it.each([
    failed("EIO", "read"),
    new TypeError("x"),
  ])("shows its stack to who debugs: %s", (error) => {
    expect(faultOf(error, { MLFLOW_GUARD_DEBUG: "1" }).stack).toBe(error.stack);
    expect(faultOf(error, { MLFLOW_GUARD_DEBUG: "0" }).stack).toBeUndefined();
  });
});
