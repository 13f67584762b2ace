import { describe, expect, it } from "vitest";
import { renderClaim, renderReason } from "../../src/report/exposure.ts";

describe("why a server is reachable", () => {
  it.each([
    [
      { code: "not-understood", host: "0", reason: "it is no address" },
      '"0" is not understood: it is no address',
    ],
    [{ code: "does-not-resolve", host: "nowhere" }, '"nowhere" does not resolve'],
    [{ code: "every-interface" }, "it listens on every interface"],
    [
      { code: "addresses", name: null, addresses: ["127.0.0.1"], level: "loopback" },
      "127.0.0.1: loopback",
    ],
    [
      { code: "addresses", name: "box", addresses: ["10.0.0.7", "::1"], level: "private" },
      "box resolves to 10.0.0.7, ::1: private",
    ],
    [
      {
        code: "forwarded-name",
        origin: { kind: "flag", name: "--allowed-hosts" },
        name: "a.example",
      },
      "--allowed-hosts (command line) admits a.example, so requests for it are forwarded here",
    ],
    [
      { code: "claim", claim: { code: "published-on-loopback" } },
      "claimed, not verified: the port is published on the host's loopback only",
    ],
  ] as const)("%j", (reason, text) => {
    expect(renderReason(reason)).toBe(text);
  });

  it("a claim is one", () => {
    expect(renderClaim({ code: "login-at-proxy", url: "https://p.example" })).toBe(
      "claimed, not verified: the proxy at https://p.example asks for the login",
    );
  });
});
