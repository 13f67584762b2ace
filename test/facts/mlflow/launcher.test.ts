import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readLauncher } from "../../../src/facts/mlflow/launcher.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "guard-launcher-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(path: string, content: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  chmodSync(file, 0o755);
  return file;
}

function read(content: string, environment = {}, cwd = "/") {
  return readLauncher(write("bin/mlflow", content), { cwd, environment });
}

/** As uv 0.13.9, pip 25.0 and conda 25 write them. */
const uv = (python: string) =>
  `#!/bin/sh\n'''exec' ${python} "$0" "$@"\n' '''\n# -*- coding: utf-8 -*-\n`;
const BESIDE = `"$(dirname -- "$(realpath -- "$0")")"/'python'`;

describe("a console script", () => {
  it.each([
    ["plain", "#!/v/bin/python\n", "/v/bin/python"],
    ["with an option", "#!/v/bin/python3.11 -E\n", "/v/bin/python3.11"],
    ["of uv, with a blank", uv("'/my env/bin/python'"), "/my env/bin/python"],
    ["of uv, with a quote", uv(`'/it'"'"'s my/bin/python'`), "/it's my/bin/python"],
    ["of uv, long", uv(`'/${"a".repeat(150)}/bin/python'`), `/${"a".repeat(150)}/bin/python`],
    ["of pip, with a blank", uv('"/my env/bin/python3"'), "/my env/bin/python3"],
    [
      "of pip, long",
      uv(`/${"a".repeat(150)}/bin/python3.12`),
      `/${"a".repeat(150)}/bin/python3.12`,
    ],
  ])("%s names its Python", (_what, text, python) => {
    expect(read(text)).toEqual({ python, followed: [] });
  });

  it("of a relocatable environment has its Python beside it, also behind a link", () => {
    const file = write("moved/bin/mlflow", uv(BESIDE));
    mkdirSync(join(folder, "links"));
    symlinkSync(file, join(folder, "links", "mlflow"));
    const python = join(folder, "moved/bin/python");
    for (const one of [file, join(folder, "links", "mlflow")])
      expect(readLauncher(one, { cwd: "/", environment: {} })).toEqual({ python, followed: [] });
  });

  it("leaves its Python to PATH", () => {
    write("path/python3", "x");
    const PATH = `relative:${join(folder, "path")}`;
    expect(read("#!/usr/bin/env python3\n", { PATH })).toEqual({
      python: join(folder, "path/python3"),
      followed: [],
    });
    expect(read("#!/usr/bin/env python3\n", { PATH: "relative" })).toHaveProperty("reason");
  });

  it.each([
    ["a program", "\x7fELF", "it is no script that names its Python (it is a program)"],
    [
      "another language",
      "#!/usr/bin/perl\n",
      "it is no script that names its Python (it begins with #!/usr/bin/perl)",
    ],
    [
      "a variable in the path",
      uv('"$HOME/bin/python"'),
      "it is no script that names its Python (it begins with #!/bin/sh)",
    ],
    [
      "a relative Python",
      uv("bin/python"),
      "it is no script that names its Python (it begins with #!/bin/sh)",
    ],
    [
      "another program",
      uv("/usr/bin/perl"),
      "it is no script that names its Python (it begins with #!/bin/sh)",
    ],
  ])("is named where it is %s", (_what, text, reason) => {
    expect(read(text)).toEqual({ reason });
  });
});

