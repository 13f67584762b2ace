import { describe, expect, it } from "vitest";
import { runCommand } from "../policy/run-command.ts";
import { changeable, opening } from "../support/openings.ts";
import { findingsOf, type Scene, STRONG } from "../support/world.ts";

const RULE = "code-changeable";
const BIN = "/opt/mlflow/bin/mlflow";
const EXPOSED = ["--host", "0.0.0.0", "--app-name", "basic-auth"];
const ABOVE = opening("/opt/mlflow", { on: "way" });

const scene = (...files: ReturnType<typeof changeable>[]): Scene => ({
  words: EXPOSED,
  facts: { ...STRONG, changeable: files },
});

describe(RULE, () => {
  it("says once what is open, and closes it", () => {
    const open = scene(
      changeable("code", BIN, ABOVE, opening(BIN)),
      changeable("code", "/opt/mlflow/lib", ABOVE),
    );
    const [finding, ...others] = findingsOf(RULE, open);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: "error",
      what: `/opt/mlflow can be written by every account of this machine; ${BIN} can be written by every account of this machine`,
      origin: { kind: "file", name: "mode", file: BIN },
    });
    const text = finding?.fix[0]?.text ?? "";
    expect(text).toContain(`chmod go-w /opt/mlflow && chmod go-w ${BIN} && `);
    expect(findingsOf(RULE, runCommand(text, open))).toEqual([]);
  });

  it.each([
    ["another account that keeps it", opening(BIN, { how: "owner", owner: 1001 })],
    ["a group", opening(BIN, { how: "group" })],
    ["what cannot be seen", opening(BIN, { how: "unknown" })],
  ])("warns of %s", (_what, open) => {
    expect(findingsOf(RULE, scene(changeable("code", BIN, open)))[0]?.severity).toBe("warning");
  });

  it("warns on loopback, and in a container where nobody else is", () => {
    const open = scene(changeable("code", BIN, opening(BIN)));
    expect(findingsOf(RULE, { ...open, words: [] })[0]?.severity).toBe("warning");
    const inside = { users: [0, 1000], mounts: ["/opt"] };
    const alone = { ...open, facts: { ...open.facts, inside } };
    expect(findingsOf(RULE, alone)[0]?.severity).toBe("warning");
  });

  it("is silent about other files", () => {
    expect(findingsOf(RULE, scene(changeable("secret", BIN, opening(BIN))))).toEqual([]);
  });

  it("refuses one that everybody can write among others", () => {
    const open = changeable("code", BIN, opening(BIN, { how: "group" }), ABOVE);
    expect(findingsOf(RULE, scene(open))[0]?.severity).toBe("error");
  });

  it("has no command for what this user cannot close", () => {
    const open = changeable("code", BIN, opening(BIN, { how: "owner", owner: 1001 }));
    const [finding] = findingsOf(RULE, scene(open));
    expect(finding?.what).toBe(`${BIN} belongs to another account (uid 1001)`);
    expect(finding?.fix).toEqual([
      {
        kind: "note",
        text: `keep ${BIN} in a folder that only you and root can write to, with yourself as the owner`,
      },
    ]);
  });
});
