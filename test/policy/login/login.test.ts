import { describe, expect, it } from "vitest";
import { signsCookies } from "../../../src/policy/login/login.ts";
import { decisionOf, OIDC, STRONG, secretFact } from "../../support/world.ts";

const OPEN = ["--host", "0.0.0.0"];
const BASIC = ["--app-name", "basic-auth"];
const KEY_ONLY = { secretKey: STRONG.secretKey };
const UNUSABLE = {
  unusableFiles: [
    {
      origin: { kind: "env", name: "MLFLOW_AUTH_ADMIN_PASSWORD_FILE" },
      what: "is empty",
      fix: "fill it",
    },
  ],
} as const;

describe("the login that would run", () => {
  it.each([
    ["nothing on loopback", [], {}, null, false, false],
    ["nothing on loopback, secrets or not", [], STRONG, null, false, false],
    ["what was asked for", BASIC, {}, "basic-auth", true, false],
    ["basic-auth, switched on by both secrets", OPEN, STRONG, "basic-auth", true, true],
    [
      "basic-auth, switched on by one",
      OPEN,
      { adminPassword: secretFact("MLFLOW_AUTH_ADMIN_PASSWORD") },
      "basic-auth",
      true,
      true,
    ],
    ["basic-auth, switched on by an unusable file", OPEN, UNUSABLE, "basic-auth", true, true],
    ["basic-auth, switched on by the key alone", OPEN, KEY_ONLY, "basic-auth", true, true],
    [
      "a plugin, when another one is vouched for",
      ["--app-name", "mine", "--guard-login-app", "other"],
      {},
      "mine",
      false,
      false,
    ],
    ["nothing when exposed and not configured", OPEN, {}, null, false, false],
    ["nothing in development mode", [...OPEN, "--dev"], STRONG, null, false, false],
    [
      "a plugin that is not known to ask",
      [...OPEN, "--app-name", "mine"],
      STRONG,
      "mine",
      false,
      false,
    ],
    [
      "a plugin that the operator vouches for",
      ["--app-name", "mine", "--guard-login-app", "mine"],
      {},
      "mine",
      true,
      false,
    ],
  ])("is %s", (_what, words, facts, app, asks, switchedOn) => {
    expect(decisionOf({ words, facts }).login).toMatchObject({ app, asks, switchedOn });
  });

  it.each([
    ["MLflow's own", { words: BASIC }, true],
    ["a plugin that is known", OIDC, true],
    ["a plugin that nobody knows", { words: ["--app-name", "mine"] }, false],
    ["none", {}, false],
  ])("signs cookies with a key that is known: %s", (_what, scene, expected) => {
    expect(signsCookies(decisionOf(scene).login)).toBe(expected);
  });

  it("comes from where it was asked for, or from nowhere", () => {
    expect(decisionOf({ words: BASIC }).login.origin).toEqual({ kind: "flag", name: "--app-name" });
    const none = { kind: "default", name: "--app-name" };
    expect(decisionOf({}).login.origin).toEqual(none);
    expect(decisionOf({ words: OPEN, facts: STRONG }).login.origin).toEqual(none);
  });

  it("is not switched on by an unusable file of something else", () => {
    const origin = { kind: "env", name: "MLFLOW_BACKEND_STORE_URI_FILE" } as const;
    const facts = { unusableFiles: [{ origin, what: "is empty", fix: "fill it" }] };
    expect(decisionOf({ words: OPEN, facts }).login.app).toBeNull();
    const both = { unusableFiles: [...facts.unusableFiles, ...UNUSABLE.unusableFiles] };
    expect(decisionOf({ words: OPEN, facts: both }).login.app).toBe("basic-auth");
  });

  it("is switched on by an authorization config", () => {
    const env = { MLFLOW_AUTH_CONFIG_PATH: "auth.ini" };
    expect(decisionOf({ words: OPEN, env }).login.app).toBe("basic-auth");
  });
});

describe("the verdict", () => {
  it.each([
    ["loopback, no login", [], {}, "allow"],
    ["loopback, complete login", BASIC, STRONG, "allow"],
    ["loopback, incomplete login", BASIC, {}, "refuse"],
    ["exposed, no login", OPEN, {}, "refuse"],
    ["exposed, complete login", OPEN, STRONG, "allow"],
    ["exposed, complete login by name", [...OPEN, ...BASIC], STRONG, "allow"],
    ["exposed, half a login", OPEN, { secretKey: STRONG.secretKey }, "refuse"],
    ["exposed, another app", [...OPEN, "--app-name", "mine"], STRONG, "refuse"],
  ])("%s: %s", (_what, words, facts, verdict) => {
    expect(decisionOf({ words, facts }).verdict).toBe(verdict);
  });

  it("shows everything at once, errors first", () => {
    const words = [...OPEN, ...BASIC, "--cors-allowed-origins", "*", "--gunicorn-opts", "-b x"];
    const severities = decisionOf({ words, facts: { isRoot: true } }).findings.map(
      ({ severity }) => severity,
    );
    expect(severities.filter((one) => one === "error")).toHaveLength(3);
    const order = ["error", "warning", "info"];
    const ranks = severities.map((one) => order.indexOf(one));
    expect(ranks).toEqual([...ranks].sort());
  });
});
