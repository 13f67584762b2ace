import { describe, expect, it } from "vitest";
import { runCommand } from "../policy/run-command.ts";
import { CONTAINER, decisionOf, findingsOf } from "../support/world.ts";

const RULE = "other-users-on-host";
const ADA = { uid: 1001, name: "ada" };
const USERS = [
  ADA,
  { uid: 1002, name: null },
  { uid: 1003, name: "cid" },
  { uid: 1004, name: "d" },
];
const FIX = "mlflow-guard init && mlflow-guard server --app-name basic-auth";

function warningOf(count: number, words: readonly string[] = []) {
  return findingsOf(RULE, { words, facts: { otherUsers: USERS.slice(0, count) } })[0];
}

describe(RULE, () => {
  it.each([
    [1, "1 other account has processes here (ada): it can reach 127.0.0.1:5000"],
    [
      3,
      "3 other accounts have processes here (ada, uid 1002, cid): every one of them can reach 127.0.0.1:5000",
    ],
    [
      4,
      "4 other accounts have processes here (ada, uid 1002, cid and 1 more): every one of them can reach 127.0.0.1:5000",
    ],
  ])("names %d of them, three at most", (count, what) => {
    expect(warningOf(count)).toMatchObject({
      severity: "warning",
      what,
      origin: { kind: "default", name: "--host" },
    });
  });

  it("refuses nothing", () => {
    expect(decisionOf({ facts: { otherUsers: USERS } }).verdict).toBe("allow");
  });

  it.each([
    ["a bare start", [], FIX],
    ["another address", ["--host", "::1"], `${FIX} --host ::1`],
    ["development mode, which takes no login", ["--dev"], FIX],
  ])("offers a login for %s", (_what, words, fix) => {
    const scene = { words, facts: { otherUsers: USERS } };
    const text = findingsOf(RULE, scene)[0]?.fix[0]?.text ?? "";
    expect(text).toBe(fix);
    expect(findingsOf(RULE, runCommand(text, scene))).toEqual([]);
  });

  it("names the address and where it came from", () => {
    expect(warningOf(1, ["--host", "::1", "-p", "6000"])).toMatchObject({
      what: expect.stringContaining("reach [::1]:6000"),
      origin: { kind: "flag", name: "--host" },
    });
  });

  it("warns behind a proxy, too: they go past it", () => {
    expect(warningOf(1, ["--guard-behind-proxy", "https://ml.example"])).toBeDefined();
  });

  it.each([
    ["nobody else", [], {}],
    ["a login", ["--app-name", "basic-auth"], { otherUsers: USERS }],
    ["an app of one's own", ["--app-name", "mine"], { otherUsers: USERS }],
    ["an exposed bind", ["--host", "0.0.0.0"], { otherUsers: USERS }],
    ["a container", [], { otherUsers: USERS, ...CONTAINER }],
  ])("is silent for %s", (_what, words, facts) => {
    expect(findingsOf(RULE, { words, facts })).toEqual([]);
  });
});
