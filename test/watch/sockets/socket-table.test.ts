import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { canonicalAddress, unmapped } from "../../../src/net/address.ts";
import {
  ESTABLISHED,
  LISTEN,
  parseTcp,
  parseUnix,
} from "../../../src/watch/sockets/socket-table.ts";
import { needs } from "../../support/needs.ts";

const row = (local: string, remote: string, state: string, inode: string) =>
  `   0: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 00000000c9f89a0e 100 0 0 10 0`;
const NOBODY = "00000000:0000";

function listen(options: Parameters<Server["listen"]>[0]): Promise<Server> {
  const server = createServer();
  onTestFinished(() => void server.close());
  return new Promise((resolve) => server.listen(options, () => resolve(server)));
}

describe("the table of TCP sockets", () => {
  it.each([
    ["0100007F:13CF", "127.0.0.1", 5071],
    ["00000000:1388", "0.0.0.0", 5000],
    ["1401A8C0:0050", "192.168.1.20", 80],
    ["00000000000000000000000000000000:1388", "::", 5000],
    ["00000000000000000000000001000000:1388", "::1", 5000],
    ["000000FD000000000000000020000000:1388", "fd00::20", 5000],
    ["0000000000000000FFFF00000100007F:1388", "127.0.0.1", 5000],
    ["0000000000000000FFFF000000000000:1388", "0.0.0.0", 5000],
  ])("reads %s as %s port %d", (text, address, port) => {
    const [socket] = parseTcp(row(text, NOBODY, LISTEN, "29529"), LISTEN, "LE");
    expect(socket).toMatchObject({ inode: "29529", local: { address, port } });
  });

  it("reads the other byte order", () => {
    const [socket] = parseTcp(row("7F000001:1388", NOBODY, LISTEN, "1"), LISTEN, "BE");
    expect(socket?.local).toEqual({ address: "127.0.0.1", port: 5000 });
  });

  it("keeps the states apart", () => {
    const text = [
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
      row("0100007F:1388", NOBODY, LISTEN, "1"),
      row("0100007F:1388", "0100007F:C350", ESTABLISHED, "2"),
      row("0100007F:C350", "0100007F:1388", "06", "0"),
    ].join("\n");
    expect(parseTcp(text, LISTEN).map(({ inode }) => inode)).toEqual(["1"]);
    expect(parseTcp(text, ESTABLISHED)).toMatchObject([{ inode: "2", remote: { port: 50000 } }]);
    expect(parseTcp("", LISTEN)).toEqual([]);
  });

  it("gives every address back", () => {
    const octets = fc.uint8Array({ minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(octets, (bytes) => {
        const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0").toUpperCase());
        const words = (hex.join("").match(/.{8}/g) ?? []).map((word) =>
          (word.match(/../g) ?? []).reverse().join(""),
        );
        const groups = (hex.join("").match(/.{4}/g) ?? []).join(":");
        const [socket] = parseTcp(row(`${words.join("")}:1388`, NOBODY, LISTEN, "1"), LISTEN, "LE");
        expect(socket?.local.address).toBe(unmapped(canonicalAddress(groups) ?? ""));
      }),
    );
  });

  it.each(["127.0.0.1", "127.0.0.9", "::1"])(
    "finds a real listener at %s",
    needs("Linux"),
    async (host) => {
      const bound = (await listen({ host, port: 0 })).address();
      const port = typeof bound === "object" && bound ? bound.port : 0;
      const name = host.includes(":") ? "tcp6" : "tcp";
      const sockets = parseTcp(readFileSync(`/proc/self/net/${name}`, "utf8"), LISTEN);
      expect(sockets.map(({ local }) => local)).toContainEqual({ address: host, port });
    },
  );
});

describe("the table of UNIX sockets", () => {
  it("knows those that listen at a path, or take datagrams there", () => {
    const text = [
      "Num       RefCount Protocol Flags    Type St Inode Path",
      "0000000000000000: 00000002 00000000 00010000 0001 01 111 /run/a b.sock",
      "0000000000000000: 00000002 00000000 00000000 0001 01 222 /run/connected.sock",
      "0000000000000000: 00000002 00000000 00010000 0001 01 333 @abstract",
      "0000000000000000: 00000003 00000000 00000000 0001 03 444",
      "0000000000000000: 00000002 00000000 00010000 0001 01 555 here.sock",
      "0000000000000000: 00000002 00000000 00000000 0002 01 666 /run/datagrams.sock",
      "0000000000000000: 00000002 00000000 00000000 0002 01 777",
      "0000000000000000: 00000002 00000000 00010000 0005 01 888 /run/packets.sock",
    ].join("\n");
    expect(parseUnix(text)).toEqual([
      { inode: "111", path: "/run/a b.sock" },
      { inode: "333", path: "@abstract" },
      { inode: "555", path: "here.sock" },
      { inode: "666", path: "/run/datagrams.sock" },
      { inode: "888", path: "/run/packets.sock" },
    ]);
  });

  it("knows names with line ends, and such as look like another line", () => {
    const odd = "/run/a\nb\n\n";
    const fake = "/run/x\n0000000000000000: not one";
    const line = (inode: string, path: string) =>
      `0000000000000000: 00000002 00000000 00010000 0001 01 ${inode} ${path}\n`;
    const text = `Num       RefCount\n${line("111", odd)}${line("222", fake)}${line("333", "/y")}`;
    expect(parseUnix(text)).toEqual([
      { inode: "111", path: odd },
      { inode: "222", path: fake },
      { inode: "333", path: "/y" },
    ]);
  });

  it("finds a real listener", needs("Linux"), async () => {
    const path = join(tmpdir(), `guard-test-${process.pid}.sock`);
    await listen({ path });
    expect(parseUnix(readFileSync("/proc/self/net/unix", "utf8")).map((one) => one.path)).toContain(
      path,
    );
  });
});
