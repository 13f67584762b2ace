import { describe, expect, it } from "vitest";
import type { OpenStore } from "../../src/facts/types.ts";
import { runCommand } from "../policy/run-command.ts";
import { decisionOf, findingsOf, STRONG } from "../support/world.ts";

const RULE = "store-readable";
const STORE: OpenStore = { file: "/srv/mlflow.db", mode: 0o644, written: false, accounts: false };
const ACCOUNTS: OpenStore = {
  ...STORE,
  file: "/srv/my auth.db",
  mode: 0o6,
  accounts: true,
  written: true,
};
const BASIC = ["--app-name", "basic-auth"];

describe(RULE, () => {
  it("warns of a database that others can read, and closes it", () => {
    const facts = { openStores: [STORE] };
    expect(findingsOf(RULE, { facts })).toMatchObject([
      {
        severity: "warning",
        what: "/srv/mlflow.db (mode 644) can be read by every account of this machine",
        origin: { kind: "file", name: "mode", file: "/srv/mlflow.db" },
        fix: [{ kind: "shell", text: "chmod o-rwx /srv/mlflow.db && mlflow-guard server" }],
      },
    ]);
    expect(decisionOf({ facts }).verdict).toBe("allow");
  });

  it("names all of them in one finding, the accounts where a login runs", () => {
    const scene = { words: BASIC, facts: { ...STRONG, openStores: [STORE, ACCOUNTS] } };
    const found = findingsOf(RULE, scene);
    expect(found).toHaveLength(1);
    expect(found[0]?.what).toContain(
      "; /srv/my auth.db (mode 006) can be written by every account of this machine",
    );
    const text = found[0]?.fix[0]?.text ?? "";
    expect(text).toBe(
      "chmod o-rwx /srv/mlflow.db && chmod o-rwx '/srv/my auth.db' && mlflow-guard server --app-name basic-auth",
    );
    expect(findingsOf(RULE, runCommand(text, scene))).toEqual([]);
  });

  it.each([
    ["no open file", [], []],
    ["accounts that no login uses", [], [ACCOUNTS]],
    ["accounts beside another app", ["--app-name", "mine"], [ACCOUNTS]],
  ])("is silent for %s", (_what, words, openStores) => {
    expect(findingsOf(RULE, { words, facts: { openStores } })).toEqual([]);
  });
});
