import { describe, expect, it } from "vitest";
import { strangerProblem } from "../../src/users/replies.ts";
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
