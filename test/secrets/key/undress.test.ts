import { describe, expect, it } from "vitest";
import { folded, undressed } from "../../../src/secrets/key/undress.ts";

const base64 = (text: string) => Buffer.from(text).toString("base64");
const TEXT = "our secret key of all";

describe("a value without its dress", () => {
  it.each([
    ["double quotes", `"${TEXT}"`, TEXT],
    ["single quotes and blanks", ` '${TEXT}' `, TEXT],
    ["Python's bytes", `b'${TEXT}'`, TEXT],
    ["accents", "clé secrète", "cle secrete"],
    ["an apostrophe", "l'ours", "lours"],
    ["hexadecimal digits", Buffer.from(TEXT).toString("hex"), TEXT],
    ["the same with 0x", `0x${Buffer.from(TEXT).toString("hex")}`, TEXT],
    ["bytes as escapes", Buffer.from(TEXT).toString("hex").replace(/../g, "\\x$&"), TEXT],
    ["base64", base64(TEXT), TEXT],
    [
      "base64 of letters beyond ASCII",
      base64("unser geheimer Schlüssel"),
      "unser geheimer Schlussel",
    ],
    ["base64 of base64", base64(base64(TEXT)), TEXT],
    ["base64 of hexadecimal digits", base64(Buffer.from(TEXT).toString("hex")), TEXT],
    ["base32", "N52XEIDTMVRXEZLUEBVWK6JAN5TCAYLMNQ======", TEXT],
    ["a data URL", `data:text/plain;base64,${base64(TEXT)}`, TEXT],
    ["a name before it", `SECRET=${base64(TEXT)}`, `SECRET=${TEXT}`],
    ["parts", `${base64(TEXT)}.${base64("more of it all")}`, `${TEXT}.more of it all`],
    ["nothing", TEXT, TEXT],
    ["an empty value", "", ""],
  ])("%s", (_what, value, bare) => {
    expect(undressed(value)).toBe(bare);
  });

  it.each([
    ["random bytes", "9f86d081884c7d659a2feaa0c55ad015"],
    ["random bytes in base64", "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg="],
    ["too little text", Buffer.from("short text").toString("hex")],
    ["an odd number of digits", "616263646566676869616263646"],
  ])("leaves %s", (_what, value) => {
    expect(undressed(value)).toBe(value);
  });

  it("ends with what is encoded without an end", () => {
    const layers = Array.from({ length: 9 }).reduce<string>((text) => base64(text), TEXT);
    expect(undressed(layers)).toMatch(/^[\w=]+$/);
  });
});

describe("a value without what repeats or counts", () => {
  it.each([
    ["abcdefx", "fx"],
    ["0123456789x", "9x"],
    ["qwertyuiopx", "px"],
    ["k3v9x2k3v9x2", "k3v9x2"],
    ["abcx", "abcx"],
    ["k3v9xk3v9x", "k3v9xk3v9x"],
    ["", ""],
  ])("%s", (value, kept) => {
    expect(folded(value)).toBe(kept);
  });
});
