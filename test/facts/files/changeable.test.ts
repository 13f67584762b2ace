import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readChangeable } from "../../../src/facts/files/changeable.ts";
import { readEnvironment } from "../../../src/facts/files/environment.ts";
import { readOpenStores } from "../../../src/facts/stores/open-stores.ts";
import { needs } from "../../support/needs.ts";
import { ORDINARY } from "../../support/ordinary.ts";
import { factsOf, intentOf } from "../../support/world.ts";

const SIDES = ["-journal", "-wal", "-shm"];

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "guard-changeable-"));
});
afterEach(() => rmSync(cwd, { recursive: true }));

function write(name: string, mode = 0o600): string {
  writeFileSync(join(cwd, name), "");
  chmodSync(join(cwd, name), mode);
  return join(cwd, name);
}

/** The databases that others can change, with what is open about each. */
async function find(more: { words?: string[]; accounts?: string; replica?: string } = {}) {
  const { words = [], accounts = "basic_auth.db", replica } = more;
  const uid = process.getuid?.() ?? -1;
  const { authStore } = factsOf({});
  const replicas = replica ? [{ uri: authStore.uri, file: join(cwd, replica) }] : [];
  const found = readChangeable(intentOf({ words }).intent, {
    read: await readEnvironment({}, { cwd, uid }, undefined),
    authStore: { ...authStore, file: join(cwd, accounts), replicas },
    mlflow: null,
    secret: { envFile: false, authConfig: false },
    cwd,
    uid,
  });
  return found.flatMap(({ role, file, openings }) =>
    openings.map(({ on, how, path }) => [role, file, on, how, path.replace(`${cwd}/`, "")]),
  );
}

describe("what SQLite keeps beside a database", needs("a system with users"), () => {
  it.each(SIDES)("%s counts as the database does", async (side) => {
    write("basic_auth.db");
    write("mlflow.db");
    write(`basic_auth.db${side}`, 0o666);
    expect(await find()).toEqual([
      ["accounts", "basic_auth.db", "beside", "everybody", `basic_auth.db${side}`],
    ]);
    chmodSync(join(cwd, `basic_auth.db${side}`), 0o600);
    expect(await find()).toEqual([]);
    write(`mlflow.db${side}`, 0o666);
    expect(await find()).toEqual([
      ["data", "mlflow.db", "beside", "everybody", `mlflow.db${side}`],
    ]);
  });

  it("counts for the replica of the accounts, and every store", async () => {
    for (const name of ["r.db", "s.db"]) write(`${name}-wal`, 0o666);
    const words = ["--registry-store-uri", "sqlite:///s.db"];
    expect((await find({ words, replica: "r.db" })).map(([, file]) => file)).toEqual([
      "r.db",
      "s.db",
    ]);
  });

  it("is looked for where a link leads", async () => {
    mkdirSync(join(cwd, "real"), { mode: 0o700 });
    write("real/x.db");
    symlinkSync("real/x.db", join(cwd, "basic_auth.db"));
    write("real/x.db-wal", 0o666);
    // SQLite does not look beside the link.
    write("basic_auth.db-wal", 0o666);
    expect(await find()).toEqual([
      ["accounts", "basic_auth.db", "beside", "everybody", "real/x.db-wal"],
    ]);
  });

  it("belongs to this user or root", needs("root"), async () => {
    write("basic_auth.db");
    chownSync(write("basic_auth.db-shm"), ORDINARY, ORDINARY);
    expect(await find()).toEqual([
      ["accounts", "basic_auth.db", "beside", "owner", "basic_auth.db-shm"],
    ]);
  });

  it("may be made anew in the folder, which is called so", async () => {
    write("basic_auth.db");
    chmodSync(cwd, 0o777);
    expect(await find()).toEqual([
      ["accounts", "basic_auth.db", "folder", "everybody", cwd],
      ["data", "mlflow.db", "folder", "everybody", cwd],
    ]);
  });

  it("is closed by what the page of the rule says, with the database", async () => {
    const page = readFileSync("docs/rules/store-readable.md", "utf8");
    const [files = "", ...folders] = [...page.matchAll(/^ {4}(chmod .*)$/gm)].map(
      ([, command]) => command ?? "",
    );
    const run = (command: string) => execFileSync("/bin/sh", ["-c", command], { cwd });
    const open = () =>
      readOpenStores(intentOf({}).intent, { ...factsOf({}).authStore, file: null }, cwd);
    for (const mode of [0o666, 0o660, 0o644, 0o606]) {
      chmodSync(cwd, 0o755);
      for (const name of ["mlflow.db", "mlflow.db-wal"]) write(name, mode);
      expect([...(await find()), ...open()], mode.toString(8)).not.toEqual([]);
      run(files);
      expect([...(await find()), ...open()], mode.toString(8)).toEqual([]);
    }
    expect(folders).toHaveLength(2);
    for (const command of folders) {
      chmodSync(cwd, 0o777);
      run(command);
      expect(await find(), command).toEqual([]);
    }
  });
});
