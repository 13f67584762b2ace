import { chmodSync, chownSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { UnixDoors } from "../../../src/watch/sockets/unix-doors.ts";
import { makeFolder, whenFinished } from "../../support/guard.ts";
import { needs } from "../../support/needs.ts";

const UID = process.getuid?.() ?? -1;

/** A socket that listens, below a folder that everybody may go through. */
async function bound(mode: number, name = "a.sock"): Promise<string> {
  const folder = makeFolder();
  chmodSync(folder, 0o755);
  const path = join(folder, name);
  const server = createServer();
  whenFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(path, resolve));
  chmodSync(path, mode);
  return path;
}

describe("who can connect to a UNIX socket", needs("Linux"), () => {
  it.each([
    [0o755, "own"],
    [0o600, "own"],
    [0o666, "others"],
    [0o602, "others"],
  ] as const)("is told by its mode: %o", async (mode, door) => {
    const path = await bound(mode);
    expect(new UnixDoors(UID).judge(path)).toBe(door);
  });

  it("is told by its group", needs("root"), async () => {
    const path = await bound(0o660);
    chownSync(path, 0, 4243);
    expect(new UnixDoors(UID).judge(path)).toBe("others");
  });

  it("is told by its name as it is, line ends and all", async () => {
    expect(new UnixDoors(UID).judge(await bound(0o666, "a\nb.sock"))).toBe("others");
  });

  it("is nobody else where nobody else gets to it", async () => {
    const path = await bound(0o666);
    const folder = join(path, "..");
    const doors = new UnixDoors(UID);
    chmodSync(folder, 0o700);
    expect(doors.judge(path)).toBe("own");
    chmodSync(folder, 0o710);
    expect(doors.judge(path)).toBe("others");
  });

  it("is seen when the mode changes", async () => {
    const path = await bound(0o600);
    const doors = new UnixDoors(UID);
    expect(doors.judge(path)).toBe("own");
    chmodSync(path, 0o666);
    expect(doors.judge(path)).toBe("others");
  });

  it("is not known of one that was renamed, removed, or exchanged", async () => {
    const doors = new UnixDoors(UID);
    const path = await bound(0o600);
    renameSync(path, `${path}.new`);
    expect(doors.judge(path)).toBe("moved");
    mkdirSync(path);
    expect(doors.judge(path)).toBe("moved");
    rmSync(path, { recursive: true });
    expect(doors.judge(path)).toBe("moved");
  });

  it("is everybody with an abstract name", () => {
    expect(new UnixDoors(UID).judge("@x")).toBe("others");
  });
});
