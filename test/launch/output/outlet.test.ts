import { describe, expect, it } from "vitest";
import { type Loss, Outlet } from "../../../src/launch/output/outlet.ts";
import type { Taken } from "../../../src/launch/output/send.ts";

/** A reader that takes what it is told to take. */
function slowReader() {
  const sent: string[] = [];
  const losses: Loss[] = [];
  let pending: Taken = () => {};
  let closed = 0;
  const send = (bytes: Buffer, taken: Taken) => {
    sent.push(bytes.toString("latin1"));
    pending = taken;
  };
  const close = () => {
    closed++;
    setImmediate(pending, Object.assign(new Error(), { code: "EAGAIN" }), sent.at(-1)?.length ?? 0);
  };
  const outlet = new Outlet({ send, close }, (loss) => losses.push(loss));
  /** @param left how much of it is lost where there is a code; else all of it. */
  const take = (code?: string, left = sent.at(-1)?.length ?? 0) =>
    pending(code ? Object.assign(new Error(), { code }) : null, code ? left : 0);
  return { outlet, sent, losses, take, closed: () => closed };
}

const bytes = (text: string) => Buffer.from(text, "latin1");

const KIBIBYTE = 1024;
const MEBIBYTE = KIBIBYTE * KIBIBYTE;

describe("an outlet", () => {
  it("sends one thing after the other, in order", () => {
    const { outlet, sent, take } = slowReader();
    outlet.write(bytes("a\n"));
    outlet.write(bytes("\xff"));
    expect(sent).toEqual(["a\n"]);
    take();
    expect(sent).toEqual(["a\n", "\xff"]);
  });

  it("sends together what came meanwhile", () => {
    const { outlet, sent, take } = slowReader();
    const large = "y".repeat(100 * KIBIBYTE);
    for (const text of ["first", "a", "b", large]) outlet.write(bytes(text));
    take();
    for (const text of ["c", "d"]) outlet.write(bytes(text));
    take();
    take();
    expect(sent).toEqual(["first", `ab${large}`, "cd"]);
  });

  it("puts the launcher's own words on lines of their own", () => {
    const { outlet, sent, take } = slowReader();
    outlet.write(bytes("half a line"));
    outlet.say("words\n");
    take();
    take();
    outlet.say("more\n");
    expect(sent).toEqual(["half a line", "\nwords\n", "more\n"]);
  });

  it("shows a status, takes it away before anything else, and never within a line", () => {
    const { outlet, sent, take } = slowReader();
    outlet.show("1 s");
    take();
    outlet.show("2 s");
    take();
    outlet.write(bytes("MLflow"));
    take();
    outlet.show("3 s");
    expect(sent).toEqual(["\r\u001b[K1 s", "\r\u001b[K2 s", "\r\u001b[KMLflow"]);
  });

  it("goes on when its reader is gone, says so once, and counts what follows", async () => {
    const { outlet, sent, losses, take } = slowReader();
    outlet.write(bytes("a"));
    take("EPIPE");
    outlet.write(bytes("bcd"));
    await outlet.drained();
    expect([sent, losses]).toEqual([["a"], [{ code: "EPIPE", gone: true, bytes: 1 }]]);
    outlet.count();
    outlet.count();
    expect(losses.slice(1)).toEqual([{ code: null, gone: true, bytes: 3 }]);
  });

  it("tries again after a full disk, tells each new loss once, and the number at its end", () => {
    const { outlet, losses, take } = slowReader();
    for (const code of ["ENOSPC", "ENOSPC", "ENOSPC", undefined, undefined, "ENOSPC"]) {
      outlet.write(bytes("ab"));
      take(code);
    }
    expect(losses).toEqual([
      { code: "ENOSPC", gone: false, bytes: 2 },
      { code: null, gone: false, bytes: 4 },
      { code: "ENOSPC", gone: false, bytes: 2 },
    ]);
  });

  it("counts what a full disk did not take, and begins its next words on a line of their own", () => {
    const { outlet, sent, losses, take } = slowReader();
    outlet.say("a whole line\n");
    take("ENOSPC", 6);
    outlet.say("next\n");
    expect([losses[0]?.bytes, sent[1]]).toEqual([6, "\nnext\n"]);
  });

  it("has room until a mebibyte waits, and again as soon as less does", async () => {
    const { outlet, take } = slowReader();
    for (let at = 0; at < 15; at++) outlet.write(Buffer.alloc(64 * KIBIBYTE));
    await outlet.roomy();
    outlet.write(Buffer.alloc(MEBIBYTE - 15 * 64 * KIBIBYTE));
    let roomy = false;
    const waiting = outlet.roomy().then(() => {
      roomy = true;
    });
    await Promise.resolve();
    expect(roomy).toBe(false);
    take();
    await waiting;
    await outlet.roomy();
  });

  it("is drained once all is taken", async () => {
    const { outlet, take, closed } = slowReader();
    outlet.write(bytes("a"));
    let drained = false;
    const waiting = outlet.drained().then(() => {
      drained = true;
    });
    await Promise.resolve();
    expect(drained).toBe(false);
    take();
    await waiting;
    outlet.abandon();
    // This reader takes what it gets.
    expect(closed()).toBe(0);
  });

  it("gives up a reader that takes nothing, once, and counts all that is lost by that", async () => {
    const { outlet, sent, losses, closed } = slowReader();
    outlet.write(bytes("abc"));
    outlet.write(bytes("de"));
    outlet.abandon();
    outlet.abandon();
    outlet.write(bytes("f"));
    await outlet.drained();
    outlet.count();
    expect([closed(), sent, losses]).toEqual([1, ["abc"], [{ code: null, gone: true, bytes: 6 }]]);
  });
});
