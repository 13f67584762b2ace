import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { waitFor } from "../support/guard.ts";
import { leftOut } from "../support/needs.ts";
import { makeNetwork, type Network, networkMissing } from "../support/network.ts";
import { flat, prepareStandIn } from "../support/stand-in.ts";
import { pair } from "../support/wires.ts";

const MACVLAN = "link add late link lan0 type macvlan mode bridge";

describe("a server that a claim about the network approved", leftOut(networkMissing()), () => {
  let network: Network | undefined;
  afterEach(() => network?.remove());

  /** In a container that is joined to its host by a pair. */
  async function startPublished() {
    const made = await makeNetwork("late", pair(["10.66.0.1/24"]));
    network = made;
    const { words, env, cwd, runtime } = await prepareStandIn("", { container: "docker" });
    const claim = ["--host", "0.0.0.0", "--guard-published", "loopback"];
    const guard = made.guard([...words, ...claim], { cwd, env });
    await guard.ready();
    const ip = async (command: string) =>
      expect((await made.start("server", "ip", command.split(" ")).ended).code).toBe(0);
    return { made, guard, ip, runtime };
  }

  it.each([
    [
      "a macvlan",
      [MACVLAN, "address add 203.0.113.20/24 dev late", "link set late up"],
      "late is a macvlan",
    ],
    ["a macvlan that is still down", [MACVLAN], "late is a macvlan"],
    ["a public address", ["address add 203.0.113.20/24 dev lan0"], "203.0.113.20 is a public"],
    ["a global IPv6 address", ["address add 2001:db8::7/64 dev lan0"], "2001:db8::7 is a public"],
    [
      "a public range that no interface shows",
      ["route add local 198.18.0.0/15 dev lo"],
      "198.18.0.0 is a public",
    ],
  ])("is stopped once its container gets %s", async (_title, commands, said) => {
    const { made, guard, ip } = await startPublished();
    for (const command of commands) await ip(command);
    const { code, stderr } = await guard.ended;
    expect([code, flat(stderr)]).toEqual([76, expect.stringContaining(said)]);
    expect(made.listening()).toEqual([]);
  });

  it("goes on where its container joins another network of its host, or loses its own", async () => {
    const { guard, ip, runtime } = await startPublished();
    for (const command of ["link add eth1 type veth peer name other", "link delete lan0"]) {
      await ip(command);
      const before = pulsesIn(runtime);
      await waitFor(() => pulsesIn(runtime) !== before);
    }
    expect((await guard.stop()).code).toBe(0);
  });
});

/** What the launcher notes of its looks, every few seconds. */
function pulsesIn(runtime: string): string {
  const folder = join(runtime, "mlflow-guard");
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name, "pulse"), "utf8"))
    .join();
}
