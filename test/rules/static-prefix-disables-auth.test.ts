import { describe, expect, it } from "vitest";
import { findingsOf, MLFLOW, OIDC, type Scene, STRONG, WITH_OIDC } from "../support/world.ts";

const RULE = "static-prefix-disables-auth";
const EXPOSED = ["--host", "0.0.0.0"];

describe(RULE, () => {
  it.each([
    "/static",
    "/static-files",
    "/statics/x",
    "/health",
    "/healthy",
    "/favicon.ico",
  ])("refuses %s with a login", (prefix) => {
    const words = [...EXPOSED, "--static-prefix", prefix];
    const [finding] = findingsOf(RULE, { words, facts: STRONG });
    expect(finding).toMatchObject({
      severity: "error",
      waivable: false,
      origin: { kind: "flag", name: "--static-prefix" },
    });
    expect(finding?.fix.map(({ text }) => text)).toEqual([
      "mlflow-guard server --host 0.0.0.0",
      "mlflow-guard server --static-prefix /mlflow --host 0.0.0.0",
    ]);
  });

  it("names the variable it came from", () => {
    const env = { MLFLOW_STATIC_PREFIX: "/static" };
    const [finding] = findingsOf(RULE, { words: EXPOSED, env, facts: STRONG });
    expect(finding?.what).toBe('MLFLOW_STATIC_PREFIX (environment) is "/static"');
    expect(finding?.fix[0]?.text).toContain("env MLFLOW_STATIC_PREFIX= mlflow-guard");
  });

  it.each([
    ["a harmless prefix", [...EXPOSED, "--static-prefix", "/mlflow"], STRONG],
    ["a later part", [...EXPOSED, "--static-prefix", "/a/static"], STRONG],
    ["no prefix", EXPOSED, STRONG],
    ["loopback without a login", ["--static-prefix", "/static"], {}],
    [
      "an MLflow that compares whole parts",
      [...EXPOSED, "--static-prefix", "/static"],
      { ...STRONG, mlflow: { ...MLFLOW, version: "3.18.0" } },
    ],
  ])("allows %s", (_what, words, facts) => {
    expect(findingsOf(RULE, { words, facts })).toEqual([]);
  });

  it("refuses on loopback too, where a login was asked for and would not ask", () => {
    const words = ["--app-name", "basic-auth", "--static-prefix", "/static"];
    expect(findingsOf(RULE, { words, facts: STRONG })).toMatchObject([{ severity: "error" }]);
  });

  it("refuses where there is no MLflow to look at", () => {
    const words = [...EXPOSED, "--static-prefix", "/static"];
    const facts = { ...STRONG, mlflow: null };
    expect(findingsOf(RULE, { words, facts })).toHaveLength(1);
  });

  describe("of a login plugin", () => {
    const from = (version: string): Scene => {
      const app = { name: "oidc-auth", target: "mlflow_oidc_auth.app:app" };
      const apps = [{ ...app, from: `mlflow_oidc_auth-${version}` }];
      return { ...OIDC, facts: { ...OIDC.facts, mlflow: { ...WITH_OIDC, apps } } };
    };
    const below = (prefix: string, scene: Scene): Scene => ({
      ...scene,
      words: [...(scene.words ?? []), "--static-prefix", prefix],
    });

    it.each(["/mlflow", "/static"])("refuses %s where the plugin knows no prefix", (prefix) => {
      expect(findingsOf(RULE, below(prefix, from("9.0.0")))).toMatchObject([
        {
          severity: "error",
          what: `--static-prefix (command line) is "${prefix}", and mlflow-oidc-auth 9.0.0 does not know of prefixes`,
          why: "before 9.0.1 it opens prefixes that begin like its own open paths, and closes the health check below the others",
          origin: { kind: "flag", name: "--static-prefix" },
          fix: [
            { kind: "shell" },
            { kind: "note", text: "or take mlflow-oidc-auth 9.0.1 or newer" },
          ],
        },
      ]);
    });

    it.each<[string, Scene]>([
      ["where it knows them", below("/static", from("9.0.1"))],
      [
        "where none was looked at",
        below("/static", { ...OIDC, facts: { ...OIDC.facts, mlflow: null } }),
      ],
      ["without a prefix", from("9.0.0")],
    ])("allows one %s", (_what, scene) => {
      expect(findingsOf(RULE, scene)).toEqual([]);
    });
  });
});
