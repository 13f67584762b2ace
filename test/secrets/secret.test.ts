import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { hasPassword, Secret, withoutPassword } from "../../src/secrets/secret.ts";

const secret = new Secret("hunter2");

describe("a secret", () => {
  it.each([
    ["String()", () => String(secret)],
    ["a template", () => `${secret}`],
    ["concatenation", () => `x${[secret].join()}`],
    ["JSON", () => JSON.stringify({ a: [secret] })],
    ["inspect", () => inspect({ a: secret }, { depth: 9, showHidden: true })],
    ["an error", () => String(new Error("x", { cause: secret }).cause)],
    ["its keys", () => JSON.stringify([Object.entries(secret), { ...secret }])],
  ])("does not show in %s", (_how, show) => {
    expect(show()).not.toContain("hunter2");
  });

  it("is there for the one place that needs it", () => {
    expect(secret.reveal()).toBe("hunter2");
  });
});

describe("a URI", () => {
  it.each([
    "postgresql://ada:hunter2@db/x",
    "postgresql://ada:hun#ter2@db/x",
    "postgresql://ada:hun/ter2@db/x",
    "postgresql://ada:hun?ter2@db/x",
    "mysql+pymysql://ada:hunter2@db:3306/x",
    "https://hunter2@host/x",
    "postgresql://db/x?user=ada&password=hunter2",
    "wasbs://c/x?sig=hunter2",
  ])("%s holds a password, which is left out", (uri) => {
    expect(hasPassword(uri)).toBe(true);
    expect(withoutPassword(uri)).not.toMatch(/hun|ter2/);
  });

  it.each([
    "postgresql://db/x",
    "sqlite:///mlflow.db",
    "sqlite:////home/ada@work/x.db",
    "s3://bucket/path",
    "./mlruns",
    "ada@example.com",
    "",
  ])("%j holds none and stays as it is", (uri) => {
    expect(hasPassword(uri)).toBe(false);
    expect(withoutPassword(uri)).toBe(uri);
  });
});
