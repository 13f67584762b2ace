import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findUnwritable, type Unwritable } from "../../../src/facts/stores/writable.ts";
import { describeFailedStart } from "../../../src/report/endings/failed-starts.ts";
import { IS_ROOT, needs } from "../../support/needs.ts";
import { ORDINARY } from "../../support/ordinary.ts";
import { factsOf, intentOf, MLFLOW } from "../../support/world.ts";

/** As it is said, with its id; null where there is nothing to say. */
const said = (found: Unwritable | null) => found && { id: found.id, ...describeFailedStart(found) };

/** The newest MLflow that makes no folder for a database. */
const OLD = { mlflow: { ...MLFLOW, version: "3.6.0" } };
const MAKES = { mlflow: { ...MLFLOW, version: "3.7.0" } };

// A folder that is not there cannot be written by root either.
describe("the folder of a SQLite database", () => {
  let cwd: string;
  beforeAll(() => {
    cwd = mkdtempSync(join(tmpdir(), "guard-store-"));
    mkdirSync(join(cwd, "data"));
  });
  afterAll(() => rmSync(cwd, { recursive: true }));

  function find(
    store: string | null,
    facts: Parameters<typeof factsOf>[0]["facts"],
    login = false,
  ) {
    const words = store === null ? [] : ["--backend-store-uri", store];
    const scene = { words, facts: { cwd, ...facts } };
    return said(findUnwritable(intentOf(scene).intent, factsOf(scene), login));
  }

  it.each([
    ["the default", null],
    ["a relative file", "sqlite:///data/x.db?timeout=9"],
    ["a database elsewhere", "postgresql://db/x"],
    ["memory", "sqlite://"],
  ])("is fine for %s", (_what, store) => {
    expect(find(store, {})).toBeNull();
  });

  it.each([
    [
      ...["the default store", null, { cwd: "/nowhere", ...OLD }, false],
      ...["the working directory, /nowhere, does not exist", "--backend-store-uri"],
    ],
    [
      ...["a named store", "sqlite:///none/x.db", OLD, false, "the folder of a database"],
      "--backend-store-uri",
    ],
    [
      "the accounts",
      "postgresql://db/x",
      { ...OLD, authStore: { ...factsOf({}).authStore, file: "/nowhere/basic_auth.db" } },
      true,
      "/nowhere, does not exist, and MLflow keeps the accounts there",
      "MLFLOW_GUARD_AUTH_DATABASE_URI=",
    ],
  ] as const)("must be writable for %s", (_what, store, facts, login, what, fix) => {
    expect(find(store, facts, login)).toMatchObject({
      what: expect.stringContaining(what),
      fix: expect.stringContaining(fix),
    });
  });

  it.each([
    ["one level down", "sqlite:///none/x.db"],
    ["three levels down", "sqlite:///none/at/all/x.db?timeout=9"],
  ])("is made by MLflow from 3.7.0 on: %s", (_what, store) => {
    expect(find(store, MAKES)).toBeNull();
    expect(find(store, {})).toBeNull();
    expect(find(store, OLD)).toMatchObject({ what: expect.stringContaining("does not exist") });
    const odd = store.replace("sqlite:", "sqlite+pysqlite:");
    expect(find(odd, MAKES)).toMatchObject({ what: expect.stringContaining("does not exist") });
  });

  it("is made for the accounts, too, and in no file", () => {
    const authStore = (file: string) => ({ ...factsOf({}).authStore, file });
    const made = { authStore: authStore(join(cwd, "data", "none", "basic_auth.db")) };
    expect(find("sqlite://", { ...MAKES, ...made }, true)).toBeNull();
    expect(find("sqlite://", { ...OLD, ...made }, true)).not.toBeNull();
    writeFileSync(join(cwd, "plain"), "");
    expect(find("sqlite:///plain/none/x.db", MAKES)).toMatchObject({
      what: expect.stringContaining(`would make that of a database, ${join(cwd, "plain")}, cannot`),
    });
  });

  it("of the accounts does not matter without a login", () => {
    const authStore = { ...factsOf({}).authStore, file: "/nowhere/basic_auth.db" };
    expect(find(null, { authStore })).toBeNull();
  });
});

