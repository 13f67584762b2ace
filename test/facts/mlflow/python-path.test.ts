import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  hidingModules,
  type Importable,
  importableModules,
  judgeEntry,
} from "../../../src/facts/mlflow/python-path.ts";
import { describePath } from "../../../src/policy/describe-path.ts";
import { needs, SHARED_GROUP } from "../../support/needs.ts";
import { asOrdinaryUser } from "../../support/ordinary.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "guard-python-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, text = ""): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Why an entry is not handed on, in words; null where it is. */
function judge(entry: string, importable: Importable = new Set(["yaml", "mlflow"])) {
  const uid = process.getuid?.() ?? -1;
  const reason = judgeEntry(entry, join(folder, "cwd"), importable, uid);
  return reason && describePath(reason);
}

describe("an entry of PYTHONPATH", () => {
  it("that holds one's own modules is handed on", () => {
    write("lib/mine.py");
    write("lib/pkg/__init__.py");
    expect(judge(join(folder, "lib"))).toBeNull();
  });

  it.each([
    ["nothing", "", "relative"],
    ["a relative path", "src", "relative"],
    ["a relative path with dots", "../lib", "relative"],
  ])("that is %s is not", (_what, entry, why) => {
    expect(judge(entry)).toContain(why);
  });

  it.each([
    "cwd",
    "cwd/src",
    "cwd/../cwd/src",
  ])("that lies in the working directory is not: %s", (path) => {
    mkdirSync(join(folder, "cwd/src"), { recursive: true });
    expect(judge(`${folder}/${path}`)).toContain("working directory");
  });

  it("beside the working directory may begin like it", () => {
    mkdirSync(join(folder, "cwd-lib"));
    expect(judge(join(folder, "cwd-lib"))).toBeNull();
  });

  it.each([
    ["with dots in front of its name", "cwd/..mods", null],
    ["that is three dots", "cwd/...", null],
    ["by a link to it", "link", ["cwd", "link"]],
    ["by a link to a folder in it", "link", ["cwd/src", "link"]],
    ["behind a link to it", "link/src", ["cwd", "link"]],
    ["by a link of a link", "second", ["link", "second"]],
  ] as const)("in the working directory is not, %s", (_how, entry, link) => {
    for (const name of ["cwd/..mods", "cwd/...", "cwd/src"])
      mkdirSync(join(folder, name), { recursive: true });
    if (link?.[0] === "link") symlinkSync(join(folder, "cwd"), join(folder, "link"));
    if (link) symlinkSync(join(folder, link[0]), join(folder, link[1]));
    expect(judge(join(folder, entry))).toBe("lies in the working directory");
  });

  it("is not where the working directory is a link and the entry is what it leads to", () => {
    mkdirSync(join(folder, "real/src"), { recursive: true });
    symlinkSync(join(folder, "real"), join(folder, "cwd"));
    for (const name of ["real", "real/src", "cwd/src"])
      expect(judge(join(folder, name))).toBe("lies in the working directory");
  });

  it("outside may be behind a link in the working directory", () => {
    mkdirSync(join(folder, "cwd"));
    mkdirSync(join(folder, "lib"));
    symlinkSync(join(folder, "lib"), join(folder, "cwd/lib"));
    expect(judge(join(folder, "lib"))).toBeNull();
  });

  it.each([0o777, 0o757])("that others can write is not (mode %o)", (mode) => {
    mkdirSync(join(folder, "lib"));
    chmodSync(join(folder, "lib"), mode);
    expect(judge(join(folder, "lib"))).toContain("written by others");
  });

  it("that a group with others in it can write is not", needs("a group with others in it"), () => {
    mkdirSync(join(folder, "lib"));
    chownSync(join(folder, "lib"), -1, SHARED_GROUP ?? -1);
    chmodSync(join(folder, "lib"), 0o775);
    expect(judge(join(folder, "lib"))).toContain("written by others");
  });

  it.each([
    ["lib/yaml.py", "yaml"],
    ["lib/yaml/__init__.py", "yaml"],
    ["lib/mlflow.cpython-311-x86_64-linux-gnu.so", "mlflow"],
    ["lib/sitecustomize.py", "sitecustomize"],
    ["lib/usercustomize.pyc", "usercustomize"],
    ["lib/yaml/__init__.pyc", "yaml"],
    ["lib/yaml/__init__.cpython-311-x86_64-linux-gnu.so", "yaml"],
    ["lib/yaml/__init__.abi3.so", "yaml"],
  ])("that holds %s is not", (path, name) => {
    write("lib/mine.py");
    write(path);
    expect(judge(join(folder, "lib"))).toBe(
      `holds ${name}, which would run instead of the installed one`,
    );
  });

  it.each([
    "lib/yaml/data.txt",
    "lib/yaml/x__init__.py",
    "lib/yaml/__init__.txt",
    "lib/yaml/__init__",
    "lib/yaml/__init__.py.bak",
    "lib/yaml.txt",
    "lib/yamlx.py",
    "lib/x-yaml.py",
  ])("that holds %s is", (path) => {
    write(path);
    expect(judge(join(folder, "lib"))).toBeNull();
  });

  it("that holds any module is not where the installed ones are not known", () => {
    write("lib/mine.py");
    expect(judge(join(folder, "lib"), null)).toBe(
      "holds mine, and it is not known what that would hide",
    );
    write("data/table.csv");
    expect(judge(join(folder, "data"), null)).toBeNull();
  });

  it("that installs an app plugin is not", () => {
    write("lib/mine-1.0.dist-info/entry_points.txt", "[mlflow.app]\nbasic-auth = mine:app\n");
    expect(judge(join(folder, "lib"))).toContain("plugin");
  });

  it("that installs something else is", () => {
    write("lib/mine-1.0.dist-info/entry_points.txt", "[console_scripts]\nmine = mine:app\n");
    expect(judge(join(folder, "lib"))).toBeNull();
  });

  it("that is a file is not", () => {
    write("lib.zip");
    expect(judge(join(folder, "lib.zip"))).toBe("is no folder");
  });
});

