import { describe, expect, it } from "vitest";
import { describeOrigin, hostPart } from "../../../src/policy/exposure/exposure.ts";
import type { Claim } from "../../../src/policy/types.ts";
import { renderReason } from "../../../src/report/exposure.ts";
import { decisionOf, HOST_NETWORK, OWN_NETWORK, type Scene } from "../../support/world.ts";

const OPEN = ["--host", "0.0.0.0"];
const PUBLISHED = [...OPEN, "--guard-published", "loopback"];
const PROXY = ["--guard-behind-proxy", "https://ml.example"];
const HERE = ["--host", "nowhere", ...PROXY];
const NAMED = ["--allowed-hosts", "ml.example"];

function exposureOf(words: readonly string[], scene: Scene = {}) {
  return decisionOf({ ...scene, words }).exposure;
}

describe("a claim", () => {
  it("is shown without the password in its URL, in every printed command too", () => {
    const proxy = ["--guard-behind-proxy", "https://ada:hunter2@ml.example/x?token=hunter3"];
    const words = [...proxy, "--uvicorn-opts", "--fd 0"];
    const decision = decisionOf({ words });
    expect(decision.exposure.claims).toEqual([
      { code: "login-at-proxy", url: "https://ml.example/x" },
    ]);
    expect(decision.remedy[0]).toContain("--guard-behind-proxy https://ml.example/x");
    expect(JSON.stringify(decision)).not.toContain("hunter");
  });
});

describe("the level of a bind", () => {
  it.each([
    [[], "loopback"],
    [["--host", "127.0.0.2"], "loopback"],
    [["--host", "::1"], "loopback"],
    [["--host", "192.168.1.20"], "private"],
    [["--host", "fd00::20"], "private"],
    [["--host", "8.8.8.8"], "public"],
    [OPEN, "public"],
    [["--host", "::"], "public"],
    [["--host", "0"], "public"],
  ])("%j: %s", (words, level) => {
    expect(exposureOf(words).level).toBe(level);
  });

  it.each([
    [["127.0.0.1"], "loopback"],
    [["::1", "127.0.0.1"], "loopback"],
    [["127.0.0.1", "10.0.0.7"], "private"],
    [["10.0.0.7", "203.0.113.7"], "public"],
    [["::ffff:0.0.0.0"], "public"],
    [["fe80::1%eth0"], "public"],
    [[], "public"],
  ])("a name of %j: %s", (addresses, level) => {
    expect(exposureOf(["--host", "box"], { hosts: { box: addresses } }).level).toBe(level);
  });

  it("shows every interface of a wildcard, those that others reach first", () => {
    expect(exposureOf(OPEN).addresses).toEqual(["192.168.1.20", "127.0.0.1"]);
    expect(exposureOf(["--host", "::"]).addresses).toEqual([
      "192.168.1.20",
      "fd00::20",
      "127.0.0.1",
      "::1",
    ]);
  });

  it("says what was understood", () => {
    expect(exposureOf(["-h", "localhost", "-p", "0006000"])).toMatchObject({
      requested: "127.0.0.1",
      port: 6000,
      because: [{ code: "addresses", name: null, addresses: ["127.0.0.1"], level: "loopback" }],
    });
    expect(exposureOf([])).toMatchObject({ requested: "127.0.0.1", port: 5000 });
  });

  it.each([
    ["10.0.0.7", ["10.0.0.7"], "10.0.0.7: private"],
    ["0.0.0.0", ["192.168.1.20", "127.0.0.1"], "it listens on every interface"],
    ["box", ["10.0.0.7", "fd00::7"], "box resolves to 10.0.0.7, fd00::7: private"],
    ["wide", ["192.168.1.20", "127.0.0.1"], "it listens on every interface"],
    ["mixed", ["10.0.0.7", "192.168.1.20", "127.0.0.1"], "it listens on every interface"],
    ["nowhere", [], '"nowhere" does not resolve'],
    ["0", [], '"0" is not understood: '],
  ])("says for %s which addresses those are, and why", (host, addresses, because) => {
    const hosts = {
      box: ["10.0.0.7", "fd00::7"],
      wide: ["::ffff:0.0.0.0"],
      mixed: ["10.0.0.7", "0.0.0.0"],
    };
    const exposure = exposureOf(["--host", host], { hosts });
    expect(exposure).toMatchObject({ requested: host, addresses });
    expect(exposure.because.map(renderReason)).toEqual([expect.stringContaining(because)]);
  });

  it.each(["0", "nowhere"])("takes %s by itself for public", (host) => {
    expect(exposureOf(["--host", host]).bindLevel).toBe("public");
  });

  it("shows no password of a host that is none", () => {
    const exposure = exposureOf(["--host", "https://ada:hunter2@ml.example"]);
    expect(exposure.requested).toBe("https://ml.example");
    expect(JSON.stringify(exposure)).not.toContain("hunter2");
  });
});

