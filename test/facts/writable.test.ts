import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findUnwritable } from "../../src/facts/writable.ts";
import { factsOf, intentOf } from "../support/world.ts";

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
    return findUnwritable(intentOf(scene).intent, factsOf(scene), login);
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
      ...["the default store", null, { cwd: "/nowhere" }, false],
      ...["the working directory, /nowhere,", "--backend-store-uri"],
    ],
    [
      ...["a named store", "sqlite:///none/x.db", {}, false, "the folder of a database"],
      "--backend-store-uri",
    ],
    [
      "the accounts",
      "postgresql://db/x",
      { authStore: { ...factsOf({}).authStore, file: "/nowhere/basic_auth.db" } },
      true,
      "/nowhere, cannot be written, and MLflow keeps the accounts there",
      "MLFLOW_GUARD_AUTH_DATABASE_URI=",
    ],
  ] as const)("must be writable for %s", (_what, store, facts, login, what, fix) => {
    expect(find(store, facts, login)).toMatchObject({
      what: expect.stringContaining(what),
      fix: expect.stringContaining(fix),
    });
  });

  it("of the accounts does not matter without a login", () => {
    const authStore = { ...factsOf({}).authStore, file: "/nowhere/basic_auth.db" };
    expect(find(null, { authStore })).toBeNull();
  });
});

// Root may write everywhere: another account looks.
describe.skipIf(process.getuid?.() !== 0)("a database that is there", () => {
  let cwd: string;
  beforeAll(async () => {
    cwd = mkdtempSync(join(tmpdir(), "guard-store-"));
    const { build } = await import("rolldown");
    await build({
      input: "src/facts/writable.ts",
      platform: "node",
      output: { file: join(cwd, "writable.mjs"), codeSplitting: false },
    });
    for (const [folder, mode] of [
      ["open", 0o777],
      ["closed", 0o755],
    ] as const) {
      mkdirSync(join(cwd, folder));
      chmodSync(join(cwd, folder), mode);
      for (const [file, access] of [
        ["readable.db", 0o644],
        ["writable.db", 0o666],
      ] as const) {
        writeFileSync(join(cwd, folder, file), "x");
        chmodSync(join(cwd, folder, file), access);
      }
    }
    chmodSync(cwd, 0o755);
  });
  afterAll(() => rmSync(cwd, { recursive: true }));

  /** What another account finds of that store and those accounts. */
  function findAs(store: string, accounts: string) {
    const intent = `{ options: new Map([["backend-store-uri", { value: "sqlite:///${store}" }]]) }`;
    const facts = `{ cwd: ${JSON.stringify(cwd)}, authStore: { file: ${JSON.stringify(join(cwd, accounts))} } }`;
    const script = `import { findUnwritable } from ${JSON.stringify(join(cwd, "writable.mjs"))};
      console.log(JSON.stringify(findUnwritable(${intent}, ${facts}, true)));`;
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
      uid: 41_001,
      gid: 41_001,
      cwd: "/",
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    return JSON.parse(stdout);
  }

  const OPEN = "open/writable.db";

  it.each([
    ["the accounts' file", OPEN, "open/readable.db", "open/readable.db", "keeps the accounts"],
    ["the data's file", "open/readable.db", OPEN, "open/readable.db", "keeps its SQLite database"],
    ["the folder of both files", "closed/writable.db", OPEN, "closed", "keeps its SQLite database"],
    ["the folder of the accounts", OPEN, "closed/writable.db", "closed", "keeps the accounts"],
  ])("is named if it cannot be written: %s, and no other place", (_what, store, accounts, path, kept) => {
    const found = findAs(store, accounts);
    expect(found.what).toContain(`, ${join(cwd, path)}, cannot be written`);
    expect(found.what).toContain(kept);
    expect(found.fix).toContain(`make ${join(cwd, path)} writable for this user`);
    expect(found.fix).not.toContain("sqlite:");
  });

  it("is fine if file and folder can be written", () => {
    expect(findAs(OPEN, "open/another.db")).toBeNull();
  });
});
