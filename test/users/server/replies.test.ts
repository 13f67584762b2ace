import { describe, expect, it } from "vitest";
import { Secret } from "../../../src/secrets/secret.ts";
import type { Session } from "../../../src/users/context.ts";
import type { NotDone } from "../../../src/users/not-done.ts";
import type { Reply } from "../../../src/users/server/exchange.ts";
import {
  errorCode,
  fields,
  json,
  mustBeDone,
  refusal,
  strangerProblem,
} from "../../../src/users/server/replies.ts";
import { decisionOf, STRONG } from "../../support/world.ts";

const BASE = "https://ml.example";

/** An answer, as little of it as is asked. */
const reply = (status: number, more: Partial<Reply> = {}): Reply => ({
  ...{ status, challenge: "", location: "", body: "" },
  ...more,
});

const both = (problem: NotDone | null) => problem && [problem.what, problem.fix];

const REDIRECTED =
  "name the last address: --url URL (a login page means that another login than basic-auth is there)";
const FORBIDDEN =
  "ask as an admin: --admin NAME; or look whether something before the server forbids it";
const BROKEN = "its own log says why; look there, then run the command again";
const ELSEWHERE = [
  "https://ml.example asks for another kind of login than MLflow's basic-auth, so its accounts are kept elsewhere. No password was sent.",
  "make the account where that login keeps them",
];
const OPEN = [
  "THERE IS NO LOGIN: https://ml.example answers without asking for a password, so whoever reaches it can do everything, and there are no accounts. No password was sent.",
  "start it with one: mlflow-guard init && mlflow-guard server --app-name basic-auth",
];
const unknown = (status: number) => [
  `https://ml.example is no MLflow, or it is below another path (answer ${status}). No password was sent.`,
  "name the server, with its path if it has one: --url https://mlflow.example.com/path",
];

describe("the answer to a question without a password", () => {
  it.each<[Reply, boolean, readonly string[] | null]>([
    [reply(401, { challenge: 'Basic realm="mlflow"' }), false, null],
    [reply(401, { challenge: "  bAsIc" }), true, null],
    [reply(401), false, ELSEWHERE],
    [reply(401, { challenge: "Bearer" }), true, ELSEWHERE],
    [reply(401, { challenge: "Bearer basic" }), true, ELSEWHERE],
    [reply(401, { challenge: "Basically" }), true, ELSEWHERE],
    [reply(403), true, [`${BASE} forbids this (answer 403). No password was sent.`, FORBIDDEN]],
    [
      reply(300),
      true,
      [
        `${BASE} sends elsewhere (answer 300, to another place); no password follows it`,
        REDIRECTED,
      ],
    ],
    [
      reply(399, { location: "/login?to=x" }),
      true,
      [
        `${BASE} sends elsewhere (answer 399, to https://ml.example/login); no password follows it`,
        REDIRECTED,
      ],
    ],
    [
      reply(302, { location: "http://[" }),
      true,
      [
        `${BASE} sends elsewhere (answer 302, to another place); no password follows it`,
        REDIRECTED,
      ],
    ],
    [reply(500), true, [`${BASE} answered 500. No password was sent.`, BROKEN]],
    [reply(499), true, OPEN],
    [reply(404), true, OPEN],
    [reply(200), false, OPEN],
    [reply(404), false, unknown(404)],
    [reply(400), false, unknown(400)],
    [reply(299), false, unknown(299)],
  ])("%j (MLflow: %j)", (answer, isMlflow, expected) => {
    expect(both(strangerProblem(BASE, answer, isMlflow))).toEqual(expected);
  });
});

describe("the answer to a question with a password", () => {
  const wrong = (name: string, command: string) => [
    `${BASE} does not take this password for ${name}. MLflow keeps the password that it stored at its first start, or that was set since: a later one in an env file changes nothing.`,
    `give the password that was set last; or, where the server is run, set a new one in its store: mlflow-guard user passwd ${command}`,
  ];

  it.each<[Reply, string, readonly string[]]>([
    [reply(401), "admin", wrong("admin", "admin --offline")],
    [reply(401), "-x", wrong("-x", "--offline -- -x")],
    [reply(403), "admin", [`${BASE} forbids this (answer 403). `, FORBIDDEN]],
    [
      reply(300, { location: "https://u:hunter2@sso.example/in?token=hunter2" }),
      "admin",
      [
        `${BASE} sends elsewhere (answer 300, to https://sso.example/in); no password follows it`,
        REDIRECTED,
      ],
    ],
    [
      reply(399),
      "admin",
      [
        `${BASE} sends elsewhere (answer 399, to another place); no password follows it`,
        REDIRECTED,
      ],
    ],
    [
      reply(404),
      "admin",
      [
        `${BASE} has no accounts below this address (answer 404)`,
        "name the server as its clients do: --url URL (MLflow with a login, with or without its static prefix)",
      ],
    ],
    [reply(400), "admin", [`${BASE} answered 400. `, BROKEN]],
    [reply(299), "admin", [`${BASE} answered 299. `, BROKEN]],
    [reply(500), "admin", [`${BASE} answered 500. `, BROKEN]],
  ])("%j for %s is a no", (answer, name, expected) => {
    expect(both(refusal(BASE, answer, name))).toEqual(expected);
  });
});

