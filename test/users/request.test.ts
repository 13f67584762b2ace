import { describe, expect, it } from "vitest";
import { ACTIONS, readRequest, wordProblem } from "../../src/users/request.ts";
import { REQUEST } from "../support/user-request.ts";

const DASH = {
  what: "a word begins with a single dash",
  fix: "options begin with two: --url",
};
const SEEN = {
  what: "a password on the command line is seen by everybody on this machine (ps)",
  fix: "use --admin-password-file, --password-file or --prompt; it is not repeated here, but stands in the shell's history",
};

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
    "--user-pwd",
    "--adminpassphrase",
    "--secret",
    "-p",
  ])("include %s", (word) => {
    const problem = wordProblem(["add", "ada", word, "hunter2"]);
    expect(problem).toEqual(/^-p/.test(word) && word !== "-password=hunter2" ? DASH : SEEN);
  });

  it.each([
    "--password-file",
    "--admin-password-file=pw",
    "--prompt",
    "--yes",
    "--pass-through",
    "--my-password",
    "x--password",
    "a-x",
    "-",
    "--",
  ])("leave %s alone", (word) => {
    expect(wordProblem(["add", "ada", word])).toBeNull();
  });
});

describe("words behind --", () => {
  it("are a name, whatever it looks like", () => {
    expect(wordProblem(["passwd", "--", "-x"])).toBeNull();
    expect(wordProblem(["passwd", "--", "--password"])).toBeNull();
    expect(wordProblem(["passwd", "-x", "--"])).not.toBeNull();
  });
});

describe("a request", () => {
  it.each([
    [
      { _: ["add", "ada"], url: "http://h", admin: "eve", "env-file": "e", prompt: true },
      { action: "add", name: "ada", url: "http://h", admin: "eve", envFile: "e", prompt: true },
    ],
    [
      { _: ["passwd", "ada"], "admin-password-file": "f", "password-file": "g" },
      { action: "passwd", name: "ada", adminPasswordFile: "f", passwordFile: "g" },
    ],
    [
      { _: ["passwd", "ada"], offline: true, "guard-mlflow": "m", "env-file": "e" },
      { action: "passwd", name: "ada", offline: true, mlflow: "m", envFile: "e" },
    ],
    [
      { _: ["remove", 7], yes: true },
      { action: "remove", name: "7", yes: true },
    ],
    [{ _: ["list"] }, { action: "list" }],
    [{ _: "list" }, { action: "list" }],
    [
      { _: ["list"], format: "json" },
      { action: "list", json: true },
    ],
    [
      { _: ["list"], format: "text" },
      { action: "list", json: false },
    ],
    // Nobody could make it today, and it can be taken away.
    [{ _: ["remove", "a:b"] }, { action: "remove", name: "a:b" }],
    [{ _: ["passwd", "-b"] }, { action: "passwd", name: "-b" }],
  ])("is read from %j", (values, request) => {
    expect(readRequest(values)).toEqual({ request: { ...REQUEST, ...request } });
  });

  const EMPTY = ["the user name is empty", "choose a plain one: ada, or ada@example.com"];
  const NEEDS = "user needs add, list, passwd or remove";
  const KEEP_ONE = "keep one of them";

  it.each([
    [{}, [NEEDS, "mlflow-guard user add NAME"]],
    [{ _: [] }, [NEEDS, "mlflow-guard user add NAME"]],
    [{ _: ["grant", "ada"] }, [NEEDS, "mlflow-guard user --help"]],
    [{ _: ["lst"] }, [NEEDS, "did you mean list?"]],
    ...[
      ["delete", "remove"],
      ["rm", "remove"],
      ["del", "remove"],
      ["DEL", "remove"],
      ["ls", "list"],
      ["new", "add"],
      ["create", "add"],
      ["password", "passwd"],
      ["reset-password", "passwd"],
    ].map(([word, meant]) => [{ _: [word, "ada"] }, [NEEDS, `did you mean ${meant}?`]] as const),
    [{ _: ["add"] }, EMPTY],
    [{ _: ["passwd"] }, EMPTY],
    [{ _: ["remove", ""] }, EMPTY],
    [
      { _: ["add", "ada", "hunter2"] },
      [
        "user add takes one name, and no password on the command line",
        "mlflow-guard user add NAME",
      ],
    ],
    [
      { _: ["passwd", "a:b", "hunter2"] },
      [
        "user passwd takes one name, and no password on the command line",
        "mlflow-guard user passwd NAME",
      ],
    ],
    [
      { _: ["add", "ada:hunter2"] },
      [
        "the user name has a colon, where HTTP basic auth cuts the name from the password",
        "choose a plain one: ada, or ada@example.com",
      ],
    ],
    [{ _: ["list", "hunter2"] }, ["user list takes no name", "mlflow-guard user list"]],
    ...["url", "admin", "admin-password-file", "prompt"].map(
      (option) =>
        [
          { _: ["passwd", "ada"], offline: true, [option]: "u" },
          [`--offline asks no server, and --${option} is for one`, KEEP_ONE],
        ] as const,
    ),
    [
      { _: ["passwd", "ada"], "guard-mlflow": "m" },
      ["--guard-mlflow needs --offline", "a running server is asked without it"],
    ],
    [
      { _: ["add", "ada"], "password-file": "f", prompt: true },
      ["--password-file and --prompt are both given", KEEP_ONE],
    ],
    [
      { _: ["list"], "admin-password-file": "f", "env-file": "g" },
      ["--admin-password-file and --env-file are both given", KEEP_ONE],
    ],
  ] as readonly [object, readonly [string, string]][])("is not %j", (values, [what, fix]) => {
    expect(readRequest({ ...values })).toEqual({ problem: { what, fix } });
  });

  it.each([
    ["password-file", ["add", "passwd"]],
    ["prompt", ["add", "passwd"]],
    ["yes", ["remove"]],
    ["format", ["list"]],
    ["offline", ["passwd"]],
    ["guard-mlflow", ["passwd"]],
  ])("has --%s only where it means something", (option, where) => {
    const offline = option === "guard-mlflow" ? { offline: true } : {};
    for (const action of ACTIONS) {
      const words = action === "list" ? [action] : [action, "ada"];
      const read = readRequest({
        _: words,
        [option]: "x",
        ...(action === "passwd" ? offline : {}),
      });
      if (where.includes(action)) expect(read).toHaveProperty("request");
      else
        expect(read).toEqual({
          problem: {
            what: `--${option} means nothing to user ${action}`,
            fix: `leave --${option} away`,
          },
        });
    }
  });
});
