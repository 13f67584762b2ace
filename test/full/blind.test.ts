import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { BIN, start, waitFor } from "../support/guard.ts";
import { needs } from "../support/needs.ts";
import { childrenOf } from "../support/processes.ts";
import {
  flat,
  isListening,
  nothingLeft,
  prepareStandIn,
  type StandIn,
  startStandIn,
} from "../support/stand-in.ts";
import { expectNothingLeft } from "../support/traces.ts";

/** Seconds, as stand-ins are started with. */
const STOP_TIMEOUT = 5;

/** A name of another machine makes a server on loopback one that others reach. */
const REACHED = ["--app-name", "basic-auth", "--allowed-hosts", "mlflow.example.org"];

/** How many files the launcher may have open from now on; what is open stays open. */
function allowFiles({ guard }: StandIn, most: number): void {
  execFileSync("prlimit", [`--pid=${guard.pid}`, `--nofile=${most}:`]);
}

const says = ({ guard }: StandIn, text: string) =>
  waitFor(() => flat(guard.stderr()).includes(text), 30_000);

describe("a launcher that may open no more files", needs("Linux"), () => {
  it("says so, and watches again when it may", async () => {
    const stand = await startStandIn("late:0.0.0.0");
    await stand.guard.ready();
    allowFiles(stand, 3);
    await says(stand, "could not look at the processes and sockets of the server (EMFILE)");
    stand.trigger();
    allowFiles(stand, 1024);
    await says(stand, "can be looked at again");
    const { code, stderr } = await stand.guard.ended;
    expect(code).toBe(76);
    expect(flat(stderr)).toContain(`listens on 0.0.0.0:${stand.other}`);
    expect(await nothingLeft(stand)).toBe(true);
  });

  it("stops a server that others can reach, which it cannot watch", async () => {
    const stand = await startStandIn("late:0.0.0.0", REACHED);
    await stand.guard.ready();
    allowFiles(stand, 3);
    stand.trigger();
    const { code, stderr } = await stand.guard.ended;
    expect(code).toBe(76);
    expect(flat(stderr)).toMatch(
      /could not look at the processes and sockets of the server \(EMFILE\) for 1\d s/,
    );
    expect(await nothingLeft(stand)).toBe(true);
  });

  it("ends what left the group, even if nothing is at /proc any more", {
    ...needs("mounts of one's own"),
  }, async () => {
    const { words, env, cwd, ...rest } = await prepareStandIn("daemon");
    const launcher = [process.execPath, BIN, ...words, ...REACHED];
    const guard = start("unshare", ["--mount", "--", ...launcher], { cwd, env });
    const stand = { words, env, cwd, ...rest, guard };
    await guard.ready();
    execFileSync("nsenter", ["--mount", "--target", String(guard.pid), "umount", "-l", "/proc"]);
    stand.trigger();
    await waitFor(() => isListening(stand.other));
    const { code, stderr } = await guard.ended;
    expect(code).toBe(76);
    expect(flat(stderr)).toMatch(/could not look at the processes and sockets of the server/);
    expect(await nothingLeft(stand)).toBe(true);
  });

  it("takes its private folder away, also where nobody else would", async () => {
    const stand = await startStandIn("good", REACHED);
    await stand.guard.ready();
    const guardian = childrenOf(stand.guard.pid).find(({ argv }) => argv.includes("-guardian "));
    process.kill(guardian?.pid ?? Number.NaN, "SIGKILL");
    allowFiles(stand, 3);
    expect((await stand.guard.ended).code).toBe(76);
    await expectNothingLeft(stand, STOP_TIMEOUT, performance.now());
  });

  it("still sees a listener with the descriptor that it kept", async () => {
    const stand = await startStandIn("late:0.0.0.0");
    await stand.guard.ready();
    const open = Number(
      execFileSync("sh", ["-c", `ls /proc/${stand.guard.pid}/fd | sort -n | tail -1`], {
        encoding: "utf8",
      }),
    );
    allowFiles(stand, open + 1);
    stand.trigger();
    const { code, stderr } = await stand.guard.ended;
    expect(code).toBe(76);
    expect(flat(stderr)).toContain(`listens on 0.0.0.0:${stand.other}`);
  });
});
