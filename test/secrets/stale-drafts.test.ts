import { chownSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { draftOf, removeStaleDrafts } from "../../src/secrets/stale-drafts.ts";
import { makeFolder } from "../support/guard.ts";
import { needs } from "../support/needs.ts";

const UID = process.getuid?.() ?? -1;
/** Above every limit that a kernel takes for the number of a process. */
const GONE = 4_194_305;
const RANDOM = "0123456789ab";

/** What is left of these files beside `.env`. */
function left(names: readonly string[], uid = UID): string[] {
  const folder = makeFolder(Object.fromEntries(names.map((name) => [name, "x"])));
  removeStaleDrafts(join(folder, ".env"), uid);
  return readdirSync(folder).sort();
}

describe("what killed runs left beside a file", needs("Linux"), () => {
  it.each([`.env.${GONE}-${RANDOM}.new`, `.env.${RANDOM}.new`])("goes: %s", (name) => {
    expect(left([".env", name])).toEqual([".env"]);
  });

  it.each([
    `.env.${process.pid}-${RANDOM}.new`,
    `.env.${GONE}-${RANDOM}.new~`,
    `.env.${GONE}-${RANDOM}0.new`,
    `.env.${GONE}-${RANDOM.toUpperCase()}.new`,
    `.env.0${GONE}-${RANDOM}.new`,
    `.env.local.${GONE}-${RANDOM}.new`,
    `x.env.${GONE}-${RANDOM}.new`,
    `other.${RANDOM}.new`,
    ".env.new",
  ])("is not what somebody else may need: %s", (name) => {
    expect(left([name])).toEqual([name]);
    expect(left([`.env.${RANDOM}.new`, name])).toEqual([name]);
  });

  it("is a plain file of this user", () => {
    const folder = makeFolder({ kept: "x" });
    const draft = join(folder, `.env.${GONE}-${RANDOM}.new`);
    symlinkSync("kept", draft);
    mkdirSync(join(folder, `.env.${RANDOM}.new`));
    removeStaleDrafts(join(folder, ".env"), UID);
    expect(readdirSync(folder)).toHaveLength(3);
    expect(left([`.env.${RANDOM}.new`], UID + 1)).toEqual([`.env.${RANDOM}.new`]);
  });

  it("is not another's", needs("root"), () => {
    const folder = makeFolder();
    const draft = join(folder, `.env.${RANDOM}.new`);
    writeFileSync(draft, "x");
    chownSync(draft, 41_002, 41_002);
    removeStaleDrafts(join(folder, ".env"), UID);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it("is nothing where the folder cannot be read", () => {
    expect(() => removeStaleDrafts("/nowhere/.env", UID)).not.toThrow();
  });
});

it("a draft lies beside its file, and says who writes it", needs("Linux"), () => {
  const [one, other] = [draftOf("/s/.env"), draftOf("/s/.env")];
  for (const draft of [one, other])
    expect(draft).toMatch(new RegExp(`^/s/\\.env\\.${process.pid}-[0-9a-f]{12}\\.new$`));
  expect(one).not.toBe(other);
});
