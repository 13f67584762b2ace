import { describe, expect, it } from "vitest";
import { buildHostLists } from "../../src/plan/host-lists.ts";
import { CONTAINER, decisionOf, factsOf, intentOf, type Scene, STRONG } from "../support/world.ts";

const PORT = ":[0-9]*[0-9]";
/** Counts as loopback, so that the names of this machine stay out of the list. */
const BEHIND = ["--guard-behind-proxy", "https://p.example", "--allowed-hosts"];

function listsOf(scene: Scene) {
  const facts = factsOf(scene);
  const bind = facts.bind.addresses[0] ?? "";
  const lists = buildHostLists(intentOf(scene).intent, facts, decisionOf(scene), bind);
  return { hosts: lists.hosts.split(","), origins: lists.origins?.split(",") ?? null };
}

describe("the host list", () => {
  it("holds the loopback names alone on loopback", () => {
    expect(listsOf({})).toEqual({
      hosts: [
        "localhost",
        `localhost${PORT}`,
        "127.0.0.1",
        `127.0.0.1${PORT}`,
        "[::1]",
        `[[]::1]${PORT}`,
      ],
      origins: null,
    });
  });

  it("holds the bind address, which the job runner calls", () => {
    const { hosts } = listsOf({ words: ["--host", "127.0.0.2"] });
    expect(hosts).toContain("127.0.0.2");
    expect(hosts).toContain(`127.0.0.2${PORT}`);
  });

  it.each([
    ["an address", "192.168.1.20", `192.168.1.20${PORT}`],
    ["an IPv6 address", "[fd00::20]", `[[]fd00::20]${PORT}`],
    ["the host name", "gpu-box", `gpu-box${PORT}`],
  ])("holds %s of this machine when exposed, and not on loopback", (_what, bare, withPort) => {
    const { hosts } = listsOf({ words: ["--host", "0.0.0.0"], facts: STRONG });
    expect(hosts).toEqual(expect.arrayContaining([bare, withPort]));
    expect(listsOf({}).hosts).not.toContain(bare);
  });

  it("holds the service name in an exposed container alone", () => {
    const scene = { words: ["--host", "0.0.0.0"], facts: { ...STRONG, ...CONTAINER } };
    expect(listsOf(scene).hosts).toContain("mlflow");
    expect(listsOf({ ...scene, facts: STRONG }).hosts).not.toContain("mlflow");
  });

  it("leaves out interfaces with a zone, and those that nobody else reaches", () => {
    const addresses = ["fe80::1%eth0", "127.0.0.5", "192.168.1.20"];
    const interfaces = addresses.map((address) => ({ interface: "x", address }));
    const { hosts } = listsOf({ words: ["--host", "0.0.0.0"], facts: { interfaces } });
    expect(hosts).toContain("192.168.1.20");
    expect(hosts.filter((host) => /fe80|127\.0\.0\.5/.test(host))).toEqual([]);
  });

  it.each([
    ["ml.example", ["ml.example", `ml.example${PORT}`]],
    ["ml.example:8080", ["ml.example", `ml.example${PORT}`, "ml.example:8080"]],
    ["*.ml.example", ["*.ml.example", `*.ml.example${PORT}`]],
    ["a[0-9].example", ["a[0-9].example", `a[0-9].example${PORT}`]],
    ["[fd00::9]:80", ["[fd00::9]", `[[]fd00::9]${PORT}`, "[fd00::9]:80"]],
    ["[0-9]x.example", ["[0-9]x.example", `[0-9]x.example${PORT}`]],
    ["a[::1", ["[a[::1]", `[a[::1]${PORT}`]],
    ["::1]a", ["[::1]a]", `[::1]a]${PORT}`]],
  ])("holds %s bare and with any port", (given, names) => {
    const { hosts } = listsOf({ words: ["--allowed-hosts", ` ${given} `] });
    expect(hosts).toEqual(expect.arrayContaining(names));
    expect(new Set(hosts).size).toBe(hosts.length);
  });

  it("is * where the user says so", () => {
    expect(listsOf({ words: ["--allowed-hosts", "a.example,*"] }).hosts).toEqual(["*"]);
  });

  it("never has a pattern that admits a name with a colon in it", () => {
    const { hosts } = listsOf({ words: ["--host", "0.0.0.0", "--allowed-hosts", "ml.example"] });
    expect(hosts.filter((entry) => /:\*|^\*/.test(entry))).toEqual([]);
  });
});

