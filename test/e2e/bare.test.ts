import { realpathSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { start } from "../support/guard.ts";
import { needs } from "../support/needs.ts";
import { copyProgram } from "../support/program-copy.ts";

describe("an account that nobody knows, without a home", needs("root"), () => {
  it.each(["/", "/tmp"])("gets a decision in %s", async (cwd) => {
    const node = realpathSync(process.execPath);
    const program = [node, copyProgram(), "check", "--format=json"];
    const nobody = ["--reuid", "4242", "--regid", "4242", "--clear-groups"];
    const words = [...nobody, "env", "-i", "PATH=/usr/bin:/bin", ...program];
    const { code, stdout, stderr } = await start("setpriv", words, { cwd }).ended;
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: "allow", exposure: { level: "loopback" } });
    // Whether this account finds an MLflow is the machine's matter; anything else on stderr is not.
    expect(stderr).toMatch(
      /^(mlflow-guard: no MLflow was found; [^\n]*\n {2}export HOME="\$\(mktemp -d \/var\/tmp\/mlflow-guard-XXXXXX\)" && mlflow-guard install-mlflow\n)?$/,
    );
  });
});
