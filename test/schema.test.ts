import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { BIN, makeFolder, plainEnvironment } from "./support/guard.ts";
import { REFUSALS, stage } from "./support/refusals.ts";

const schema = JSON.parse(
  readFileSync(new URL("../schema/check.schema.json", import.meta.url), "utf8"),
);
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);

function report(words: readonly string[], env: Record<string, string>, cwd: string) {
  const { stdout } = spawnSync(process.execPath, [BIN, "check", "--format", "json", ...words], {
    cwd,
    env: plainEnvironment(env),
    encoding: "utf8",
  });
  return { stdout, json: JSON.parse(stdout) };
}

describe("check --format json", () => {
  it.each(REFUSALS)("follows the published schema for $rule: $title", (refusal) => {
    const { words, env, cwd } = stage(refusal);
    const { json, stdout } = report(words, env, cwd);
    validate(json);
    expect(validate.errors).toBeNull();
    for (const secret of ["hunter2", "Jq3-tests-only", "unusual-Falcon", "aaaaaaaaaaaa"]) {
      expect(stdout).not.toContain(secret);
    }
  });

  it("has a plan and no remedy when it allows, a remedy and no plan when it refuses", () => {
    const { cwd } = stage({ rule: "", title: "", words: [] });
    const allowed = report([], {}, cwd).json;
    const refused = report(["--host", "0.0.0.0"], {}, cwd).json;
    expect([allowed.verdict, allowed.remedy, allowed.plan.listeners]).toEqual([
      "allow",
      [],
      [{ address: "127.0.0.1", port: 5000 }],
    ]);
    expect([refused.verdict, refused.plan]).toEqual(["refuse", null]);
    expect(refused.remedy).toHaveLength(1);
  });

  it("says nowhere where the private folder is", () => {
    const { cwd } = stage({ rule: "", title: "", words: [] });
    const { json } = report(["--gunicorn-opts", "--timeout 60"], {}, cwd);
    expect(JSON.stringify(json.plan)).not.toMatch(/private|\.conf|\.ini/);
    expect(json.plan.argv[0]).toMatch(/\/mlflow$/);
  });

  it("says which MLflow could not be read, and that server would end with 69", () => {
    const cwd = makeFolder({ "bin/mlflow": "\x7fELF" });
    const mlflow = join(cwd, "bin/mlflow");
    chmodSync(mlflow, 0o755);
    const env = { PATH: join(cwd, "bin"), XDG_DATA_HOME: cwd };
    const reason = `${mlflow} (PATH) is no MLflow: it is no script that names its Python`;
    const { json } = report([], env, cwd);
    validate(json);
    expect(validate.errors).toBeNull();
    expect([json.verdict, json.mlflow, json.plan]).toEqual(["allow", null, null]);
    expect(json.mlflowProblem).toMatchObject({
      what: expect.stringContaining(reason),
      fix: expect.stringContaining("--guard-mlflow"),
      exitCode: 69,
    });
    const { status, stderr } = spawnSync(process.execPath, [BIN, "check"], {
      cwd,
      env: plainEnvironment(env),
      encoding: "utf8",
    });
    const said = stderr.replace(/\s+/g, " ");
    expect([status, said]).toEqual([0, expect.stringContaining(reason)]);
    expect(said).toContain('"server" would end with exit code 69');
  });

  it("has no problem with the MLflow and the audit log that are there", () => {
    const { cwd } = stage({ rule: "", title: "", words: [] });
    const { json } = report(["--guard-audit-log", "audit.log"], {}, cwd);
    expect([json.mlflowProblem, json.auditLogProblem]).toEqual([null, null]);
  });

  it("says why server would not take the audit log, and that it would end with 71", () => {
    const { cwd } = stage({ rule: "", title: "", words: [] });
    const { json } = report(["--guard-audit-log", "."], {}, cwd);
    validate(json);
    expect(validate.errors).toBeNull();
    expect([json.verdict, json.auditLogProblem]).toEqual([
      "allow",
      {
        id: "audit-log-unusable",
        what: `the audit log ${cwd} is not a regular file`,
        fix: "name another file: --guard-audit-log FILE",
        exitCode: 71,
      },
    ]);
  });
});
