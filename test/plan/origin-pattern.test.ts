import { describe, expect, it } from "vitest";
import { originPattern } from "../../src/plan/origin-pattern.ts";

/** What both readers make of each is asked of them in origins-in-python.test.ts. */
describe("an origin, for MLflow and flask-cors", () => {
  it.each([
    "https://ml.example",
    "http://localhost:3000",
    "null",
  ])("is itself where it is a literal to both: %s", (entry) => {
    expect(originPattern(entry)).toBe(entry);
  });

  it.each([
    ["http://[::1]", "[!]|\\150ttp://\\133::1\\135$|(?#*!-gi-~)]ttp://[][]::1]"],
    [
      "https://[fd00::2]:5000",
      "[!]|\\150ttps://\\133fd00::2\\135:5000$|(?#*!-gi-~)]ttps://[][]fd00::2]:5000",
    ],
    ["http://a*.example", "[!]|\\150ttp://a.*\\056example$|(?#*!-gi-~)]ttp://a*.example"],
    ["http://a?.example", "[!]|\\150ttp://a.\\056example$|(?#*!-gi-~)]ttp://a[!/].example"],
    ["*.ml.example", "[!]|\\150ttp.*\\056ml\\056example$|(?#*!-gi-~)]ttp*.ml.example"],
    [
      "http://ml_1.example:*",
      "[!]|\\150ttp://ml\\1371\\056example:.*$|(?#*!-gi-~)]ttp://ml_1.example:*",
    ],
    // flask-cors is told nothing of a set.
    ["http://n[0-9b_x].example", "[!]|(?#*!-gi-~)]ttp://n[0-9b_x].example"],
    ["http://n[a-z].*", "[!]|(?#*!-gi-~)]ttp://n[a-z].*"],
  ])("is one word for %s", (entry, pattern) => {
    expect(originPattern(entry)).toBe(pattern);
  });

  it("is the same for a row of wildcards as for one", () => {
    expect(originPattern("**.ml.example")).toBe(originPattern("*.ml.example"));
    expect(originPattern("http://a***.example")).toBe(originPattern("http://a*.example"));
  });

  it.each([
    "https://(a|b).example",
    "^https://ml.example$",
    "https://ml\\.example",
    "http://[!a].example",
    "http://[a-d].example",
    "http://[].example",
    "?ttp://ml.example",
    "h?tp://ml.example",
    "1h*://ml.example",
    "*http://[::1]",
    "http://[::1]*",
    "1://[::1]",
    "://[::1]",
    "http://[::1]:",
    "http://[::1]:x",
    "http://[x:1]",
    "{http://ml.example}",
  ])("is none where no page can have it: %s", (entry) => {
    expect(originPattern(entry)).toBeNull();
  });
});
