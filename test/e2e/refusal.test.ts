import { describe, expect, it } from "vitest";
import { freePort, makeFolder, runGuard } from "../support/guard.ts";

const NOTHING = { PATH: "/nonexistent", XDG_DATA_HOME: "/nonexistent" };

describe("a refusal", () => {
  it.each([
    ["--host 0.0.0.0", ["--host", "0.0.0.0"], {}, {}],
    ["MLFLOW_HOST=0.0.0.0", [], { MLFLOW_HOST: "0.0.0.0" }, {}],
    [
      "an env file",
      ["--guard-env-file", "f.env"],
      {},
      { "f.env": "export MLFLOW_HOST='0.0.0.0' # all\n" },
    ],
    ["a .env file", [], {}, { ".env": "MLFLOW_HOST=0.0.0.0\n" }],
  ])("answers %s with the state first and code 78, without any MLflow or Python", async (_what, words, env, files) => {
    const ended = await runGuard(["server", ...words], {
      cwd: makeFolder(files),
      env: { ...env, ...NOTHING },
    });
    expect(ended.code).toBe(78);
    expect(ended.stderr).toMatch(
      /^mlflow-guard: REFUSED\. MLflow was not started; no port was opened\.\n/,
    );
    expect(ended.stderr).toMatch(/public-without-auth\n {2}what /);
    expect(ended.stdout).toBe("");
  });

  it("takes MLflow's group option for an env file", async () => {
    const cwd = makeFolder({ "f.env": "MLFLOW_HOST=0.0.0.0\n" });
    const ended = await runGuard(["--env-file", "f.env", "server"], { cwd, env: NOTHING });
    expect([ended.code, ended.stderr]).toEqual([
      78,
      expect.stringContaining("MLFLOW_HOST (f.env:1)"),
    ]);
  });

  it("is written as JSON lines on request", async () => {
    const words = ["server", "--host", "0.0.0.0", "--guard-log-format", "json"];
    const { stderr, code } = await runGuard(words, { env: NOTHING });
    const record = JSON.parse(stderr.trim());
    expect([code, record.event, record.findings[0].id]).toEqual([
      78,
      "refused",
      "public-without-auth",
    ]);
  });
});

describe("exit codes before a start", () => {
  it.each([
    ["64 for an unknown option", ["server", "--hots", "x"], 64, "no such option: --hots"],
    ["64 for a stray word", ["server", "5000"], 64, 'unexpected: "5000"'],
    ["64 for a port that is none", ["server", "--port", "http"], 64, "not a whole number"],
    ["64 for an unknown command", ["serve"], 64, "did you mean server?"],
    ["69 without any MLflow", ["server"], 69, "no MLflow was found"],
    [
      "69 for a path that is no MLflow",
      ["server", "--guard-mlflow", "/bin/true"],
      69,
      "/bin/true (--guard-mlflow) is no MLflow",
    ],
    [
      "69 for a path that is not there",
      ["server", "--guard-mlflow", "/no/such"],
      69,
      "there is no such file",
    ],
  ])("%s", async (_what, words, code, text) => {
    const ended = await runGuard(words, { env: NOTHING });
    expect([ended.code, ended.stderr.replace(/\s+/g, " ")]).toEqual([
      code,
      expect.stringContaining(text),
    ]);
    expect(ended.stderr).not.toMatch(/\n\s+at /);
  });

  it("71 for a taken port, in one line", async () => {
    const { createServer } = await import("node:net");
    const port = await freePort();
    const taken = createServer().listen(port, "127.0.0.1");
    const ended = await runGuard(["server", "--port", String(port)]);
    taken.close();
    expect([ended.code, ended.stderr]).toEqual([
      71,
      expect.stringContaining("is taken by another process"),
    ]);
  });
});
