import { type AddressInfo, createServer } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Facts } from "../../src/facts/types.ts";
import { chooseListener, type Listener, tryPort } from "../../src/launch/port.ts";
import { describeFailedStart } from "../../src/report/endings/failed-starts.ts";
import { factsOf } from "../support/world.ts";

const on = (...addresses: readonly string[]) =>
  addresses.map((address) => ({ address })) as unknown as Facts["interfaces"];

async function taken(host: string): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen({ host, port: 0 }, resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** A port that was free a moment ago. */
async function free(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen({ host: "127.0.0.1", port: 0 }, resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => void server.close(() => resolve()));
  return port;
}

/** What is said of it, with its id; null where it can be listened on. */
async function problemOf(listener: Listener, interfaces: Facts["interfaces"]) {
  const problem = await tryPort(listener, interfaces);
  return problem && { id: problem.id, ...describeFailedStart(problem) };
}

describe("an address and port", () => {
  it.each(["127.0.0.1", "0.0.0.0"])("that is free can be listened on: %s", async (address) => {
    const port = await free();
    expect(await tryPort({ address, port }, on("127.0.0.1"))).toBeNull();
    expect(await tryPort({ address, port }, [])).toBeNull();
  });

  it.each([
    ["127.0.0.1", "127.0.0.1"],
    ["0.0.0.0", "127.0.0.1"],
  ])("%s is taken where another process listens on %s", async (address, other) => {
    const port = await taken(other);
    const { id, what, fix } = (await problemOf({ address, port }, [])) ?? {};
    expect(id).toBe("port-taken");
    expect(what).toMatch(
      new RegExp(
        `^(?:${address}|${other}) port ${port} is taken by another process\\. MLflow was not started\\.$`,
      ),
    );
    expect(fix).toBe("choose another: --port 5001");
  });

  it.each([
    ["192.0.2.1", "192.0.2.1 is no address of this machine", "see the addresses with: ip address"],
    [
      "2001:db8::1",
      "2001:db8::1 is no address of this machine",
      "see the addresses with: ip address",
    ],
  ])("%s must be an address of this machine", async (address, what, fix) => {
    const found = await problemOf({ address, port: await free() }, on("127.0.0.1", "::1"));
    expect(found).toEqual({ id: "address-missing", what: `${what}. MLflow was not started.`, fix });
  });

  it.each([
    [
      "::1",
      "::1",
      ": IPv6 is off here",
      "use the loopback address of IPv4 instead: --host 127.0.0.1",
    ],
    ["::", "::1", ": IPv6 is off here", "listen on every IPv4 address instead: --host 0.0.0.0"],
    ["127.0.0.1", "127.0.0.1", ": its loopback interface is down", "ip link set lo up"],
    ["0.0.0.0", "127.0.0.1", ": its loopback interface is down", "ip link set lo up"],
  ])("%s needs %s, on which it is asked", async (address, missing, why, fix) => {
    expect(await problemOf({ address, port: await free() }, on("10.0.0.7"))).toEqual({
      id: "address-missing",
      what: `${missing} is no address of this machine${why}. MLflow was not started.`,
      fix,
    });
  });
});

describe("the port of a start", () => {
  it("is the one that was asked for, or a free one for 0", async () => {
    const facts = factsOf({});
    expect(await chooseListener(facts, 5077)).toEqual({ address: "127.0.0.1", port: 5077 });
    const { address, port } = await chooseListener(facts, 0);
    expect([address, await tryPort({ address, port }, [])]).toEqual(["127.0.0.1", null]);
    expect(port).toBeGreaterThan(0);
  });

  it("is none where the address is not here", async () => {
    const facts = factsOf({ words: ["--host", "192.0.2.1"] });
    expect(await chooseListener(facts, 0)).toEqual({ address: "192.0.2.1", port: 0 });
  });
});
