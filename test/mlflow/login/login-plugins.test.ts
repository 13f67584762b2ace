import { describe, expect, it } from "vitest";
import { findLoginPlugin, installedPlugin } from "../../../src/mlflow/login/login-plugins.ts";

const plugin = findLoginPlugin("oidc-auth");
const app = (from: string, target = "mlflow_oidc_auth.app:app", name = "oidc-auth") => ({
  from,
  target,
  name,
});

describe("the known login plugins", () => {
  it.each(["basic-auth", "OIDC-AUTH", "oidc-auth-fastapi", ""])("are not %j", (name) => {
    expect(findLoginPlugin(name)).toBeNull();
  });

  it.each([
    ["itself", [app("mlflow_oidc_auth-11.0.2")], "11.0.2", []],
    ["itself, spelled otherwise", [app("Mlflow.OIDC-auth-11.0.2")], "11.0.2", []],
    ["itself from an egg", [app("mlflow_oidc_auth-11.0.2-py3.12")], "11.0.2", []],
    [
      "itself beside other apps",
      [app("mlflow_oidc_auth-9.0.1"), app("x-1", "x:y", "x")],
      "9.0.1",
      [],
    ],
    ["nothing", [], null, []],
    ["another package", [app("mine-1.0", "mine:app")], null, ["mine-1.0"]],
    ["another package with the same module", [app("mine-1.0")], null, ["mine-1.0"]],
    [
      "another module",
      [app("mlflow_oidc_auth-11.0.2", "mine:app")],
      null,
      ["mlflow_oidc_auth-11.0.2"],
    ],
    ["no version", [app("mlflow_oidc_auth-new")], null, ["mlflow_oidc_auth-new"]],
    ["two", [app("mlflow_oidc_auth-11.0.2"), app("mine-1.0", "mine:app")], "11.0.2", ["mine-1.0"]],
  ])("are recognised as %s", (_what, apps, version, rivals) => {
    expect(plugin && installedPlugin(plugin, { apps })).toEqual({ version, rivals });
  });
});
