import { type AddressInfo, createServer } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { USER_ROUTES } from "../../../src/mlflow/login/user-routes.ts";
import { Secret } from "../../../src/secrets/secret.ts";
import { exchange, NOT_VOUCHED, type Vouch } from "../../../src/users/server/exchange.ts";
import { USER_AGENT } from "../../../src/watch/login/ask.ts";

const LOGIN = { name: "admin", password: new Secret("unusual-Falcon-71-drift") };

/** A server that says nothing, and what it was told. */
async function silentServer() {
  const told: Buffer[] = [];
  const server = createServer((socket) => {
    socket.on("data", (chunk) => {
      told.push(chunk);
      socket.end("HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n");
    });
    socket.on("error", () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { base: `http://127.0.0.1:${port}`, told: () => Buffer.concat(told).toString() };
}

const ask = (base: string, vouch: Vouch, login: typeof LOGIN | null = LOGIN) =>
  exchange(base, USER_ROUTES.create, { username: "ada", password: "pw" }, login, vouch);

it("a connection that nobody vouches for carries nothing, not even the question", async () => {
  const { base, told } = await silentServer();
  expect(await ask(base, async () => false)).toEqual({ code: NOT_VOUCHED });
  const failing = () => Promise.reject(Object.assign(new Error(), { code: "EMFILE" }));
  expect(await ask(base, failing)).toEqual({ code: "EMFILE" });
  expect(told()).toBe("");
});

it("each one is vouched for, by its own socket, before anything is said", async () => {
  const { base, told } = await silentServer();
  const seen: string[] = [];
  const vouch: Vouch = async ({ remoteAddress, remotePort }) => {
    seen.push(`http://${remoteAddress}:${remotePort} ${told()}`);
    return true;
  };
  expect(await ask(base, vouch)).toMatchObject({ status: 401 });
  expect(seen).toEqual([`${base} `]);
  expect(told()).toMatch(/^POST [\s\S]+authorization: Basic [\s\S]+"password":"pw"/i);
});

it("a question says all it must: how it is encoded, how long it is, who asks, and no more", async () => {
  const { base, told } = await silentServer();
  await ask(base, async () => true);
  const [head = "", body] = told().split("\r\n\r\n");
  expect(body).toBe('{"username":"ada","password":"pw"}');
  const [line, ...headers] = head.split("\r\n");
  expect(line).toBe("POST /api/2.0/mlflow/users/create HTTP/1.1");
  expect(headers.map((header) => header.toLowerCase()).sort()).toEqual([
    "accept: application/json, text/plain",
    `authorization: basic ${Buffer.from("admin:unusual-Falcon-71-drift").toString("base64").toLowerCase()}`,
    "connection: close",
    "content-length: 34",
    "content-type: application/json",
    `host: ${base.slice("http://".length)}`,
    `user-agent: ${USER_AGENT}`.toLowerCase(),
  ]);
  expect(head).toContain(Buffer.from("admin:unusual-Falcon-71-drift").toString("base64"));
});

it("a question that is read-only has its parameters in the query, and no body", async () => {
  const { base, told } = await silentServer();
  const parameters = { username: "a&b c" };
  const reply = await exchange(base, USER_ROUTES.get, parameters, null, async () => false);
  expect(reply).toEqual({ status: 401, challenge: "", location: "", body: "" });
  expect(told()).toMatch(/^GET \/api\/2\.0\/mlflow\/users\/get\?username=a%26b\+c HTTP\/1\.1\r\n/);
  expect(told()).not.toMatch(/authorization|content-|\r\n\r\n./i);
});

it("an answer is taken as it comes, in parts", async () => {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => {
      socket.write(
        "HTTP/1.1 302 X\r\nLocation: /a\r\nWWW-Authenticate: Basic\r\nContent-Length: 6\r\n\r\n\u00e9",
        () => socket.end("\u00e8xx"),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  expect(await ask(`http://127.0.0.1:${port}`, async () => true)).toEqual({
    ...{ status: 302, challenge: "Basic", location: "/a", body: "\u00e9\u00e8xx" },
  });
});
