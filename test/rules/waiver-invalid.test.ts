import { describe, expect, it } from "vitest";
import {
  containerWith,
  decisionOf,
  findingsOf,
  HOST_NETWORK,
  OWN_NETWORK,
} from "../support/world.ts";

const RULE = "waiver-invalid";
const OPEN = ["--host", "0.0.0.0"];
const WHY = ["--guard-reason", "demo", "--guard-until", "2026-12-01"];
const UNSAFE = ["--guard-unsafe", "public-without-auth"];
const LITERAL = ["--host", "192.168.1.20", "--guard-published", "loopback"];
const BESIDE =
  "the server itself is reachable beside the proxy, since this is no container; bind it to loopback";
const NO_URL = "it is no http:// or https:// URL";
const GLOBAL = { link: "eth0", address: "2001:db8::7" };
const SEEN = "2001:db8::7 is a public address of this container";

describe(RULE, () => {
  it.each([
    ["an unknown rule", ["--guard-unsafe", "security", ...WHY], '"security"'],
    ["a rule that cannot be waived", ["--guard-unsafe", "secret-key-weak", ...WHY], "no rule"],
    ["another case", ["--guard-unsafe", "Public-Without-Auth", ...WHY], "no rule"],
    ["no reason", [...UNSAFE, "--guard-until", "2026-12-01"], "--guard-reason"],
    ["no date", [...UNSAFE, "--guard-reason", "demo"], "--guard-until"],
    ["a reason without a rule", ["--guard-reason", "demo"], "--guard-unsafe"],
    ["one bad rule among good ones", [...UNSAFE, "--guard-unsafe", "x", ...WHY], '"x"'],
  ])("refuses an opt-out with %s", (_what, words, what) => {
    const decision = decisionOf({ words: [...OPEN, ...words] });
    expect(decision).toMatchObject({ verdict: "refuse", waived: [] });
    const finding = decision.findings.find(({ id }) => id === RULE);
    expect(finding).toMatchObject({
      severity: "error",
      origin: { kind: "flag", name: "--guard-unsafe" },
    });
    expect(finding?.what).toContain(what);
    expect(finding?.fix).toEqual([
      { kind: "shell", text: "mlflow-guard init && mlflow-guard server --host 0.0.0.0" },
      { kind: "note", text: "how it is written: mlflow-guard rules waiver-invalid" },
    ]);
  });

  it("says all that is wrong with an opt-out at once", () => {
    const words = [...OPEN, "--guard-unsafe", "x"];
    expect(findingsOf(RULE, { words })[0]?.what).toBe(
      '"x" is no rule that can be waived; --guard-reason is missing: say why; --guard-until is missing: give the last day, YYYY-MM-DD',
    );
  });

  it("has no power in the environment", () => {
    const env = {
      MLFLOW_GUARD_UNSAFE: "public-without-auth",
      MLFLOW_GUARD_REASON: "demo",
      MLFLOW_GUARD_UNTIL: "2026-12-01",
    };
    expect(decisionOf({ words: OPEN, env })).toMatchObject({ verdict: "refuse", waived: [] });
  });

  it.each([
    ["outside a container", {}, "this is no container"],
    [
      "with the host's network",
      HOST_NETWORK,
      "eth0 is a network card, no veth, so others reach this container past its host",
    ],
  ])("refuses --guard-published %s", (_what, facts, what) => {
    const words = [...OPEN, "--guard-published", "loopback"];
    const [finding] = findingsOf(RULE, { words, facts });
    expect(finding).toMatchObject({
      severity: "error",
      what: `--guard-published loopback (command line): ${what}`,
      origin: { kind: "flag", name: "--guard-published" },
      fix: [{ kind: "shell", text: "mlflow-guard init && mlflow-guard server --host 0.0.0.0" }],
    });
  });

  it.each([
    ["on a bind beside it", [...OPEN, "--guard-behind-proxy", "https://ml.example"], BESIDE],
    ["that is no URL", ["--guard-behind-proxy", "ml.example"], NO_URL],
    ["of another scheme", ["--guard-behind-proxy", "ftp://ml.example"], NO_URL],
    [
      "that is the server itself",
      ["--guard-behind-proxy", "http://127.0.0.1:5000"],
      "that is this server's own address, not a proxy's",
    ],
  ])("refuses a proxy %s", (_what, words, seen) => {
    expect(findingsOf(RULE, { words })).toMatchObject([
      {
        severity: "error",
        what: `--guard-behind-proxy (command line): ${seen}`,
        origin: { kind: "flag", name: "--guard-behind-proxy" },
        fix: [{ kind: "shell", text: expect.not.stringContaining("--guard") }],
      },
    ]);
  });

  const wide = containerWith([{ kind: "macvlan" }]);
  const PAST = "eth0 is a macvlan, no veth, so others reach this container past its host";

  it.each([
    ["another kind of link", wide, PAST],
    ["a public address", containerWith([{}], [GLOBAL]), `${SEEN} (eth0)`],
    ["a public range of no link", containerWith([{}], [{ ...GLOBAL, link: null }]), SEEN],
    [
      "loopback alone",
      containerWith([]),
      "this container has no network, so no port of it is published",
    ],
    [
      "a network that nobody could look at",
      { inside: true, network: { looked: false } as const },
      "the interfaces of this container could not be looked at, which needs a Python 3",
    ],
  ])("refuses a published port in a container with %s", (_what, container, seen) => {
    const words = [...OPEN, "--guard-published", "loopback"];
    expect(findingsOf(RULE, { words, facts: { container } })).toMatchObject([
      { what: `--guard-published loopback (command line): ${seen}` },
    ]);
  });

  it("refuses a proxy before a server that others reach past it", () => {
    const words = [...OPEN, "--guard-behind-proxy", "https://ml.example"];
    expect(findingsOf(RULE, { words, facts: { container: wide } })).toMatchObject([
      {
        what: `--guard-behind-proxy (command line): the server itself is reachable beside the proxy, since ${PAST}; bind it to loopback`,
      },
    ]);
  });

  it("refuses a proxy before an address that is not known", () => {
    const words = ["--host", "nowhere", "--guard-behind-proxy", "https://ml.example"];
    expect(findingsOf(RULE, { words, facts: OWN_NETWORK })).toMatchObject([
      {
        what: "--guard-behind-proxy (command line): it is not known where the server would listen",
      },
    ]);
  });

  it("refuses a proxy beside a published port that is true", () => {
    const words = [...OPEN, "--guard-published", "loopback", "--guard-behind-proxy", "ml.example"];
    expect(findingsOf(RULE, { words, facts: OWN_NETWORK })).toMatchObject([
      { origin: { name: "--guard-behind-proxy" } },
    ]);
  });

  it.each([
    ["a complete opt-out", [...OPEN, ...UNSAFE, ...WHY], {}],
    ["a published port", [...OPEN, "--guard-published", "loopback"], OWN_NETWORK],
    ["a proxy on loopback", ["--guard-behind-proxy", "https://ml.example"], {}],
    ["a proxy in front of a container", [...OPEN, "--guard-behind-proxy", "http://p"], OWN_NETWORK],
    ["a port published on an address, which has another rule", LITERAL, {}],
    ["no opt-out", OPEN, {}],
  ])("accepts %s", (_what, words, facts) => {
    expect(findingsOf(RULE, { words, facts })).toEqual([]);
  });
});
