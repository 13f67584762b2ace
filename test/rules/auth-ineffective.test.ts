import { describe, expect, it } from "vitest";
import { parseAuthConfig } from "../../src/intent/auth-config.ts";
import { findingsOf, MLFLOW, STRONG } from "../support/world.ts";

const RULE = "auth-ineffective";
const NAME = "MLFLOW_AUTH_CONFIG_PATH";
const EXPOSED = ["--host", "0.0.0.0"];
const OWN = { name: "basic-auth", target: "mlflow.server.auth:create_app", from: "mlflow-3.17.2" };

function withConfig(text: string) {
  return { ...STRONG, authConfig: parseAuthConfig(text, { kind: "env", name: NAME }) };
}

function withApp(app: Partial<typeof OWN>) {
  return { ...STRONG, mlflow: { ...MLFLOW, apps: [OWN, { ...OWN, ...app }] } };
}

describe(RULE, () => {
  it.each([
    ["a function of somebody else", "[mlflow]\nauthorization_function = mine:everybody\n"],
    ["an empty function", "[mlflow]\nauthorization_function =\n"],
    ["a line that another reader may take differently", "[mlflow]\n  key = value\n"],
    ["no [mlflow] section", "# nothing\n"],
  ])("refuses a config with %s", (_what, text) => {
    const [finding] = findingsOf(RULE, { words: EXPOSED, facts: withConfig(text) });
    expect(finding).toMatchObject({ severity: "error", waivable: false, origin: { name: NAME } });
    expect(finding?.fix[0]?.text).toBe(`env ${NAME}= mlflow-guard server --host 0.0.0.0`);
  });

  it("refuses a plugin that calls itself basic-auth", () => {
    const [finding] = findingsOf(RULE, {
      words: EXPOSED,
      facts: withApp({ target: "open_door:app", from: "open_door-1.0" }),
    });
    expect(finding?.severity).toBe("error");
    expect(finding?.what).toContain("open_door-1.0 also calls itself basic-auth");
  });

  it.each([
    ["the default config", EXPOSED, STRONG],
    [
      "MLflow's own function by name",
      EXPOSED,
      withConfig(
        "[mlflow]\nauthorization_function = mlflow.server.auth:authenticate_request_basic_auth\n",
      ),
    ],
    ["MLflow's own plugin twice", EXPOSED, withApp({ from: "mlflow_skinny-3.17.2" })],
    ["a plugin of another name", EXPOSED, withApp({ name: "mine", target: "mine:app" })],
    ["no login", [], withConfig("[mlflow]\nauthorization_function = mine:everybody\n")],
  ])("allows %s", (_what, words, facts) => {
    expect(findingsOf(RULE, { words, facts })).toEqual([]);
  });

  it("refuses nothing on loopback, where MLflow itself would start", () => {
    const facts = withConfig("[mlflow]\nauthorization_function = mine:everybody\n");
    const found = findingsOf(RULE, { words: ["--app-name", "basic-auth"], facts });
    expect(found.filter(({ severity }) => severity === "error")).toEqual([]);
  });
});
