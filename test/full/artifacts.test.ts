import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  freePort,
  MANAGED,
  makeFolder,
  PYTHON,
  SMALL,
  start,
  startGuard,
  waitFor,
} from "../support/guard.ts";
import { ask } from "../support/http.ts";

const CLIENT = `
import mlflow
mlflow.set_experiment("artifacts")
with mlflow.start_run() as run:
    mlflow.log_text("hello", "note.txt")
print(run.info.artifact_uri, run.info.run_id)
`;

/** Logs a run with a note. @returns the artifact URI and the run's id. */
async function logNote(cwd: string, url: string): Promise<[uri: string, run: string]> {
  const { stdout, stderr } = await start(PYTHON, ["-c", CLIENT], {
    cwd,
    env: { MLFLOW_TRACKING_URI: url, HOME: cwd },
  }).ended;
  const [uri, run] = stdout.trim().split("\n").at(-1)?.split(" ") ?? [];
  if (!uri || !run) throw new Error(stderr);
  return [uri, run];
}

/** Where a client's artifact ends up, as a path below the server's folder. */
async function landing(cwd: string, url: string): Promise<string> {
  const [uri, run] = await logNote(cwd, url);
  expect([uri, existsSync(join(uri.replace("file://", ""), "note.txt"))]).toEqual([uri, true]);
  return uri.replace(run, "RUN").replace(cwd, "CWD");
}

const STORE = ["--default-artifact-root", "./artifact-store", "--no-serve-artifacts"];

describe("a relative artifact location", () => {
  it("lands where it lands with plain MLflow", async () => {
    const [here, there] = [makeFolder(), makeFolder()];
    const [port, plainPort] = [await freePort(), await freePort()];
    const guard = startGuard(["server", "--port", String(port), ...STORE], {
      cwd: here,
      env: SMALL,
    });
    const plain = start(
      `${MANAGED}/bin/mlflow`,
      ["server", "--port", String(plainPort), ...STORE],
      {
        cwd: there,
        env: SMALL,
      },
    );
    const plainUrl = `http://127.0.0.1:${plainPort}`;
    await waitFor(
      () =>
        ask(`${plainUrl}/health`).then(
          ({ status }) => status === 200,
          () => false,
        ),
      100_000,
    );
    expect(await landing(here, await guard.ready())).toBe(await landing(there, plainUrl));
    await plain.stop();
  });
});

describe("a server of artifacts only", () => {
  it("takes what is logged to a server that was started with the printed option", async () => {
    const [there, here] = [makeFolder(), makeFolder()];
    const [port, otherPort] = [await freePort(), await freePort()];
    const only = startGuard(["server", "--port", String(port), "--artifacts-only"], {
      cwd: there,
      env: SMALL,
    });
    await only.ready();
    const [option, root] =
      / {2}(--default-artifact-root) (\S+)/.exec(only.stderr())?.slice(1) ?? [];
    const words = ["server", "--port", String(otherPort), option ?? "", root ?? ""];
    const other = startGuard(words, { cwd: here, env: SMALL });
    const [uri, run] = await logNote(makeFolder(), await other.ready());
    expect(uri.startsWith(`${root}/`)).toBe(true);
    const kept = readdirSync(there, { recursive: true, encoding: "utf8" });
    expect(kept.filter((path) => path.endsWith(`${run}/artifacts/note.txt`))).toHaveLength(1);
  });
});
