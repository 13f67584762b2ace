import { describe, expect, it } from "vitest";
import type { ContainerUse, Facts } from "../../../src/facts/types.ts";
import type { Opening } from "../../../src/files/who-can-change.ts";
import {
  closeOpenings,
  describeOpening,
  describeOpenings,
  isUsable,
  moveNotes,
} from "../../../src/policy/repair/openings.ts";
import { changeable, opening } from "../../support/openings.ts";
import { factsOf } from "../../support/world.ts";

const KEY = "/home/ada/key";
const facts = (more: Partial<Facts> = {}) => factsOf({ facts: more });

describe("what is open, in words", () => {
  it.each<[Partial<Opening>, string]>([
    [{ how: "unknown" }, "cannot be looked at"],
    [{ how: "owner", owner: 1001 }, "belongs to another account (uid 1001)"],
    [{ how: "group" }, "can be written by its group"],
    [{ how: "acl" }, "can be written by the accounts in its ACL (getfacl)"],
    [{ how: "everybody" }, "can be written by every account of this machine"],
    [{ how: "everybody", sticky: true }, "can be written by every account of this machine"],
    [
      { how: "everybody", sticky: true, on: "way" },
      "lets every account of this machine make names, so that somebody else may be the first to make this one",
    ],
    [{ how: "group", sticky: true, on: "folder" }, "lets its group make names beside it"],
  ])("%j", (more, text) => {
    expect(describeOpening(opening(KEY, more))).toBe(text);
  });

  it("names the file, or the folder that leads to it", () => {
    const way = opening("/home/ada", { on: "way", how: "group" });
    expect(describeOpenings(changeable("secret", "key", opening(KEY), way))).toBe(
      "key can be written by every account of this machine; /home/ada, which leads to key, can be written by its group",
    );
  });
});

describe("who can use it in a container", () => {
  const inside: ContainerUse = { users: [0, 1000, 1001], mounts: ["/data", "/run/secrets"] };
  const alone: ContainerUse = { ...inside, users: [0, 1000] };

  it.each<[string, Opening, ContainerUse | null, boolean]>([
    ["anybody on a machine", opening(KEY), null, true],
    ["anybody, what is no mount", opening(KEY), alone, true],
    ["nobody else here, a mount", opening("/data/key"), alone, false],
    ["nobody else here, the mount itself", opening("/data"), alone, false],
    ["anybody, what begins like a mount", opening("/database"), alone, true],
    ["another account here", opening("/run/secrets/key"), inside, true],
    ["its owner, who is here", opening("/data/key", { how: "owner", owner: 1001 }), inside, true],
    ["its owner, who is not", opening("/data/key", { how: "owner", owner: 1002 }), inside, false],
    ["nobody here, a copied secret", opening("/s", { readOnly: true }), alone, false],
    [
      "nobody here, a copied journal",
      opening("/s", { readOnly: true, on: "beside" }),
      alone,
      false,
    ],
    ["anybody, a folder", opening("/s", { readOnly: true, on: "way" }), alone, true],
  ])("%s", (_what, one, use, expected) => {
    expect(isUsable(one, facts({ inside: use }))).toBe(expected);
  });
});

describe("closing what is open", () => {
  const closed = (openings: readonly Opening[], more: Partial<Facts> = {}) =>
    closeOpenings([changeable("secret", "key", ...openings)], facts(more));
  const foreign = opening("/home/ada/theirs", { how: "owner", owner: 1001 });
  const way = opening("/home/ada", { on: "way", how: "group" });

  it("takes each path once", () => {
    const twice = [opening(KEY), opening(KEY, { how: "acl" }), way];
    expect(closed(twice)).toEqual({ own: [], closeToChange: [KEY, "/home/ada"] });
    expect(closed([foreign, foreign], { isRoot: true })).toEqual({
      ...{ own: ["/home/ada/theirs"], closeToChange: [] },
    });
  });

  it.each<[string, readonly Opening[], Partial<Facts>]>([
    ["what another account has", [foreign], {}],
    ["a mode that another account sets", [opening(KEY, { owner: 1001 })], {}],
    ["what cannot be looked at", [opening(KEY), opening("/x/y", { how: "unknown" })], {}],
    ["a folder for everybody", [opening("/home/tmp", { sticky: true })], {}],
  ])("is not for this user: %s", (_what, openings, more) => {
    expect(closed(openings, more)).toBeNull();
  });

  it.each([
    "/",
    "/srv",
    "/usr/local",
    "/etc/mlflow",
    "/var/lib",
  ])("is not for a folder of the system, %s", (path) => {
    expect(closed([opening(path, { on: "way" })], { isRoot: true })).toBeNull();
  });

  it.each(["/srv/x", "/etc/mlflow/x", "/home/usr/x", "/home/ada"])("is for %s", (path) => {
    expect(closed([opening(path)])).toMatchObject({ closeToChange: [path] });
  });

  it("is for root, whoever has it", () => {
    const open = opening(KEY, { owner: 1001 });
    expect(closed([open], { isRoot: true })).toMatchObject({ closeToChange: [KEY] });
  });
});

describe("what to do where no command closes it", () => {
  const stuck = ["key", "cert", "key"].map((file) =>
    changeable("secret", file, opening("/", { on: "way" })),
  );
  const text =
    "keep key, cert in a folder that only you and root can write to, with yourself as the owner";

  it("is said in words, of each file once", () => {
    expect(moveNotes(stuck, facts())).toEqual([{ kind: "note", text }]);
  });

  it("is done outside of a container", () => {
    expect(moveNotes(stuck, facts({ inside: { users: [], mounts: [] } }))).toEqual([
      {
        kind: "docker",
        text: "a mount is closed outside: owned by root or by the user of the container, written by nobody else",
      },
      { kind: "note", text },
    ]);
  });

  it("is nothing where one does", () => {
    expect(moveNotes([changeable("secret", "key", opening(KEY))], facts())).toEqual([]);
  });
});
