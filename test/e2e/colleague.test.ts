import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import {
  commandFolder,
  freePort,
  makeFolder,
  runGuard,
  SMALL,
  startGuard,
} from "../support/guard.ts";
import { ask, basic, EXPERIMENTS } from "../support/http.ts";
import { makeServerFolder } from "../support/store.ts";

it("a colleague gets an account by the line of the ready block, with the address that the server has for others", async () => {
  const cwd = makeServerFolder();
  const runtime = makeFolder();
  await runGuard(["init"], { cwd });
  const password = /^MLFLOW_AUTH_ADMIN_PASSWORD=(.+)$/m.exec(
    readFileSync(join(cwd, ".env"), "utf8"),
  );
  const port = String(await freePort());
  const env = { ...SMALL, XDG_STATE_HOME: runtime, PATH: commandFolder() };
  const guard = startGuard(["server", "--host", "0.0.0.0", "--port", port], { cwd, env });
  const url = await guard.ready();
  expect(new URL(url).hostname).not.toBe("127.0.0.1");
  const printed = (what: string) =>
    new RegExp(`\\n  ${what}[^\\n]*?: (.*)\\n`).exec(guard.stderr())?.[1] ?? "";
  const inShell = (command: string) =>
    execFileSync("sh", ["-c", command], { cwd, env, encoding: "utf8" });

  expect(inShell(printed("the admin's password")).trim()).toBe(password?.[1]);
  const command = printed("an account for a colleague");
  expect(command).toBe("mlflow-guard user add NAME");
  const added = await runGuard(["user", "add", "ada"], { cwd, env });
  expect([added.code, added.stderr]).toEqual([
    0,
    expect.stringContaining(`export MLFLOW_TRACKING_URI=${url}\n`),
  ]);
  expect(added.stderr).not.toContain("holds on this machine only");
  const headers = basic("ada", added.stdout.trim());
  expect((await ask(`${url}${EXPERIMENTS}`, { headers })).status).toBe(200);
  expect((await guard.stop()).stderr).not.toContain(password?.[1]);
});
