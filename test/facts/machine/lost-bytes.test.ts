import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lostBytes } from "../../../src/facts/machine/lost-bytes.ts";
import { makeFolder } from "../../support/guard.ts";

const SIGN = "\u{fffd}";
const HERE = "/srv/data";

/** What the system shows of a process that was given these bytes. */
function self(words: readonly string[], variables: readonly string[] = []): string {
  const folder = makeFolder();
  const list = (items: readonly string[]) =>
    Buffer.from(items.map((item) => `${item}\0`).join(""), "latin1");
  writeFileSync(join(folder, "cmdline"), list(words));
  writeFileSync(join(folder, "environ"), list(variables));
  return folder;
}

const namesIn = (...call: Parameters<typeof lostBytes>) =>
  lostBytes(...call).map(({ what }) => what);

describe("bytes that Node cannot carry", () => {
  it("are none in plain text, and nothing is read for it", () => {
    const words = ["server", "--backend-store-uri", "sqlite:////tmp/é.db"];
    expect(lostBytes(words, { A: "é", B: undefined }, "/srv/日本", "/nowhere")).toEqual([]);
  });

  it.each([
    [["check", "--backend-store-uri", `sqlite:////${SIGN}`], "the value of --backend-store-uri"],
    [["check", `--default-artifact-root=/${SIGN}`], "--default-artifact-root"],
    [["user", "add", SIGN], "word 3 of the command line"],
    [["check", "-h", SIGN], "the value of -h"],
  ])("are named by their option: %s", (words, name) => {
    const shown = self(["node", "main.js", ...words.map((word) => word.replace(SIGN, "\xff"))]);
    expect(namesIn(words, {}, HERE, shown)).toEqual([`${name} holds bytes that are no UTF-8`]);
  });

  it("are told from the sign itself, as UTF-8", () => {
    const sign = Buffer.from(SIGN).toString("latin1");
    const words = ["check", "--app-name", `one${SIGN}`, "--port", `two${SIGN}`];
    const shown = self(["check", "--app-name", `one${sign}`, "--port", "two\xe4"]);
    expect(namesIn(words, {}, HERE, shown)).toEqual([
      "the value of --port holds bytes that are no UTF-8",
    ]);
    const env = { GOOD: SIGN, BAD: `x${SIGN}` };
    const variables = self([], [`GOOD=${sign}`, "BAD=x\xff"]);
    expect(namesIn([], env, HERE, variables)).toEqual([
      "the variable BAD holds bytes that are no UTF-8",
    ]);
  });

  it("are refused in a name, and where nobody can compare", () => {
    expect(namesIn([], { [`A${SIGN}`]: "1" }, HERE, self([], ["A\xff=1"]))).toEqual([
      `the variable "A${SIGN}" holds bytes that are no UTF-8`,
    ]);
    expect(namesIn(["check", SIGN], { A: SIGN }, HERE, "/nowhere/at/all")).toHaveLength(2);
  });

  it("are lost already in what npm hands on", () => {
    const shown = self(["check", Buffer.from(SIGN).toString("latin1")]);
    expect(namesIn(["check", SIGN], {}, HERE, shown)).toEqual([]);
    for (const name of ["npm_execpath", "npm_lifecycle_event"])
      expect(namesIn(["check", SIGN], { [name]: "npx" }, HERE, shown)).toHaveLength(1);
  });

  it("are no part of the working directory, nor is a control character", () => {
    const folder = self([]);
    symlinkSync(Buffer.from(`/srv/\xff`, "latin1"), join(folder, "cwd"));
    expect(namesIn([], {}, `/srv/${SIGN}`, folder)).toEqual([
      expect.stringContaining("the working directory"),
    ]);
    const whole = self([]);
    symlinkSync(`/srv/${SIGN}`, join(whole, "cwd"));
    expect(namesIn([], {}, `/srv/${SIGN}`, whole)).toEqual([]);
    for (const odd of ["\n", "\x1b", "\t", "\x7f", "\u0085", "\u2028"])
      expect(lostBytes([], {}, `/srv/a${odd}b`)).toMatchObject([
        { what: expect.stringContaining("holds a control character") },
      ]);
  });

  it("never show the value", () => {
    const words = ["check", "--backend-store-uri", `postgresql://ada:hunter2@${SIGN}/x`];
    const said = JSON.stringify(lostBytes(words, { PASSWORD: `hunter2${SIGN}` }, HERE, "/nowhere"));
    expect(said).not.toContain("hunter2");
  });
});
