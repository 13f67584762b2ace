import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  freePort,
  MANAGED,
  makeFolder,
  PYTHON,
  runGuard,
  SMALL,
  start,
  startGuard,
} from "../support/guard.ts";
import { ask } from "../support/http.ts";

const ALLOW = "MLFLOW_ALLOW_FILE_STORE";

/** What MLflow kept before databases: made by MLflow itself. */
const MAKE = `
import mlflow
mlflow.set_tracking_uri("./mlruns")
mlflow.set_experiment("from-files")
with mlflow.start_run():
    mlflow.log_metric("score", 0.75)
`;

async function oldFolder(): Promise<string> {
  const cwd = makeFolder();
  const made = await start(PYTHON, ["-c", MAKE], { cwd, env: { [ALLOW]: "true", HOME: cwd } })
    .ended;
  expect([made.code, existsSync(join(cwd, "mlruns"))]).toEqual([0, true]);
  return cwd;
}

/** Starts what was printed, and looks for the experiment. */
async function serves(cwd: string, words: readonly string[], env: Record<string, string>) {
  const port = await freePort();
  const guard = startGuard(["server", "--port", String(port), ...words], {
    cwd,
    env: { ...SMALL, ...env },
  });
  await guard.ready();
  const url = `http://127.0.0.1:${port}/api/2.0/mlflow/experiments/get-by-name?experiment_name=from-files`;
  const answer = await ask(url);
  const { stderr } = await guard.stop();
  return { status: answer.status, stderr };
}

describe("a folder with mlruns of an older MLflow", () => {
  it("is refused at once, and both fixes lead to the data", async () => {
    const cwd = await oldFolder();
    const refused = await runGuard(["server"], { cwd });
    expect(refused.code).toBe(78);
    expect(refused.stderr).toContain("file-store-refused");
    expect(refused.stderr).toContain(
      `${join(MANAGED, "bin", "mlflow")} migrate-filestore --source mlruns --target sqlite:///mlflow.db && `,
    );
    expect(refused.stderr).toContain(`to start it:\n  env ${ALLOW}=true mlflow-guard server\n`);

    const files = await serves(cwd, [], { [ALLOW]: "true" });
    expect(files.status).toBe(200);
    expect(files.stderr.replace(/\s+/g, " ")).toContain(
      `data in ${join(cwd, "mlruns")}; artifacts in`,
    );

    const words = ["migrate-filestore", "--source", "mlruns", "--target", "sqlite:///mlflow.db"];
    const copied = await start(join(MANAGED, "bin", "mlflow"), words, { cwd, env: { HOME: cwd } })
      .ended;
    expect([copied.code, existsSync(join(cwd, "mlruns"))]).toEqual([0, true]);
    const database = await serves(cwd, ["--backend-store-uri", "sqlite:///mlflow.db"], {});
    expect(database.status).toBe(200);
    // Without the option MLflow would take the files again: refused, and the database has what is in them.
    const again = await runGuard(["check"], { cwd });
    const said = again.stdout + again.stderr;
    expect([again.code, said]).toEqual([
      78,
      expect.stringContaining("--target sqlite:///mlflow-from-files.db"),
    ]);
    expect(said).toContain("has these runs");
    const goesOn = "mlflow-guard server --backend-store-uri sqlite:///mlflow.db";
    expect(said).toContain(`to start it:\n  ${goesOn}\n`);
    // What came into the files after the copy is nowhere else.
    const more = await start(PYTHON, ["-c", MAKE], { cwd, env: { [ALLOW]: "true", HOME: cwd } })
      .ended;
    expect(more.code).toBe(0);
    const newer = await runGuard(["check"], { cwd });
    expect(newer.stdout + newer.stderr).toContain(
      `to start it:\n  env ${ALLOW}=true mlflow-guard server\n`,
    );
  }, 400_000);
});
