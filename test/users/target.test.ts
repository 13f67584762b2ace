import { describe, expect, it } from "vitest";
import { readTarget } from "../../src/users/target.ts";

describe("the server that is asked", () => {
  it.each([
    [undefined, undefined, "http://127.0.0.1:5000", true],
    [undefined, "", "http://127.0.0.1:5000", true],
    [undefined, "https://mlflow.example.com/ml/", "https://mlflow.example.com/ml", false],
    ["http://[::1]:5001", "http://other", "http://[::1]:5001", true],
    ["http://localhost", undefined, "http://localhost", true],
  ])("is %j, else %j: %s", (option, variable, base, loopback) => {
    const clearText = false;
    expect(readTarget(option, { MLFLOW_TRACKING_URI: variable })).toEqual({
      target: { base, loopback, clearText },
    });
  });

  it("is at the port of the environment, where nothing else is named", () => {
    const { target } = readTarget(undefined, { MLFLOW_PORT: "5077" }) as never;
    expect(target).toMatchObject({ base: "http://127.0.0.1:5077" });
  });

  it.each([
    "http://10.0.0.7:5000",
    "http://mlflow",
    "http://localhost.example.com",
  ])("would get a password in clear text: %s", (url) => {
    expect(readTarget(url, {})).toMatchObject({ target: { clearText: true } });
  });

  it.each([
    "sqlite:///mlflow.db",
    "databricks",
    "./mlruns",
    "postgresql://u:hunter2@db/x",
    "http://u:hunter2@host",
    "http://hunter2@host",
    "http://host/?token=hunter2",
    "http://host/#hunter2",
  ])("is never %s, and nothing of it is repeated", (url) => {
    const read = readTarget(undefined, { MLFLOW_TRACKING_URI: url });
    expect(read).toMatchObject({
      problem: { what: expect.stringMatching(/^MLFLOW_TRACKING_URI /) },
    });
    expect(JSON.stringify(read)).not.toMatch(/hunter2|mlflow\.db/);
  });
});
