import { describe, expect, it } from "vitest";
import { decisionOf, findingsOf, MLFLOW, STRONG, secretFact } from "../support/world.ts";

const RULE = "gateway-default-passphrase";
const NAME = "MLFLOW_CRYPTO_KEK_PASSPHRASE";
const EXPOSED = ["--host", "0.0.0.0"];
const MISSING = { ...STRONG, kekPassphrase: null };

const NOTE = {
  kind: "note",
  text: "a new passphrase does not encrypt anew what is stored already: mlflow crypto rotate-kek does",
};

function published(origin?: Parameters<typeof secretFact>[1]) {
  const value = "mlflow-default-kek-passphrase-for-development-only";
  return { ...STRONG, kekPassphrase: secretFact(NAME, { value, published: true, ...origin }) };
}

function withVersion(version: string) {
  return { ...MISSING, mlflow: { ...MLFLOW, version } };
}

describe(RULE, () => {
  it.each([
    ["with a login", EXPOSED, MISSING],
    ["with no login", EXPOSED, { kekPassphrase: null }],
    ["on a private address", ["--host", "192.168.1.20"], MISSING],
    ["by a forwarded name", ["--allowed-hosts", "ml.example"], MISSING],
    ["with the first MLflow that stores keys", EXPOSED, withVersion("3.8.0")],
    ["with no MLflow to look at", EXPOSED, { ...MISSING, mlflow: null }],
  ])("warns when it is missing, exposed %s", (_what, words, facts) => {
    const [finding] = findingsOf(RULE, { words, facts });
    expect(finding).toMatchObject({
      severity: "warning",
      waivable: false,
      what: `${NAME} is not set, so MLflow takes its published default`,
      origin: { kind: "default", name: NAME },
    });
    expect(finding?.fix[1]).toEqual(NOTE);
  });

  it.each([
    ["that is not set", {}, "mlflow-guard init && mlflow-guard server --host 0.0.0.0"],
    [
      "that is exported empty, which would hide the file's",
      { [NAME]: "" },
      `mlflow-guard init && env -u ${NAME} mlflow-guard server --host 0.0.0.0`,
    ],
  ])("lets init write one %s", (_what, env, fix) => {
    const [finding] = findingsOf(RULE, { words: EXPOSED, env, facts: MISSING });
    expect(finding?.fix[0]).toEqual({ kind: "shell", text: fix });
  });

  it.each([
    [
      "the environment",
      { kind: "env", name: NAME },
      `mlflow-guard init && env -u ${NAME} mlflow-guard server`,
      `${NAME} (environment)`,
    ],
    [
      "an env file",
      { kind: "file", name: NAME, file: ".env", line: 3 },
      `mlflow-guard init --rotate ${NAME} && mlflow-guard server`,
      `${NAME} (.env:3)`,
    ],
    [
      "a secret file",
      { kind: "file", name: `${NAME}_FILE`, file: "/run/secrets/kek" },
      `mlflow-guard init && env ${NAME}_FILE= mlflow-guard server`,
      `${NAME}_FILE (/run/secrets/kek)`,
    ],
  ] as const)("replaces the published one of %s and does not show it", (_where, origin, fix, named) => {
    const scene = { words: EXPOSED, facts: published({ origin }), envFile: ".env" };
    const [finding] = findingsOf(RULE, scene);
    expect(finding).toMatchObject({ severity: "warning", origin });
    expect(finding?.what).toBe(`${named} is a published default`);
    expect(finding?.fix[0]?.text).toContain(fix);
    expect(finding?.fix[1]).toEqual(NOTE);
    expect(JSON.stringify(finding)).not.toContain("development-only");
  });

  it("warns of one that can be guessed, says why and does not show it", () => {
    const weak = ["it has 20 characters, 32 are needed", "it can be guessed"];
    const fact = secretFact(NAME, { value: "our gateway password", weak });
    const scene = { words: EXPOSED, facts: { ...STRONG, kekPassphrase: fact }, envFile: ".env" };
    const [finding] = findingsOf(RULE, scene);
    expect(finding).toMatchObject({ severity: "warning", waivable: false });
    expect(finding?.what).toBe(`${NAME} (environment): ${weak.join("; ")}`);
    expect(finding?.fix[0]?.text).toContain(`env -u ${NAME} mlflow-guard server`);
    expect(JSON.stringify(finding)).not.toContain("our gateway");
    expect(decisionOf(scene).verdict).toBe("allow");
  });

  it.each([
    ["one of one's own", EXPOSED, STRONG],
    ["loopback without one", [], MISSING],
    ["loopback with the published one", ["--app-name", "basic-auth"], published()],
    ["an MLflow from before", EXPOSED, withVersion("3.7.0")],
    [
      "a file that cannot be used, which has its own rule",
      EXPOSED,
      {
        ...MISSING,
        unusableFiles: [
          { origin: { kind: "env", name: `${NAME}_FILE` } as const, what: "is empty", fix: "x" },
        ],
      },
    ],
  ])("is silent for %s", (_what, words, facts) => {
    expect(findingsOf(RULE, { words, facts })).toEqual([]);
  });

  it("is not silenced by another file that cannot be used, and refuses nothing", () => {
    const origin = { kind: "env", name: "MLFLOW_BACKEND_STORE_URI_FILE" } as const;
    const facts = { ...MISSING, unusableFiles: [{ origin, what: "is empty", fix: "x" }] };
    expect(findingsOf(RULE, { words: EXPOSED, facts })).toHaveLength(1);
    expect(decisionOf({ words: EXPOSED, facts: MISSING }).verdict).toBe("allow");
  });
});
