import { type AddressInfo, createServer } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { USER_ROUTES } from "../../src/mlflow/user-routes.ts";
import { Secret } from "../../src/secrets/secret.ts";
import { exchange, NOT_VOUCHED, type Vouch } from "../../src/users/talk.ts";

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
