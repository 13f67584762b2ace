import { describe, expect, it } from "vitest";
import { standingOut } from "../../src/report/style.ts";

describe("a block at a terminal", () => {
  it("stands out by a blank line and a first line in colour", () => {
    const ready = "mlflow-guard: ready http://127.0.0.1:5000 after 1.0 s";
    expect(standingOut(`${ready}\n  export X=1\n`, true)).toBe(
      `\n\u001b[1m\u001b[32m${ready}\u001b[39m\u001b[22m\n  export X=1\n`,
    );
  });

  it("has a blank line alone where no colour is wanted", () => {
    expect(standingOut("a\nb\n", false)).toBe("\na\nb\n");
  });
});
