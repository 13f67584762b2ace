import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readArtifactFolders } from "../../../src/facts/stores/artifact-folders.ts";
import type { ArtifactFolder, HeldFile } from "../../../src/facts/types.ts";
import { needs } from "../../support/needs.ts";
import { intentOf } from "../../support/world.ts";

const uid = process.getuid?.() ?? -1;
let cwd: string;
beforeEach(() => {
  cwd = realpathSync(mkdtempSync(join(tmpdir(), "guard-artifacts-")));
  chmodSync(cwd, 0o755);
});
afterEach(() => rmSync(cwd, { recursive: true }));

function foldersOf(
  words: readonly string[] = [],
  { kept = [], me = uid }: { kept?: readonly HeldFile[]; me?: number } = {},
): ArtifactFolder[] {
  const { intent } = intentOf({ words });
  return readArtifactFolders(intent, { cwd, uid: me, packages: null, kept });
}

function destination(value: string, options: { kept?: readonly HeldFile[]; me?: number } = {}) {
  return foldersOf(["--artifacts-destination", value], options)[0];
}

function make(name: string, mode = 0o755): string {
  mkdirSync(join(cwd, name), { recursive: true });
  chmodSync(join(cwd, name), mode);
  return name;
}

const held = (name: string): HeldFile => ({ file: join(cwd, name), kind: "data" });

/** Which folders are looked at, for which option, and whether the server hands them out. */
function placesOf(words: readonly string[]): string[] {
  return foldersOf(words).map(
    ({ option, folder, served, origin }) =>
      `${option} ${folder}${served ? " served" : ""} ${origin.kind}`,
  );
}

