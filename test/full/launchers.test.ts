import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { freePort, makeFolder, PYTHON, SMALL, startGuard } from "../support/guard.ts";
import { flat } from "../support/stand-in.ts";

async function serves(mlflow: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const cwd = makeFolder();
  const port = String(await freePort());
  const words = ["server", "--port", port, "--guard-mlflow", mlflow];
  const guard = startGuard(words, { cwd, env: { ...SMALL, ...env } });
  const url = await guard.ready();
  expect((await fetch(`${url}/health`)).status).toBe(200);
  const { code, stderr } = await guard.stop();
  expect(code).toBe(0);
  return flat(stderr);
}

describe("an MLflow behind others", () => {
  it("is launched through a shim of pyenv", async (context) => {
    const pyenv = ["/root/.pyenv", `${process.env.HOME}/.pyenv`]
      .map((root) => join(root, "libexec/pyenv"))
      .find((path) => existsSync(path));
    if (!pyenv) return context.skip("pyenv is not installed here");
    const root = makeFolder({ version: "guarded\n" });
    mkdirSync(join(root, "versions"));
    symlinkSync(dirname(dirname(PYTHON)), join(root, "versions/guarded"));
    const rehash = spawnSync(pyenv, ["rehash"], {
      env: { PATH: "/usr/bin:/bin", HOME: root, PYENV_ROOT: root },
      encoding: "utf8",
    });
    expect([rehash.status, rehash.stderr]).toEqual([0, ""]);
    expect(await serves(join(root, "shims/mlflow"))).toContain("ready");
  });

  it("is launched through a wrapper that sets a variable", async () => {
    const file = join(makeFolder(), "mlflow");
    writeFileSync(file, `#!/bin/sh\nexport LANG=C.UTF-8\nexec '${dirname(PYTHON)}/mlflow' "$@"\n`);
    chmodSync(file, 0o755);
    expect(await serves(file)).toContain("ready");
  });
});
