import { execFileSync } from "node:child_process";
import { closeSync, constants, openSync, readSync } from "node:fs";
import type { Socket } from "node:net";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { Outlet } from "../../../src/launch/output/outlet.ts";
import { senderTo } from "../../../src/launch/output/send.ts";
import { makeFolder, waitFor, whenFinished } from "../../support/guard.ts";

const made: Socket[] = vi.hoisted(() => []);

// As after `su`: the pipe may not be opened again, so that it is written to as a socket is.
vi.mock("node:fs", async (original) => {
  const fs = await original<typeof import("node:fs")>();
  const openSync = (path: string, ...rest: [number]) => {
    if (path.startsWith("/dev/fd/")) throw new Error("EACCES");
    return fs.openSync(path, ...rest);
  };
  return { ...fs, openSync };
});
vi.mock("node:net", async (original) => {
  const net = await original<typeof import("node:net")>();
  class Kept extends net.Socket {
    constructor(options: ConstructorParameters<typeof Socket>[0]) {
      super(options);
      made.push(this);
    }
  }
  return { ...net, Socket: Kept };
});

/** More than a pipe holds. */
const MUCH = 1_000_000;

function pipe() {
  const path = join(makeFolder(), "fifo");
  execFileSync("mkfifo", [path]);
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  whenFinished(() => closeSync(reader));
  const losses: unknown[] = [];
  const outlet = new Outlet(senderTo(openSync(path, constants.O_WRONLY)), (loss) =>
    losses.push(loss),
  );
  const breaks = () =>
    made.at(-1)?.destroy(Object.assign(new Error("i/o error"), { code: "EIO", syscall: "write" }));
  return { reader, outlet, losses, breaks };
}

const lost = (bytes: number) => ({ code: "EIO", gone: true, bytes });

it("tells of what is sent once the output broke", async () => {
  const { outlet, losses, breaks } = pipe();
  breaks();
  outlet.write(Buffer.from("at once"));
  await outlet.drained();
  expect(losses).toEqual([lost(7)]);
  outlet.write(Buffer.from("later"));
  await outlet.drained();
  outlet.count();
  expect(losses.slice(1)).toEqual([{ code: null, gone: true, bytes: 5 }]);
});

it("tells of what was under way when the output broke, and of what waited", async () => {
  const { outlet, losses, breaks } = pipe();
  outlet.write(Buffer.alloc(MUCH));
  outlet.write(Buffer.from("waits"));
  breaks();
  await outlet.drained();
  outlet.count();
  expect(losses).toEqual([lost(MUCH), { code: null, gone: true, bytes: 5 }]);
});

it("counts what was given up", async () => {
  const { outlet, losses } = pipe();
  outlet.write(Buffer.alloc(MUCH));
  outlet.abandon();
  await outlet.drained();
  outlet.count();
  expect(losses).toEqual([{ code: null, gone: true, bytes: MUCH }]);
});

it("tells of no loss where all arrives", async () => {
  const { reader, outlet, losses } = pipe();
  outlet.write(Buffer.from("arrives"));
  await outlet.drained();
  const got = Buffer.alloc(20);
  await waitFor(() => readSync(reader, got) === 7);
  outlet.count();
  expect([got.toString("utf8", 0, 7), losses]).toEqual(["arrives", []]);
});
