import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { EXIT } from "../../src/exit-codes.ts";
import { makeFolder, runGuard, waitFor } from "../support/guard.ts";
import { needs } from "../support/needs.ts";
import { processesCalled } from "../support/processes.ts";
import { startStandIn } from "../support/stand-in.ts";
import { privateFolders } from "../support/traces.ts";

const BOB = 41_002;
const GUARD = "python/sitecustomize.py";

/** A start whose private folder can only be in that folder for temporary files. */
const inTemporary = (folder: string) => ({ HOME: "/none", XDG_STATE_HOME: "", TMPDIR: folder });

async function startInSticky() {
  const temporary = makeFolder();
  chmodSync(temporary, 0o1777);
  const stand = await startStandIn("good", undefined, inTemporary(temporary));
  await stand.guard.ready();
  const [name = ""] = readdirSync(temporary);
  return { ...stand, folder: join(temporary, name) };
}

describe("the private folder", () => {
  it("outlives the login session, and no command line tells where it is", async () => {
    const session = makeFolder();
    const stand = await startStandIn("good", undefined, { XDG_RUNTIME_DIR: session });
    await stand.guard.ready();
    expect(readdirSync(session)).toEqual([]);
    const [name = ""] = privateFolders(stand.runtime);
    expect(processesCalled(name)).toEqual([]);
    rmSync(session, { recursive: true });
    const env = { XDG_STATE_HOME: stand.runtime };
    expect((await runGuard(["healthcheck"], { env, cwd: stand.cwd })).code).toBe(0);
    stand.guard.signal("SIGTERM");
    expect((await stand.guard.ended).code).toBe(EXIT.ok);
    expect(privateFolders(stand.runtime)).toEqual([]);
  });

  it("is locked against what cleans by age", async () => {
    const stand = await startStandIn("good");
    await stand.guard.ready();
    const [name = ""] = privateFolders(stand.runtime);
    const lock = () =>
      spawnSync("flock", ["-n", "-x", join(stand.runtime, "mlflow-guard", name), "true"]).status;
    expect(lock()).toBe(1);
  });

  it("is written again, with the same content, when it is removed", async () => {
    const stand = await startStandIn("good");
    await stand.guard.ready();
    const [name = ""] = privateFolders(stand.runtime);
    const folder = join(stand.runtime, "mlflow-guard", name);
    const before = readFileSync(join(folder, GUARD), "utf8");
    const state = readFileSync(join(folder, "state.json"), "utf8");
    rmSync(join(stand.runtime, "mlflow-guard"), { recursive: true });
    await waitFor(() => existsSync(join(folder, "state.json")) && existsSync(join(folder, GUARD)));
    expect(readFileSync(join(folder, GUARD), "utf8")).toBe(before);
    expect(readFileSync(join(folder, "state.json"), "utf8")).toBe(state);
    rmSync(join(folder, GUARD));
    await waitFor(() => existsSync(join(folder, GUARD)));
    stand.guard.signal("SIGTERM");
    const { code, stderr } = await stand.guard.ended;
    expect([code, stderr]).toEqual([EXIT.ok, expect.stringContaining("was written again")]);
    expect(privateFolders(stand.runtime)).toEqual([]);
  });

  it("ends the server when a file in it is exchanged", async () => {
    const stand = await startStandIn("good");
    await stand.guard.ready();
    const [name = ""] = privateFolders(stand.runtime);
    execFileSync("sed", ["-i", "1i# mine", join(stand.runtime, "mlflow-guard", name, GUARD)]);
    expect((await stand.guard.ended).code).toBe(EXIT.stoppedByGuard);
  });

  it(
    "ends the server when another account made it anew, and leaves what that made",
    needs("root"),
    async () => {
      const { guard, folder } = await startInSticky();
      guard.signal("SIGSTOP");
      rmSync(folder, { recursive: true });
      const as = [`--reuid=${BOB}`, `--regid=${BOB}`, "--clear-groups"];
      execFileSync("setpriv", [...as, "mkdir", "-p", join(folder, "python")]);
      guard.signal("SIGCONT");
      const { code, stderr } = await guard.ended;
      expect([code, stderr]).toEqual([EXIT.stoppedByGuard, expect.stringContaining("exchanged")]);
      expect(existsSync(join(folder, "python"))).toBe(true);
    },
  );

  it("is not made where others could exchange it; the next place is taken", async () => {
    const open = makeFolder();
    chmodSync(open, 0o777);
    const home = makeFolder();
    const stand = await startStandIn("good", undefined, { XDG_STATE_HOME: open, TMPDIR: home });
    await stand.guard.ready();
    expect(readdirSync(open)).toEqual([]);
    expect(readdirSync(home)).toHaveLength(1);
  });

  it("is refused with the reason where no place is good", async () => {
    const open = makeFolder();
    chmodSync(open, 0o777);
    const stand = await startStandIn("good", undefined, inTemporary(open));
    const { code, stderr } = await stand.guard.ended;
    expect(code).toBe(EXIT.notServing);
    expect(stderr.replace(/\s+/g, " ")).toContain(`${open} can be changed by other accounts`);
    expect(readdirSync(open)).toEqual([]);
  });
});
