import { describe, expect, it } from "vitest";
import { RULES } from "../../src/policy/registry.ts";
import { commandFolder, start } from "../support/guard.ts";
import { REFUSALS } from "../support/refusals.ts";
import { check, type Report, readReport, startRemedy } from "../support/remedies.ts";

function shellFixes({ findings, remedy }: Report, rule: string): string[] {
  const found = findings.filter(({ id }) => id === rule);
  const fixes = found.flatMap(({ fix }) => fix.filter(({ kind }) => kind === "shell"));
  return [...new Set([...fixes.map(({ text }) => text), ...remedy])];
}

describe("every shell fix clears its own finding and leads to a start", () => {
  it.each(REFUSALS)("$rule: $title", async (refusal) => {
    const first = await check(refusal);
    const count = shellFixes(first.report, refusal.rule).length;
    expect(count).toBeGreaterThan(0);
    for (let at = 0; at < count; at++) {
      const { cwd, env, report } = at === 0 ? first : await check(refusal);
      const text = shellFixes(report, refusal.rule)[at] ?? "";
      const { stdout, stderr } = await start("/bin/sh", ["-c", text], {
        cwd,
        env: { ...env, ...refusal.typed, PATH: commandFolder({ checkOnly: true }) },
      }).ended;
      if (!/^\{/m.test(stdout)) throw new Error(`${text}\n${stdout}${stderr}`);
      const { verdict, findings } = readReport(stdout);
      // The remedy need not clear a warning.
      const isFix = first.report.remedy[0] !== text;
      const left = isFix ? findings.filter(({ id }) => id === refusal.rule) : [];
      expect([text, left, verdict]).toEqual([text, [], "allow"]);
    }
  });

  it("has a refusal for every rule that offers a command", () => {
    const none = RULES.map(({ id }) => id).filter(
      (id) => !REFUSALS.some(({ rule }) => rule === id),
    );
    // These have no command of their own: a file must be corrected by hand, a certificate, a user or an init must be
    // made first. And other people cannot be brought here: the command of that rule is run in its own test.
    const expected = [
      "auth-config-unknown",
      "no-tls",
      "other-users-on-host",
      "running-as-root",
      "accounts-write-files",
      "init-missing",
    ];
    expect(none).toEqual(expected);
  });
});

describe("a remedy starts", () => {
  // The others are started in the long run (`test/full/remedies.test.ts`).
  const [refusal] = REFUSALS.filter(({ rule }) => rule === "public-without-auth");
  it(`${refusal?.rule}: ${refusal?.title}`, async () => {
    if (!refusal) throw new Error("there is no refusal to paste");
    await startRemedy(refusal, expect);
  });
});
