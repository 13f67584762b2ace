import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { importableModules, judgeEntry, modulesIn } from "../../src/facts/python-path.ts";

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

function judge(entry: string) {
  return judgeEntry(
    entry,
    join(folder, "cwd"),
    new Set(["yaml", "mlflow"]),
    process.getuid?.() ?? -1,
  );
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

  it.each([0o777, 0o775, 0o757])("that others can write is not (mode %o)", (mode) => {
    mkdirSync(join(folder, "lib"));
    chmodSync(join(folder, "lib"), mode);
    expect(judge(join(folder, "lib"))).toContain("written by others");
  });

  it.each([
    ["lib/yaml.py", "yaml"],
    ["lib/yaml/__init__.py", "yaml"],
    ["lib/mlflow.cpython-311-x86_64-linux-gnu.so", "mlflow"],
    ["lib/sitecustomize.py", "sitecustomize"],
    ["lib/usercustomize.pyc", "usercustomize"],
  ])("that holds %s is not", (path, name) => {
    write(path);
    expect(judge(join(folder, "lib"))).toContain(`holds ${name}`);
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

describe("the modules of a folder", () => {
  it("are what import would find", () => {
    for (const name of [
      "a.py",
      "b.pyc",
      "c.abi3.so",
      "pkg/__init__.py",
      "no/x.txt",
      "d.txt",
      "1.py",
    ]) {
      write(name);
    }
    expect(modulesIn(folder).sort()).toEqual(["a", "b", "c", "pkg"]);
    expect(modulesIn(join(folder, "none"))).toEqual([]);
  });

  it("are those of the installation, and Python's own", () => {
    write("python3.11/site-packages/yaml/__init__.py");
    write("python3.11/asynchat.py");
    const names = importableModules(join(folder, "python3.11/site-packages"));
    expect(["yaml", "asynchat", "socket", "json"].filter((name) => !names.has(name))).toEqual([]);
    expect(names.has("mine")).toBe(false);
  });
});

describe("an entry of PYTHONPATH that belongs to somebody else", () => {
  it("is not handed on, and root's is", () => {
    const folder = mkdtempSync(join(tmpdir(), "guard-owner-"));
    const owner = statSync(folder).uid;
    expect(judgeEntry(folder, "/elsewhere", new Set(), owner)).toBeNull();
    expect(judgeEntry(folder, "/elsewhere", new Set(), owner + 1)).toBe(
      owner === 0 ? null : "can be written by others",
    );
    expect(judgeEntry("/usr", "/elsewhere", new Set(), owner)).toBeNull();
    rmSync(folder, { recursive: true });
  });
});
