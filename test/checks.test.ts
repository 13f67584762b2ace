import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CHECKS } from "../scripts/checks.js";

describe("what `npm run test:without-checks` takes out", () => {
  it.each(CHECKS)("%s is there, once", (_what, file, text, instead) => {
    const source = readFileSync(new URL(`../${file}`, import.meta.url), "utf8");
    expect(source.split(text)).toHaveLength(2);
    expect(instead).not.toBe(text);
  });
});