describe("the modules of a folder that hide others", () => {
  const FILES = [
    "a.py",
    "b.pyc",
    "c.abi3.so",
    "c.py",
    "pkg/__init__.py",
    "no/x.txt",
    "d.txt",
    "1.py",
  ];

  it("are what import would find, each once", () => {
    for (const name of FILES) write(name);
    expect(hidingModules(folder, null).sort()).toEqual(["a", "b", "c", "pkg"]);
    expect(hidingModules(folder, new Set(["c", "no", "d", "pkg"])).sort()).toEqual(["c", "pkg"]);
    expect(hidingModules(folder, new Set())).toEqual([]);
    expect(hidingModules(join(folder, "none"), null)).toEqual([]);
  });
});

describe("the modules that MLflow's Python imports", () => {
  it("are those of the installation and of the standard library, folders as they are", () => {
    for (const name of [
      "site/yaml/__init__.py",
      "site/google/cloud/__init__.py",
      "site/mlflow-3.17.2.dist-info/METADATA",
      "site/six.py",
      "lib/keyword.py",
      "lib/json/__init__.py",
      "lib/LICENSE.txt",
      "lib/test/__init__.py",
      "lib/lib-dynload/_ssl.cpython-311-x86_64-linux-gnu.so",
    ])
      write(name);
    const names = importableModules({
      sitePackages: join(folder, "site"),
      standardLibrary: join(folder, "lib"),
    });
    expect([...(names ?? [])].sort()).toEqual(["_ssl", "google", "json", "keyword", "six", "yaml"]);
  });

  it("are not known without the standard library", () => {
    expect(importableModules({ sitePackages: folder, standardLibrary: null })).toBeNull();
  });
});

describe("an entry of PYTHONPATH that belongs to somebody else", () => {
  it("is not handed on, and root's is", () => {
    const folder = asOrdinaryUser(() => mkdtempSync(join(tmpdir(), "guard-owner-")));
    const owner = statSync(folder).uid;
    expect(judgeEntry(folder, "/elsewhere", new Set(), owner)).toBeNull();
    expect(judgeEntry(folder, "/elsewhere", new Set(), owner + 1)).toEqual({ code: "writable" });
    expect(judgeEntry("/usr", "/elsewhere", new Set(), owner)).toBeNull();
    rmSync(folder, { recursive: true });
  });
});
