import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { Secret } from "../../src/secrets/secret.ts";

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
