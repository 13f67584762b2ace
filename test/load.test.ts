import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";

const SRC = new URL("../src/", import.meta.url);
const PURE = ["intent", "policy", "plan"];

const modules = PURE.flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, SRC), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && name !== "types.ts")
    .map((name) => `${folder}/${name}`),
);

describe("a module of the pure folders", () => {
  it.each(modules)("can be loaded by itself: %s", async (name) => {
    const exported = await import(new URL(name, SRC).href);
    expect(Object.keys(exported).length).toBeGreaterThan(0);
  });
});
