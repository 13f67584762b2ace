import { describe, expect, it } from "vitest";
import { changesOf } from "../../src/init/changes.ts";

const KEY = "MLFLOW_FLASK_SERVER_SECRET_KEY";
const USER = "MLFLOW_AUTH_ADMIN_USERNAME";
const PASSWORD = "MLFLOW_AUTH_ADMIN_PASSWORD";
const KEK = "MLFLOW_CRYPTO_KEK_PASSPHRASE";
const VERSION = "MLFLOW_CRYPTO_KEK_VERSION";
const BEFORE = "MLFLOW_CRYPTO_KEK_PASSPHRASE_BEFORE";
const ALL: [string, string][] = [
  [KEY, "k"],
  [USER, "ada"],
  [PASSWORD, "p"],
  [KEK, "old"],
];

const changes = (present: readonly [string, string][], rotate: readonly string[] = []) =>
  changesOf(new Map(present), rotate);

describe("what init writes", () => {
  it("is everything where there is nothing, each value different", () => {
    const { values, kept } = changes([]);
    expect([...values.keys()]).toEqual([KEY, USER, PASSWORD, KEK]);
    expect(new Set(values.values()).size).toBe(4);
    expect(kept).toEqual([]);
    for (const value of values.values()) expect(value).toMatch(/^[\w-]+$/);
    expect(values.get(KEY)).toHaveLength(43);
    expect(values.get(PASSWORD)).toHaveLength(24);
  });

  it("is nothing where everything is there", () => {
    expect(changes(ALL).values.size).toBe(0);
    expect(changes(ALL).kept).toEqual([KEY, USER, PASSWORD, KEK]);
  });

  it("is what is missing or empty", () => {
    const { values, kept } = changes([
      [KEY, ""],
      [USER, "ada"],
    ]);
    expect([...values.keys()]).toEqual([KEY, PASSWORD, KEK]);
    expect(kept).toEqual([USER]);
  });

  it("is what is rotated", () => {
    const { values } = changes(ALL, [KEY, PASSWORD]);
    expect([...values.keys()]).toEqual([KEY, PASSWORD]);
    expect(values.get(PASSWORD)).not.toBe("p");
  });
});

describe("the passphrase of the gateway", () => {
  it("stays readable after a rotation, and is counted", () => {
    const { values } = changes(ALL, [KEK]);
    expect([values.get(BEFORE), values.get(VERSION)]).toEqual(["old", "2"]);
    expect(values.get(KEK)).toHaveLength(43);
  });

  it("is counted on from where it is", () => {
    expect(changes([...ALL, [VERSION, "6"]], [KEK]).values.get(VERSION)).toBe("7");
  });

  it("has nothing to keep where it was missing", () => {
    expect([...changes([], [KEK]).values.keys()]).toEqual([KEY, USER, PASSWORD, KEK]);
  });

  it("is kept before anything else is written", () => {
    expect([...changes(ALL, [KEK]).values.keys()]).toEqual([BEFORE, VERSION, KEK]);
  });

  it("goes on where a rotation was interrupted before there was a new one", () => {
    const { values } = changes([...ALL, [BEFORE, "old"]], [KEK]);
    expect([values.get(BEFORE), values.get(VERSION)]).toEqual(["old", "2"]);
  });

  it.each(["abc", "1.5", "0", "-1"])("is not counted on from %s", (version) => {
    expect(() => changes([...ALL, [VERSION, version]], [KEK])).toThrow("is no whole number");
  });

  it("is not rotated twice while the first one may still be needed", () => {
    expect(() => changes([...ALL, [BEFORE, "older"]], [KEK])).toThrow(`${BEFORE} is there`);
    expect(changes([...ALL, [BEFORE, "older"]], [KEY]).values.size).toBe(1);
  });
});
