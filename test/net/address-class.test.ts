import { describe, expect, it } from "vitest";
import { unmapped } from "../../src/net/address.ts";
import { isWildcard, levelOf, urlHost, widest } from "../../src/net/address-class.ts";

describe("how far an address reaches", () => {
  it.each([
    "127.0.0.1",
    "127.255.255.255",
    "::1",
    "::ffff:127.0.0.1",
  ])("%s: loopback", (address) => {
    expect(levelOf(address)).toBe("loopback");
  });

  it.each([
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.1.1",
    "100.64.0.1",
    "100.127.255.255",
    "fc00::1",
    "fdff::1",
    "fe80::1",
    "::ffff:10.0.0.1",
  ])("%s: private", (address) => {
    expect(levelOf(address)).toBe("private");
  });

  it.each([
    "0.0.0.0",
    "::",
    "::ffff:0.0.0.0",
    "8.8.8.8",
    "126.255.255.255",
    "128.0.0.1",
    "11.0.0.1",
    "172.32.0.1",
    "192.169.0.1",
    "100.63.255.255",
    "100.128.0.1",
    "2001:db8::1",
    "fec0::1",
    "64:ff9b::127.0.0.1",
    "fe80::1%eth0",
    "127.0.0.1/8",
    "127.1",
    "localhost",
    "",
  ])("%j: public", (address) => {
    expect(levelOf(address)).toBe("public");
  });

  it.each([
    [["loopback", "private"], "private"],
    [["public", "loopback"], "public"],
    [["loopback"], "loopback"],
    [[], "public"],
  ] as const)("the widest of %j is %s", (levels, widestLevel) => {
    expect(widest(levels)).toBe(widestLevel);
  });
});

describe("spellings", () => {
  it.each([
    ["0.0.0.0", true],
    ["::", true],
    ["127.0.0.1", false],
  ])("%s listens everywhere: %s", (address, wild) => {
    expect(isWildcard(address)).toBe(wild);
  });

  it.each([
    ["::ffff:10.0.0.1", "10.0.0.1"],
    ["fd00:0::1", "fd00::1"],
    ["10.0.0.1", "10.0.0.1"],
    ["fe80::1%eth0", "fe80::1%eth0"],
  ])("%s is plainly %s", (address, plain) => {
    expect(unmapped(address)).toBe(plain);
  });

  it.each([
    ["::1", "[::1]"],
    ["10.0.0.1", "10.0.0.1"],
  ])("%s stands in a URL as %s", (address, host) => {
    expect(urlHost(address)).toBe(host);
  });
});
