import { describe, expect, it } from "vitest";
import { Secret } from "../../src/secrets/secret.ts";
import { mustBeDone, strangerProblem } from "../../src/users/replies.ts";
import type { Session } from "../../src/users/session.ts";
import { decisionOf, STRONG } from "../support/world.ts";

const REPLY = { status: 403, challenge: "", location: "", body: "Invalid Host header" };

describe("a name that the server rejects", () => {
  const fixOf = (base: string) => strangerProblem(base, REPLY, false)?.fix;

  it.each([
    "https://ml.example",
    "http://10.1.2.3:5000",
  ])("of the network is advised with the login it needs: %s", (base) => {
    const fix = fixOf(base) ?? "";
    const host = new URL(base).host;
    expect(fix).toContain(
      `mlflow-guard init once, then --app-name basic-auth --allowed-hosts ${host})`,
    );
    const words = ["--app-name", "basic-auth", "--allowed-hosts", host];
    expect(decisionOf({ words: words.slice(2) }).verdict).toBe("refuse");
    expect(decisionOf({ words, facts: STRONG }).verdict).toBe("allow");
  });

  it("of this machine needs no more than the name", () => {
    expect(fixOf("http://127.0.0.1:8080")).toMatch(/^start the server with --allowed-hosts 127/);
    expect(decisionOf({ words: ["--allowed-hosts", "127.0.0.1:8080"] }).verdict).toBe("allow");
  });
});

describe("what the server says about the input", () => {
  const made = new Secret("Qz7pWorTd9mKx2");
  const session = {
    base: "http://127.0.0.1:5000",
    login: { name: "admin", password: new Secret("another-one") },
  } as Session;
  const said = (message: string) => {
    const body = JSON.stringify({ error_code: "INVALID_PARAMETER_VALUE", message });
    try {
      mustBeDone(session, { status: 400, challenge: "", location: "", body }, made);
    } catch (error) {
      return (error as Error & { what: string }).what;
    }
    return "";
  };

  it("is shown, and not for ever", () => {
    expect(said("Username cannot be empty")).toBe(
      "http://127.0.0.1:5000 says: Username cannot be empty",
    );
    expect(said("x".repeat(999)).length).toBeLessThan(250);
  });

  it("never shows a part of a new password, wherever it is cut", () => {
    for (let before = 170; before < 215; before += 1) {
      expect(said(`${"x".repeat(before)} ${made.reveal()} and more`)).not.toContain("Qz");
    }
  });
});
