import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { freePort, PYTHON, SMALL, startGuard, waitFor } from "../support/guard.ts";
import { makeServerFolder } from "../support/store.ts";

/** A filter of warnings imports the module of its category; this one opens a browser, which is any command. */
const FILTER = "ignore::antigravity.Warning";

describe("a filter of warnings that runs a command", () => {
  it("runs it in plain Python, and nowhere below the launcher", async () => {
    const cwd = makeServerFolder();
    const trace = (name: string) => join(cwd, name);
    const variables = (name: string) => ({
      PYTHONWARNINGS: FILTER,
      // It is a list with colons between.
      BROWSER: `/bin/sh -c 'echo > ${trace(name)} #%s'`,
    });
    const env = { PATH: "/usr/bin:/bin", ...variables("plain") };
    await once(spawn(PYTHON, ["-c", "pass"], { cwd, env, stdio: "ignore" }), "exit");
    await waitFor(() => existsSync(trace("plain")));

    const words = ["server", "--port", String(await freePort())];
    const guard = startGuard(words, { cwd, env: { ...SMALL, ...variables("guarded") } });
    const url = await guard.ready();
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect((await guard.stop()).code).toBe(0);
    expect(existsSync(trace("guarded"))).toBe(false);
  });
});
