import type { ExpectStatic } from "vitest";
import type { Finding } from "../../src/policy/types.ts";
import { commandFolder, freePort, runGuard, start } from "./guard.ts";
import { ask } from "./http.ts";
import { type Refusal, stage } from "./refusals.ts";
import { putStore } from "./store.ts";

export interface Report {
  readonly verdict: string;
  readonly findings: readonly Finding[];
  readonly remedy: readonly string[];
}

export function readReport(stdout: string): Report {
  return JSON.parse(stdout.slice(stdout.search(/^\{/m)));
}

/** What is printed names the folder and the MLflow it was decided for: it is pasted where it was printed. */
export async function check(refusal: Refusal, extra: readonly string[] = []) {
  const { words, ...place } = stage(refusal);
  const { stdout } = await runGuard(["check", "--format=json", ...words, ...extra], place);
  return { ...place, report: readReport(stdout) };
}

/** Pastes the command "to start it" of a refusal: the server answers, and is gone once it is stopped. */
export async function startRemedy(refusal: Refusal, expect: ExpectStatic): Promise<void> {
  const port = String(await freePort());
  const { cwd, env, report } = await check(refusal, ["--port", port, "--workers", "1"]);
  expect([report.verdict, report.remedy.length]).toEqual(
    report.verdict === "allow" ? ["allow", 0] : ["refuse", 1],
  );
  if (report.verdict === "allow") return;
  putStore(cwd);
  const running = start("/bin/sh", ["-c", report.remedy[0] ?? ""], {
    cwd,
    env: { ...env, ...refusal.typed, PATH: commandFolder() },
    group: true,
  });
  const url = await running.ready();
  // A name need not lead here, and a wildcard may be of one family alone.
  const path = `${new URL(url).pathname.replace(/\/$/, "")}/health`;
  const asked = () =>
    Promise.any(["127.0.0.1", "[::1]"].map((host) => ask(`http://${host}:${port}${path}`)));
  expect((await asked()).status).toBe(200);
  await running.stop();
  await expect(asked()).rejects.toThrow();
}
