import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import type { RunningState } from "../../../src/launch/private/state-file.ts";
import { USER_ROUTES } from "../../../src/mlflow/login/user-routes.ts";
import { Secret } from "../../../src/secrets/secret.ts";
import type { NotDone } from "../../../src/users/not-done.ts";
import { logIn, mustAskStrangers } from "../../../src/users/server/session.ts";
import type { Target } from "../../../src/users/server/target.ts";

type Answer = readonly [number, string?];

/** A server that answers each question by its path, and what it was asked, with the password if any. */
async function serving(answers: Readonly<Record<string, Answer>>) {
  const asked: string[] = [];
  const server = createServer(({ method, url = "", headers }, response) => {
    const [, kind = "", coded = ""] = headers.authorization?.match(/^(Basic) (.*)$/) ?? [];
    const who = kind && ` ${Buffer.from(coded, "base64")}`;
    asked.push(`${method} ${url}${who}`);
    const [status, body = ""] = answers[new URL(url, "http://h").pathname] ?? [404];
    response.writeHead(status, { "www-authenticate": "Basic" }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const target: Target = {
    ...{ base, client: "https://ml.example", clearText: false, named: "typed" },
    ...{ launchers: [], loopback: false },
  };
  return { base, target, asked };
}

const said = (done: Promise<unknown>) =>
  done.then(
    () => null,
    ({ what, fix }: NotDone) => [what, fix],
  );

const GET = USER_ROUTES.get.path;
const AGAIN = { named: (url: string) => url, resolver: async () => [], extra: undefined };

it.each<[number, boolean]>([
  [401, false],
  [404, true],
  [400, true],
  [500, false],
  [403, false],
])("who does not ask for a login (%d) is asked what it is only where that helps", async (status, helps) => {
  const { target, base, asked } = await serving({
    [GET]: [status],
    "/version": [200, " 3.17.2\n"],
  });
  const failed = await said(mustAskStrangers(target, "eve", AGAIN));
  expect(failed === null).toBe(status === 401);
  if (helps) expect(failed?.[0]).toMatch(`THERE IS NO LOGIN: ${base} answers without asking`);
  const questions = [`GET ${GET}?username=eve`, ...(helps ? ["GET /version"] : [])];
  expect(asked).toEqual(questions);
});

it("a server without a login is started with one as its launcher would start it", async () => {
  const { target, base } = await serving({ [GET]: [404], "/version": [200, "3.17.2"] });
  const { port } = new URL(base);
  const usual = await said(mustAskStrangers(target, "eve", AGAIN));
  const login = "start it with one: mlflow-guard init && mlflow-guard server --app-name basic-auth";
  expect(usual?.[1]).toBe(`${login} --port ${port}`);
  const withLogin = "mlflow-guard init && mlflow-guard server --app-name basic-auth --workers 1";
  const own = { port: Number(port), address: "127.0.0.1", url: base, withLogin } as RunningState;
  const known = await said(mustAskStrangers({ ...target, launchers: [own] }, "eve", AGAIN));
  expect(known?.[1]).toBe(`start it with one: ${withLogin}`);
});

it.each([
  [200, "<html>"],
  [201, "3.17.2"],
  [404, ""],
] as const)("what answers %j for its version is no MLflow", async (status, body) => {
  const { target, base } = await serving({ "/version": [status, body] });
  expect((await said(mustAskStrangers(target, "eve", AGAIN)))?.[0]).toBe(
    `${base} is no MLflow, or it is below another path (answer 404). No password was sent.`,
  );
});

const eve = { name: "eve", password: null, first: true };
const password = new Secret("pw");
const vouch = async () => true;

it("who logs in asks everything with that password, or as another one", async () => {
  const { target, base, asked } = await serving({ [GET]: [200, '{"user":{"is_admin":true}}'] });
  const { ask, ...session } = await logIn(target, vouch, eve, password, false);
  expect(session).toEqual({
    ...{ base, client: "https://ml.example", loopback: false },
    login: { name: "eve", password },
  });
  expect(await ask(USER_ROUTES.version, {})).toMatchObject({ status: 404 });
  const ada = { name: "ada", password: new Secret("p:w") };
  await ask(USER_ROUTES.delete, { username: "bob" }, ada);
  expect(asked).toEqual([
    `GET ${GET}?username=eve eve:pw`,
    "GET /version eve:pw",
    `DELETE ${USER_ROUTES.delete.path} ada:p:w`,
  ]);
});

it.each<[Answer, boolean, readonly string[] | null]>([
  [[200, '{"user":{"is_admin":true}}'], false, null],
  [[200, '{"user":{"is_admin":false}}'], true, null],
  [
    [200, '{"user":{"is_admin":"true"}}'],
    false,
    ["eve is no admin of BASE", "ask as an admin: --admin NAME"],
  ],
  [[200, "<html>"], false, ["eve is no admin of BASE", "ask as an admin: --admin NAME"]],
  [
    [404, '{"error_code":"RESOURCE_DOES_NOT_EXIST"}'],
    true,
    [
      "BASE lets eve in, but MLflow keeps no such account: its accounts are kept elsewhere",
      "make the account where authorization_function looks",
    ],
  ],
  [
    [500],
    true,
    ["BASE answered 500. ", "its own log says why; look there, then run the command again"],
  ],
])("%j lets in who asks for the own account alone or not: %j", async (answer, own, expected) => {
  const { target, base } = await serving({ [GET]: answer });
  const failed = await said(logIn(target, vouch, eve, password, own));
  expect(failed?.map((text) => text.replace(base, "BASE")) ?? null).toEqual(expected);
});

it.each([
  [true, /MLflow keeps the password.*env file/, "user passwd eve --offline"],
  [false, /^BASE does not take this password for eve, or has no such account$/, "user passwd eve"],
] as const)("a password that is not taken, of the first admin or not: %j", async (first, what, end) => {
  const { target, base } = await serving({ [GET]: [401] });
  const failed = await said(logIn(target, vouch, { ...eve, first }, password, true));
  expect(failed?.[0]?.replace(base, "BASE")).toMatch(what);
  expect(failed?.[1]?.endsWith(`mlflow-guard ${end}`)).toBe(true);
});

it("no answer to what changes something leaves open whether it was done", async () => {
  const { target, base } = await serving({ [GET]: [200, '{"user":{"is_admin":true}}'] });
  const never = await logIn(target, async () => false, eve, password, true).catch((e) => e);
  expect(never.what).toMatch(/no password was sent$/);
  let asks = 0;
  const { ask } = await logIn(target, async () => asks++ === 0, eve, password, true);
  await expect(ask(USER_ROUTES.delete, { username: "ada" })).rejects.toMatchObject({
    what: `${base} cannot be asked: another process answers there than the server that was looked at first, so no password was sent. Whether it made the change is not known`,
  });
});
