import { describe, expect, it } from "vitest";
import { RULES } from "../../src/policy/registry.ts";
import type { Finding } from "../../src/policy/types.ts";
import { commandFolder, freePort, runGuard, start, withCleanup } from "../support/guard.ts";
import { ask } from "../support/http.ts";
import { REFUSALS, type Refusal, stage } from "../support/refusals.ts";

interface Report {
  readonly verdict: string;
  readonly findings: readonly Finding[];
  readonly remedy: readonly string[];
}

function readReport(stdout: string): Report {
  return JSON.parse(stdout.slice(stdout.search(/^\{/m)));
}

/** What is printed names the folder and the MLflow it was decided for: it is pasted where it was printed. */
async function check(refusal: Refusal, extra: readonly string[] = []) {
  const { words, ...place } = stage(refusal);
  const { stdout } = await runGuard(["check", "--format=json", ...words, ...extra], place);
  return { ...place, report: readReport(stdout) };
}

function shellFixes({ findings }: Report, rule: string): string[] {
  const found = findings.filter(({ id }) => id === rule);
  return found.flatMap(({ fix }) =>
    fix.filter(({ kind }) => kind === "shell").map(({ text }) => text),
  );
}

describe("every shell fix clears its own finding", () => {
  it.each(REFUSALS)("$rule: $title", async (refusal) => {
    const count = shellFixes((await check(refusal)).report, refusal.rule).length;
    expect(count).toBeGreaterThan(0);
    for (let at = 0; at < count; at++) {
      const { cwd, env, report } = await check(refusal);
      const text = shellFixes(report, refusal.rule)[at] ?? "";
      const { stdout, stderr } = await start("/bin/sh", ["-c", text], {
        cwd,
        env: { ...env, ...refusal.typed, PATH: commandFolder({ checkOnly: true }) },
      }).ended;
      if (!/^\{/m.test(stdout)) throw new Error(`${text}\n${stdout}${stderr}`);
      const left = readReport(stdout).findings.filter(({ id }) => id === refusal.rule);
      expect([text, left]).toEqual([text, []]);
    }
  });

  it("has a refusal for every rule that offers a command", () => {
    const none = RULES.map(({ id }) => id).filter(
      (id) => !REFUSALS.some(({ rule }) => rule === id),
    );
    // These have no command of their own: a certificate, a user or an init must be made first. And other people
    // cannot be brought here: the command of that rule is run in its own test.
    const expected = ["no-tls", "other-users-on-host", "running-as-root", "init-missing"];
    expect(none).toEqual(expected);
  });
});

const long = process.env.MLFLOW_GUARD_TEST_FULL === "1";

/** The first refusal of each rule; the others of the same rule in the long run. */
const starts = REFUSALS.filter(
  (refusal, at) => long || REFUSALS.findIndex(({ rule }) => rule === refusal.rule) === at,
).filter(({ nameOnly }) => !nameOnly);

describe.concurrent("every remedy of an error starts", () => {
  it.for(starts)("$rule: $title", (refusal, { expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const port = String(await freePort());
      const { cwd, env, report } = await check(refusal, ["--port", port, "--workers", "1"]);
      if (report.verdict === "allow") return;
      expect(report.remedy).toHaveLength(1);
      const running = start("/bin/sh", ["-c", report.remedy[0] ?? ""], {
        cwd,
        env: { ...env, ...refusal.typed, PATH: commandFolder() },
        group: true,
      });
      const url = await running.ready();
      const probe = url.replace(/\/\/[^:/]+:/, "//127.0.0.1:");
      expect((await ask(`${probe}/health`)).status).toBe(200);
      await running.stop();
      await expect(ask(`${probe}/health`)).rejects.toThrow();
    }));
});
