import { describe, expect, it } from "vitest";
import { list, remove } from "../../src/users/accounts.ts";
import { NO_SUCH, scripted } from "./scripted.ts";

const users = (...names: readonly string[]) =>
  JSON.stringify({
    users: names.map((name) => ({
      username: name.replace("*", ""),
      is_admin: name.startsWith("*"),
    })),
  });

describe("the list of accounts", () => {
  it("is shown as the server has it", async () => {
    const { run } = scripted({}, { "users/list": users("*eve", "ada") });
    expect(await run(list)).toEqual({
      ...{ failed: null, out: "admin  eve\nuser   ada\n", err: "", questions: [] },
      asked: [["eve", "users/list", {}]],
    });
  });

  it("of an older server, asks for each whether it is an admin", async () => {
    const names = '{"users":[{"username":"eve"},{"username":"ada"}]}';
    const answers = { "users/list": names, "users/get": '{"user":{"is_admin":true}}' };
    expect(await scripted({}, answers).run(list)).toMatchObject({
      out: "admin  eve\nadmin  ada\n",
      asked: [
        ["eve", "users/list", {}],
        ["eve", "users/get", { username: "eve" }],
        ["eve", "users/get", { username: "ada" }],
      ],
    });
    const none = { ...answers, "users/get": '{"user":{}}' };
    expect(await scripted({}, none).run(list)).toMatchObject({
      out: "user   eve\nuser   ada\n",
    });
    const broken = { ...answers, "users/get": 500 };
    expect((await scripted({}, broken).run(list)).failed?.[0]).toBe("http://h answered 500. ");
  });

  it("is not there in a server that is too old", async () => {
    const fix =
      "update MLflow, or ask its database of accounts: SELECT username, is_admin FROM users";
    const { run } = scripted({}, { version: " 3.9.0\n" });
    expect((await run(list)).failed).toEqual([
      "MLflow 3.9.0 has no route that lists accounts; 3.10.0 is the first with one",
      fix,
    ]);
    const unknown = scripted({}, { version: "<html>" });
    expect((await unknown.run(list)).failed).toEqual([
      "this MLflow has no route that lists accounts; 3.10.0 is the first with one",
      fix,
    ]);
  });

  it.each([
    [NO_SUCH, "http://h has no accounts below this address (answer 404)"],
    [[500, users("eve")] as const, "http://h answered 500. "],
    ["{}", "http://h answered 200. "],
  ])("is not what the server answers with %j", async (answer, what) => {
    const { failed, out } = await scripted({}, { "users/list": answer }).run(list);
    expect([failed?.[0], out]).toEqual([what, ""]);
  });
});

describe("an account that is taken away", () => {
  const REMOVED = "mlflow-guard: ada has no account on https://ml.example any more.\n";
  const STAYS = "  What the person made stays: experiments, runs and models.\n";
  const there = { "users/get": "{}", "users/delete": "{}" };

  it("is gone once its name was typed, or with --yes", async () => {
    const { run } = scripted({ name: "ada" }, there, { typed: "ada" });
    expect(await run(remove)).toEqual({
      ...{ failed: null, out: "", err: REMOVED + STAYS },
      questions: ["Type the name to remove the account ada from https://ml.example: "],
      asked: [
        ["eve", "users/get", { username: "ada" }],
        ["eve", "users/delete", { username: "ada" }],
      ],
    });
    const said = scripted({ name: "ada", yes: true }, there);
    expect(await said.run(remove)).toMatchObject({ failed: null, questions: [] });
  });

  it.each([
    ["Ada", ["not confirmed; nothing was removed", "type the name, or say --yes"]],
    [undefined, ["no terminal", "say --yes, where nobody can be asked"]],
  ])("stays where %j is typed", async (typed, failed) => {
    const answer = await scripted({ name: "ada" }, there, { typed }).run(remove);
    expect(answer).toMatchObject({ failed, err: "" });
    expect(answer.asked).toHaveLength(1);
  });

  it("must be there, and the server must do it", async () => {
    const { run } = scripted({ name: "ada", yes: true }, { "users/get": NO_SUCH });
    expect((await run(remove)).failed).toEqual([
      "there is no account ada on http://h",
      "guard user list",
    ]);
    const broken = scripted({ name: "ada", yes: true }, { ...there, "users/delete": 500 });
    expect(await broken.run(remove)).toMatchObject({
      failed: ["http://h answered 500. ", expect.anything()],
      err: "",
    });
  });

  it.each([
    [users("*eve", "ada"), true, "everybody"],
    [users("*Eve"), true, "everybody"],
    [404, true, "everybody"],
    [users("*eve", "*ada"), false, "this account"],
  ] as const)("is not the own one, with %j and --yes %j", async (accounts, yes, whom) => {
    const answers = { ...there, "users/list": accounts };
    const { failed, asked } = await scripted({ name: "EVE", yes }, answers).run(remove);
    expect(failed).toEqual([
      `EVE is the admin who asks; removing it would lock ${whom} out`,
      whom === "everybody"
        ? 'no other admin is known. Make an account (guard user add NAME), make it an admin with MLflow\'s own client (get_app_client("basic-auth", "https://ml.example").update_user_admin("NAME", True)), then ask as that one: --admin NAME'
        : "ask as another admin: --admin NAME; or say --yes",
    ]);
    expect(JSON.stringify(asked)).not.toContain("delete");
  });

  it("may be the own one, where there is another admin, with --yes", async () => {
    const answers = { ...there, "users/list": users("*eve", "*ada") };
    const { failed, asked } = await scripted({ name: "eve", yes: true }, answers).run(remove);
    expect([failed, asked.at(-1)]).toEqual([null, ["eve", "users/delete", { username: "eve" }]]);
  });
});
