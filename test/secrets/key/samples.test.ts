import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readBuilt } from "../../../src/package-file.ts";
import { loadLexicon } from "../../../src/secrets/key/lexicon.ts";
import { isHashOfWord, withoutSamples } from "../../../src/secrets/key/samples.ts";

const lexicon = loadLexicon();
const hash = (algorithm: string, text: string) => createHash(algorithm).update(text).digest();

describe("what stands in documentation", () => {
  it.each([
    ["123e4567-e89b-12d3-a456-426614174000", ""],
    ["123E4567E89B12D3A456426614174000", ""],
    ["prod-123e4567-e89b-12d3-a456-426614174000-7", "prod--7"],
    ["eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.own", ".own"],
    ["W269N WFGWX YVC9B 4J6C9 T83GX", ""],
    ["of-my-own", "of-my-own"],
  ])("%s", (value, rest) => {
    expect(withoutSamples(value)).toBe(rest);
  });
});

describe("the hash of a word", () => {
  it.each(["md5", "sha1", "sha224", "sha256", "sha384", "sha512"])("by %s", (algorithm) => {
    const bytes = hash(algorithm, "secret");
    expect(isHashOfWord(bytes.toString("hex"), lexicon)).toBe(true);
    expect(isHashOfWord(bytes.toString("hex").toUpperCase(), lexicon)).toBe(true);
    expect(isHashOfWord(bytes.toString("base64"), lexicon)).toBe(true);
    expect(isHashOfWord(bytes.toString("base64url"), lexicon)).toBe(true);
  });

  it.each(["secret\n", "", "\n", "1234567890", "Hello, world!"])("of %j", (text) => {
    expect(isHashOfWord(hash("sha256", text).toString("hex"), lexicon)).toBe(true);
  });

  it.each([
    ["a word that nobody thinks of", hash("sha256", "zxqv").toString("hex")],
    ["bytes that two of them have in a row", twoInARow()],
    ["another algorithm of the length", hash("ripemd160", "secret").toString("hex")],
    ["no hash", "secret"],
    ["other bytes around it", `${hash("sha256", "secret").toString("hex")}00`],
  ])("is not %s", (_what, value) => {
    expect(isHashOfWord(value, lexicon)).toBe(false);
  });
});

/** What the list of hashes has in it, but begins none of them. */
function twoInARow(): string {
  const marks = readBuilt("hashes.bin");
  return Buffer.concat([marks.subarray(4, 12), Buffer.alloc(8, 0x5a)]).toString("hex");
}
