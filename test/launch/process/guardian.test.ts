import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it, onTestFinished } from "vitest";
import { GUARDIAN } from "../../../src/launch/process/guardian.ts";
import { readProcess } from "../../../src/watch/sockets/process-table.ts";
import { waitFor } from "../../support/guard.ts";
import { needs } from "../../support/needs.ts";
import { ORDINARY } from "../../support/ordinary.ts";

/** A process in a group of its own, which lives for a while and hears no SIGTERM. */
async function startStubborn(): Promise<ChildProcess> {
  const child = spawn("/bin/sh", ["-c", 'trap "" TERM; echo on; exec sleep 60'], {
    ...{ uid: ORDINARY, gid: ORDINARY, cwd: "/", detached: true },
    stdio: ["ignore", "pipe", "ignore"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout ?? child, "data");
  return child;
}

describe("the guardian", () => {
  it(
    "ends what it knows at once where it may start no process",
    needs("Linux", "root"),
    async () => {
      const [leader, outsider] = [await startStubborn(), await startStubborn()];
      const words = ["--nproc=1:1", "--", "/bin/sh", "-c", GUARDIAN, "guardian", "30"];
      const guardian = spawn("prlimit", words, {
        ...{ uid: ORDINARY, gid: ORDINARY, cwd: "/" },
        stdio: ["pipe", "ignore", "pipe"],
      });
      onTestFinished(() => void guardian.kill("SIGKILL"));
      let said = "";
      guardian.stderr.on("data", (data) => {
        said += data;
      });
      const outside = `${outsider.pid}:${readProcess(outsider.pid ?? 0)?.started}`;
      guardian.stdin.end(`group ${leader.pid}\nmark NONE=1\noutside ${outside}\n`);
      await once(guardian, "close");
      await waitFor(
        () => leader.signalCode === "SIGKILL" && outsider.signalCode === "SIGKILL",
        5000,
      );
      expect(said).not.toBe("");
    },
  );
});