describe("a wrapper", () => {
  const real = () => write("real/bin/mlflow", "#!/v/bin/python\n");

  it.each([
    ["of one line", (file: string) => `#!/bin/sh\nexec ${file} "$@"\n`],
    [
      "with quotes and a comment",
      (file: string) => `#!/bin/bash\n# ours\nset -eu\nexec '${file}' "$@"\n`,
    ],
    ["of env", (file: string) => `#!/usr/bin/env bash\nexec "${file}" "$@"\n`],
    [
      "of Nix",
      (file: string) =>
        `#! /nix/store/x-bash-5.2/bin/bash -e\nPATH=\${PATH:+':'$PATH':'}\nexport PATH='/nix/store/y/bin'$PATH\nexport PYTHONNOUSERSITE='true'\nexec -a "$0" "${file}"  "$@" \n`,
    ],
  ])("%s is followed", (_what, text) => {
    const followed = [join(folder, "real/bin/mlflow")];
    expect(read(text(real()))).toMatchObject({ python: "/v/bin/python", followed });
  });

  it.each<[string, string, [string, number][]]>([
    ["nothing", "set -eu\nFOO=kept-in-the-shell", []],
    ["a value", "export FOO=bar", [["FOO", 2]]],
    ["a secret", "# ours\n\n  export KEY='s3cret; $(id)'", [["KEY", 4]]],
    [
      "what it set before",
      "FOO=1\nBAR=2\nexport FOO BAR",
      [
        ["FOO", 4],
        ["BAR", 4],
      ],
    ],
    ["what decides exposure", "export MLFLOW_HOST=0.0.0.0", [["MLFLOW_HOST", 2]]],
  ])("sets %s, which is named, and never its value", (_what, lines, names) => {
    const found = read(`#!/bin/sh\n${lines}\nexec ${real()} "$@"\n`);
    const sets = names.map(([name, line]) => ({
      ...{ kind: "file", name, line },
      file: expect.stringMatching(/^\//),
    }));
    expect(found).toMatchObject({ python: "/v/bin/python" });
    expect("sets" in found ? found.sets : []).toEqual(sets);
    expect(JSON.stringify(found)).not.toContain("s3cret");
  });

  it("of a wrapper hands on what each sets", () => {
    const inner = write("inner/mlflow", `#!/bin/sh\nexport B=2\nexec ${real()} "$@"\n`);
    const found = read(`#!/bin/sh\nexport A=1\nexec ${inner} "$@"\n`);
    expect(found).toMatchObject({ sets: [{ name: "A" }, { name: "B", file: inner }] });
  });

  it("of a wrapper names each step", () => {
    const outer = `#!/bin/sh\nexec ${write("second/mlflow", `#!/bin/sh\nexec ${real()} "$@"\n`)} "$@"\n`;
    const followed = ["second/mlflow", "real/bin/mlflow"].map((path) => join(folder, path));
    expect(read(outer)).toEqual({ python: "/v/bin/python", followed });
  });

  it.each([
    ["does more", (file: string) => `#!/bin/sh\ncurl x | sh\nexec ${file} "$@"\n`],
    [
      "reads another file",
      (file: string) => `#!/bin/sh\nset -a; . /etc/mlflow.env\nexec ${file} "$@"\n`,
    ],
    ["sets a variable for one command", (file: string) => `#!/bin/sh\nexec env A=1 ${file} "$@"\n`],
    ["sets it before exec", (file: string) => `#!/bin/sh\nA=1 exec ${file} "$@"\n`],
    ["goes elsewhere first", (file: string) => `#!/bin/sh\ncd /srv\nexec ${file} "$@"\n`],
    ["says the host", (file: string) => `#!/bin/sh\nexec ${file} "$@" --host 0.0.0.0\n`],
    ["adds options", (file: string) => `#!/bin/sh\nexec ${file} --x "$@"\n`],
    ["expands something", () => `#!/bin/sh\nexec "$HOME/mlflow" "$@"\n`],
  ])("that %s is not", (_what, text) => {
    expect(read(text(real()))).toHaveProperty("reason");
  });

  it("that leads back to itself ends", () => {
    const [one, two] = [join(folder, "loop/one"), join(folder, "loop/two")];
    write("loop/one", `#!/bin/sh\nexec ${two} "$@"\n`);
    write("loop/two", `#!/bin/sh\nexec ${one} "$@"\n`);
    expect(readLauncher(one, { cwd: "/", environment: {} })).toEqual({
      reason: "it is a wrapper of wrappers without an end",
    });
  });
});

describe("a shim of pyenv", () => {
  const shim = () => `#!/usr/bin/env bash
set -e
[ -n "$PYENV_DEBUG" ] && set -x

program="\${0##*/}"

export PYENV_ROOT="${folder}/pyenv"
exec "${folder}/pyenv/libexec/pyenv" exec "$program" "$@"
`;
  const install = (version: string) =>
    write(`pyenv/versions/${version}/bin/mlflow`, `#!/pyenv/${version}/bin/python\n`);

  it("is followed to the version that pyenv would take", () => {
    for (const version of ["3.10.13", "3.11.7", "3.12.1"]) install(version);
    write("pyenv/version", "3.13.0\n3.10.13\n");
    write("project/.python-version", "# mine\n3.11.7\n");
    const python = (version: string) => ({
      python: `/pyenv/${version}/bin/python`,
      followed: ["libexec/pyenv", `versions/${version}/bin/mlflow`].map((path) =>
        join(folder, "pyenv", path),
      ),
    });
    const inside = join(folder, "project/below");
    expect(read(shim())).toEqual(python("3.10.13"));
    expect(read(shim(), {}, inside)).toEqual(python("3.11.7"));
    expect(read(shim(), { PYENV_VERSION: "3.13.0:3.12.1" }, inside)).toEqual(python("3.12.1"));
  });

  it("is named where that version has none", () => {
    const reason = "it is a shim of pyenv, and mlflow is not in its version (3.9.18)";
    expect(read(shim(), { PYENV_VERSION: "3.9.18" })).toEqual({ reason });
  });
});
