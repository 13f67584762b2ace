import { describe, expect, it } from "vitest";
import type { Facts, Link } from "../../../src/facts/types.ts";
import { containerWith, decisionOf, HOST_NETWORK, OWN_NETWORK } from "../../support/world.ts";

const PUBLISHED = ["--guard-published", "loopback"];
const PROXY = ["--guard-behind-proxy", "https://ml.example"];
const WILD = ["--host", "0.0.0.0"];
const EVERY = ["--host", "::"];
const eth0 = (address: string) => ({ link: "eth0", address });

function claimed(words: readonly string[], container: Facts["container"]) {
  const { level, claims, untrue } = decisionOf({ words, facts: { container } }).exposure;
  return {
    level,
    claims: claims.length,
    against: untrue.map(({ contradiction }) => contradiction),
  };
}

const TRUE = { level: "loopback", claims: 1, against: [] };
const untrue = (against: object) => ({ level: "public", claims: 0, against: [against] });

describe.each([
  ["a published port, IPv4", [...WILD, ...PUBLISHED]],
  ["a published port, IPv6", [...EVERY, ...PUBLISHED]],
  ["a proxy before a wildcard, IPv4", [...WILD, ...PROXY]],
  ["a proxy before a wildcard, IPv6", [...EVERY, ...PROXY]],
])("%s", (_what, words) => {
  it.each([
    ["one pair", [{}], []],
    ["two pairs", [{}, { name: "eth1" }], [eth0("10.0.0.7"), eth0("100.64.0.66")]],
    ["private IPv6", [{}], [eth0("fd00::7"), eth0("fe80::1")]],
    ["a tunnel that the kernel added", [{}, { name: "tunl0", kind: "ipip", up: false }], []],
    ...[
      ["gre0", "gre"],
      ["gretap0", "gretap"],
      ["erspan0", "erspan"],
      ["ip_vti0", "vti"],
      ["ip6_vti0", "vti6"],
      ["sit0", "sit"],
      ["ip6tnl0", "ip6tnl"],
      ["ip6gre0", "ip6gre"],
    ].map(([name = "", kind = ""]): [string, Partial<Link>[], never[]] => [
      `another one, ${name}`,
      [{}, { name, kind, up: false }],
      [],
    ]),
  ])("counts in a container with %s", (_network, links, addresses) => {
    expect(claimed(words, containerWith(links, addresses))).toEqual(TRUE);
  });

  it.each([
    "macvlan",
    "macvtap",
    "ipvlan",
    "ipvtap",
    "vlan",
    "tun",
    "wireguard",
    "bridge",
    "bond",
    "dummy",
    "ifb",
    "netkit",
    "vxlan",
    "ipip",
    "sit",
    "vrf",
    "VETH",
    "",
    null,
  ])("counts for nothing beside a link of kind %j", (kind) => {
    const links: Partial<Link>[] = [{}, { name: "net1", kind }];
    const against = untrue({ code: "link-kind", link: "net1", kind });
    expect(claimed(words, containerWith(links))).toEqual(against);
  });

  it.each([
    ["net1", "macvlan"],
    ["net1", null],
    ["net1", "ipip"],
    ["tunl0", "macvlan"],
    ["sit0", "ipip"],
  ])("counts for nothing beside a link that is down and can be brought up: %s, %s", (name, kind) => {
    const network = containerWith([{}, { name, kind, up: false }]);
    const against = untrue({ code: "link-kind", link: name, kind });
    expect(claimed(words, network)).toEqual(against);
  });

  it("counts for nothing where a tunnel of the kernel's is up or has an address", () => {
    const tunnel = { name: "tunl0", kind: "ipip" };
    const up = containerWith([{}, { ...tunnel, up: true }]);
    const down = [{}, { ...tunnel, up: false }];
    const addressed = containerWith(down, [{ link: "tunl0", address: "10.0.0.7" }]);
    for (const network of [up, addressed])
      expect(claimed(words, network).against).toMatchObject([{ code: "link-kind" }]);
  });

  it("counts for nothing where a link that is down has an address", () => {
    const links = [{}, { name: "net1", kind: "macvlan", up: false }];
    const network = containerWith(links, [{ link: "net1", address: "10.0.0.7" }]);
    expect(claimed(words, network).against).toMatchObject([{ code: "link-kind" }]);
  });

  it.each([
    eth0("203.0.113.20"),
    eth0("2001:db8::7"),
    eth0("2600:66::1"),
    { link: "lo", address: "198.51.100.10" },
    { link: null, address: "0.0.0.0" },
  ])("counts for nothing with the address %j", (address) => {
    const against = untrue({ code: "public-address", ...address });
    expect(claimed(words, containerWith([{}], [eth0("10.0.0.7"), address]))).toEqual(against);
  });

  it.each([
    ["no container", { inside: false, network: null }, { code: "no-container" }],
    [
      "no container, however its links look",
      { ...OWN_NETWORK.container, inside: false },
      { code: "no-container" },
    ],
    ["the host's network", HOST_NETWORK.container, { code: "link-kind", link: "eth0", kind: null }],
    ["a network not looked at", { inside: true, network: null }, { code: "not-looked" }],
    ["a look that failed", { inside: true, network: { looked: false } }, { code: "not-looked" }],
    ["loopback alone", containerWith([]), { code: "no-link" }],
  ] as const)("counts for nothing in %s", (_what, container, against) => {
    expect(claimed(words, container)).toEqual(untrue(against));
  });
});

