import { dictionary as common } from "@zxcvbn-ts/language-common";
import { dictionary as english } from "@zxcvbn-ts/language-en";
import { describe, expect, it } from "vitest";
import { openRankedWords, readRankedWords } from "../../../src/secrets/password/ranked-words.ts";

const text = (...lines: string[]) =>
  `${[JSON.stringify({ few: ["x", "yz"] }), ...lines].join("\n")}\n`;

describe("the packed lists", () => {
  const { lists, longest } = readRankedWords(
    text("abc\t1", "abcd\tzz", "abd\t5", "b\t6", "caf\u00c3\u00a9\ta"),
  );

  it.each([
    ["abc", 1],
    ["abcd", 35 * 37],
    ["abd", 5],
    ["b", 6],
    ["café", 10],
    ...["ab", "abce", "aaa", "zzz", "", "\n", "abc\t1", "toString"].map(
      (word) => [word, undefined] as const,
    ),
  ] as const)("%j", (word, rank) => {
    expect(lists.words?.[word]).toBe(rank);
  });

  it("keep a short list for itself", () => {
    expect(lists.few).toEqual({ x: 1, yz: 2 });
    expect(longest.few).toBe(2);
  });

  it("may have one line, or none", () => {
    expect(readRankedWords(text("abc\t1")).lists.words?.abc).toBe(1);
    expect(readRankedWords(text()).lists.words?.abc).toBeUndefined();
  });
});

describe("what the build has packed", () => {
  const { lists, longest } = openRankedWords();
  const all = Object.entries({ ...common, ...english }) as [string, string[]][];
  const ranks = all.map(
    ([name, list]) => [name, new Map(list.map((word, at) => [word, at + 1]))] as const,
  );

  it("has each word of a long list with its best rank, and none longer than it looks for", () => {
    const long = ranks.filter(([, list]) => list.size > 100).map(([, list]) => list);
    expect(long).toHaveLength(6);
    for (const list of long) {
      const wrong = [...list.keys()].filter(
        (word) => lists.words?.[word] !== Math.min(...long.map((one) => one.get(word) ?? 1e9)),
      );
      expect(wrong).toEqual([]);
      expect(Math.max(...[...list.keys()].map((word) => word.length))).toBeLessThanOrEqual(
        longest.words ?? 0,
      );
    }
  });

  it("has the short lists as they are", () => {
    for (const [name, list] of ranks.filter(([, one]) => one.size <= 100)) {
      expect(lists[name]).toEqual(Object.fromEntries(list));
    }
  });
});
