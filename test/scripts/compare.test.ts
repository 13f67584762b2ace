import { describe, expect, it } from "vitest";
import { type MlflowFacts, type OptionFacts, rows } from "../../scripts/compare/rows.js";
import { PROTECTION } from "../../src/mlflow/options/server-variables.ts";

const option = (name: string, more: Partial<OptionFacts> = {}): OptionFacts => ({
  ...{ name, short: null, off: null, kind: "text", env: null, min: null, max: null },
  default: null,
  ...more,
});

const BEFORE: MlflowFacts = {
  version: "3.0.0",
  options: [option("host"), option("old"), option("workers", { kind: "integer", default: "1" })],
  variables: { MLFLOW_OLD: null, MLFLOW_LIMIT: "1", MLFLOW_SAME: "x" },
  requires: ["flask<4", "gone>1", 'flask-wtf<2; extra == "auth"', "same"],
  routes: { "GET /a": 401, "GET /b": 401, "GET /same": 200, "PUT /gone": 401 },
};

const changes = (after: Partial<MlflowFacts>) =>
  rows(BEFORE, { ...BEFORE, version: "3.1.0", ...after }, (name) => PROTECTION.test(name));

describe("what changed from one MLflow to the next", () => {
  it("is nothing where nothing did, and says so", () => {
    expect(changes({}).filter((line) => /^[-+~]/.test(line))).toEqual([]);
    expect(changes({}).filter((line) => line === "=")).toHaveLength(4);
  });

  it("has the row of an option that is new, and what differs of another", () => {
    const workers = option("workers", { kind: "integer", default: "4", max: 64 });
    const made = option("new", { kind: "flag", off: "no-new", env: "MLFLOW_NEW" });
    expect(changes({ options: [option("host"), workers, made] })).toEqual(
      expect.arrayContaining([
        '+ { name: "new", off: "no-new", kind: "flag", env: "MLFLOW_NEW", since: "3.1.0" },',
        "- --old",
        '~ --workers: max null -> 64, default "1" -> "4"',
      ]),
    );
  });

  it("quotes the variables that protect a server", () => {
    const variables = { MLFLOW_LIMIT: "2", MLFLOW_SAME: "x", MLFLOW_AUTH_NEW: "y", MLFLOW_X: null };
    expect(changes({ variables })).toEqual(
      expect.arrayContaining([
        '+ "MLFLOW_AUTH_NEW", (default "y")',
        "+ MLFLOW_X (default null)",
        "- MLFLOW_OLD",
        '~ MLFLOW_LIMIT: "1" -> "2"',
      ]),
    );
  });

  it("says on which routes no login asks", () => {
    const routes = {
      "GET /a": 200,
      "GET /b": 401,
      "GET /same": 200,
      "POST /c": null,
      "PUT /d": 401,
    };
    expect(changes({ routes })).toEqual(
      expect.arrayContaining([
        "+ POST /c (NO LOGIN: silence)",
        "+ PUT /d (the login asks)",
        "- PUT /gone",
        "~ GET /a: the login asks -> NO LOGIN: 200",
      ]),
    );
  });

  it("tells an extra's packages from the others", () => {
    const requires = [
      "flask<5",
      'flask-wtf<3; extra == "auth"',
      'flask<5; extra == "auth"',
      "same",
    ];
    expect(changes({ requires })).toEqual(
      expect.arrayContaining([
        "+ flask [auth] <5",
        "- gone",
        "~ flask: <4 -> <5",
        "~ flask-wtf [auth]: <2 -> <3",
      ]),
    );
  });
});
