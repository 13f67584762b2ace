import { describe, expect, it } from "vitest";
import { add, passwd } from "../../src/users/give-password.ts";
import { NotDone } from "../../src/users/not-done.ts";
import { renderPasted } from "../../src/users/text.ts";
import { ADMINS, type Answer, NO_SUCH, scripted } from "./scripted.ts";

const TYPED = "quiet-Harbor-58-lantern";
const SHOWN = "  its password, which cannot be shown again:\n";
const LOST = "the password could not be written to stdout, so nobody knows it";
const AGAIN = "run it again with a stdout that can be written";
const SET_BY =
  "What a new account may do with what others made is set by default_permission in the server's authorization config (MLFLOW_AUTH_CONFIG_PATH).";
const words = (text: string) => text.replace(/\s+/g, " ").trim();

describe("a new account", () => {
  const none = { "eve users/get": NO_SUCH, "users/create": "{}", "ada users/get": "{}" };
  const right = { "permissions/get": '{"permission":"READ"}' };
  const RIGHTS = `Asked with its own password about experiment 0: it may read it, not change it (READ). ${SET_BY}`;

  it("gets the password that was typed, which is tried and not shown", async () => {
    const { run, context } = scripted(
      { action: "add", name: "ada", prompt: true },
      { ...none, ...right },
      { typed: TYPED },
    );
    const { failed, out, err, asked } = await run(add);
    expect([failed, out]).toEqual([null, ""]);
    const pasted = renderPasted(context.session, "ada");
    expect(err).toContain(`mlflow-guard: ada has an account on https://ml.example.\n${pasted}`);
    expect(words(err)).toBe(
      words(`mlflow-guard: ada has an account on https://ml.example. ${pasted} ${RIGHTS}`),
    );
    expect(asked).toEqual([
      ["eve", "users/get", { username: "ada" }],
      ["eve", "users/create", { username: "ada", password: TYPED }],
      ["ada", "users/get", { username: "ada" }],
      [
        "ada",
        "permissions/get",
        { username: "ada", resource_type: "experiment", resource_id: "0" },
      ],
    ]);
  });

  it("has its made password on stdout, and how to make another", async () => {
    const { run } = scripted({ action: "add", name: "ada" }, { ...none, ...right });
    const { out, err, asked } = await run(add);
    expect(out).toMatch(/^[\w-]{24}\n$/);
    expect(asked[1]).toEqual(["eve", "users/create", { username: "ada", password: out.trim() }]);
    expect(err).toMatch(
      `mlflow-guard: ada has an account on https://ml.example.\n${SHOWN}  to make a new one: guard user passwd ada\n  for the other`,
    );
  });

  it.each<[string, Answer, Answer, string]>([
    ["may not read", 404, 403, "it may not even read it."],
    ["may read", 404, 200, "it may read it; whether it may change it, MLflow 2.9.0 does not tell."],
  ])("of an older server %s", async (_what, permission, experiment, right) => {
    const answers = { ...none, "permissions/get": permission, "experiments/get": experiment };
    const { run } = scripted({ action: "add", name: "ada" }, { ...answers, version: "2.9.0" });
    const { err, asked } = await run(add);
    expect(words(err)).toContain(
      `Asked with its own password about experiment 0: ${right} ${SET_BY}`,
    );
    expect(asked).toContainEqual(["ada", "experiments/get", { experiment_id: "0" }]);
  });

  it("that may do who knows what is said to", async () => {
    const { err } = await scripted({ action: "add", name: "ada" }, none).run(add);
    expect(words(err)).toContain(`What it may do with what others made is not known. ${SET_BY}`);
  });

  it.each([
    [{ "eve users/get": "{}" }, 1],
    [{ "users/create": [400, '{"error_code":"RESOURCE_ALREADY_EXISTS"}'] as const }, 2],
  ])("must not be there: %j", async (more, questions) => {
    const { run } = scripted({ action: "add", name: "ada" }, { ...none, ...more });
    const { failed, err, out, asked } = await run(add);
    expect(failed).toEqual(["there is an account ada already", "guard user passwd ada"]);
    expect([err, out, asked.length]).toEqual(["", "", questions]);
  });

  it("is not made where the server cannot say whether it is there", async () => {
    const { run } = scripted({ action: "add", name: "ada" }, { ...none, "eve users/get": 500 });
    const { failed, asked } = await run(add);
    expect([failed?.[0], asked.length]).toEqual(["http://h answered 500. ", 1]);
  });

  it.each<[Answer, readonly string[]]>([
    ["{}", [`${LOST}; the account was removed again`, AGAIN]],
    [500, [`${LOST}; the account stays`, "guard user remove ada"]],
    [new NotDone("silence", ""), [`${LOST}; the account stays`, "guard user remove ada"]],
  ])("whose password is lost is removed again: %j", async (deleted, failed) => {
    const answers = { ...none, "users/delete": deleted };
    const answer = await scripted({ action: "add", name: "ada" }, answers, { lost: true }).run(add);
    expect(answer).toMatchObject({
      failed,
      err: `mlflow-guard: ada has an account on https://ml.example.\n${SHOWN}`,
    });
    expect(answer.asked.at(-1)).toEqual(["eve", "users/delete", { username: "ada" }]);
  });

  it("has nobody to ask for its password without a terminal", async () => {
    const { run } = scripted({ action: "add", name: "ada", prompt: true }, none);
    expect((await run(add)).failed).toEqual([
      "no terminal",
      "give the new password in a file: --password-file FILE",
    ]);
  });
});

