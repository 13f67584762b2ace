import { describe, expect, it } from "vitest";
import { nameProblem } from "../../src/users/username.ts";

describe("the name of an account", () => {
  it.each([
    "ada",
    "ada@example.com",
    "Ada Lovelace",
    "zo\u00eb",
    "a".repeat(255),
  ])("may be %j", (name) => {
    expect(nameProblem(name)).toBeNull();
  });

  it.each([
    ["", "is empty"],
    ["ada:hunter2", "colon"],
    ["ada\n", "control"],
    ["ada\u001b[2J", "control"],
    ["ada\u202e", "invisible"],
    ["ada\u200b", "invisible"],
    ["\ufffd", "invisible"],
    [" ada", "blanks"],
    ["-ada", "dash"],
    ["a".repeat(256), "256 characters"],
  ])("may not be %j", (name, why) => {
    const problem = nameProblem(name);
    expect(problem?.what).toContain(why);
    expect(JSON.stringify(problem)).not.toContain("hunter2");
  });
});
