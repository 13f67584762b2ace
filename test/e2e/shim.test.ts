import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeEnvironment } from "../support/environments.ts";
import { BIN, freePort, makeFolder, runGuard, SMALL, start } from "../support/guard.ts";
import { ask } from "../support/http.ts";
import { flat } from "../support/stand-in.ts";
import { makeServerFolder } from "../support/store.ts";

/** Says how it was started, reads its input, and ends with a code of its own. */
const SAYS = `import sys
print(sys.argv, sys.stdin.read())
sys.exit(7)
`;

/** As pip writes it. */
const CONSOLE_SCRIPT = `import re
import sys
from mlflow.cli import cli
if __name__ == '__main__':
    sys.argv[0] = re.sub(r'(-script\\.pyw|\\.exe)?$', '', sys.argv[0])
    sys.exit(cli())
`;

interface Place {
  readonly folder: string;
  readonly mlflow: string;
  readonly before: string;
}

function environmentWith(script?: string): Place {
  const folder = join(makeFolder(), "it's-an-env");
  const mlflow = makeEnvironment(folder, script === undefined ? {} : { script });
  return { folder: dirname(mlflow), mlflow, before: readFileSync(mlflow, "utf8") };
}

async function shimmed(place: Place, ...words: readonly string[]): Promise<Place> {
  const made = await runGuard(["shim", ...words, place.folder]);
  expect([made.code, made.stderr]).toEqual([0, ""]);
  return place;
}

function run(command: string, words: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { PATH = "", HOME = "" } = process.env;
  const options = { input: "typed", encoding: "utf8", env: { PATH, HOME, ...env } } as const;
  const { status, stdout, stderr } = spawnSync(command, words, { ...options, cwd: makeFolder() });
  return { status, stdout, stderr: flat(stderr) };
}

