import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appSection, readInstallation } from "../../../src/facts/mlflow/installation.ts";

describe("the apps of an entry_points.txt", () => {
  const app = (name: string, target = `${name}:app`) => ({ name, target });

  it.each([
    ["one", "[mlflow.app]\nmine = mine:app\n", [app("mine")]],
    [
      "several, other sections around",
      "[a]\nx = y:z\n\n[mlflow.app]\na = a:app\nb=b:app\n[c]\nd = e:f\n",
      [app("a"), app("b")],
    ],
    ["CRLF", "[mlflow.app]\r\nmine = mine:app\r\n", [app("mine")]],
    ["comments", "[mlflow.app]\n# x = y:z\n;a = b:c\nmine = mine:app\n", [app("mine")]],
    [
      "a name with a dash",
      "[mlflow.app]\nbasic-auth = mlflow.server.auth:create_app",
      [app("basic-auth", "mlflow.server.auth:create_app")],
    ],
    ["none", "[mlflow.application]\nx = y:z\n", []],
    ["another case", "[MLFLOW.APP]\nx = y:z\n", []],
    ["nothing", "", []],
  ])("%s", (_what, text, apps) => {
    expect(appSection(text)).toEqual(apps);
  });
});

describe("an installation", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "guard-install-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function write(path: string, content = ""): string {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  function venv(name: string, packages: readonly string[], head?: (python: string) => string) {
    const python = write(`${name}/bin/python`);
    for (const one of packages) write(`${name}/lib/python3.12/site-packages/${one}/METADATA`);
    return write(`${name}/bin/mlflow`, head ? head(python) : `#!${python}\nimport sys\n`);
  }

  it("is read from its files alone", () => {
    const mlflow = venv("whole", ["mlflow-3.17.2.dist-info", "Flask_WTF-1.2.dist-info"]);
    const site = "whole/lib/python3.12/site-packages";
    write(
      `${site}/mlflow-3.17.2.dist-info/entry_points.txt`,
      "[mlflow.app]\nbasic-auth = mlflow.server.auth:create_app\n",
    );
    write(`${site}/other-1.0.dist-info/entry_points.txt`, "[mlflow.app]\nmine = mine:app\n");
    write(
      `${site}/stores-1.0.dist-info/entry_points.txt`,
      "[mlflow.tracking_store]\nown = own:Store\n[sqlalchemy.dialects]\nsqlite.libsql = l:d\n[x]\ny = z\n",
    );
    expect(readInstallation(mlflow)).toEqual({
      version: "3.17.2",
      python: join(folder, "whole/bin/python"),
      pythonVersion: "3.12",
      authExtra: true,
      metricsExporter: false,
      dotenv: null,
      apps: [
        { name: "basic-auth", target: "mlflow.server.auth:create_app", from: "mlflow-3.17.2" },
        { name: "mine", target: "mine:app", from: "other-1.0" },
      ],
      schemes: ["own", "sqlite.libsql"],
      sitePackages: join(folder, site),
      standardLibrary: null,
      followed: [],
    });
  });

  it.each([
    ["beside MLflow", "prometheus_flask_exporter-0.23.2.dist-info", true],
    ["written otherwise", "Prometheus_Flask_Exporter-0.22.dist-info", true],
    ["the client alone", "prometheus_client-0.26.0.dist-info", false],
  ])("knows of the exporter of metrics: %s", (what, name, there) => {
    const mlflow = venv(`exporter-${what}`.replaceAll(" ", "-"), ["mlflow-3.5.0.dist-info", name]);
    expect(readInstallation(mlflow)).toMatchObject({ metricsExporter: there });
  });

  it.each([
    ["a direct line", (python: string) => `#!${python}\n`],
    ["a blank and a flag", (python: string) => `#! ${python} -I\n`],
    [
      "the form for long paths",
      (python: string) => `#!/bin/sh\n'''exec' "${python}" "$0" "$@"\n' '''\n`,
    ],
    [
      "the same without quotes",
      (python: string) => `#!/bin/sh\n'''exec' ${python} "$0" "$@"\n' '''\n`,
    ],
  ])("is found through %s", (what, head) => {
    const mlflow = venv(what.replaceAll(" ", "-"), ["mlflow-3.5.0.dist-info"], head);
    expect(readInstallation(mlflow)).toMatchObject({ version: "3.5.0", authExtra: false });
  });

  it.each([
    ["a shell script", "#!/bin/sh\nexec python3 -m mlflow\n"],
    ["a python that depends on PATH", "#!/usr/bin/env python3\n"],
    ["a binary", "\u007fELF"],
    ["nothing", ""],
  ])("is none behind %s", (_what, content) => {
    expect(readInstallation(write("odd/bin/mlflow", content))).toEqual({
      reason: expect.stringContaining("no script"),
    });
  });

  it.each([
    ["nothing", []],
    ["mlflow-skinny alone", ["mlflow_skinny-3.17.2.dist-info"]],
    ["no version", ["mlflow-latest.dist-info"]],
  ])("is none where %s is installed", (what, packages) => {
    expect(readInstallation(venv(`none-${what.length}`, packages))).toEqual({
      reason: expect.stringContaining("no MLflow is installed"),
    });
  });

  it("is found through a link to another Python", () => {
    venv("base", ["mlflow-3.6.0.dist-info"]);
    mkdirSync(join(folder, "linked/bin"), { recursive: true });
    const python = join(folder, "linked/bin/python");
    symlinkSync(join(folder, "base/bin/python"), python);
    write("base/lib/python3.12/os.py");
    expect(readInstallation(write("linked/bin/mlflow", `#!${python}\n`))).toMatchObject({
      version: "3.6.0",
      python,
      standardLibrary: join(folder, "base/lib/python3.12"),
    });
  });
});
