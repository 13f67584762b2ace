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
    ["ada:hunter2", "has a colon, where HTTP basic auth cuts the name from the password"],
    ["ada\n", "has a control or invisible character"],
    ["ada\u001b[2J", "has a control or invisible character"],
    ["ada\u202e", "has a control or invisible character"],
    ["ada\u200b", "has a control or invisible character"],
    ["ada\u2028b", "has a control or invisible character"],
    ["\ufffd", "has a control or invisible character"],
    [" ada", "has blanks around it"],
    ["ada ", "has blanks around it"],
    ["-ada", "starts with a dash, as options do"],
    ["a".repeat(256), "has 256 characters, MLflow keeps 255"],
  ])("may not be %j", (name, why) => {
    expect(nameProblem(name)).toEqual({
      what: `the user name ${why}`,
      fix: "choose a plain one: ada, or ada@example.com",
    });
  });
});
