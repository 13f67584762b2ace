import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { CannotLook, keepSpare, look } from "../../../src/watch/sockets/proc.ts";
import { HERE, readListening } from "../../../src/watch/sockets/socket-reader.ts";
import { whenFinished } from "../../support/guard.ts";
import { needs } from "../../support/needs.ts";

function failing(code: string) {
  return () => {
    throw Object.assign(new Error("from the system"), { code });
  };
}

/** What a reader sees that fails once, and that returns a list of what /proc/self holds then. */
function failingOnce(code: string) {
  let failed = false;
  return () => {
    if (failed) return readdirSync("/proc/self/fd").length;
    failed = true;
    return failing(code)();
  };
}

describe("a look at /proc", () => {
  it.each(["ENOENT", "ESRCH"])("that ends with %s found nothing", (code) => {
    expect(look(failing(code))).toEqual({ kind: "absent" });
  });

  it.each(["EACCES", "EPERM"])("that ends with %s was not allowed", (code) => {
    expect(look(failing(code))).toEqual({ kind: "denied" });
  });

  it.each(["EMFILE", "ENFILE", "ENOMEM", "EIO", "ENODEV"])("that ends with %s is none", (code) => {
    expect(() => look(failing(code))).toThrow(new CannotLook(code));
  });

  it("has a descriptor in reserve", needs("Linux"), () => {
    keepSpare();
    const open = readdirSync("/proc/self/fd").length;
    expect(look(failingOnce("EMFILE"))).toEqual({ kind: "known", value: open - 1 });
    expect(readdirSync("/proc/self/fd").length).toBe(open);
    expect(() => look(failingOnce("ENOMEM"))).toThrow(CannotLook);
  });
});

/** Ports that listen in this network, from the whole table. */
function ports(): number[] {
  const script =
    "for f in ('tcp', 'tcp6'):\n  for l in list(open('/proc/self/net/' + f))[1:]:\n    w = l.split()\n    if w[3] == '0A': print(int(w[1].split(':')[1], 16))";
  return execFileSync("python3", ["-c", script], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map(Number);
}

describe("the listeners of a network", needs("Linux"), () => {
  it.each([
    "127.0.0.1",
    "::1",
    "0.0.0.0",
    "::",
  ])("are all seen: %s among connections", async (address) => {
    const servers = await Promise.all([address, "127.0.0.1", "127.0.0.2"].map(listen));
    const here = readListening(HERE)?.tcp.map(({ local }) => local.port);
    expect(here).toEqual(expect.arrayContaining(servers));
    expect(ports()).toEqual(expect.arrayContaining(servers));
  });

  it("are none of a process that is gone", () => {
    expect(readListening("/proc/0/net")).toBe(null);
  });
});

function listen(address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    whenFinished(() => {
      server.close();
    });
    server.listen(0, address, () => {
      const bound = server.address();
      resolve(typeof bound === "object" && bound ? bound.port : 0);
    });
  });
}