// Root may write everywhere: another account looks. Whose modes bind looks alone.
describe("a database that is there", needs("a system with users"), () => {
  let cwd: string;
  beforeAll(async () => {
    cwd = mkdtempSync(join(tmpdir(), "guard-store-"));
    const { build } = await import("rolldown");
    await build({
      input: "src/facts/stores/writable.ts",
      platform: "node",
      output: { file: join(cwd, "writable.mjs"), codeSplitting: false },
    });
    for (const [folder, mode] of [
      ["open", 0o777],
      ["closed", 0o555],
    ] as const) {
      mkdirSync(join(cwd, folder));
      for (const [file, access] of [
        ["readable.db", 0o444],
        ["writable.db", 0o666],
      ] as const) {
        writeFileSync(join(cwd, folder, file), "x");
        chmodSync(join(cwd, folder, file), access);
      }
      chmodSync(join(cwd, folder), mode);
    }
    chmodSync(cwd, 0o755);
  });
  afterAll(() => {
    chmodSync(join(cwd, "closed"), 0o755);
    rmSync(cwd, { recursive: true });
  });

  /** What another account finds of that store and those accounts. */
  function findAs(store: string, accounts: string) {
    const intent = `{ backendStoreUri: { value: "sqlite:///${store}" } }`;
    const file = JSON.stringify(join(cwd, accounts));
    const authStore = `{ file: ${file}, uri: { reveal: () => "sqlite:///" + ${file} } }`;
    const facts = `{ cwd: ${JSON.stringify(cwd)}, mlflow: null, authStore: ${authStore} }`;
    const script = `import { findUnwritable } from ${JSON.stringify(join(cwd, "writable.mjs"))};
      console.log(JSON.stringify(findUnwritable(${intent}, ${facts}, true)));`;
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
      ...(IS_ROOT ? { uid: ORDINARY, gid: ORDINARY } : {}),
      cwd: "/",
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    return said(JSON.parse(stdout));
  }

  const OPEN = "open/writable.db";

  it("is none where MLflow makes its folder, if it may", () => {
    expect(findAs("open/none/at/x.db", "open/none/b.db")).toBeNull();
    for (const [store, accounts] of [
      ["closed/none/at/x.db", OPEN],
      [OPEN, "closed/none/b.db"],
    ] as const) {
      const { id, what, fix } = findAs(store, accounts) ?? {};
      expect(id).toBe("store-not-writable");
      expect(what).toContain(`would make that of a database, ${join(cwd, "closed")}, cannot be`);
      expect(fix).toContain("sqlite:");
    }
  });

  it.each([
    ["the accounts' file", OPEN, "open/readable.db", "open/readable.db", "keeps the accounts"],
    ["the data's file", "open/readable.db", OPEN, "open/readable.db", "keeps its SQLite database"],
    ["the folder of both files", "closed/writable.db", OPEN, "closed", "keeps its SQLite database"],
    ["the folder of the accounts", OPEN, "closed/writable.db", "closed", "keeps the accounts"],
  ])("is named if it cannot be written: %s, and no other place", (_what, store, accounts, path, kept) => {
    const found = findAs(store, accounts);
    expect(found?.what).toContain(`, ${join(cwd, path)}, cannot be written`);
    expect(found?.what).toContain(kept);
    expect(found?.fix).toContain(`make ${join(cwd, path)} writable for this user`);
    expect(found?.fix).not.toContain("sqlite:");
  });

  it("is fine if file and folder can be written", () => {
    expect(findAs(OPEN, "open/another.db")).toBeNull();
  });
});
