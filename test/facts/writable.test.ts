import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
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
