import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askProxy } from "../../src/launch/proxy-claim.ts";

describe("a proxy that is said to ask", () => {
  let server: Server;
  let asked: string | undefined;
  let status = 401;
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked = request.headers.authorization;
      response.writeHead(status).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => void server.close());

  const at = (userinfo: string) =>
    `http://${userinfo}127.0.0.1:${(server.address() as AddressInfo).port}/`;

  it("is asked without the credentials in its URL", async () => {
    status = 401;
    expect(await askProxy(at("ada:hunter2@"))).toBeNull();
    expect(asked).toBeUndefined();
  });

  it.each([302, 307, 403])("asks with %d", async (answer) => {
    status = answer;
    expect(await askProxy(at(""))).toBeNull();
  });

  it.each([200, 404, 500])("is named without its password when it answers %d", async (answer) => {
    status = answer;
    const odd = await askProxy(at("ada:hunter2@"));
    expect(odd).toContain(`the proxy at ${at("")} answered ${answer}`);
    expect(odd).not.toContain("hunter2");
  });

  it("is named without its password when it does not answer", async () => {
    const odd = await askProxy("http://ada:hunter2@127.0.0.1:1/");
    expect(odd).toContain("the proxy at http://127.0.0.1:1/ did not answer");
  });
});
