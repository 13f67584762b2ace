import { describe, expect, it } from "vitest";
import {
  ASKING_FUNCTION,
  defaultAuthConfig,
  hasControl,
  parseAuthConfig,
  renderAuthConfig,
} from "../../src/intent/auth-config.ts";

const ORIGIN = { kind: "env", name: "MLFLOW_AUTH_CONFIG_PATH" } as const;
const NO_PAIR = (line: number) => `line ${line} is not "key = value"`;
const LONE = (line: number) => `line ${line} holds a % that is not doubled`;
const REFERENCE = (line: number) =>
  `line ${line} takes a part of its value from another one, with %(NAME)s`;
const NO_SECTION = "it has no [mlflow] section";
const read = (text: string) => parseAuthConfig(text, ORIGIN);

describe("an authorization config", () => {
  it.each([
    ["a pair", "[mlflow]\ndefault_permission = EDIT", "default_permission", "EDIT"],
    ["a colon", "[mlflow]\ndefault_permission: EDIT", "default_permission", "EDIT"],
    ["any case of a key", "[mlflow]\nDefault_Permission=EDIT", "default_permission", "EDIT"],
    ["CRLF", "[mlflow]\r\ndefault_permission = EDIT\r\n", "default_permission", "EDIT"],
    ["a byte order mark", "\ufeff[mlflow]\nadmin_username = ada", "admin_username", "ada"],
    [
      "indented comments",
      "  # x\n[mlflow]\n\t; y\n\nadmin_username = ada",
      "admin_username",
      "ada",
    ],
    ["blanks around", "[mlflow]  \nadmin_username  =   a b  ", "admin_username", "a b"],
    ["no blanks", "[mlflow]\nadmin_username=ada", "admin_username", "ada"],
    ["an empty value", "[mlflow]\nadmin_username =", "admin_username", ""],
    ["a key with digits", "[mlflow]\n_k9 = ada", "_k9", "ada"],
    ["# in a value", "[mlflow]\nadmin_username = a # b", "admin_username", "a # b"],
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
    ["no section", "default_permission = EDIT", ["line 1 stands above every section", NO_SECTION]],
    ["a section twice", "[mlflow]\n[mlflow]", ["line 2 begins [mlflow] again"]],
    [
      "a key twice",
      "[mlflow]\ndefault_permission = READ\nDefault_Permission = EDIT",
      ["line 3 sets default_permission again"],
    ],
    ["an empty file", "", [NO_SECTION]],
    ["another section alone", "[MLFLOW]\ndefault_permission = NO_PERMISSIONS", [NO_SECTION]],
    ["a continued line", "[mlflow]\ndatabase_uri = a\n  b", [NO_PAIR(3)]],
    ["a continued line that is a pair", "[mlflow]\ndatabase_uri = a\n  b = c", [NO_PAIR(3)]],
    ["a line without a value", "[mlflow]\nadmin_username", [NO_PAIR(2)]],
    ["a key with a blank", "[mlflow]\nadmin username = ada", [NO_PAIR(2)]],
    ["a key of a digit", "[mlflow]\n1 = ada", [NO_PAIR(2)]],
    ["a reference", "[mlflow]\nadmin_username = %(x)s", [REFERENCE(2)]],
    ["a lone %", "[mlflow]\nadmin_username = 50%", [LONE(2)]],
    ["three %", "[mlflow]\nadmin_username = 50%%%", [LONE(2)]],
    [
      "[DEFAULT]",
      "[DEFAULT]\nauthorization_function = x\n[mlflow]",
      ["line 1 is [DEFAULT], which changes other sections"],
    ],
    ["words behind a section", "[mlflow] x", [NO_PAIR(1), NO_SECTION]],
    ["words before a section", "x [mlflow]", [NO_PAIR(1), NO_SECTION]],
    ["a section in brackets", "[[mlflow]]", [NO_PAIR(1), NO_SECTION]],
    ["a line break that only Python knows", "[mlflow]\nadmin_username = a\rx = b", [NO_PAIR(2)]],
    ["a mark inside", "[mlflow]\n\ufeffadmin_username = ada", [NO_PAIR(2)]],
  ])("with %s is a problem", (_what, text, problems) => {
    expect(read(text).problems).toEqual(problems);
  });

  it("takes no value from a line that is a problem", () => {
    const { values } = read("[mlflow]\n  admin_username = eve\ndefault_permission = %(x)s");
    expect(values).toEqual(defaultAuthConfig().values);
  });

  it("is MLflow's own where none is named", () => {
    const { origin, values, problems } = defaultAuthConfig();
    expect(origin).toEqual({ kind: "default", name: "MLFLOW_AUTH_CONFIG_PATH" });
    expect(problems).toEqual([]);
    expect(Object.fromEntries(values)).toEqual({
      default_permission: "READ",
      database_uri: "sqlite:///basic_auth.db",
      admin_username: "admin",
      authorization_function: "mlflow.server.auth:authenticate_request_basic_auth",
    });
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

  it("is written one setting a line", () => {
    const values = new Map([
      ["a", "1"],
      ["b", "50%"],
    ]);
    expect(renderAuthConfig(values)).toBe("[mlflow]\na = 1\nb = 50%%\n");
  });

  it.each([
    "\n",
    "\r",
    "\u0000",
    "\u001f",
    "\u007f",
    "\u0085",
    "\u009f",
    "\u2028",
    "\u2029",
  ])("is never written with %j in a value", (character) => {
    expect(hasControl(`a${character}b`)).toBe(true);
    const values = new Map([
      ["a", `1${character}x = y`],
      ["b", "fine"],
    ]);
    expect(() => renderAuthConfig(values)).toThrow("a setting holds a control character");
  });

  it.each(["", " ", "~", "\u00a0", "\u00e4", "\u2027", "\u202a"])("may hold %j", (text) => {
    expect(hasControl(text)).toBe(false);
  });
});
