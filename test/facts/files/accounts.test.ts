import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readAuthConfig, readAuthStore } from "../../../src/facts/files/accounts.ts";
import { defaultAuthConfig } from "../../../src/intent/auth-config.ts";
import { needs } from "../../support/needs.ts";
import { intentOf } from "../../support/world.ts";

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), "guard-accounts-"));
});
afterAll(() => rmSync(cwd, { recursive: true }));

function configAt(path: string) {
  return readAuthConfig(intentOf({ env: { MLFLOW_AUTH_CONFIG_PATH: path } }).intent, cwd);
}

describe("the authorization config", () => {
  it("is MLflow's default where none is named", () => {
    expect(readAuthConfig(intentOf({}).intent, cwd)).toEqual(defaultAuthConfig());
    expect(configAt("")).toEqual(defaultAuthConfig());
  });

  it("is the one that is named", () => {
    writeFileSync(join(cwd, "auth.ini"), "[mlflow]\nadmin_username = ada\n");
    expect(configAt("auth.ini")).toMatchObject({
      origin: { kind: "env", name: "MLFLOW_AUTH_CONFIG_PATH" },
      problems: [],
    });
    expect(configAt("auth.ini").values.get("admin_username")).toBe("ada");
  });

  it("is UTF-8 text: no other database is read into it", () => {
    const text = "[mlflow]\ndatabase_uri = sqlite:////srv/\xff.db\n";
    writeFileSync(join(cwd, "latin.ini"), Buffer.from(text, "latin1"));
    const config = configAt("latin.ini");
    expect(config.problems).toEqual(["latin.ini is not UTF-8 text"]);
    expect(config.values.get("database_uri")).toBe("sqlite:///basic_auth.db");
  });

  it.each([
    "database_uri",
    "read_database_uri",
  ])("has no raw sign in the password of %s, and shows no part of it", (key) => {
    for (const sign of ["@", "["]) {
      writeFileSync(
        join(cwd, "raw.ini"),
        `[mlflow]\n${key} = postgresql://a:hun${sign}ter2@db/x\n`,
      );
      const { problems } = configAt("raw.ini");
      expect(problems).toMatchObject([expect.stringMatching(`^${key} holds a.*%%40 for @`)]);
      expect(problems.join()).not.toMatch(/hun|ter2/);
    }
    writeFileSync(join(cwd, "raw.ini"), `[mlflow]\n${key} = postgresql://a:hun%%40ter2@db/x\n`);
    expect(configAt("raw.ini").problems).toEqual([]);
  });

  it("is not judged by the URI that a variable replaces", () => {
    writeFileSync(join(cwd, "raw.ini"), "[mlflow]\ndatabase_uri = postgresql://a:b@c@db/x\n");
    const env = {
      MLFLOW_AUTH_CONFIG_PATH: "raw.ini",
      MLFLOW_GUARD_AUTH_DATABASE_URI: "sqlite:///a.db",
    };
    expect(readAuthConfig(intentOf({ env }).intent, cwd).problems).toEqual([]);
  });

  it("is no URI, of which only what may be shown is", () => {
    expect(configAt("postgresql://ada:hunter2@db/x").problems).toEqual([
      "postgresql://db/x does not exist",
    ]);
  });

  it("may have 1 MiB and no more", () => {
    const text = (size: number) => `[mlflow]\n${"#".repeat(size - 10)}\n`;
    writeFileSync(join(cwd, "full.ini"), text(1024 * 1024));
    expect(configAt("full.ini").problems).toEqual([]);
    writeFileSync(join(cwd, "large.ini"), text(1024 * 1024 + 1));
    expect(configAt("large.ini").problems).toEqual(["large.ini is larger than 1024 KiB"]);
  });

  it("must be there, and is no folder", () => {
    mkdirSync(join(cwd, "folder"));
    expect(configAt("folder")).toMatchObject({
      origin: { name: "MLFLOW_AUTH_CONFIG_PATH" },
      problems: ["folder is a folder"],
    });
    expect(configAt("none.ini").problems).toEqual(["none.ini does not exist"]);
  });

  it("is no pipe or device, which would hang", needs("a system with users"), () => {
    execFileSync("mkfifo", [join(cwd, "pipe")]);
    expect(configAt("pipe").problems).toEqual(["pipe is not a regular file"]);
    expect(configAt("/dev/zero").problems).toEqual(["/dev/zero is not a regular file"]);
  });
});

describe("the accounts", () => {
  const storeOf = (uri: string) =>
    readAuthStore({ ...defaultAuthConfig(), values: new Map([["database_uri", uri]]) }, cwd);

  it.each([
    ["postgresql://ada:hunter2@db/x", "remote", true],
    ["sqlite://", "memory", false],
    ["sqlite:///:memory:", "memory", false],
  ])("of %s are %s", (uri, kind, exists) => {
    expect(storeOf(uri)).toMatchObject({ kind, file: null, exists });
    expect(storeOf(uri).uri.reveal()).toBe(uri);
  });

  it("are in a file, there once it has content", () => {
    const file = join(cwd, "auth.db");
    expect(storeOf("sqlite:///auth.db")).toMatchObject({ kind: "sqlite", file, exists: false });
    writeFileSync(file, "");
    expect(storeOf("sqlite:///auth.db").exists).toBe(false);
    writeFileSync(file, "x");
    expect(storeOf("sqlite:///auth.db").exists).toBe(true);
  });
});
