import { describe, expect, it } from "vitest";
import { findOversize } from "../../src/plan/sizes.ts";

const LIMITS = { each: 131_072, total: 2_097_152 };

const sizesOf = (
  argv: readonly string[],
  environment: Readonly<Record<string, string>>,
  limits = LIMITS,
  options: readonly string[] = [],
) =>
  findOversize(
    { executable: "/usr/bin/mlflow", argv, environment: new Map(Object.entries(environment)) },
    new Set(options),
    limits,
  );

describe("what a kernel hands to MLflow", () => {
  it("is a variable of 128 KiB with its name and its end, and no byte more", () => {
    const fits = "x".repeat(LIMITS.each - "NAME=".length - 1);
    expect(sizesOf([], { NAME: fits })).toBeNull();
    expect(sizesOf([], { NAME: `${fits}x` })).toEqual({
      ...{ name: "NAME", kind: "each", bytes: LIMITS.each + 1, limit: LIMITS.each },
    });
  });

  it("is counted in bytes of UTF-8, not in letters", () => {
    expect(sizesOf([], { NAME: "é".repeat(70_000) })).toMatchObject({ name: "NAME" });
    expect(sizesOf(["server", "--allowed-hosts", "é".repeat(70_000)], {})).toMatchObject({
      name: "--allowed-hosts",
    });
  });

  it.each([
    ["two words", ["server", "--allowed-hosts", "a".repeat(131_040)]],
    ["one word", ["server", `--allowed-hosts=${"a".repeat(131_040)}`]],
  ])("leaves room for the variable that an option becomes, given as %s", (_how, argv) => {
    expect(sizesOf(argv, {})).toMatchObject({ name: "--allowed-hosts", kind: "each" });
    const shorter = argv.map((word) => word.replace(/a{40}$/, ""));
    expect(sizesOf(shorter, {})).toBeNull();
  });

  it("leaves room for the second name of a variable that MLflow reads as an option", () => {
    const environment = { MLFLOW_BACKEND_STORE_URI: "x".repeat(131_040) };
    expect(sizesOf([], environment)).toBeNull();
    expect(sizesOf([], environment, LIMITS, ["MLFLOW_BACKEND_STORE_URI"])).toMatchObject({
      name: "MLFLOW_BACKEND_STORE_URI",
    });
  });

  it("is bounded together, options twice, and the biggest part is named", () => {
    const many = Object.fromEntries(
      Array.from({ length: 10 }, (_, at) => [`V${at}`, "x".repeat(at === 7 ? 90_001 : 90_000)]),
    );
    const most = { ...LIMITS, total: 1_000_000 };
    expect(sizesOf([], many, most)).toBeNull();
    expect(sizesOf(["--allowed-hosts", "a".repeat(20_000)], many, most)).toBeNull();
    expect(sizesOf(["--allowed-hosts", "a".repeat(45_000)], many, most)).toMatchObject({
      ...{ name: "V7", kind: "total", limit: 1_000_000 },
    });
  });

  it.each<[string[], Record<string, string>, number, string]>([
    [[], { A: "x".repeat(20) }, 16_384 + 23 + 16, "A"],
    [["server"], {}, 16_384 + 7 + 71 + 16, "server"],
    [["server", "--port", "5"], {}, 16_384 + 94 + 88 + 84, "server"],
    [["server", "--port=5"], {}, 16_384 + 94 + 91, "server"],
    // Of two that are as big, the first.
    [["--ab", "--cd"], {}, 16_384 + 2 * (5 + 65 + 16), "--ab"],
    [["--port", "see--host"], {}, 16_384 + 88 + 10 + 74 + 16, "--port"],
  ])("is counted whole: %j with %j", (argv, environment, bytes, name) => {
    expect(sizesOf(argv, environment, { ...LIMITS, total: bytes })).toBeNull();
    expect(sizesOf(argv, environment, { ...LIMITS, total: bytes - 1 })).toEqual({
      ...{ name, kind: "total", bytes, limit: bytes - 1 },
    });
  });

  it("is a path of the executable, too", () => {
    const plan = { executable: `/${"x".repeat(LIMITS.each)}`, argv: [], environment: new Map() };
    expect(findOversize(plan, new Set(), LIMITS)).toMatchObject({ kind: "each" });
  });
});
