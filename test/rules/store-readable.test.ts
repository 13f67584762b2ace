import { describe, expect, it } from "vitest";
import type { Facts, OpenStore } from "../../src/facts/types.ts";
import { runCommand } from "../policy/run-command.ts";
import { changeable, opening } from "../support/openings.ts";
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

  it("closes by command only what it may name", () => {
    const odd = { ...STORE, file: "/srv/a:hunter2@x.db" };
    const [finding] = findingsOf(RULE, { facts: { openStores: [STORE, odd] } });
    expect(finding?.fix).toEqual([
      { kind: "shell", text: "chmod o-rwx /srv/mlflow.db && mlflow-guard server" },
    ]);
    expect(JSON.stringify(finding)).not.toContain("hunter2");
  });

  describe("who can change it", () => {
    const AUTH = "/srv/auth.db";
    const accounts = changeable("accounts", AUTH, opening(AUTH));
    const data = changeable("data", "/srv/m.db", opening("/srv/x", { on: "way", how: "group" }));
    const exposed = (facts: Partial<Facts>) => ({
      words: ["--host", "0.0.0.0", ...BASIC],
      facts: { ...STRONG, ...facts },
    });

    it("refuses accounts that others change where strangers are asked for a login", () => {
      const scene = exposed({
        changeable: [accounts],
        openStores: [{ ...ACCOUNTS, file: AUTH, mode: 0o666 }],
      });
      const found = findingsOf(RULE, scene);
      expect(found).toMatchObject([
        { severity: "error", what: `${AUTH} can be written by every account of this machine` },
      ]);
      const text = found[0]?.fix[0]?.text ?? "";
      expect(text).toContain(`chmod go-w ${AUTH} && `);
      expect(findingsOf(RULE, runCommand(text, exposed({ changeable: [accounts] })))).toEqual([]);
    });

    it("warns on loopback, and of data", () => {
      const local = { words: BASIC, facts: { ...STRONG, changeable: [accounts, data] } };
      expect(findingsOf(RULE, local)).toMatchObject([
        {
          severity: "warning",
          what: `${AUTH} can be written by every account of this machine; /srv/x, which leads to /srv/m.db, can be written by its group`,
        },
      ]);
      const found = findingsOf(RULE, exposed({ changeable: [data] }));
      expect(found.map(({ severity }) => severity)).toEqual(["warning"]);
    });

    it("says a file that can be read and changed once", () => {
      const facts = { changeable: [data], openStores: [{ ...STORE, file: "/srv/m.db" }] };
      const [finding] = findingsOf(RULE, { facts });
      expect(finding?.what).toBe("/srv/x, which leads to /srv/m.db, can be written by its group");
      expect(finding?.fix[0]?.text).toBe(
        "chmod go-w /srv/x && chmod o-rwx /srv/m.db && mlflow-guard server",
      );
    });

    it("says two files, of which one is read and one changed", () => {
      const facts = { changeable: [data], openStores: [STORE] };
      expect(findingsOf(RULE, { facts })[0]?.what).toBe(
        "/srv/x, which leads to /srv/m.db, can be written by its group; /srv/mlflow.db (mode 644) can be read by every account of this machine",
      );
    });

    it("says beside the accounts what else can be read", () => {
      const scene = exposed({ changeable: [accounts], openStores: [STORE] });
      expect(
        findingsOf(RULE, scene).map(({ severity, origin }) => [severity, origin.file]),
      ).toEqual([
        ["error", AUTH],
        ["warning", STORE.file],
      ]);
    });

    describe("by what SQLite keeps beside it", () => {
      const wal = `${AUTH}-wal`;
      const beside = changeable("accounts", AUTH, opening(wal, { on: "beside" }));

      it("refuses, names it, and closes it", () => {
        const openStores = [{ ...ACCOUNTS, file: wal, mode: 0o666 }];
        const scene = exposed({ changeable: [beside], openStores });
        const found = findingsOf(RULE, scene);
        expect(found).toMatchObject([
          {
            severity: "error",
            what: `${wal}, which SQLite plays back into ${AUTH}, can be written by every account of this machine`,
          },
        ]);
        const text = found[0]?.fix[0]?.text ?? "";
        expect(text).toMatch(new RegExp(`^chmod go-w ${wal} && `));
        expect(findingsOf(RULE, runCommand(text, exposed({ changeable: [beside] })))).toEqual([]);
      });

      it("is refused if it belongs to another account, and taken over by root alone", () => {
        const owned = opening(wal, { on: "beside", how: "owner", owner: 1001 });
        const facts = { changeable: [changeable("accounts", AUTH, owned)] };
        const [finding] = findingsOf(RULE, exposed(facts));
        expect(finding).toMatchObject({ severity: "error" });
        expect(finding?.what).toContain("belongs to another account (uid 1001)");
        expect(finding?.fix.map(({ kind }) => kind)).toEqual(["note"]);
        const [asRoot] = findingsOf(RULE, exposed({ ...facts, isRoot: true }));
        expect(asRoot?.fix[0]?.text).toMatch(/^chown .*auth\.db-wal && /);
      });

      it("says once what can be read and changed", () => {
        const data = changeable("data", "/srv/m.db", opening("/srv/m.db-shm", { on: "beside" }));
        const openStores = [{ ...STORE, file: "/srv/m.db-shm", mode: 0o666 }];
        const [finding] = findingsOf(RULE, { facts: { changeable: [data], openStores } });
        expect(finding?.what).toBe(
          "/srv/m.db-shm, which SQLite plays back into /srv/m.db, can be written by every account of this machine",
        );
        expect(finding?.fix[0]?.text).toContain("chmod o-rwx /srv/m.db-shm");
      });
    });

    it("names the folder of a database, which need not be there", () => {
      const folder = opening("/srv", { on: "folder" });
      const facts = { changeable: [changeable("accounts", AUTH, folder)] };
      expect(findingsOf(RULE, exposed(facts))[0]?.what).toBe(
        `/srv, the folder of ${AUTH}, can be written by every account of this machine`,
      );
    });

    it("leaves secrets and code to other rules", () => {
      const others = (["secret", "settings", "code", "tls"] as const).map((role) =>
        changeable(role, AUTH, opening(AUTH)),
      );
      expect(findingsOf(RULE, exposed({ changeable: others }))).toEqual([]);
    });

    it("does not ask about accounts that no login uses", () => {
      expect(findingsOf(RULE, { facts: { changeable: [accounts] } })).toEqual([]);
    });

    it("has no command for what this user cannot close", () => {
      const [open] = [changeable("data", "m.db", opening("/srv/x", { how: "owner", owner: 5 }))];
      const [finding] = findingsOf(RULE, { facts: { changeable: [open] } });
      expect(finding?.fix.map(({ kind }) => kind)).toEqual(["note"]);
    });
  });

  it.each([
    ["no open file", [], []],
    ["accounts that no login uses", [], [ACCOUNTS]],
    ["accounts beside another app", ["--app-name", "mine"], [ACCOUNTS]],
  ])("is silent for %s", (_what, words, openStores) => {
    expect(findingsOf(RULE, { words, facts: { openStores } })).toEqual([]);
  });
});
