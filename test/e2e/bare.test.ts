import { chmodSync, cpSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder, start } from "../support/guard.ts";

const root = process.getuid?.() === 0;
const PROGRAM = ["bin", "dist", "package.json"];

/** The program where every account can read it. */
function copied(): string {
  const folder = makeFolder();
  chmodSync(folder, 0o755);
  for (const name of PROGRAM)
    cpSync(new URL(`../../${name}`, import.meta.url).pathname, join(folder, name), {
      recursive: true,
    });
  return folder;
}

describe.runIf(root)("an account that nobody knows, without a home", () => {
  it.each(["/", "/tmp"])("gets a decision in %s", async (cwd) => {
    const node = realpathSync(process.execPath);
    const program = [node, join(copied(), "bin/mlflow-guard.js"), "check", "--format=json"];
    const nobody = ["--reuid", "4242", "--regid", "4242", "--clear-groups"];
    const words = [...nobody, "env", "-i", "PATH=/usr/bin:/bin", ...program];
    const { code, stdout, stderr } = await start("setpriv", words, { cwd }).ended;
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: "allow", exposure: { level: "loopback" } });
    // Whether this account finds an MLflow is the machine's matter; anything else on stderr is not.
    expect(stderr).toMatch(
      /^(mlflow-guard: no MLflow was found; [^\n]*\n {2}mlflow-guard install-mlflow\n)?$/,
    );
  });
});
