import { describe, expect, it } from "vitest";
import { decisionOf } from "../support/world.ts";

describe("a command printed in a clone", () => {
  it("starts the server by npm, which hands signals on", () => {
    const scene = {
      words: ["--host", "0.0.0.0"],
      facts: { program: "npx mlflow-guard", npmStart: true },
    };
    expect(decisionOf(scene).remedy).toEqual([
      "npx mlflow-guard init && npm start -- --host 0.0.0.0",
    ]);
  });
});
