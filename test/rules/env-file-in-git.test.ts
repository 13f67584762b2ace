import { describe, expect, it } from "vitest";
import type { TrackedSecrets } from "../../src/facts/types.ts";
import { ADMIN_PASSWORD, KEK_PASSPHRASE, SECRET_KEY } from "../../src/secrets/names.ts";
import { decisionOf, factsOf, findingsOf, type Scene, STRONG } from "../support/world.ts";

const RULE = "env-file-in-git";
const OPEN = ["--host", "0.0.0.0"];

function scene(names: readonly string[], words: readonly string[], certain = true): Scene {
  const lines = names.map((name, at) => ({ name, line: at + 1 }));
  const trackedSecrets: TrackedSecrets = { certain, lines };
  const beneath = Object.fromEntries(names.map((name) => [name, "told-by-git"]));
  return { found: true, envFile: ".env", words, beneath, facts: { trackedSecrets } };
}

describe(RULE, () => {
  it("refuses an exposed start without what git gives away", () => {
    const [finding] = findingsOf(RULE, scene([SECRET_KEY, ADMIN_PASSWORD], OPEN));
    expect(finding).toMatchObject({
      severity: "error",
      what: `git tracks .env, so what it says of ${SECRET_KEY} (.env:1), ${ADMIN_PASSWORD} (.env:2) is not used`,
      origin: { kind: "file", name: SECRET_KEY, file: ".env", line: 1 },
      waivable: false,
    });
    expect(finding?.fix).toEqual([
      {
        kind: "shell",
        text: `git rm --cached -q -- .env && mlflow-guard init --rotate ${SECRET_KEY} --rotate ${ADMIN_PASSWORD} && mlflow-guard server --host 0.0.0.0`,
      },
      { kind: "note", text: "if all who have it may log in: --guard-env-file .env" },
    ]);
  });

  it("replaces a line that names a secret file, since the file is in git as well", () => {
    const [finding] = findingsOf(RULE, scene([`${SECRET_KEY}_FILE`], OPEN));
    expect(finding?.fix[0]?.text).toBe(
      `git rm --cached -q -- .env && mlflow-guard init --rotate ${SECRET_KEY} && mlflow-guard server --host 0.0.0.0`,
    );
  });

  it("keeps nothing that git gave away in any command of the refusal", () => {
    const names = [SECRET_KEY, ADMIN_PASSWORD, KEK_PASSPHRASE];
    const { foundFile } = factsOf({});
    const { facts, ...around } = scene(names, OPEN);
    const coveredSecrets = [STRONG.secretKey, STRONG.adminPassword].map((fact) => ({
      ...fact,
      origin: { kind: "file", name: fact.name, file: ".env", line: 1 } as const,
    }));
    const given = { ...facts, coveredSecrets, foundFile: { ...foundFile, inGit: true } };
    const { findings, remedy } = decisionOf({ ...around, facts: given });
    const commands = [...findings.flatMap(({ fix }) => fix.map(({ text }) => text)), ...remedy];
    const taken = commands.filter((text) => text.includes("git rm --cached"));
    expect(taken.length).toBeGreaterThan(2);
    for (const text of taken) for (const name of names) expect(text).toContain(`--rotate ${name} `);
  });

  it("points at the first line", () => {
    const { facts, ...around } = scene([], OPEN);
    const lines = [
      { name: ADMIN_PASSWORD, line: 7 },
      { name: SECRET_KEY, line: 9 },
    ];
    const trackedSecrets = { certain: true, lines };
    const [finding] = findingsOf(RULE, { ...around, facts: { ...facts, trackedSecrets } });
    expect(finding?.origin).toEqual({ kind: "file", name: ADMIN_PASSWORD, file: ".env", line: 7 });
  });

  it("leaves it to the person where git cannot be read", () => {
    const [finding] = findingsOf(RULE, scene([SECRET_KEY], OPEN, false));
    expect(finding?.what).toContain("git may track .env: its index cannot be read");
    // Nobody has weighed what it says there.
    expect(finding?.fix[0]?.text).toBe(
      `mlflow-guard init --rotate ${SECRET_KEY} && mlflow-guard server --guard-env-file .env --host 0.0.0.0`,
    );
  });

  it.each([
    ["error", "exposed", [SECRET_KEY], OPEN],
    ["error", "with a login", [SECRET_KEY], ["--app-name", "basic-auth"]],
    ["error", "with a passphrase of what is stored", [KEK_PASSPHRASE], []],
    ["error", "with a file of that", [`${KEK_PASSPHRASE}_FILE`], []],
    ["error", "with a passphrase among others", [SECRET_KEY, KEK_PASSPHRASE], []],
    ["warning", "where nobody is asked", [SECRET_KEY, ADMIN_PASSWORD], []],
  ])("is %s %s", (severity, _what, names, words) => {
    expect(findingsOf(RULE, scene(names, words))).toMatchObject([{ severity }]);
  });

  it.each([
    ["git does not track it", { envFile: ".env", found: true, words: OPEN, facts: STRONG }],
    ["the file is named", scene([SECRET_KEY], ["--guard-env-file", ".env"])],
    ["there is no file", { words: OPEN }],
  ] as const)("is silent where %s", (_what, where) => {
    expect(findingsOf(RULE, where)).toEqual([]);
  });
});
