import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findMlflow } from "../../src/mlflow/find.ts";
import { COMPLETE } from "../../src/mlflow/managed.ts";
import { MANAGED_VERSION } from "../../src/mlflow/versions.ts";
import { makeFolder } from "../support/guard.ts";

/** What looks like an MLflow to a reader of files. */
function makeMlflow(folder: string, version = "3.1.0", complete = true): string {
  const site = join(folder, "lib", "python3.11", "site-packages");
  mkdirSync(join(site, `mlflow-${version}.dist-info`), { recursive: true });
  mkdirSync(join(folder, "bin"), { recursive: true });
  writeFileSync(join(folder, "bin", "python"), "", { mode: 0o755 });
  const path = join(folder, "bin", "mlflow");
  writeFileSync(path, `#!${folder}/bin/python\n`, { mode: 0o755 });
  if (complete) writeFileSync(join(folder, COMPLETE), "");
  return path;
}

interface Machine {
  readonly home: string;
  readonly cwd: string;
  readonly managed: (version: string, complete?: boolean) => string;
  readonly find: (env?: Record<string, string>, named?: string) => ReturnType<typeof findMlflow>;
}

function makeMachine(): Machine {
  const [home, cwd] = [makeFolder(), makeFolder()];
  return {
    home,
    cwd,
    managed: (version, complete = true) =>
      makeMlflow(join(home, "mlflow-guard", `mlflow-${version}`), version, complete),
    find: (env = {}, named) =>
      findMlflow({
        cwd,
        uid: process.getuid?.() ?? -1,
        environment: { XDG_DATA_HOME: home, ...env },
        chosen: named
          ? { value: named, origin: { kind: "flag", name: "--guard-mlflow" } }
          : undefined,
      }),
  };
}

/** The chosen one and the others, as sources. */
function sourcesOf(search: ReturnType<typeof findMlflow>): string[] {
  if ("missing" in search) throw new Error(search.missing.what);
  return [search.found.source, ...search.passedOver.map(({ source }) => source)];
}

const MANAGED = "managed by install-mlflow";

describe("the MLflow that is launched", () => {
  it("is the first in the order of the guide; the others are named", () => {
    const { cwd, home, managed, find } = makeMachine();
    managed(MANAGED_VERSION);
    makeMlflow(join(cwd, "venv"));
    makeMlflow(join(cwd, ".venv"));
    makeMlflow(join(home, "on-path"));
    makeMlflow(join(home, "conda"));
    makeMlflow(join(home, "active"));
    const env = {
      VIRTUAL_ENV: join(home, "active"),
      CONDA_PREFIX: join(home, "conda"),
      PATH: `relative:${home}/active/bin:${home}/on-path/bin`,
    };
    expect(sourcesOf(find(env))).toEqual([
      "the active virtual environment",
      "the active conda environment",
      "PATH",
      join(cwd, ".venv"),
      join(cwd, "venv"),
      MANAGED,
    ]);
  });

  it("is one file once, however many ways lead to it", () => {
    const { home, find } = makeMachine();
    const path = makeMlflow(join(home, "real"));
    mkdirSync(join(home, "links"));
    symlinkSync(path, join(home, "links", "mlflow"));
    expect(sourcesOf(find({ PATH: `${home}/links:${home}/real/bin` }))).toEqual(["PATH"]);
  });

  it("is the tested version among the managed ones, then the newest", () => {
    const { managed, find } = makeMachine();
    const paths = ["3.9.0", MANAGED_VERSION, "3.10.0", "3.2.0", "3.10.0rc1"].map((version) =>
      managed(version),
    );
    const search = find();
    if ("missing" in search) throw new Error(search.missing.what);
    expect([search.found.path, ...search.passedOver.map(({ path }) => path)]).toEqual(
      [1, 2, 4, 0, 3].map((at) => paths[at]),
    );
  });

  it("is the one that was named, and then no other is looked for", () => {
    const { managed, find } = makeMachine();
    managed(MANAGED_VERSION);
    expect(sourcesOf(find({}, managed("3.9.0")))).toEqual(["--guard-mlflow"]);
  });

  it("is none that is half made, whichever way leads there", () => {
    const { home, managed, find } = makeMachine();
    const path = managed("3.9.0", false);
    const folder = join(home, "mlflow-guard", "mlflow-3.9.0");
    for (const search of [find(), find({ VIRTUAL_ENV: folder, PATH: join(folder, "bin") })]) {
      expect(search).toEqual({
        missing: { what: "no MLflow was found", fix: "mlflow-guard install-mlflow", none: true },
      });
    }
    expect(find({}, path)).toEqual({
      missing: {
        what: `--guard-mlflow ${path}: its installation is not complete`,
        fix: "mlflow-guard install-mlflow --version 3.9.0",
      },
    });
    managed("3.8.0");
    expect(sourcesOf(find())).toEqual([MANAGED]);
  });
});
