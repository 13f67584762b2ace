import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  BIN,
  freePort,
  MANAGED,
  makeFolder,
  type Running,
  SMALL,
  start,
} from "../support/guard.ts";
import { ask, EXPERIMENTS } from "../support/http.ts";
import { needs } from "../support/needs.ts";
import { flat } from "../support/stand-in.ts";

/** The root is read-only but for one folder, nothing is set, no account has a name, and the working directory is `/`. */
const SCRIPT = `
mount --make-rprivate / && mount --bind /dev/null /etc/passwd && mount -t tmpfs -o mode=0700 tmpfs "$1" && mount -o remount,bind,ro / || exit 99
shift; cd / && exec env -i PATH=/usr/bin:/bin "$@"`;

function startBare(volume: string, env: readonly string[], words: readonly string[]): Running {
  const small = Object.entries(SMALL).map(([name, value]) => `${name}=${value}`);
  const mlflow = `MLFLOW_GUARD_MLFLOW=${join(MANAGED, "bin", "mlflow")}`;
  const guard = [...small, mlflow, ...env, process.execPath, BIN, "server", ...words];
  return start("unshare", ["-m", "sh", "-c", SCRIPT, "sh", volume, ...guard]);
}

const storesIn = (volume: string) => [
  ...["--backend-store-uri", `sqlite:///${volume}/mlflow.db`],
  ...["--artifacts-destination", join(volume, "artifacts")],
];

describe("a read-only root, no home, and / as working directory", needs("root"), () => {
  it("serves from the one volume that there is", async () => {
    const [volume, port] = [makeFolder(), await freePort()];
    const words = ["--port", String(port), ...storesIn(volume)];
    const guard = startBare(volume, [`TMPDIR=${volume}`], words);
    await guard.ready();
    expect((await ask(`http://127.0.0.1:${port}${EXPERIMENTS}`)).status).toBe(200);
    const { code } = await guard.stop();
    expect(code).toBe(0);
  });

  it("is told in words what is missing, one thing after the other", async () => {
    const [volume, port] = [makeFolder(), await freePort()];
    const words = ["--port", String(port)];
    const noStore = await startBare(volume, [], words).ended;
    expect([noStore.code, flat(noStore.stderr)]).toEqual([
      71,
      expect.stringContaining("the working directory, /, cannot be written"),
    ]);
    const all = [...words, ...storesIn(volume)];
    const noState = await startBare(volume, [], all).ended;
    expect([noState.code, flat(noState.stderr)]).toEqual([
      71,
      expect.stringMatching(/no private folder could be made.*TMPDIR=\/path/),
    ]);
    const noTemporary = await startBare(volume, [`XDG_STATE_HOME=${volume}`], all).ended;
    expect(noTemporary.code).toBe(1);
    expect(flat(noTemporary.stderr)).toContain("no folder for temporary files");
    expect(flat(noTemporary.stderr)).toContain("TMPDIR=/path");
  });
});