describe("an answer as JSON", () => {
  it.each<[string, string]>([
    ['{"error_code":"BAD_REQUEST"}', "BAD_REQUEST"],
    ['{"error_code":7}', ""],
    ["{}", ""],
    ["<html>", ""],
    ["null", ""],
    ['"error_code"', ""],
  ])("%s has the code %j", (body, code) => {
    expect(errorCode(reply(400, { body }))).toBe(code);
  });

  it("has fields where it is an object, else none", () => {
    expect(json('{"a":1,"b":{"c":null}}')).toEqual({ a: 1, b: { c: null } });
    expect([json("<html>"), json("null"), json("7"), json('"ab"')]).toEqual([{}, {}, {}, {}]);
    expect([fields({ a: 1 }), fields(null), fields("ab"), fields(undefined)]).toEqual([
      { a: 1 },
      {},
      {},
      {},
    ]);
  });
});

const REPLY = { status: 403, challenge: "", location: "", body: "Invalid Host header" };

describe("a name that the server rejects", () => {
  const fixOf = (base: string) => strangerProblem(base, REPLY, false)?.fix;

  it.each([
    "https://ml.example",
    "http://10.1.2.3:5000",
  ])("of the network is advised with the login it needs: %s", (base) => {
    const fix = fixOf(base) ?? "";
    const host = new URL(base).host;
    expect(fix).toContain(
      `mlflow-guard init once, then --app-name basic-auth --allowed-hosts ${host})`,
    );
    const words = ["--app-name", "basic-auth", "--allowed-hosts", host];
    expect(decisionOf({ words: words.slice(2) }).verdict).toBe("refuse");
    expect(decisionOf({ words, facts: STRONG }).verdict).toBe("allow");
  });

  it("is said whole", () => {
    expect(
      both(strangerProblem(BASE, reply(403, { body: "a Invalid HOST header b" }), true)),
    ).toEqual([
      `${BASE} does not answer under the name ml.example (Invalid Host header). No password was sent.`,
      "start the server with a login and that name (mlflow-guard init once, then --app-name basic-auth --allowed-hosts ml.example), or ask it under a name it allows: --url URL",
    ]);
    // No host list can have it.
    expect(
      both(refusal("http://ml,x.example", reply(403, { body: "invalid host header" }), "a")),
    ).toEqual([
      "http://ml,x.example does not answer under the name ml,x.example (Invalid Host header). ",
      "ask it under a name it allows: --url URL",
    ]);
  });

  it("of this machine needs no more than the name", () => {
    expect(fixOf("http://127.0.0.1:8080")).toMatch(/^start the server with --allowed-hosts 127/);
    expect(decisionOf({ words: ["--allowed-hosts", "127.0.0.1:8080"] }).verdict).toBe("allow");
  });
});

describe("what the server says about the input", () => {
  const made = new Secret("Qz7pWorTd9mKx2");
  const session = {
    base: "http://127.0.0.1:5000",
    login: { name: "admin", password: new Secret("another-one") },
  } as Session;
  const notDone = (answer: Reply, secret?: Secret) => {
    try {
      mustBeDone(session, answer, secret);
    } catch (error) {
      return error as NotDone;
    }
    return null;
  };
  const error = (error_code: string, message: unknown) =>
    reply(400, { body: JSON.stringify({ error_code, message }) });
  const said = (message: string) =>
    notDone(error("INVALID_PARAMETER_VALUE", message), made)?.what ?? "";

  it.each(["INVALID_PARAMETER_VALUE", "BAD_REQUEST"])("is repeated with what to do: %s", (code) => {
    expect(both(notDone(error(code, "Too short.")))).toEqual([
      "http://127.0.0.1:5000 says: Too short.",
      "change what it names, and run the command again",
    ]);
  });

  it("is nothing where it is done", () => {
    expect(notDone({ ...error("BAD_REQUEST", "Too short."), status: 200 }, made)).toBeNull();
  });

  it.each<[string, unknown]>([
    ["INTERNAL_ERROR", "scrypt:hash"],
    ["A_BAD_REQUEST", "scrypt:hash"],
    ["BAD_REQUEST_2", "scrypt:hash"],
    ["BAD_REQUEST", 7],
    ["BAD_REQUEST", "it is another-one"],
    ["BAD_REQUEST", "it is Qz7pWorTd9mKx2"],
  ])("is not repeated where it may hold what is stored or was sent: %s, %j", (code, message) => {
    expect(both(notDone(error(code, message), made))).toEqual([
      "http://127.0.0.1:5000 answered 400. ",
      BROKEN,
    ]);
  });

  it("is shown, and not for ever", () => {
    expect(said("Username cannot be empty")).toBe(
      "http://127.0.0.1:5000 says: Username cannot be empty",
    );
    expect(said("x".repeat(999))).toBe(`http://127.0.0.1:5000 says: ${"x".repeat(200)}`);
  });

  it("never shows a part of a new password, wherever it is cut", () => {
    for (let before = 170; before < 215; before += 1) {
      expect(said(`${"x".repeat(before)} ${made.reveal()} and more`)).not.toContain("Qz");
    }
  });
});