describe("a proxy before one address of a container", () => {
  const words = ["--host", "172.17.0.2", ...PROXY];

  it("counts where the network is the container's own", () => {
    expect(claimed(words, OWN_NETWORK.container)).toEqual(TRUE);
  });

  it("counts for nothing on a macvlan", () => {
    expect(claimed(words, containerWith([{ kind: "macvlan" }]))).toMatchObject({
      level: "private",
      claims: 0,
    });
  });
});

it("a proxy before loopback asks nothing of the network", () => {
  expect(claimed(PROXY, HOST_NETWORK.container)).toEqual(TRUE);
});

describe("a proxy before a name with several addresses", () => {
  const hosts = { box: ["192.168.1.20", "0.0.0.0"] };
  const against = (url: string, interfaces: Facts["interfaces"] = []) =>
    decisionOf({
      words: ["--host", "box", "--guard-behind-proxy", url],
      hosts,
      facts: { container: OWN_NETWORK.container, interfaces },
    }).exposure.untrue.map(({ contradiction }) => contradiction.code);

  it("is the server itself on loopback of either family, also where no interface is listed", () => {
    expect(against("http://127.0.0.1:5000")).toEqual(["itself"]);
    expect(against("http://[::1]:5000")).toEqual(["itself"]);
    expect(against("http://10.0.0.9:5000")).toEqual([]);
    const interfaces = [{ interface: "eth0", address: "10.0.0.9" }];
    expect(against("http://10.0.0.9:5000", interfaces)).toEqual(["itself"]);
  });

  it("speaks HTTP and is there", () => {
    expect(against("ftp://ml.example")).toEqual(["no-url"]);
    expect(against("ml.example")).toEqual(["no-url"]);
    const words = ["--host", "nowhere", ...PROXY];
    expect(decisionOf({ words }).exposure.untrue).toEqual([
      { claim: "login-at-proxy", contradiction: { code: "no-addresses" } },
    ]);
  });
});

describe("a proxy that would be the server itself", () => {
  const against = (url: string, ...words: string[]) =>
    claimed([...words, "--guard-behind-proxy", url], OWN_NETWORK.container).against;

  it.each([
    ["http://127.0.0.1:5000"],
    ["http://localhost:5000/ml"],
    ["http://0.0.0.0:5000"],
    ["https://127.0.0.1:5001", "--port", "5001"],
    ["https://localhost", "--port", "443"],
    ["http://[::1]:5000", "--host", "::1"],
    ["http://127.0.0.1:5000", ...WILD],
    ["http://192.168.1.20:5000", ...WILD],
    ["http://localhost.:5000"],
    ["http://ml.localhost:5000"],
    ["http://localhost:5000", "--host", "::1"],
    ["http://127.0.0.1", "--port", "80"],
  ])("%s is none", (url, ...words) => {
    expect(against(url, ...words)).toEqual([{ code: "itself" }]);
  });

  it.each([
    ["http://127.0.0.1:8080"],
    ["http://192.168.1.20:5000"],
    ["http://127.0.0.2:5000"],
    ["https://ml.example:5000"],
    ["https://127.0.0.1", "--port", "80"],
    ["http://127.0.0.1", "--port", "443"],
    ["http://notlocalhost:5000"],
    ["http://localhost.example:5000"],
  ])("%s may be one", (url, ...words) => {
    expect(against(url, ...words)).toEqual([]);
  });
});
