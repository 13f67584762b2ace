import { describe, expect, it } from "vitest";
import { hostHint } from "../../../src/policy/exposure/host-hint.ts";
import { factsOf, intentOf, type Scene, STRONG } from "../../support/world.ts";

const hintOf = (header: string, scene: Scene = {}) =>
  hostHint(intentOf(scene).intent, factsOf(scene), header);

describe("the hint for a name that MLflow rejects", () => {
  it.each([
    "ok;id",
    "ok id",
    "$(id)",
    "`id`",
    "a|b",
    "a'b",
    "-x",
    "*",
    "\u001b[2J",
    "a\u202eb",
    "http://a",
    "a:b",
    "a:123456",
    "[x]",
    "",
  ])("suggests no command for %j, and shows it in quotes", (header) => {
    const hint = hintOf(header);
    expect(hint).not.toContain("--allowed-hosts");
    expect(hint).toMatch(
      /^MLflow rejected a request for the host "[\x20-\x7e]*", which is no name of a server$/,
    );
  });

  it.each([
    ["ml.example", "ml.example"],
    ["ml.example:5000", "ml.example"],
    ["192.168.1.20", "192.168.1.20"],
    ["[fd00::20]:5000", "'[fd00::20]'"],
  ])("admits %s where a login asks", (header, word) => {
    const scene = { words: ["--host", "0.0.0.0"], facts: STRONG };
    expect(hintOf(header, scene)).toMatch(
      new RegExp(
        `; if that is a name of this server, start it with --allowed-hosts ${word.replace(/[[\]]/g, "\\$&")}$`,
      ),
    );
  });

  it("keeps the names that are there", () => {
    const words = ["--host", "0.0.0.0", "--allowed-hosts", "a.example"];
    expect(hintOf("b.example", { words, facts: STRONG })).toContain(
      "--allowed-hosts a.example,b.example",
    );
  });

  it("names the proxy's claim where the name alone would be refused", () => {
    expect(hintOf("hub.example")).toContain(
      "start it with --allowed-hosts hub.example --guard-behind-proxy https://hub.example",
    );
  });

  it("says that a login is needed where no claim would do", () => {
    const scene = { words: ["--host", "192.168.1.20"], facts: { secretKey: null } };
    expect(hintOf("ml.example", scene)).toContain("needs a login first");
  });
});