describe("a new password", () => {
  const there = { "users/get": "{}", "users/update-password": "{}" };
  const DONE = "mlflow-guard: ada has a new password on https://ml.example.\n";
  const WORKS = "  It was tried: it works.\n";

  it("is set, tried and shown where it was made", async () => {
    const { failed, out, err, asked } = await scripted(
      { action: "passwd", name: "ada" },
      there,
    ).run(passwd);
    expect(failed).toBeNull();
    expect(err).toBe(`${DONE}${SHOWN}  to make a new one: guard user passwd ada\n${WORKS}`);
    expect(asked).toEqual([
      ["eve", "users/get", { username: "ada" }],
      ["eve", "users/update-password", { username: "ada", password: out.trim() }],
      ["ada", "users/get", { username: "ada" }],
    ]);
  });

  it("of the admin who asks goes with the old one, and says where that may still be", async () => {
    const own = { action: "passwd", name: "eve" } as const;
    const { out, err, asked } = await scripted(own, there).run(passwd);
    expect(asked).toEqual([
      [
        "eve",
        "users/update-password",
        { username: "eve", password: out.trim(), current_password: ADMINS },
      ],
      ["eve", "users/get", { username: "eve" }],
    ]);
    expect(err).not.toContain("to make a new one");
    expect(words(err)).toBe(
      words(
        `${DONE.replace("ada", "eve")}${SHOWN} If an env file or secret has MLFLOW_AUTH_ADMIN_PASSWORD for this account, it is the old password now: put the new one there, so that other commands can use it; MLflow reads it no more, since the account exists. If ~/.mlflow/credentials is of this account, mlflow-guard init --client writes it anew. ${WORKS}`,
      ),
    );
  });

  it.each<[Answer, string]>([
    [401, "But the server does not take this password: its own log may say why."],
    [new NotDone("http://h cannot be asked", ""), "It was not tried: http://h cannot be asked"],
  ])("that cannot be tried is set all the same: %j", async (answer, said) => {
    const answers = { "ada users/get": answer, ...there };
    const { failed, err } = await scripted({ action: "passwd", name: "ada" }, answers).run(passwd);
    expect(failed).toBeNull();
    expect(words(err)).toMatch(new RegExp(`${said}$`));
  });

  it("that is lost is set all the same, and can be made again", async () => {
    const lost = scripted({ action: "passwd", name: "ada" }, there, { lost: true });
    expect(await lost.run(passwd)).toMatchObject({
      failed: [`${LOST}; it is set all the same`, `${AGAIN}: guard user passwd ada`],
      err: `${DONE}${SHOWN}`,
    });
  });

  it("is for an account that is there, and the server must set it", async () => {
    const { run } = scripted({ action: "passwd", name: "ada" }, { "users/get": NO_SUCH });
    expect(await run(passwd)).toMatchObject({
      failed: ["there is no account ada on http://h", "guard user list"],
      ...{ err: "", out: "" },
    });
    const broken = scripted({ action: "passwd", name: "ada" }, { "users/get": "{}" });
    const { failed, err, out } = await broken.run(passwd);
    expect([failed?.[0], err, out]).toEqual([
      "http://h has no accounts below this address (answer 404)",
      "",
      "",
    ]);
  });
});
