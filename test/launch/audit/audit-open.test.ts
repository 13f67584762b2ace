import {
  chmodSync,
  closeSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { lookAt } from "../../../src/launch/audit/audit-look.ts";
import { AuditFileError, openOwn } from "../../../src/launch/audit/audit-open.ts";
import { makeFolder } from "../../support/guard.ts";
import { needs } from "../../support/needs.ts";

vi.mock("../../../src/launch/audit/audit-look.ts", async (original) => ({
  ...(await original<typeof import("../../../src/launch/audit/audit-look.ts")>()),
  lookAt: vi.fn(),
}));

const look = vi.mocked(lookAt);

/** What an opened log is refused for. */
function refusal(path: string): unknown {
  try {
    closeSync(openOwn(path));
  } catch (error) {
    if (error instanceof AuditFileError) return error.problem;
    throw error;
  }
  return null;
}

describe("an audit log that is exchanged after somebody looked", () => {
  beforeEach(() => void look.mockReturnValue(null));

  it.each([
    ["a link", (path: string) => symlinkSync("target", path), { why: "link" }],
    ["a dead link", (path: string) => symlinkSync("nothing", path), { why: "link" }],
    ["a folder", (path: string) => mkdirSync(path), { why: "cannot-open", error: "EISDIR" }],
    [
      "a hard link",
      (path: string) => linkSync(join(path, "../target"), path),
      { why: "hard-link" },
    ],
    [
      "a file of everybody's",
      (path: string) => {
        writeFileSync(path, "x");
        chmodSync(path, 0o666);
      },
      { why: "write" },
    ],
  ] as const)("is still not written: %s", needs("Linux"), (_what, exchange, against) => {
    const folder = makeFolder({ target: "x" });
    const path = join(folder, "audit.log");
    exchange(path);
    const open = readdirSync("/proc/self/fd").length;
    expect(refusal(path)).toMatchObject({ id: "audit-log-unusable", path, ...against });
    expect(readdirSync("/proc/self/fd")).toHaveLength(open);
    expect(readdirSync(folder).sort()).toEqual(["audit.log", "target"]);
    expect(readFileSync(join(folder, "target"), "utf8")).toBe("x");
  });

  it("is still no file of the kernel's", needs("Linux"), () => {
    expect(refusal("/proc/self/comm")).toMatchObject({ why: "kernel" });
  });
});

describe("an audit log that cannot be opened, as it seemed", () => {
  beforeEach(() => void look.mockReturnValue({ why: "cannot-open", error: "EACCES" }));

  it("is written where the system lets one", () => {
    const path = join(makeFolder(), "audit.log");
    const fd = openOwn(path);
    writeSync(fd, "line\n");
    closeSync(fd);
    expect(readFileSync(path, "utf8")).toBe("line\n");
  });

  it("is refused for what was seen, where the system refuses it as well", () => {
    expect(refusal("/nowhere/x/audit.log")).toMatchObject({ why: "cannot-open", error: "EACCES" });
  });
});

it("opens nothing that is no audit log by its looks", () => {
  look.mockReturnValue({ why: "no-file" });
  const folder = makeFolder();
  expect(refusal(join(folder, "audit.log"))).toMatchObject({ why: "no-file" });
  expect(readdirSync(folder)).toEqual([]);
});
