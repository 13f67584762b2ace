import { describe, expect, it } from "vitest";
import { findingsOf, STRONG } from "../support/world.ts";

const RULE = "no-tls";
const EXPOSED = ["--host", "0.0.0.0"];
const OWN_CERTIFICATE = ["--guard-tls-cert", "c.pem", "--guard-tls-key", "k.pem"];

describe(RULE, () => {
  it.each([
    ["basic-auth", EXPOSED, STRONG],
    ["another login", [...EXPOSED, "--app-name", "mine", "--guard-login-app", "mine"], {}],
    ["a private address", ["--host", "192.168.1.20"], STRONG],
  ])("warns of %s on the network", (_what, words, facts) => {
    const [finding] = findingsOf(RULE, { words, facts });
    expect(finding).toMatchObject({
      severity: "warning",
      origin: { kind: "flag", name: "--host" },
    });
    expect(finding?.fix).toEqual([
      {
        kind: "note",
        text: "give a certificate with --guard-tls-cert FILE --guard-tls-key FILE, or put a TLS proxy in front",
      },
    ]);
  });

  it("names the address and the port", () => {
    const [finding] = findingsOf(RULE, { words: [...EXPOSED, "-p", "6000"], facts: STRONG });
    expect(finding?.what).toBe("http without TLS at 0.0.0.0, port 6000");
  });

  it("names the default where no host was set", () => {
    const bind = { kind: "literal", address: "0.0.0.0", addresses: ["0.0.0.0"] } as const;
    expect(findingsOf(RULE, { facts: { ...STRONG, bind } })).toMatchObject([
      { origin: { kind: "default", name: "--host" } },
    ]);
  });

  it.each([
    ["loopback", ["--app-name", "basic-auth"], STRONG],
    ["a proxy on this machine", ["--allowed-hosts", "ml.example"], STRONG],
    ["no password to lose", EXPOSED, {}],
    ["the launcher's certificate", [...EXPOSED, ...OWN_CERTIFICATE], STRONG],
    ["uvicorn's certificate", [...EXPOSED, "--uvicorn-opts", "--ssl-certfile c.pem"], STRONG],
    ["gunicorn's certificate", [...EXPOSED, "--gunicorn-opts", "--certfile c.pem"], STRONG],
  ])("is silent for %s", (_what, words, facts) => {
    expect(findingsOf(RULE, { words, facts })).toEqual([]);
  });
});
