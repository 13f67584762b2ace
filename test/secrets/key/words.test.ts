import { describe, expect, it } from "vitest";
import { describeText } from "../../../src/secrets/key/describe.ts";
import { loadLexicon } from "../../../src/secrets/key/lexicon.ts";
import { looksRandom } from "../../../src/secrets/key/looks-random.ts";
import { isPassphrase } from "../../../src/secrets/key/passphrase.ts";
import { readingsOf } from "../../../src/secrets/key/readings.ts";

const lexicon = loadLexicon();
const letter = (char: string) => (char === " " ? 0 : char.charCodeAt(0) - 96);
const lettered = (three: string) =>
  lexicon.letter(...([...three].map(letter) as [number, number, number]));

describe("the table of words", () => {
  it("has frequent words for few bits, rare ones for many, and nothing for none", () => {
    const [the, server, abdomen] = ["the", "server", "abdomen"].map((one) => lexicon.word(one));
    expect(the?.bits).toBeLessThan(8);
    expect(server?.bits).toBeGreaterThan(the?.bits ?? 99);
    expect(abdomen?.bits).toBeGreaterThan(server?.bits ?? 99);
    expect(["zxqv", "a", "", "thé"].map((one) => lexicon.word(one))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("finds every word that begins at a place", () => {
    const text = "ourserverstation";
    const found: [string, number][] = [];
    lexicon.wordsAt(text, 3, (length, bits) => found.push([text.slice(3, 3 + length), bits]));
    const all = Array.from({ length: text.length - 3 }, (_, at) => text.slice(3, 4 + at))
      .map((word) => [word, lexicon.word(word)?.bits] as const)
      .filter(([, bits]) => bits !== undefined);
    expect(found).toEqual(all);
    expect(found.map(([word]) => word)).toEqual(
      expect.arrayContaining(["serve", "server", "servers"]),
    );
  });

  it("knows what passphrases are drawn from, and other languages", () => {
    expect(lexicon.word("abdomen")?.drawn).toBe(true);
    expect(lexicon.word("the")?.drawn).toBe(false);
    for (const word of ["nicht", "pour", "para", "questo", "niet", "jest"])
      expect(lexicon.word(word)?.bits, word).toBeGreaterThan(1);
  });

  it("has no word worth less than a guesser can make it", () => {
    expect(lettered("the")).toBeLessThan(lettered("thq"));
    expect(lettered("qu ")).toBeGreaterThan(lettered("que"));
  });
});

describe("the shortest way to say a text", () => {
  const bits = (text: string) => describeText(text, Math.log2(36), lexicon);
  it.each([
    ["a sentence", "this is our secret key"],
    ["letters as in words", "blorinestermation"],
    ["a run", "abcdefghijklmnop"],
    ["a row of keys", "qwertyuiopasdfghjkl"],
    ["a repeat", "k3v9x2k3v9x2k3v9x2k3v9x2"],
  ])("is short for %s", (_what, text) => {
    expect(bits(text)).toBeLessThan(0.85 * text.length * Math.log2(36));
  });

  it("is no shorter than a random one", () => {
    const text = "x8k2pq9wz4t7m3v6b1n5";
    expect(bits(text)).toBeGreaterThan(text.length * Math.log2(36));
  });
});

describe("what a value may say", () => {
  const texts = (value: string) => readingsOf(value).map(({ text }) => text);
  it.each([
    ["s3cr3t", "secret"],
    ["$3cr3t", "secret"],
    ["terces", "secret"],
    ["sseeccrreett", "secretsecret"],
    ["1ist", "list"],
    ["!@#$", "1234"],
    ["our-key-is", "our key is"],
  ])("%s says %s", (value, text) => {
    expect(texts(value)).toContain(text);
  });

  it("takes the marks of a random value for no blanks, and says nothing twice", () => {
    expect(readingsOf("a-b*c=d,e").some(({ spaced }) => spaced)).toBe(false);
    const all = readingsOf("s3cr3t-key").map(({ text, spaced }) => `${text}${spaced}`);
    expect(new Set(all).size).toBe(all.length);
  });
});

describe("random or not", () => {
  it.each([
    ["32 hexadecimal digits", "dc289e501cd3c487ce5c75e888882931", true],
    ["31 letters and digits", "qX9vB2mK7tRz4LpW8nYc3HdF6sJg1Ae", true],
    ["letters of one case", "qxmvbzmkwtrzolpwgnyckhdfjsjgqaeu", true],
    ["32 bytes with what looks like words", "kQhgTHOMsAPPEPBtJ+fGwsrFMJSlqu/6+US+hCUJBjw=", true],
    ["40 digits", "7391840265138492750618394726501839472650", true],
    ["32 digits", "73918402651384927506183947265018", false],
    ["a word and many digits", "secretsecretkey1", false],
    ["too little", "qX9vB2mK7tRz", false],
    ["nothing", "", false],
  ])("%s", (_what, value, random) => {
    expect(looksRandom(value, lexicon)).toBe(random);
  });

  it("takes less where less is enough", () => {
    expect(looksRandom("qX9vB2mK7tRz4LpW8n", lexicon, 90)).toBe(true);
    expect(looksRandom("qX9vB2mK7tRz", lexicon, 90)).toBe(false);
  });
});

describe("a passphrase", () => {
  const DRAWN = "abdomen-unfilled-gallantly-sloth-cornfield-thirstily-overfed-proton";
  it.each([
    ["eight drawn words", DRAWN, true],
    ["with capitals", DRAWN.replace(/\b./g, (char) => char.toUpperCase()), true],
    ["in camel case", DRAWN.replace(/-(.)/g, (_, char) => char.toUpperCase()), true],
    ["seven", DRAWN.split("-").slice(1).join("-"), false],
    ["one of them thrice and more", "abdomen ".repeat(8), false],
    ["a sentence", "this is the secret key of our small team here", false],
    ["unknown words", "ez mi titkos kulcsunk szerverhez barataim kedves ovo", false],
  ])("%s", (_what, value, strong) => {
    expect(isPassphrase(value, lexicon)).toBe(strong);
  });
});
