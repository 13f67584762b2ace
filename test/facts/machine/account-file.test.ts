import { join } from "node:path";
import { expect, it } from "vitest";
import { isPerson, readSystemAccounts } from "../../../src/facts/machine/account-file.ts";
import { makeFolder } from "../../support/guard.ts";

it("the accounts of a system are read from its file, and what is no line of it is passed over", () => {
  const passwd = [
    "root:x:0:0:root:/root:/bin/sh",
    "ada:x:1001:1001::/home/ada:/bin/sh",
    "short:x:1002",
    "# a comment",
    "+::::::",
    "odd:x:1x:1::/:/bin/sh",
    "x1:x:x1:1::/:/bin/sh",
    "",
  ].join("\n");
  expect(readSystemAccounts(join(makeFolder({ passwd }), "passwd"))).toEqual([
    { name: "root", uid: 0, home: "/root" },
    { name: "ada", uid: 1001, home: "/home/ada" },
    { name: "short", uid: 1002, home: "" },
  ]);
  expect(readSystemAccounts("/nowhere/passwd")).toEqual([]);
});

it.each([
  [0, false],
  [999, false],
  [1000, true],
  [59_999, true],
  [60_000, false],
  [65_534, false],
])("the account %d is a person's: %j", (uid, isPersons) => {
  expect(isPerson(uid)).toBe(isPersons);
});
