import { type AddressInfo, createServer } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { Secret } from "../../../src/secrets/secret.ts";
import type { Asking } from "../../../src/watch/login/proof.ts";
import { takesAdmin } from "../../../src/watch/login/worker-proof.ts";
import { Eye } from "../../../src/watch/sockets/observer.ts";

/** This very process listens: it is the launch, or somebody else, as the eye is told. */
async function listen() {
  const told: Buffer[] = [];
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      told.push(chunk);
      socket.end("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const login = {
    ...{ open: [], browsers: false, nativeRoutes: true, defaults: [], redirects: [] },
    admin: { user: "admin", password: new Secret("unusual-Falcon-71-drift") },
  };
  const where = { address: "127.0.0.1", otherAddresses: [], prefix: "", tls: false };
  const expected = { login, ...where, hostsChecked: true };
  const asking: Asking = { expected, port, asked: () => {} };
  return { asking, told: () => Buffer.concat(told).toString() };
}

const eyeOn = (leader: number, { port }: Asking) => {
  const eye = new Eye(leader, "GUARD_TEST=1", [{ address: "127.0.0.1", port }]);
  eye.look(performance.now());
  return eye;
};

describe("the configured admin's password", () => {
  it("goes to a process of the launch", async () => {
    const { asking, told } = await listen();
    expect(await takesAdmin(asking, eyeOn(process.pid, asking))).toBe(true);
    expect(told()).toMatch(/authorization: Basic /i);
  });

  it("goes to nobody else, whoever listens at the approved address", async () => {
    const { asking, told } = await listen();
    // A leader that is no process.
    expect(await takesAdmin(asking, eyeOn(2 ** 22 + 1, asking))).toBe("not asked");
    expect(told()).toBe("");
  }, 15_000);
});
