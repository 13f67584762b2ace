import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { folderNature } from "../../../src/facts/stores/folder-nature.ts";
import { needs } from "../../support/needs.ts";

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "guard-nature-")));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** An account file with these homes, each of a user with this number. */
function accounts(homes: Readonly<Record<string, number>> = {}): string {
  const lines = Object.entries(homes).map(([home, uid]) => `x:x:${uid}:9:X:${home}:/bin/sh\n`);
  const file = `${folder}.passwd`;
  writeFileSync(file, lines.join(""));
  return file;
}

function natureOf(path: string, homes?: Readonly<Record<string, number>>, home = "/nowhere") {
  const file = accounts(homes);
  try {
    return folderNature(path, null, { accounts: file, home });
  } finally {
    rmSync(file);
  }
}

describe("a folder for artifacts", needs("a system with users"), () => {
  it("may be everything", () => {
    expect(natureOf("/")).toEqual({ kind: "everything" });
  });

  it.each([
    "/etc",
    "/usr",
    "/usr/local/bin",
    "/home",
    "/var/lib",
    "/tmp",
    "/etc/cron.d",
    "/proc/self",
    "/run/secrets",
    "/run/secrets/kubernetes.io/serviceaccount",
    "/run/credentials/mlflow.service",
  ])("may be the system's: %s", (path) => {
    expect(natureOf(path)).toEqual({ kind: "system" });
  });

  it.each([
    "/srv",
    "/mnt",
    "/data",
    "/mlflow",
    "/usr/src/app",
    "/var/lib/mlflow",
    "/opt/mlflow",
    "/etcetera",
    "/tmp/x",
  ])("may be one for data: %s", (path) => {
    expect(natureOf(path)).toBeNull();
  });

  it.each([
    ["a person's", 1000, { kind: "home" }],
    ["the last person's", 59_999, { kind: "home" }],
    ["root's", 0, { kind: "home" }],
    ["a service's", 999, null],
    ["nobody's", 65_534, null],
  ])("may be %s home", (_whose, uid, nature) => {
    expect(natureOf(folder, { [folder]: uid })).toEqual(nature);
  });

  it.each([
    ".ssh",
    ".ssh/keys",
    ".aws",
    ".config/gcloud",
    ".mlflow",
    ".local",
  ])("may be where programs keep keys: %s in a home", (name) => {
    const path = join(folder, name);
    expect(natureOf(path, { [folder]: 1000 })).toEqual({ kind: "credentials" });
    expect(natureOf(path, {}, folder)).toEqual({ kind: "credentials" });
    expect(natureOf(path, { [folder]: 999 })).toBeNull();
  });

  it.each([
    ".mlflow/artifacts",
    ".local/share/mlflow",
    "mlflow/.ssh",
    "ssh",
  ])("may be one for data: %s in a home", (name) => {
    expect(natureOf(join(folder, name), { [folder]: 1000 })).toBeNull();
  });

  it("may be this user's own home, below other homes, or above them", () => {
    expect(natureOf(folder, {}, folder)).toEqual({ kind: "home" });
    const home = join(folder, "people/ada");
    expect(natureOf(folder, { [home]: 1001 })).toEqual({ kind: "homes", home });
    expect(natureOf(join(home, "mlartifacts"), { [home]: 1001 })).toBeNull();
    expect(natureOf(folder, { [`${folder}x`]: 1001 })).toBeNull();
  });

  it("knows a home behind a link, and needs no account file", () => {
    const link = `${folder}.link`;
    symlinkSync(folder, link);
    expect(natureOf(folder, { [link]: 1000 })).toEqual({ kind: "home" });
    rmSync(link);
    const places = { accounts: join(folder, "none"), home: "" };
    expect(folderNature(folder, null, places)).toBeNull();
  });

  it.each([
    ".git",
    ".hg",
    ".svn",
    "pyproject.toml",
    "setup.py",
    "setup.cfg",
    "requirements.txt",
    "package.json",
    "MLproject",
    "pyvenv.cfg",
    "conda-meta",
    "train.py",
    "explore.ipynb",
  ])("may be one of code: %s", (mark) => {
    writeFileSync(join(folder, mark), "");
    expect(natureOf(folder)).toEqual({ kind: "code", mark });
  });

  it("is none of code for what else lies in it, or further down", () => {
    for (const name of ["0", ".gitignore", "model.pyc", "data.json", "a.pyx"])
      writeFileSync(join(folder, name), "");
    mkdirSync(join(folder, "1/artifacts"), { recursive: true });
    writeFileSync(join(folder, "1/artifacts/train.py"), "");
    expect(natureOf(folder)).toBeNull();
    expect(natureOf(join(folder, "not there"))).toBeNull();
  });

  it("is one of code with MLflow's packages below it", () => {
    const places = { accounts: "/nowhere", home: "/nowhere" };
    const packages = join(folder, ".venv/lib/python3.11/site-packages");
    const nature = { kind: "code", mark: "the packages of MLflow" };
    expect(folderNature(folder, packages, places)).toEqual(nature);
    expect(folderNature(packages, packages, places)).toEqual(nature);
    expect(folderNature(join(folder, "data"), packages, places)).toBeNull();
  });
});