describe("the host list of an exposed server", () => {
  it("is exact", () => {
    const words = ["--host", "192.168.1.20", "--allowed-hosts", "ml.example:80,[::1]:5000"];
    const names = ["192.168.1.20", "fd00::20", "gpu-box", "ml.example"];
    const any = names.flatMap((name) =>
      name.includes(":") ? [`[${name}]`, `[[]${name}]${PORT}`] : [name, `${name}${PORT}`],
    );
    expect(listsOf({ words, facts: STRONG }).hosts).toEqual([
      ...listsOf({}).hosts,
      ...any,
      "ml.example:80",
      "[::1]:5000",
    ]);
  });

  it("holds an IPv6 bind as it stands in a Host header", () => {
    const { hosts } = listsOf({ words: ["--host", "fd00::20"], facts: { interfaces: [] } });
    expect(hosts).toEqual(expect.arrayContaining(["[fd00::20]", `[[]fd00::20]${PORT}`]));
  });
});

describe("the origin list", () => {
  it.each([
    [
      "an address",
      "192.168.1.20",
      [
        "http://192.168.1.20",
        `http://192[.]168[.]1[.]20${PORT}`,
        "https://192.168.1.20",
        `https://192[.]168[.]1[.]20${PORT}`,
      ],
    ],
    [
      "an IPv6 address",
      "fd00::20",
      [
        "http*://[][]fd00::20]",
        `http://[][]fd00::20]${PORT}`,
        "https*://[][]fd00::20]",
        `https://[][]fd00::20]${PORT}`,
      ],
    ],
  ])("holds the bind of %s", (_what, host, origins) => {
    const scene = { words: ["--host", host], facts: { interfaces: [], hostName: "localhost" } };
    expect(listsOf(scene).origins).toEqual(origins);
  });

  it("keeps a set inside a name", () => {
    const { origins } = listsOf({ words: [...BEHIND, "x[0-9].example"] });
    expect(origins?.slice(0, 2)).toEqual([
      "[!]|(?#*!-gi-~)]ttp://x[0-9].example",
      "[!]|(?#*!-gi-~)]ttp://x[0-9].example:*",
    ]);
  });

  it("keeps a pattern inside a name", () => {
    expect(listsOf({ words: [...BEHIND, "a*.example"] }).origins).toEqual([
      "[!]|\\150ttp://a.*\\056example$|(?#*!-gi-~)]ttp://a*.example",
      "[!]|\\150ttp://a.*\\056example:.*$|(?#*!-gi-~)]ttp://a*.example:*",
      "[!]|\\150ttps://a.*\\056example$|(?#*!-gi-~)]ttps://a*.example",
      "[!]|\\150ttps://a.*\\056example:.*$|(?#*!-gi-~)]ttps://a*.example:*",
    ]);
  });

  it("has no loopback name, and nothing for a host list of *", () => {
    expect(listsOf({ words: [...BEHIND, "localhost,127.0.0.1:80,[::1]"] }).origins).toBeNull();
    expect(listsOf({ words: [...BEHIND, "*"] }).origins).toBeNull();
  });

  it("holds every name that is not loopback, so that the UI can write", () => {
    expect(listsOf({ words: [...BEHIND, "ml.example"] }).origins).toEqual([
      "http://ml.example",
      `http://ml[.]example${PORT}`,
      "https://ml.example",
      `https://ml[.]example${PORT}`,
    ]);
  });

  it("keeps a pattern within its domain", () => {
    expect(listsOf({ words: [...BEHIND, "*.ml.example"] }).origins).toEqual([
      "http://[!/]*[.]ml[.]example",
      `http://[!/]*[.]ml[.]example${PORT}`,
      "https://[!/]*[.]ml[.]example",
      `https://[!/]*[.]ml[.]example${PORT}`,
    ]);
  });

  it("begins with what the user gave", () => {
    const words = ["--cors-allowed-origins", "https://app.example, http://x:3000"];
    expect(listsOf({ words }).origins).toEqual(["https://app.example", "http://x:3000"]);
    expect(listsOf({ words: ["--cors-allowed-origins", "*,x"] }).origins).toEqual(["*"]);
    const none = ["--cors-allowed-origins", "https://(a|b).example"];
    expect(listsOf({ words: none }).origins).toBeNull();
    expect(listsOf({ words: [...none.slice(0, 1), `http://x,${none[1]}`] }).origins).toEqual([
      "http://x",
    ]);
  });
});
