import { describe, expect, it } from "vitest";
import { findingsOf, STRONG, secretFact } from "../support/world.ts";

const RULE = "secret-key-weak";
const NAME = "MLFLOW_FLASK_SERVER_SECRET_KEY";
const EXPOSED = ["--host", "0.0.0.0"];

function weakKey(options: Parameters<typeof secretFact>[1] = {}) {
  return { ...STRONG, secretKey: secretFact(NAME, { weak: ["it can be guessed"], ...options }) };
}

describe(RULE, () => {
  it.each([
    ["the environment", { kind: "env", name: NAME }, `init && env -u ${NAME} mlflow-guard`],
    [
      "an env file",
      { kind: "file", name: NAME, file: ".env", line: 1 },
      `init --rotate ${NAME} &&`,
    ],
  ] as const)("refuses a weak key from %s and replaces it there", (_where, origin, fix) => {
    const scene = { words: EXPOSED, facts: weakKey({ origin }), envFile: ".env" };
    const [finding] = findingsOf(RULE, scene);
    expect(finding).toMatchObject({ severity: "error", waivable: false, origin });
    expect(finding?.fix[0]?.text).toContain(fix);
  });

  it("says where the key stands, not what it is", () => {
    const origin = { kind: "file", name: NAME, file: ".env", line: 4 } as const;
    const [finding] = findingsOf(RULE, {
      words: EXPOSED,
      facts: weakKey({ origin, value: "hunter2" }),
    });
    expect(finding?.what).toBe(`${NAME} (.env:4): it can be guessed`);
    expect(JSON.stringify(finding)).not.toContain("hunter2");
  });

  it.each([
    ["a strong key", EXPOSED, STRONG],
    ["a weak key on loopback", ["--app-name", "basic-auth"], weakKey()],
    ["a weak key that no login uses", [...EXPOSED, "--app-name", "mine"], weakKey()],
    ["no key, which has its own rule", EXPOSED, { adminPassword: STRONG.adminPassword }],
  ])("allows %s", (_what, words, facts) => {
    expect(findingsOf(RULE, { words, facts })).toEqual([]);
  });

  it("says all that is wrong", () => {
    const facts = weakKey({ weak: ["it is short", "it can be guessed"] });
    const [finding] = findingsOf(RULE, { words: EXPOSED, facts });
    expect(finding?.what).toBe(`${NAME} (environment): it is short; it can be guessed`);
  });
});