describe("names that say that somebody forwards strangers", () => {
  it.each([
    ["ml.example", "public"],
    ["*", "public"],
    ["*.localhost", "public"],
    ["localhost.evil.example", "public"],
    ["127.0.0.1,ml.example", "public"],
    ["8.8.8.8", "public"],
    ["10.0.0.7:5000", "private"],
    ["localhost", "loopback"],
    ["LOCALHOST:5000", "loopback"],
    ["localhost:*, 127.0.0.1 ,[::1]:5000", "loopback"],
    ["::1", "loopback"],
    ["0.0.0.0:5000", "loopback"],
    ["", "loopback"],
  ])("%j: %s", (list, level) => {
    expect(exposureOf(["--allowed-hosts", list]).level).toBe(level);
  });

  it("never lowers the level of the bind", () => {
    expect(exposureOf([...OPEN, "--allowed-hosts", "localhost"]).level).toBe("public");
  });

  it("are given as reasons, those that are not local", () => {
    const origin = { kind: "flag", name: "--allowed-hosts" };
    const namesOf = (list: string) => exposureOf(["--allowed-hosts", list]).because.slice(1);
    expect(namesOf("0.0.0.0:5000,[::1]")).toEqual([]);
    expect(namesOf("a.example,localhost,10.0.0.7")).toEqual([
      { code: "forwarded-name", origin, name: "a.example" },
      { code: "forwarded-name", origin, name: "10.0.0.7" },
    ]);
  });

  it("leaves the bind apart", () => {
    expect(exposureOf(NAMED)).toMatchObject({ level: "public", bindLevel: "loopback" });
  });
});

describe("claims of the operator", () => {
  const PORT: Claim = { code: "published-on-loopback" };
  const LOGIN: Claim = { code: "login-at-proxy", url: "https://ml.example" };

  it.each([
    [PUBLISHED, OWN_NETWORK, [PORT]],
    [PROXY, {}, [LOGIN]],
    [[...PUBLISHED, ...PROXY], OWN_NETWORK, [PORT, LOGIN]],
    [[...PUBLISHED, ...PROXY], {}, []],
    [["--host", "mixed", "--guard-published", "loopback"], OWN_NETWORK, [PORT]],
    [["--guard-published", "loopback"], OWN_NETWORK, []],
    [["--guard-behind-proxy", "xhttps://ml.example"], {}, []],
    [[], OWN_NETWORK, []],
  ])("%j with %j are %j", (words, facts, claims) => {
    const exposure = exposureOf(words, { facts, hosts: { mixed: ["10.0.0.7", "0.0.0.0"] } });
    expect(exposure.claims).toEqual(claims);
    const reasons = claims.map((claim) => ({ code: "claim", claim }));
    expect(exposure.because.slice(1)).toEqual(reasons);
  });

  it.each([
    ["published", PUBLISHED, OWN_NETWORK],
    ["published, IPv6", ["--host", "::", "--guard-published", "loopback"], OWN_NETWORK],
    ["a proxy on loopback", PROXY, {}],
    ["a proxy that forwards a name", [...NAMED, ...PROXY], {}],
    ["a proxy before a container", [...OPEN, ...PROXY], OWN_NETWORK],
  ])("%s counts as loopback", (_what, words, facts) => {
    const { level, claims } = exposureOf(words, { facts });
    expect(level).toBe("loopback");
    expect(claims).toHaveLength(1);
  });

  it.each([
    ["published outside a container", PUBLISHED, {}],
    ["published on the host's network", PUBLISHED, HOST_NETWORK],
    ["published, but names are forwarded", [...PUBLISHED, ...NAMED], OWN_NETWORK],
    ["a proxy beside an open bind", [...OPEN, ...PROXY], {}],
    ["a proxy on the host's network", [...OPEN, ...PROXY], HOST_NETWORK],
    ["a proxy that is no URL", [...NAMED, "--guard-behind-proxy", "ml.example"], {}],
    ["a proxy before a name that does not resolve, here", HERE, OWN_NETWORK],
    ["a proxy before a name that does not resolve", ["--host", "nowhere", ...PROXY], {}],
  ])("%s counts for nothing", (_what, words, facts) => {
    expect(exposureOf(words, { facts }).level).toBe("public");
  });
});

describe("words", () => {
  it.each([
    [{ kind: "flag", name: "-h" }, "-h (command line)"],
    [{ kind: "env", name: "X" }, "X (environment)"],
    [{ kind: "file", name: "X", file: ".env", line: 3 }, "X (.env:3)"],
    [{ kind: "file", name: "X", file: "/s" }, "X (/s)"],
    [{ kind: "default", name: "--host" }, "--host (default)"],
  ] as const)("%j is named %s", (origin, text) => {
    expect(describeOrigin(origin)).toBe(text);
  });

  it.each([
    ["a.example:80", "a.example"],
    ["[::1]:80", "::1"],
    ["[::1]", "::1"],
    ["::1", "::1"],
    ["a.example:*", "a.example"],
    ["a.example", "a.example"],
    ["a.example:", "a.example"],
    ["[::1]x", "[::1]x"],
    ["x[::1]", "x[::1]"],
    ["[]:80", ""],
    ["fd00::1:2", "fd00::1:2"],
  ])("the host of %s is %s", (entry, host) => {
    expect(hostPart(entry)).toBe(host);
  });
});