describe("the local folders of artifacts", needs("a system with users"), () => {
  it.each([
    ["nothing", [], ["artifacts-destination mlartifacts served default"]],
    [
      "a destination",
      ["--artifacts-destination", "file:x"],
      ["artifacts-destination x served flag"],
    ],
    ["a remote destination", ["--artifacts-destination", "s3://b/x"], []],
    ["an empty one", ["--artifacts-destination", ""], []],
    [
      "a root beside it",
      ["--default-artifact-root", "/srv/x"],
      ["artifacts-destination mlartifacts served default", "default-artifact-root /srv/x flag"],
    ],
    [
      "the proxy as root",
      ["--default-artifact-root", "mlflow-artifacts:/x"],
      ["artifacts-destination mlartifacts served default"],
    ],
    ["artifacts alone", ["--artifacts-only"], ["artifacts-destination mlartifacts served default"]],
    ["nothing served", ["--no-serve-artifacts"], ["default-artifact-root mlruns default"]],
    [
      "a destination that is not served",
      ["--no-serve-artifacts", "--artifacts-destination", "/"],
      ["default-artifact-root mlruns default"],
    ],
    [
      "a root, not served",
      ["--no-serve-artifacts", "--default-artifact-root", "."],
      ["default-artifact-root . flag"],
    ],
    [
      "a file store, not served",
      ["--no-serve-artifacts", "--backend-store-uri", "./store"],
      ["default-artifact-root store flag"],
    ],
    [
      "a database, not served",
      ["--no-serve-artifacts", "--backend-store-uri", "sqlite:///x.db"],
      ["default-artifact-root mlruns default"],
    ],
    [
      "a file store, served",
      ["--backend-store-uri", "./store"],
      ["artifacts-destination mlartifacts served default"],
    ],
  ])("are, with %s, %j", (_what, words, places) => {
    expect(placesOf(words)).toEqual(places);
  });

  it("have nothing to say about the default ones, not there or there", () => {
    const silent = { nature: null, holds: [], open: null, owner: null };
    for (const words of [[], ["--no-serve-artifacts"]]) {
      expect(foldersOf(words, { kept: [held("mlflow.db"), held(".env")] })).toMatchObject([silent]);
      make("mlartifacts/1");
      make("mlruns/1");
      writeFileSync(join(cwd, "mlartifacts/train.py"), "");
      writeFileSync(join(cwd, "train.py"), "");
    }
    expect(foldersOf()).toMatchObject([silent]);
    expect(destination("mlartifacts")?.nature).toEqual({ kind: "code", mark: "train.py" });
  });

  it.each([
    [".", ["a.db", "data/b.db"]],
    ["data", ["data/b.db"]],
    ["other", []],
    ["dat", []],
  ])("hold what lies in %s", (folder, files) => {
    make("data");
    const kept = [held("a.db"), held("data/b.db")];
    expect(destination(folder, { kept })?.holds.map(({ file }) => file)).toEqual(files);
    const root = ["--no-serve-artifacts", "--default-artifact-root", folder];
    expect(foldersOf(root, { kept })[0]?.holds).toEqual([]);
  });

  it("hold what a link leads to, and the link itself", () => {
    make("data");
    make("keys");
    writeFileSync(join(cwd, "data/real.db"), "");
    writeFileSync(join(cwd, "keys/.env"), "");
    symlinkSync(join(cwd, "data/real.db"), join(cwd, "mlflow.db"));
    symlinkSync(join(cwd, "keys/.env"), join(cwd, "data/.env"));
    symlinkSync(join(cwd, "data"), join(cwd, "link"));
    const kept = [held("mlflow.db"), held("data/.env"), held("keys/x")];
    for (const name of ["data", "link"]) {
      const files = destination(name, { kept })?.holds.map(({ file }) => file);
      expect(files).toEqual(["mlflow.db", "data/.env"]);
    }
  });

  it.each([
    [0o777, 0o777],
    [0o773, 0o773],
    [0o703, 0o703],
    [0o1777, 0o1777],
    [0o775, null],
    [0o770, null],
    [0o2775, null],
    [0o702, null],
    [0o755, null],
  ])("are open with mode %o: %s", (mode, open) => {
    make("data", mode);
    expect(destination("data")?.open).toBe(open);
  });

  it("are not open where nobody gets to them", () => {
    make("data/x", 0o777);
    for (const [mode, open] of [
      [0o711, 0o777],
      [0o750, null],
    ] as const) {
      chmodSync(join(cwd, "data"), mode);
      expect(destination("data/x")?.open).toBe(open);
    }
  });

  it("are directories, and there", () => {
    writeFileSync(join(cwd, "file"), "");
    chmodSync(join(cwd, "file"), 0o777);
    for (const name of ["file", "file/x", "none"])
      expect(destination(name)).toMatchObject({ open: null, owner: null, own: false });
  });

  it("belong to this user, to root or to another one", () => {
    make("data");
    expect(destination("data")).toMatchObject({ own: true, owner: null });
    expect(destination("/usr", { me: 4711 })).toMatchObject({ own: false, owner: null });
  });

  it("belong to another user, for whoever is neither that one nor root", needs("root"), () => {
    make("data");
    chownSync(join(cwd, "data"), 4711, 0);
    expect(destination("data")).toMatchObject({ own: false, owner: 4711 });
    expect(destination("data", { me: 4711 })).toMatchObject({ own: true, owner: null });
    expect(destination("data", { me: -1 })).toMatchObject({ own: false, owner: null });
  });

  it("could be MLflow's own folder, or one that is free of all this", () => {
    expect(destination("/")?.elsewhere).toBe("./mlartifacts");
    expect(destination(".")?.elsewhere).toBe("./mlartifacts");
    expect(foldersOf(["--default-artifact-root", "/"])[1]?.elsewhere).toBe("./mlruns");
    const kept = [held("mlartifacts/mlflow.db")];
    expect(destination("/", { kept })?.elsewhere).toBe("./mlflow-artifacts");
    make("mlartifacts", 0o777);
    expect(destination("/")?.elsewhere).toBe("./mlflow-artifacts");
    make("mlflow-artifacts", 0o777);
    expect(destination("/")?.elsewhere).toBe("./mlflow-artifacts-2");
    make("mlflow-artifacts-2", 0o777);
    expect(destination("/")?.elsewhere).toBe("./mlflow-artifacts-3");
  });

  it("could be a folder below, where that is this user's and a place for it", () => {
    const kept = [held("data/mlflow.db"), held("mlartifacts/x.db")];
    expect(destination("data", { kept })?.elsewhere).toBe("./data/artifacts");
    expect(destination(join(cwd, "../data"), { kept })?.elsewhere).toMatch(
      /^\/.*\/data\/artifacts$/,
    );
    expect(foldersOf([], { kept })[0]?.elsewhere).toBe("./mlartifacts/artifacts");
    expect(destination("50%25", { kept })?.elsewhere).toBe("./50%25/artifacts");
    make("code");
    writeFileSync(join(cwd, "code/setup.py"), "");
    expect(destination("code")?.elsewhere).toBe("./code/artifacts");
    for (const place of ["/etc", "/tmp", "/home"])
      expect(destination(place)?.elsewhere).toBe("./mlartifacts");
    make("open", 0o777);
    expect(destination("open")?.elsewhere).toBe("./mlartifacts");
    make("data/artifacts", 0o777);
    expect(destination("data")?.elsewhere).toBe("./mlartifacts");
  });
});
