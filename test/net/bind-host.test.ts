import { describe, expect, it } from "vitest";
import { readBindHost } from "../../src/net/bind-host.ts";

describe("a bind address", () => {
  it.each([
    "127.0.0.1",
    "127.0.0.2",
    "0.0.0.0",
    "10.0.0.7",
    "::1",
    "::",
    "fd00::20",
    "2001:db8::1",
    "223.255.255.255",
    "240.0.0.1",
    "fe80::1",
  ])("%s is a literal", (text) => {
    expect(readBindHost(text)).toEqual({ kind: "literal", address: text });
  });

  it.each(["localhost", "LocalHost"])("%s is 127.0.0.1 by table", (text) => {
    expect(readBindHost(text)).toEqual({ kind: "literal", address: "127.0.0.1" });
  });

  it.each([
    "gpu-box",
    "a.example",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "1e3",
    "x1",
  ])("%s is a name", (text) => {
    expect(readBindHost(text)).toEqual({ kind: "name", name: text });
  });

  it.each([
    ["a multicast group", "224.0.0.1"],
    ["the last multicast group", "239.255.255.255"],
    ["the broadcast address", "255.255.255.255"],
    ["a multicast group of IPv6", "ff02::1"],
    ["an empty text", ""],
    ["a blank", " "],
    ["inet_aton's spellings", "0"],
    ["hexadecimal", "0x7f.0.0.1"],
    ["a hexadecimal end", "a.0x0"],
    ["octal", "010.0.0.1"],
    ["too few parts", "127.1"],
    ["too many parts", "127.0.0.1.1"],
    ["a star", "*"],
    ["a subnet", "127.0.0.1/8"],
    ["a zone", "fe80::1%eth0"],
    ["an empty zone", "::1%"],
    ["a mapped address", "::ffff:127.0.0.1"],
    ["a long form", "0:0:0:0:0:0:0:1"],
    ["upper case hexadecimal", "FD00::20"],
    ["brackets", "[::1]"],
    ["a port", "127.0.0.1:80"],
    ["a dot at the end", "localhost."],
    ["a socket", "unix:/tmp/s"],
    ["a URL", "http://127.0.0.1"],
    ["fullwidth digits", "\uff11\uff12\uff17.0.0.1"],
    ["a soft hyphen", "local\u00adhost"],
    ["a long label", `${"a".repeat(64)}.example`],
    ["a long name", `${"a.".repeat(130)}example`],
    ["an underscore", "gpu_box"],
    ["a new line", "localhost\n"],
    ["an option", "--port"],
  ])("%s is not understood", (_what, text) => {
    expect(readBindHost(text).kind).toBe("not-understood");
  });

  it.each([
    [" 127.0.0.1", "127.0.0.1"],
    ["[::1]", "::1"],
    ["0:0:0:0:0:0:0:1", "::1"],
    ["::ffff:0.0.0.0", "0.0.0.0"],
    ["\uff10.0.0.0", "0.0.0.0"],
    ["10.0.0.7:80", "10.0.0.7"],
    ["0:80", null],
    ["[127.1]", null],
    ["*", null],
  ])("%j was perhaps meant as %j", (text, suggestion) => {
    expect(readBindHost(text)).toMatchObject({ kind: "not-understood", suggestion });
  });
});
