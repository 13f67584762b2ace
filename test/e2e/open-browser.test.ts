import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { freePort, makeFolder, SMALL, startGuard, waitFor } from "../support/guard.ts";
import { flat } from "../support/stand-in.ts";
import { makeServerFolder } from "../support/store.ts";

const words = async () => ["server", "--guard-open", "--port", String(await freePort())];

describe("--guard-open", () => {
  it("hands the page to what the system opens pages with, once it is ready", async () => {
    const folder = makeFolder();
    const seen = join(folder, "seen");
    const text = `#!/bin/sh\nprintf '%s\\n' "$@" >> '${seen}'\n`;
    writeFileSync(join(folder, "xdg-open"), text, { mode: 0o755 });
    const env = { ...SMALL, PATH: `${folder}:/usr/bin:/bin` };
    const guard = startGuard(await words(), { cwd: makeServerFolder(), env });
    const url = await guard.ready();
    const opened = () => existsSync(seen) && readFileSync(seen, "utf8");
    expect(await waitFor(opened)).toBe(`${url}\n`);
    const { code, stderr } = await guard.stop();
    expect([code, stderr]).toEqual([0, expect.not.stringContaining("could not open")]);
  });

  it("says so where there is nothing to open it with, and serves on", async () => {
    const env = { ...SMALL, PATH: makeFolder() };
    const guard = startGuard(await words(), { cwd: makeServerFolder(), env });
    const url = await guard.ready();
    const said = `could not open a browser (xdg-open is not on PATH); the page is ${url}`;
    await waitFor(() => flat(guard.stderr()).includes(said));
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect((await guard.stop()).code).toBe(0);
  });
});
