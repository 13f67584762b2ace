import { describe, expect, it } from "vitest";
import { type Loss, Outlet } from "../../../src/launch/output/outlet.ts";
import type { Taken } from "../../../src/launch/output/send.ts";

/** A reader that takes what it is told to take. */
function slowReader() {
  const sent: string[] = [];
  const losses: Loss[] = [];
  let pending: Taken = () => {};
  let closed = false;
  const send = (bytes: Buffer, taken: Taken) => {
    sent.push(bytes.toString("latin1"));
    pending = taken;
  };
  const close = () => {
    closed = true;
  };
  const outlet = new Outlet({ send, close }, (loss) => losses.push(loss));
  const take = (code?: string) => pending(code ? Object.assign(new Error(), { code }) : null);
  return { outlet, sent, losses, take, isClosed: () => closed };
}

const bytes = (text: string) => Buffer.from(text, "latin1");

describe("an outlet", () => {
  it("sends one thing after the other, in order, and tells when each is taken", () => {
    const { outlet, sent, take } = slowReader();
    const taken: number[] = [];
    outlet.write(bytes("a\n"), () => taken.push(1));
    outlet.write(bytes("\xff"), () => taken.push(2));
    expect([sent, taken]).toEqual([["a\n"], []]);
    take();
    expect([sent, taken]).toEqual([["a\n", "\xff"], [1]]);
    take();
    expect(taken).toEqual([1, 2]);
  });

  it("puts the launcher's own words on lines of their own", () => {
    const { outlet, sent, take } = slowReader();
    outlet.write(bytes("half a line"), () => {});
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
    outlet.write(bytes("MLflow"), () => {});
    take();
    outlet.show("3 s");
    expect(sent).toEqual(["\r\u001b[K1 s", "\r\u001b[K2 s", "\r\u001b[KMLflow"]);
  });

  it("goes on when its reader is gone, and says so once", async () => {
    const { outlet, sent, losses, take } = slowReader();
    let taken = 0;
    outlet.write(bytes("a"), () => taken++);
    take("EPIPE");
    outlet.write(bytes("b"), () => taken++);
    await outlet.drained();
    expect([sent, taken, losses]).toEqual([["a"], 2, [{ code: "EPIPE", gone: true }]]);
  });

  it("tries again after a full disk, and tells each new loss once", () => {
    const { outlet, losses, take } = slowReader();
    for (const code of ["ENOSPC", "ENOSPC", undefined, "ENOSPC"]) {
      outlet.write(bytes("a"), () => {});
      take(code);
    }
    expect(losses).toEqual([
      { code: "ENOSPC", gone: false },
      { code: "ENOSPC", gone: false },
    ]);
  });

  it("has no room while much waits", async () => {
    const { outlet, take } = slowReader();
    for (let at = 0; at < 100; at++) outlet.say("word\n");
    let roomy = false;
    const waiting = outlet.roomy().then(() => {
      roomy = true;
    });
    for (let at = 0; at < 99; at++) take();
    await Promise.resolve();
    expect(roomy).toBe(false);
    take();
    await waiting;
    await outlet.roomy();
  });

  it("is drained once all is taken, and gives up when it is told to", async () => {
    const { outlet, take, isClosed } = slowReader();
    outlet.write(bytes("a"), () => {});
    let drained = false;
    const waiting = outlet.drained().then(() => {
      drained = true;
    });
    await Promise.resolve();
    expect(drained).toBe(false);
    take();
    await waiting;
    outlet.abandon();
    expect(isClosed()).toBe(true);
    await outlet.drained();
  });
});
