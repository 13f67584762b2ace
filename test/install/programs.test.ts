import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import type { InstallRequest } from "../../src/install/request.ts";
import { chooseTool } from "../../src/install/tool.ts";
import { makeFolder } from "../support/guard.ts";

/** Programs that answer this, one folder of PATH each; null is one that does not run. */
function pathOf(programs: readonly (readonly [name: string, answer: string | null])[]): string[] {
  return programs.map(([name, answer]) => {
    const folder = makeFolder();
    const script = answer === null ? "exit 127" : `echo '${answer}'`;
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return folder;
  });
}

const python = (version: string, kind = "cpython") => `${kind} ${version} /opt/python${version}`;
const REQUEST = { python: null, sudo: "", call: "mlflow-guard" } as Partial<InstallRequest>;

function choose(PATH: string, given: Partial<InstallRequest> = {}) {
  return chooseTool({ ...REQUEST, ...given } as InstallRequest, { PATH });
}

describe("what installs", () => {
  it.each([
    [
      "python3 before a newer one",
      [
        ["python3.13", python("3.13")],
        ["python3", python("3.11")],
      ],
      "3.11",
    ],
    [
      "the newest where python3 does not fit",
      [
        ["python3", python("3.14")],
        ["python3.10", python("3.10")],
        ["python3.12", python("3.12")],
      ],
      "3.12",
    ],
    [
      "one that runs",
      [
        ["python3", null],
        ["python3.11", python("3.11")],
      ],
      "3.11",
    ],
    [
      "CPython alone",
      [
        ["python3", python("3.11", "pypy")],
        ["python3.10", python("3.10")],
      ],
      "3.10",
    ],
  ] as const)("is %s", async (_what, programs, version) => {
    const found = choose(pathOf(programs).join(":"));
    expect(found).toMatchObject({ name: "pip", python: { version } });
  });

  it("is uv where one runs, with a Python of PATH or with one of its own", async () => {
    const uv = ["uv", "uv 0.9.1"] as const;
    const both = choose(pathOf([uv, ["python3", python("3.12")]]).join(":"));
    expect(both).toMatchObject({ name: "uv", python: { version: "3.12" } });
    expect(choose(pathOf([uv]).join(":"))).toMatchObject({ name: "uv", python: null });
    const broken = pathOf([
      ["uv", null],
      ["python3", python("3.12")],
    ]).join(":");
    expect(choose(broken)).toMatchObject({ name: "pip" });
  });

  it("is the Python that was named, or none", async () => {
    const [folder = ""] = pathOf([["mine", python("3.10")]]);
    const others = pathOf([
      ["python3", python("3.12")],
      ["uv", "uv 0.9.1"],
    ]).join(":");
    const named = choose(others, { python: join(folder, "mine") });
    expect(named).toMatchObject({ name: "uv", python: { version: "3.10" } });
    expect(choose(others, { python: join(folder, "none") })).toHaveProperty("fix");
  });

  it("is none behind a relative entry of PATH", async () => {
    const here = makeFolder();
    mkdirSync(join(here, "bin"));
    const script = `#!/bin/sh\necho '${python("3.12")}'\n`;
    writeFileSync(join(here, "bin", "python3"), script, { mode: 0o755 });
    expect(choose(join(here, "bin"))).toMatchObject({ python: { version: "3.12" } });
    expect(choose(relative(process.cwd(), join(here, "bin")))).toHaveProperty("fix");
  });
});
