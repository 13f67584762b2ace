import { describe, expect, it } from "vitest";
import { parseAuthConfig } from "../../src/intent/auth-config.ts";
import { findingsOf, MLFLOW, type Scene, STRONG } from "../support/world.ts";

const RULE = "auth-config-unknown";
const NAME = "MLFLOW_AUTH_CONFIG_PATH";
const EXPOSED = ["--host", "0.0.0.0"];
const ON_LOOPBACK = ["--app-name", "basic-auth"];

/** A start with an authorization config that holds this line. */
function withLine(line: string, version = MLFLOW.version, words = EXPOSED): Scene {
  const authConfig = parseAuthConfig(`[mlflow]\n# note\n${line}\n`, { kind: "env", name: NAME });
  return {
    words,
    env: { [NAME]: "auth.ini" },
    facts: { ...STRONG, authConfig, mlflow: { ...MLFLOW, version } },
  };
}

const CHOICES = "READ, EDIT, MANAGE, NO_PERMISSIONS, USE, DENY";

describe(RULE, () => {
  it.each([
    ["NO_PERMISIONS", "did you mean NO_PERMISSIONS? "],
    ["read", "did you mean READ? "],
    ["Manage", "did you mean MANAGE? "],
    ["EVERYTHING", ""],
    ["READ ; all may read", ""],
    ["", ""],
  ])("refuses the permission %j, which MLflow does not know", (value, near) => {
    const [finding, ...more] = findingsOf(RULE, withLine(`default_permission = ${value}`));
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      severity: "error",
      waivable: false,
      what: `default_permission (auth.ini:3) is "${value}", which is no permission of MLflow`,
      why: "MLflow would answer 500 to every request of an account that is no admin",
      origin: { kind: "file", name: "default_permission", file: "auth.ini", line: 3 },
    });
    const text = `${near}Write one of ${CHOICES}, in capitals, into line 3 of auth.ini`;
    expect(finding?.fix).toEqual([{ kind: "note", text }]);
  });

  it.each([
    ["2.20.2", ["READ", "EDIT", "MANAGE", "NO_PERMISSIONS"]],
    ["3.8.1", ["READ", "EDIT", "MANAGE", "NO_PERMISSIONS"]],
    ["3.9.0", ["READ", "EDIT", "MANAGE", "NO_PERMISSIONS", "USE"]],
    ["3.16.1", ["READ", "EDIT", "MANAGE", "NO_PERMISSIONS", "USE"]],
    ["3.17.0", ["READ", "EDIT", "MANAGE", "NO_PERMISSIONS", "USE", "DENY"]],
  ])("knows the permissions of MLflow %s", (version, known) => {
    const allowed = ["READ", "EDIT", "MANAGE", "NO_PERMISSIONS", "USE", "DENY"].filter(
      (value) => findingsOf(RULE, withLine(`default_permission = ${value}`, version)).length === 0,
    );
    expect(allowed).toEqual(known);
  });

  it.each([
    ["admin_usrname", "admin_username"],
    ["default_permision", "default_permission"],
    ["Database_url", "database_uri"],
    ["autorization_function", "authorization_function"],
  ])("refuses the key %s, which was meant to be %s", (key, near) => {
    const [finding, ...more] = findingsOf(RULE, withLine(`${key} = NO_PERMISSIONS`));
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      severity: "error",
      what: `${key.toLowerCase()} (auth.ini:3) is no key that MLflow knows`,
      fix: [{ text: `did you mean ${near}? Write that into line 3 of auth.ini` }],
    });
  });

  it("warns of a key that is like none of them", () => {
    expect(findingsOf(RULE, withLine("colour = green"))).toMatchObject([
      {
        severity: "warning",
        what: "colour (auth.ini:3) is no key that MLflow knows",
        fix: [{ text: "take line 3 out of auth.ini" }],
      },
    ]);
  });

  it("warns of a key that this MLflow does not read yet", () => {
    expect(
      findingsOf(RULE, withLine("read_database_uri = sqlite:///r.db", "3.12.0")),
    ).toMatchObject([
      {
        severity: "warning",
        what: "read_database_uri (auth.ini:3) is not read by MLflow 3.12.0: it came with 3.13.0",
        fix: [{ kind: "note", text: "take a newer MLflow, or take line 3 out" }],
      },
    ]);
    expect(findingsOf(RULE, withLine("read_database_uri = sqlite:///r.db", "3.13.0"))).toEqual([]);
  });

  it("does not guess a key that this MLflow does not read yet", () => {
    const line = "read_database_ury = sqlite:///r.db";
    expect(findingsOf(RULE, withLine(line, "3.12.0"))).toMatchObject([{ severity: "warning" }]);
    expect(findingsOf(RULE, withLine(line, "3.13.0"))).toMatchObject([{ severity: "error" }]);
  });

  it("judges without an MLflow to look at, as the newest known one would", () => {
    for (const line of ["default_permission = EVERYTHING", "default_permision = READ"]) {
      const scene = withLine(line);
      const blind = { ...scene, facts: { ...scene.facts, mlflow: null } };
      expect(findingsOf(RULE, blind)).toMatchObject([{ severity: "error" }]);
    }
    const newer = withLine("read_database_uri = sqlite:///r.db");
    expect(findingsOf(RULE, { ...newer, facts: { ...newer.facts, mlflow: null } })).toEqual([]);
  });

  it.each([
    ["grant_default_workspace_access = maybe", "true or false"],
    ["auth_cache_max_size = many", "a whole number"],
    ["auth_cache_ttl_seconds =", "a whole number"],
    ["workspace_cache_ttl_seconds = 1.5", "a whole number"],
  ])("refuses a value that ends MLflow, on loopback too: %s", (line, form) => {
    for (const words of [EXPOSED, ON_LOOPBACK])
      expect(findingsOf(RULE, withLine(line, MLFLOW.version, words))).toMatchObject([
        {
          severity: "error",
          what: expect.stringContaining(`, not ${form}`),
          why: "MLflow would end with a traceback",
          fix: [{ text: `write ${form} into line 3 of auth.ini` }],
        },
      ]);
  });

  it.each([
    "default_permission = EVERYTHING",
    "default_permision = READ",
  ])("warns on loopback, where MLflow itself would start: %s", (line) => {
    const scene = withLine(line, MLFLOW.version, ON_LOOPBACK);
    expect(findingsOf(RULE, scene)).toMatchObject([{ severity: "warning" }]);
  });

  it.each<[string, Scene]>([
    ["all that MLflow knows", withLine("grant_default_workspace_access = Yes")],
    ["a number as Python reads it", withLine("auth_cache_max_size = 10_000")],
    ["a key in capitals", withLine("DEFAULT_PERMISSION = NO_PERMISSIONS")],
    ["a placeholder, of which another rule speaks", withLine("default_permission = ${PERMISSION}")],
    ["a newer MLflow's own permission", withLine("default_permission = AUDIT", "9.0.0")],
    ["a newer MLflow's own key", withLine("colour = green", "9.0.0")],
    ["no login", withLine("default_permission = EVERYTHING", MLFLOW.version, [])],
  ])("says nothing of %s", (_what, scene) => {
    expect(findingsOf(RULE, scene)).toEqual([]);
  });
});
