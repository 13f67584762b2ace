import { afterEach, describe, expect, it } from "vitest";
import { freePort, SMALL } from "../support/guard.ts";
import { EXPERIMENTS } from "../support/http.ts";
import { leftOut } from "../support/needs.ts";
import { makeNetwork, type Network, networkMissing, type Wire } from "../support/network.ts";
import { makeServerFolder } from "../support/store.ts";
import { askFrom, type Question } from "../support/stranger.ts";
import { bridge, onTop, pair } from "../support/wires.ts";

const missing = networkMissing();
const SLOW = 300_000;

const PRIVATE = ["10.66.0.1/24"];
const PUBLIC = ["203.0.113.20/24"];
const PUBLISHED = ["--guard-published", "loopback"];
const PROXY = ["--guard-behind-proxy", "https://ml.example"];
const OPEN_ANYWAY = [
  "--guard-unsafe=public-without-auth",
  "--guard-reason=isolated lab network",
  `--guard-until=${new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10)}`,
];

/** Networks past which nobody publishes anything: what the stranger asks, and where it is answered. */
const UNTRUE: readonly [title: string, wire: Wire, host: string, address: string][] = [
  ["a macvlan with a public address", onTop("macvlan", PUBLIC), "0.0.0.0", "203.0.113.20"],
  ["a macvlan with a private address", onTop("macvlan", PRIVATE), "0.0.0.0", "10.66.0.1"],
  ["a macvtap", onTop("macvtap", PRIVATE), "0.0.0.0", "10.66.0.1"],
  ["a bridge", bridge(PRIVATE), "0.0.0.0", "10.66.0.1"],
  ["a pair with a public address", pair(PUBLIC), "0.0.0.0", "203.0.113.20"],
  [
    "a pair with a global IPv6 address",
    pair([...PRIVATE, "2001:db8:66::1/64"]),
    "::",
    "2001:db8:66::1",
  ],
  [
    "a public range that no interface shows",
    pair(PRIVATE, ["route add local 198.18.0.0/15 dev lo"]),
    "0.0.0.0",
    "198.18.0.5",
  ],
];

/** Links that carry nothing here, and are up beside a pair. */
const BESIDE = [
  ["a tun", "tuntap add mode tun dev other"],
  ["a tap", "tuntap add mode tap dev other"],
  ["a vxlan", "link add other type vxlan id 4 dstport 4789"],
  ["an ifb", "link add other type ifb"],
] as const;

describe("a claim about the network", leftOut(missing), () => {
  let network: Network | undefined;
  afterEach(() => network?.remove());

  async function prepare(wire: Wire) {
    const made = await makeNetwork("claim", wire);
    network = made;
    const where = { cwd: makeServerFolder(), env: { ...SMALL, container: "docker" } };
    const port = await freePort();
    const run = (command: string, words: readonly string[]) =>
      made.guard([command, "--port", String(port), ...words], where);
    const asks = (address: string) =>
      askFrom(made, "stranger", [question(address, port)]).then(([answer]) => answer?.status);
    return { made, run, asks };
  }

  it.each(UNTRUE)(
    "is refused on %s, where a stranger gets in",
    async (_title, wire, host, address) => {
      const { made, run, asks } = await prepare(wire);
      for (const claim of [PUBLISHED, PROXY]) {
        for (const command of ["check", "server"]) {
          const { code, stdout, stderr } = await run(command, ["--host", host, ...claim]).ended;
          expect(code, stderr).toBe(78);
          expect(`${stdout}${stderr}`).toContain("waiver-invalid");
          expect(made.listening()).toEqual([]);
        }
      }
      const guard = run("server", ["--host", host, ...OPEN_ANYWAY]);
      await guard.ready();
      expect(await asks(address)).toBe(200);
      expect((await guard.stop()).code).toBe(0);
    },
    SLOW,
  );

  it.each(BESIDE)(
    "is refused beside %s",
    async (_title, command) => {
      const { run } = await prepare(pair(PRIVATE, [command, "link set other up"]));
      for (const claim of [PUBLISHED, PROXY]) {
        const { code, stdout } = await run("check", ["--host", "0.0.0.0", ...claim]).ended;
        expect([code, stdout]).toEqual([78, expect.stringContaining("other is a ")]);
      }
    },
    SLOW,
  );

  it.each([
    ["published", "0.0.0.0", PUBLISHED, "10.66.0.1"],
    ["behind a proxy", "0.0.0.0", PROXY, "10.66.0.1"],
    ["published, IPv6", "::", PUBLISHED, "fd00:66::1"],
  ])(
    "counts on a pair with private addresses, and is worded as a claim: %s",
    async (_title, host, claim, address) => {
      const { run, asks } = await prepare(pair([...PRIVATE, "fd00:66::1/64"]));
      const guard = run("server", ["--host", host, ...claim]);
      await guard.ready();
      // The other end of the pair is where the host would publish the port, or where the proxy would be.
      expect(await asks(address)).toBe(200);
      const { code, stderr } = await guard.stop();
      expect(code).toBe(0);
      expect(stderr.replace(/\s+/g, " ")).toContain("claimed, not verified: the ");
      expect(stderr).not.toContain("this machine only");
    },
    SLOW,
  );
});

/** Asked for by a name that MLflow admits. */
function question(address: string, port: number): Question {
  const headers = { host: `localhost:${port}` };
  return { address, port, method: "GET", path: EXPERIMENTS, headers, body: "" };
}
