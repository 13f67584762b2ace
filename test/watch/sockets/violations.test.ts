import { describe, expect, it } from "vitest";
import { describeViolation } from "../../../src/report/endings/violations.ts";
import { describeNotice } from "../../../src/report/notices.ts";
import type { Door } from "../../../src/watch/sockets/unix-doors.ts";
import { confirmed, type Judgement, judge } from "../../../src/watch/sockets/violations.ts";
import type { Listener, Look } from "../../../src/watch/types.ts";

const at = (address: string, port = 5000, pid = 41): Listener => ({
  address,
  port,
  pid,
  command: "python",
});
const NOTHING: Look = { own: [], foreign: [], udp: [], unix: [], blind: [], workers: [] };

function judged(
  look: Partial<Look>,
  address = "127.0.0.1",
  doorOf: (path: string) => Door = () => "own",
) {
  return judge({ ...NOTHING, ...look }, [{ address, port: 5000 }], doorOf);
}

/** Violations and warnings as they are said. */
const violationsOf = ({ violations }: Judgement) =>
  violations.map(({ found }) => ({ id: found.id, ...describeViolation(found) }));
const warningsOf = ({ warnings }: Judgement) => warnings.map(({ found }) => describeNotice(found));

describe("a socket of the launch", () => {
  it.each([
    ["127.0.0.1", "127.0.0.1"],
    ["0.0.0.0", "0.0.0.0"],
    ["::", "::"],
    ["fe80::1%eth0", "fe80::1"],
  ])("is what was approved: plan %s, socket %s", (plan, address) => {
    expect(judged({ own: [at(address)] }, plan)).toEqual({
      violations: [],
      served: true,
      warnings: [],
    });
  });

  it.each([
    ["another port on every address", "127.0.0.1", at("0.0.0.0", 8081), "opened a listener"],
    ["another port on a private address", "127.0.0.1", at("10.0.0.7", 8081), "opened a listener"],
    ["another port beside a public plan", "0.0.0.0", at("0.0.0.0", 8081), "opened a listener"],
    ["every address instead of one", "127.0.0.1", at("0.0.0.0"), "changed the bind address"],
    ["both families instead of IPv4", "0.0.0.0", at("::"), "changed the bind address"],
    ["an address that was not asked for", "10.0.0.7", at("10.0.0.8"), "changed the bind address"],
  ])("is stopped for %s", (_what, plan, stray, cause) => {
    const [violation] = violationsOf(judged({ own: [at(plan), stray] }, plan));
    expect(violation?.id).toBe("stray-listener");
    expect(violation?.what).toContain(
      `python (process 41) of this launch listens on ${stray.address.replace("::", "[::]")}:${stray.port}, approved was`,
    );
    expect(violation?.cause).toContain(cause);
  });

  it("is worth a warning when it is for this machine alone", () => {
    const judgement = judged({ own: [at("127.0.0.1"), at("::1", 8081)] });
    expect(judgement.violations).toEqual([]);
    expect(warningsOf(judgement)).toEqual([expect.stringContaining("also listens on [::1]:8081")]);
  });

  it("is not there yet", () => {
    expect(judged({}).served).toBe(false);
    expect(judged({ own: [at("127.0.0.1", 5001)] }).served).toBe(false);
    expect(judged({ foreign: [at("10.0.0.1")] }).served).toBe(false);
  });
});

describe("a socket of another program", () => {
  it.each([
    ["127.0.0.1", "127.0.0.1"],
    ["0.0.0.0", "10.0.0.7"],
    ["::", "127.0.0.1"],
    ["::", "fd00::7"],
  ])("is in the way: plan %s, socket %s", (plan, address) => {
    const look = { own: [at(plan)], foreign: [at(address, 5000, 7)] };
    const [violation] = violationsOf(judged(look, plan));
    expect(violation?.id).toBe("foreign-listener");
    expect(violation?.what).toContain("python (process 7), which is not of this launch");
    expect(violation?.cause).toContain("after it was found free");
  });

  it.each([
    ["127.0.0.1", "10.0.0.7", 5000],
    ["0.0.0.0", "fd00::7", 5000],
    ["0.0.0.0", "10.0.0.7", 5001],
  ])("is nobody's business: plan %s, socket %s port %d", (plan, address, port) => {
    expect(judged({ own: [at(plan)], foreign: [at(address, port)] }, plan).violations).toEqual([]);
  });

  it("is named without a pid where its owner cannot be seen", () => {
    const one = { ...at("127.0.0.1"), pid: 0, command: "a process of another user" };
    expect(violationsOf(judged({ foreign: [one] }))[0]?.what).toMatch(
      /^a process of another user, which/,
    );
  });
});

describe("a process that could not be looked at", () => {
  const nobody = { ...at("127.0.0.1"), pid: 0, command: "a process of another user" };

  it("may be the one that listens where it should", () => {
    const { served, violations } = judged({ foreign: [nobody], blind: [99] });
    expect([served, violations]).toEqual([true, []]);
  });

  it("excuses no other program", () => {
    const { served, violations } = judged({ foreign: [at("127.0.0.1", 5000, 7)], blind: [99] });
    expect([served, violations.length]).toEqual([false, 1]);
  });
});

describe("what else is worth a warning", () => {
  it("is a UNIX socket that others can write to, and a process that could not be looked at", () => {
    const unix = ["others", "own", "moved"].map((path) => ({ path, command: "python" }));
    const door = (path: string) => path as Door;
    expect(warningsOf(judged({ unix, blind: [99] }, "127.0.0.1", door))).toEqual([
      "python of this launch listens on the UNIX socket others, which other users can write to",
      "python of this launch listens on the UNIX socket moved, which is no longer where it was bound: whether other users can write to it is not known",
      expect.stringContaining("the sockets of process 99"),
    ]);
  });
});

describe("a UDP socket", () => {
  it("is a warning where other machines can send to it", () => {
    const udp = [at("0.0.0.0", 9000), at("127.0.0.1", 9001), at("::", 9002)];
    const judgement = judged({ own: [at("127.0.0.1")], udp });
    expect(judgement.violations).toEqual([]);
    expect(warningsOf(judgement)).toEqual([
      expect.stringContaining("takes UDP packets from other machines at 0.0.0.0:9000"),
      expect.stringContaining("takes UDP packets from other machines at [::]:9002"),
    ]);
  });
});

describe("two looks in a row", () => {
  const stray = judged({ own: [at("127.0.0.1"), at("0.0.0.0", 8081), at("::1", 8082)] });
  const other = judged({ own: [at("127.0.0.1"), at("0.0.0.0", 8083)] });

  it("confirm what is in both", () => {
    expect(confirmed(stray, stray)).toEqual(stray);
  });

  it("confirm an address whatever process is behind it", () => {
    const renamed = { ...at("0.0.0.0", 8081, 99), command: "other" };
    const later = judged({ own: [at("127.0.0.1"), renamed] });
    expect(confirmed(later, stray).violations).toEqual(later.violations);
  });

  it.each([
    ["the first look", null],
    ["a look with nothing", judged({})],
    ["a look with something else", other],
  ])("confirm nothing after %s", (_what, before) => {
    expect(confirmed(stray, before)).toEqual({ violations: [], served: true, warnings: [] });
  });
});
