import { describe, expect, it } from "vitest";
import { readRequest, wordProblem } from "../../src/users/request.ts";

describe("words that yargs must not see", () => {
  it.each([
    "--password",
    "--password=hunter2",
    "--admin-password",
    "--admin-password=hunter2",
    "--admin_password=hunter2",
    "--new-password=hunter2",
    "--passwd=hunter2",
    "--PASS=hunter2",
    "--pw=hunter2",
    "-password=hunter2",
    "-phunter2",
    "-p",
  ])("include %s", (word) => {
    const problem = wordProblem(["add", "ada", word, "hunter2"]);
    expect(problem).not.toBeNull();
    expect(JSON.stringify(problem)).not.toContain("hunter2");
  });

  it.each([
    "--password-file",
    "--admin-password-file=pw",
    "--prompt",
    "--yes",
    "-",
  ])("leave %s alone", (word) => {
    expect(wordProblem(["add", "ada", word])).toBeNull();
  });
});

const read = (values: Readonly<Record<string, unknown>>) => readRequest(values);

describe("words behind --", () => {
  it("are a name, whatever it looks like", () => {
    expect(wordProblem(["passwd", "--", "-x"])).toBeNull();
    expect(wordProblem(["passwd", "--", "--password"])).toBeNull();
    expect(wordProblem(["passwd", "-x", "--"])).not.toBeNull();
  });
});

describe("a request", () => {
  it("carries what was asked", () => {
    expect(read({ _: ["add", "ada"], url: "http://h", prompt: true })).toMatchObject({
      request: {
        action: "add",
        name: "ada",
        url: "http://h",
        prompt: true,
        yes: false,
        json: false,
      },
    });
    expect(read({ _: ["list"], format: "json" })).toMatchObject({ request: { json: true } });
  });

  it.each([
    [{ _: [] }, "user needs"],
    [{ _: ["grant", "ada"] }, "user needs"],
    [{ _: ["add"] }, "empty"],
    [{ _: ["add", "ada", "hunter2"] }, "one name"],
    [{ _: ["add", "ada:hunter2"] }, "colon"],
    [{ _: ["list", "hunter2"] }, "no name"],
    [{ _: ["passwd"] }, "empty"],
    [{ _: ["add", "ada"], yes: true }, "--yes"],
    [{ _: ["add", "ada"], format: "json" }, "--format"],
    [{ _: ["remove", "ada"], prompt: true }, "--prompt"],
    [{ _: ["list"], "password-file": "f" }, "--password-file"],
    [{ _: ["add", "ada"], "password-file": "f", prompt: true }, "both"],
    [{ _: ["list"], "admin-password-file": "f", "env-file": "g" }, "both"],
  ])("is not %j", (values, why) => {
    const result = read(values);
    expect(result).toMatchObject({ problem: { what: expect.stringContaining(why) } });
    expect(JSON.stringify(result)).not.toContain("hunter2");
  });

  it("may take away and mend what nobody could make today", () => {
    expect(read({ _: ["remove", "a:b"] })).toMatchObject({ request: { name: "a:b" } });
  });
});
