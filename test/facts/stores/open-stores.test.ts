import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readOpenStores } from "../../../src/facts/stores/open-stores.ts";
import { needs } from "../../support/needs.ts";
import { factsOf, intentOf } from "../../support/world.ts";

const STORE = factsOf({}).authStore;
let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "guard-stores-"));
  chmodSync(cwd, 0o755);
});
afterEach(() => rmSync(cwd, { recursive: true }));

function write(name: string, mode: number): string {
  writeFileSync(join(cwd, name), "");
  chmodSync(join(cwd, name), mode);
  return name;
}

function open(words: readonly string[] = [], accounts: string | null = null) {
  return readOpenStores(
    intentOf({ words }).intent,
    { ...STORE, file: accounts && join(cwd, accounts) },
    cwd,
  );
}

// The temporary folder itself must be one that everybody may pass through, as it is on every system.
describe("a SQLite file that every account reaches", needs("a system with users"), () => {
  it.each([
    [0o644, false],
    [0o604, false],
    [0o602, true],
    [0o666, true],
  ])("is open with mode %o", (mode, written) => {
    const file = write("mlflow.db", mode);
    expect(open()).toEqual([{ file, mode, written, accounts: false }]);
  });

  it.each([
    0o600, 0o640, 0o660, 0o671,
  ])("is closed with mode %o, the group's bits included", (mode) => {
    write("mlflow.db", mode);
    expect(open()).toEqual([]);
  });

  it.each([
    [0o711, 1],
    [0o701, 1],
    [0o750, 0],
    [0o700, 0],
    [0o744, 0],
  ])("lies in folders of mode %o that one may pass: %d", (mode, count) => {
    mkdirSync(join(cwd, "a/b"), { recursive: true });
    write("a/b/x.db", 0o644);
    for (const folder of ["a/b", "a"]) {
      chmodSync(join(cwd, folder), mode);
      expect(open(["--backend-store-uri", "sqlite:///a/b/x.db"])).toHaveLength(count);
      chmodSync(join(cwd, folder), 0o755);
    }
  });

  it.each([
    "--backend-store-uri",
    "--registry-store-uri",
    "--read-replica-backend-store-uri",
    "--workspace-store-uri",
  ])("is the one of %s", (option) => {
    const file = write("other.db", 0o644);
    expect(open([option, "sqlite:///other.db?timeout=9"])).toMatchObject([{ file }]);
  });

  it("is the default one only where no other is named, and each is named once", () => {
    write("mlflow.db", 0o644);
    expect(open(["--backend-store-uri", "postgresql://db/x"])).toEqual([]);
    expect(open(["--backend-store-uri", ""])).toHaveLength(1);
    expect(open(["--registry-store-uri", "sqlite:///mlflow.db"])).toHaveLength(1);
  });

  it("may be that of the accounts", () => {
    write("mlflow.db", 0o600);
    const file = write("auth.db", 0o644);
    expect(open([], file)).toMatchObject([{ file, accounts: true }]);
    expect(open(["--backend-store-uri", "sqlite:///auth.db"], file)).toMatchObject([
      { file, accounts: false },
    ]);
  });

  it("is what a link leads to", () => {
    mkdirSync(join(cwd, "closed"));
    write("closed/real.db", 0o644);
    symlinkSync(join(cwd, "closed/real.db"), join(cwd, "mlflow.db"));
    expect(open()).toMatchObject([{ file: "mlflow.db" }]);
    chmodSync(join(cwd, "closed"), 0o700);
    expect(open()).toEqual([]);
  });

  it.each(["-journal", "-wal", "-shm"])("may be what SQLite keeps beside it: %s", (side) => {
    write("mlflow.db", 0o600);
    const file = write(`mlflow.db${side}`, 0o644);
    expect(open()).toEqual([{ file, mode: 0o644, written: false, accounts: false }]);
    write("auth.db", 0o600);
    write(`auth.db${side}`, 0o604);
    expect(open([], "auth.db")).toMatchObject([
      { file },
      { file: `auth.db${side}`, accounts: true },
    ]);
    // SQLite looks where a link leads.
    symlinkSync("mlflow.db", join(cwd, "link.db"));
    expect(open(["--backend-store-uri", "sqlite:///link.db"])).toMatchObject([{ file }]);
  });

  it("is named as one would write it in the working directory", () => {
    mkdirSync(join(cwd, "a"));
    write("a/x.db", 0o644);
    write("-x.db", 0o644);
    const { intent } = intentOf({ words: ["--backend-store-uri", `sqlite:///${cwd}/a/x.db`] });
    const named = (from: string) =>
      readOpenStores(intent, { ...STORE, file: null }, join(cwd, from)).map(({ file }) => file);
    expect([named("."), named("a"), named("b")]).toEqual([["a/x.db"], ["x.db"], [`${cwd}/a/x.db`]]);
    expect(open(["--backend-store-uri", "sqlite:///-x.db"])).toMatchObject([{ file: "./-x.db" }]);
  });

  it("is a file, and there", () => {
    expect(open()).toEqual([]);
    mkdirSync(join(cwd, "mlflow.db"));
    expect(open()).toEqual([]);
  });
});
