import { describe, expect, it } from "vitest";
import { mountPoints, readContainerUse } from "../../../src/facts/machine/container-use.ts";

describe("what was mounted into a container", () => {
  it("is read from the kernel's list, blanks and all, without the root", () => {
    const text = [
      "24 1 0:22 / / rw,relatime - overlay overlay rw",
      "25 24 8:1 /x /run/secrets/my\\040key ro,relatime - ext4 /dev/sda1 rw",
      "26 24 0:23 / /data rw - tmpfs tmpfs rw",
      "",
    ].join("\n");
    expect(mountPoints(text)).toEqual(["/run/secrets/my key", "/data"]);
  });

  it("is nothing where there is no such list; who runs is told all the same", () => {
    const use = readContainerUse("/none");
    expect(use.mounts).toEqual([]);
    if (process.getuid) expect(use.users).toContain(process.getuid());
  });
});
