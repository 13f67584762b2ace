import { describe, expect, it } from "vitest";
import {
  ASKING_FUNCTION,
  defaultAuthConfig,
  parseAuthConfig,
  renderAuthConfig,
} from "../../src/intent/auth-config.ts";

const ORIGIN = { kind: "env", name: "MLFLOW_AUTH_CONFIG_PATH" } as const;
const read = (text: string) => parseAuthConfig(text, ORIGIN);

describe("an authorization config", () => {
  it.each([
    ["a pair", "[mlflow]\ndefault_permission = EDIT", "default_permission", "EDIT"],
    ["a colon", "[mlflow]\ndefault_permission: EDIT", "default_permission", "EDIT"],
    ["any case of a key", "[mlflow]\nDefault_Permission=EDIT", "default_permission", "EDIT"],
    ["CRLF", "[mlflow]\r\ndefault_permission = EDIT\r\n", "default_permission", "EDIT"],
    ["comments", "# x\n[mlflow]\n; y\nadmin_username = ada\n", "admin_username", "ada"],
    ["a doubled %", "[mlflow]\nadmin_username = a%%b", "admin_username", "a%b"],
    ["= in a value", "[mlflow]\ndatabase_uri = sqlite:///a?b=c", "database_uri", "sqlite:///a?b=c"],
    [
      "other sections beside it",
      "[x]\na = 1\n[mlflow]\nadmin_username = ada",
      "admin_username",
      "ada",
    ],
    ["a key of another section", "[mlflow]\n[x]\nadmin_username = eve", "admin_username", "admin"],
    ["MLflow's default", "[mlflow]", "authorization_function", ASKING_FUNCTION],
  ])("has %s", (_what, text, key, value) => {
    const config = read(text);
    expect(config.values.get(key)).toBe(value);
    expect(config.problems).toEqual([]);
    expect(config.origin).toBe(ORIGIN);
  });

  it.each([
    ["no section", "default_permission = EDIT", "line 1"],
    ["an empty file", "", "no [mlflow] section"],
    [
      "another section alone",
      "[MLFLOW]\ndefault_permission = NO_PERMISSIONS",
      "no [mlflow] section",
    ],
    ["a continued line", "[mlflow]\ndatabase_uri = a\n  b", "line 3"],
    ["a line without a value", "[mlflow]\nadmin_username", "line 2"],
    ["a reference", "[mlflow]\nadmin_username = %(x)s", "line 2"],
    ["a lone %", "[mlflow]\nadmin_username = 50%", "line 2"],
    ["[DEFAULT]", "[DEFAULT]\nauthorization_function = x\n[mlflow]", "[DEFAULT]"],
    ["words behind a section", "[mlflow] x", "line 1"],
    ["a line break that only Python knows", "[mlflow]\nadmin_username = a\rx = b", "line 2"],
  ])("with %s is a problem", (_what, text, problem) => {
    expect(read(text).problems.join()).toContain(problem);
  });

  it("does not show a value in a problem", () => {
    expect(read("[mlflow]\nadmin_password = hunter2%").problems.join()).not.toContain("hunter2");
  });

  it.each([
    ["the defaults", {}],
    ["a percent sign", { admin_password: "50%(x)s%%" }],
    ["quotes and #", { admin_password: `a"b'c#d;e` }],
  ])("comes back from what is written for MLflow: %s", (_what, values) => {
    const all = new Map([...defaultAuthConfig().values, ...Object.entries(values)]);
    expect(read(renderAuthConfig(all))).toMatchObject({ values: all, problems: [] });
  });
});