describe("a shim", () => {
  it("leaves everything but a server to MLflow as it was, and goes without a trace", async () => {
    const place = environmentWith(SAYS);
    const { folder, mlflow, before } = place;
    const lines = [
      [],
      ["runs", "list", "server"],
      ["--version"],
      ["--env-file", "server", "run"],
      ["-x", "ui"],
    ];
    const all = () => lines.map((words) => run(mlflow, words));
    const plain = all();
    expect(plain[1]).toMatchObject({ status: 7, stdout: expect.stringContaining("typed") });
    await shimmed(place);
    const named = all().map((one) => ({
      ...one,
      stdout: one.stdout.replace("mlflow.exe", "mlflow"),
    }));
    expect(named).toEqual(plain);
    const removed = await runGuard(["shim", "--remove"], { env: { VIRTUAL_ENV: dirname(folder) } });
    expect([removed.code, removed.stdout]).toEqual([0, expect.stringContaining("own again")]);
    expect(readFileSync(mlflow, "utf8")).toBe(before);
    expect(existsSync(join(folder, "mlflow.exe"))).toBe(false);
  });

  it("shows the real MLflow's help under its own name", async () => {
    const { mlflow } = await shimmed(environmentWith(CONSOLE_SCRIPT));
    const { status, stderr } = run(mlflow, ["nonsense"]);
    expect([status, stderr]).toEqual([2, expect.stringContaining("Usage: mlflow [OPTIONS]")]);
  });

  it("starts a private server, and stops it as the launcher does", async () => {
    const { mlflow } = await shimmed(environmentWith());
    const cwd = makeServerFolder();
    const guard = start(mlflow, ["server", "--port", String(await freePort())], {
      cwd,
      env: SMALL,
    });
    expect((await ask(`${await guard.ready()}/health`)).status).toBe(200);
    const { code, stderr } = await guard.stop();
    expect([code, flat(stderr)]).toEqual([0, expect.stringContaining("stopped after")]);
  });

  it.each([
    [["server", "--host", "0.0.0.0"]],
    [["ui", "-h", "0.0.0.0"]],
    [["--env-file", "FILE", "server", "--host", "0.0.0.0"]],
    [["--env-file=FILE", "--", "server", "--host", "0.0.0.0"]],
  ])("refuses what the launcher refuses: mlflow %j", async (words) => {
    const { mlflow } = await shimmed(environmentWith());
    const file = join(makeFolder({ "settings.env": "MLFLOW_WORKERS=1\n" }), "settings.env");
    const { status, stderr } = run(
      mlflow,
      words.map((word) => word.replace("FILE", file)),
    );
    expect([status, stderr]).toEqual([78, expect.stringContaining("public-without-auth")]);
  });

  it("is never what the launcher launches, whoever finds or names it", async () => {
    const { folder, mlflow } = await shimmed(environmentWith());
    const second = makeFolder();
    const elsewhere = await runGuard(["shim", second], { env: { PATH: folder } });
    expect([elsewhere.code, elsewhere.stdout]).toEqual([
      0,
      expect.stringContaining("PATH leads to"),
    ]);
    // Another link leads to the first shim, and is kept when that folder gets one.
    const third = makeFolder();
    symlinkSync(mlflow, join(third, "mlflow"));
    expect((await runGuard(["shim", third])).code).toBe(0);
    for (const one of [mlflow, join(second, "mlflow"), join(third, "mlflow")]) {
      const { stdout } = await runGuard(["check", "--format", "json", "--guard-mlflow", one]);
      expect(JSON.parse(stdout).mlflow.path).toBe(join(folder, "mlflow.exe"));
    }
    const env = { PATH: `${second}:${third}:${folder}` };
    const { stdout } = await runGuard(["check", "--format", "json"], { env });
    expect(JSON.parse(stdout).mlflow.path).toBe(join(folder, "mlflow.exe"));
  });

  it("can be put again, and after an upgrade that replaced it", async () => {
    const { folder, mlflow, before } = await shimmed(environmentWith(SAYS));
    await runGuard(["shim", folder]);
    expect(readFileSync(join(folder, "mlflow.exe"), "utf8")).toBe(before);
    rmSync(mlflow);
    writeFileSync(mlflow, `${before}# upgraded\n`, { mode: 0o755 });
    const gone = await runGuard(["shim", "--remove", folder]);
    expect([gone.code, gone.stderr]).toEqual([1, expect.stringContaining("not a shim")]);
    await runGuard(["shim", folder]);
    expect(readFileSync(join(folder, "mlflow.exe"), "utf8")).toBe(`${before}# upgraded\n`);
  });

  it("says what is gone, and starts nothing", async () => {
    const { folder, mlflow } = await shimmed(environmentWith());
    const shim = readFileSync(mlflow, "utf8");
    for (const [name, words] of [
      ["node", "the Node of mlflow-guard is gone"],
      ["guard", "mlflow-guard is gone"],
    ] as const) {
      writeFileSync(mlflow, shim.replace(new RegExp(`^${name}=.*$`, "m"), `${name}=/nonexistent`));
      const { status, stderr } = run(mlflow, ["server"]);
      expect([status, stderr]).toEqual([69, expect.stringContaining(words)]);
    }
    writeFileSync(mlflow, shim);
    rmSync(join(folder, "mlflow.exe"));
    const { status, stderr } = run(mlflow, ["runs", "list"]);
    expect([status, stderr]).toEqual([
      69,
      expect.stringContaining("the MLflow behind this shim is gone"),
    ]);
    const again = await runGuard(["shim", folder], {
      env: { PATH: "/nonexistent", XDG_DATA_HOME: makeFolder() },
    });
    expect([again.code, again.stderr]).toEqual([
      69,
      expect.stringContaining("no MLflow was found"),
    ]);
    expect(readFileSync(mlflow, "utf8")).toBe(shim);
  });

  it("changes nothing where it cannot be", async () => {
    const place = environmentWith();
    const file = join(makeFolder({ file: "" }), "file");
    for (const [folder, code, words] of [
      ["/proc/self", 73, "cannot be changed"],
      ["/nonexistent/bin", 73, "there is no folder"],
      [file, 73, "is not a folder"],
      ["", 64, "shim takes one folder"],
    ] as const) {
      const ended = await runGuard(["shim", folder], { env: { PATH: place.folder } });
      expect([folder, ended.code, flat(ended.stderr)]).toEqual([
        folder,
        code,
        expect.stringContaining(words),
      ]);
    }
    const none = await runGuard(["shim"]);
    expect([none.code, flat(none.stderr)]).toEqual([
      64,
      expect.stringContaining("no environment is active"),
    ]);
    const other = environmentWith();
    writeFileSync(other.mlflow, "#!/bin/sh\necho not one\n");
    chmodSync(other.mlflow, 0o755);
    const strange = await runGuard(["shim", other.folder]);
    expect([strange.code, flat(strange.stderr)]).toEqual([
      69,
      expect.stringContaining("no MLflow that can be read"),
    ]);
    expect(readFileSync(other.mlflow, "utf8")).toBe("#!/bin/sh\necho not one\n");
  });

  it("is not made by a launcher in a cache that others clean", async () => {
    const { folder, before, mlflow } = environmentWith();
    const cache = join(makeFolder(), "_npx", "1f2e", "node_modules", "mlflow-guard");
    mkdirSync(cache, { recursive: true });
    for (const name of ["bin", "dist", "package.json"])
      cpSync(join(dirname(dirname(BIN)), name), join(cache, name), { recursive: true });
    const { status, stderr } = run(join(cache, "bin", "mlflow-guard.js"), ["shim", folder]);
    expect([status, stderr]).toEqual([64, expect.stringContaining("is in a cache")]);
    expect(readFileSync(mlflow, "utf8")).toBe(before);
  });

  it("guards python -m mlflow too where that is asked for", async () => {
    const place = await shimmed(environmentWith(), "--python");
    const python = join(place.folder, "python");
    const refused = [78, expect.stringContaining("public-without-auth")];
    for (const words of [
      ["-m", "mlflow"],
      ["-X", "dev", "-mmlflow"],
      ["-Wignore", "-um", "mlflow"],
    ]) {
      const { status, stderr } = run(python, [...words, "server", "--host", "0.0.0.0"]);
      expect([words, status, stderr]).toEqual([words, ...refused]);
    }
    const code = "import sys; print(sys.argv)";
    expect(run(python, ["-c", code, "-m", "mlflow", "server"]).stdout).toContain(
      "'-m', 'mlflow', 'server'",
    );
    const version = run(python, ["-m", "mlflow", "--version"]);
    expect([version.status, version.stdout]).toEqual([0, expect.stringContaining("3.17.2")]);
    await runGuard(["shim", "--remove", place.folder]);
    expect(run(python, ["-c", "import mlflow_guard_shim"]).stderr).toContain("ModuleNotFoundError");
  });
});
