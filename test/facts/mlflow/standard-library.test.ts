import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findStandardLibrary } from "../../../src/facts/mlflow/standard-library.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "guard-library-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, text = ""): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function find(real: string, version: string): string | null {
  return findStandardLibrary(join(folder, "venv/bin/python"), join(folder, real), version);
}

describe("the standard library of a Python", () => {
  it.each([
    ["home", "home = HERE/base/bin\n"],
    [
      "home among other lines",
      "include-system-site-packages = false\nHOME=HERE/base/bin  \nx = y\n",
    ],
  ])("is found through %s", (_what, config) => {
    write("venv/pyvenv.cfg", config.replace("HERE", folder));
    write("base/lib/python3.12/os.py");
    write("other/lib/python3.12/os.py");
    expect(find("other/bin/python3.12", "3.12")).toBe(join(folder, "base/lib/python3.12"));
  });

  it.each(["lib", "lib64"])("is found beside the executable in %s", (lib) => {
    write("venv/pyvenv.cfg", "home =\nversion = 3.12\n");
    write(`base/${lib}/python3.12/os.py`);
    expect(find("base/bin/python3", "3.12")).toBe(join(folder, `base/${lib}/python3.12`));
  });

  it("is found by the name of the executable where nothing else tells the version", () => {
    write("base/lib/python3.11/os.py");
    expect(find("base/bin/python3.11", "")).toBe(join(folder, "base/lib/python3.11"));
    expect(find("base/bin/python3", "")).toBeNull();
    expect(find("base/bin/python3.11-dbg", "")).toBeNull();
  });

  it.each([
    ["no landmark", "base/lib/python3.12/re.py"],
    ["another version", "base/lib/python3.11/os.py"],
  ])("is not found with %s", (_what, path) => {
    write(path);
    expect(find("base/bin/python3.12", "3.12")).toBeNull();
  });
});
