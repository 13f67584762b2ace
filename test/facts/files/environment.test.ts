import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readEnvironment } from "../../../src/facts/files/environment.ts";
import { PLUGIN_FILE_TWINS } from "../../../src/secrets/names.ts";
import { git } from "../../support/git.ts";

const PASSWORD = "MLFLOW_AUTH_ADMIN_PASSWORD";
const uid = process.getuid?.() ?? -1;
let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "guard-env-"));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const write = (name: string, text: string) => writeFileSync(join(cwd, name), text);

describe("an env file", () => {
  it("that was named says everything", async () => {
    write("my.env", "# mine\nMLFLOW_HOST=::1\nAWS_REGION=x\nMLFLOW_GUARD_LOG_LEVEL=warn\n");
    const { environment, envFile, problems } = await readEnvironment(
      { HOME: "/h" },
      { cwd, uid },
      "my.env",
    );
    expect([...environment.keys()].sort()).toEqual([
      "AWS_REGION",
      "HOME",
      "MLFLOW_GUARD_LOG_LEVEL",
      "MLFLOW_HOST",
    ]);
    expect(environment.get("MLFLOW_HOST")?.origin).toMatchObject({ file: "my.env", line: 2 });
    expect(envFile).toBe("my.env");
    expect(problems).toEqual([]);
  });

  it("that was merely found says what MLflow reads, and its other lines may be odd", async () => {
    write(".env", "MLFLOW_HOST=::1\nAWS_REGION=x\nMLFLOW_GUARD_LOG_LEVEL=warn\nodd line\n");
    const { environment, envFile, problems } = await readEnvironment({}, { cwd, uid }, undefined);
    expect([...environment.keys()]).toEqual(["MLFLOW_HOST"]);
    expect(envFile).toBe(".env");
    expect(problems).toEqual([]);
  });

  it("that was merely found must be plain where it speaks of MLflow", async () => {
    write(".env", "MLFLOW_HOST=a#b\n");
    expect((await readEnvironment({}, { cwd, uid }, undefined)).problems).toMatchObject([
      { what: expect.stringContaining(".env:1: MLFLOW_HOST") },
    ]);
  });

  it("that was named must be plain everywhere", async () => {
    write("my.env", "odd line\n");
    expect((await readEnvironment({}, { cwd, uid }, "my.env")).problems).toHaveLength(1);
  });

  it("that was named must be there, one that is found need not", async () => {
    expect((await readEnvironment({}, { cwd, uid }, "none.env")).problems[0]?.what).toContain(
      "does not exist",
    );
    expect(await readEnvironment({}, { cwd, uid }, undefined)).toMatchObject({
      envFile: null,
      problems: [],
    });
  });

  it("is no folder", async () => {
    mkdirSync(join(cwd, ".env"));
    expect((await readEnvironment({}, { cwd, uid }, ".env")).problems[0]?.what).toContain(
      "is a folder",
    );
    expect((await readEnvironment({}, { cwd, uid }, undefined)).problems).toEqual([]);
  });

  it.each([
    ["a pipe", () => execFileSync("mkfifo", [join(cwd, ".env")]), "is not a regular file"],
    [
      "a link to a device",
      () => symlinkSync("/dev/full", join(cwd, ".env")),
      "is not a regular file",
    ],
    ["a link to itself", () => symlinkSync(".env", join(cwd, ".env")), "cannot be opened (ELOOP)"],
    ["hidden by a link to /dev/null", () => symlinkSync("/dev/null", join(cwd, ".env")), null],
  ])("that nobody named is not passed over in silence: %s", async (_what, make, problem) => {
    make();
    const { problems } = await readEnvironment({}, { cwd, uid }, undefined);
    expect(problems.map(({ what }) => what)).toEqual(problem ? [`env file .env ${problem}`] : []);
  });

  it.each([
    ["a folder", () => mkdirSync(join(cwd, ".env")), true],
    ["a link that leads nowhere", () => symlinkSync("none", join(cwd, ".env")), true],
    ["a file", () => write(".env", ""), false],
    ["nothing", () => {}, false],
  ])("cannot be written where there is %s: %s", async (_what, make, occupied) => {
    make();
    const read = async (named?: string) =>
      (await readEnvironment({}, { cwd, uid }, named)).occupied;
    expect([await read(), await read("my.env")]).toEqual([occupied, false]);
  });
});

describe("an env file that git tracks", () => {
  const KEY = "MLFLOW_FLASK_SERVER_SECRET_KEY";
  const track = () => {
    git(cwd, "init", "-q");
    git(cwd, "add", ".");
  };

  it("gives no secrets, and everything else, where it was merely found", async () => {
    write("pw", "hunter2");
    write(".env", `MLFLOW_PORT=1\n${KEY}=x\n${PASSWORD}_FILE=pw\n`);
    track();
    const read = await readEnvironment({}, { cwd, uid }, undefined);
    expect([...read.environment.keys()]).toEqual(["MLFLOW_PORT"]);
    expect(read.secretFiles).toEqual([]);
    expect(read.tracked).toEqual({
      certain: true,
      lines: [
        { name: KEY, line: 2 },
        { name: `${PASSWORD}_FILE`, line: 3 },
      ],
    });
  });

  it("gives all where somebody named it", async () => {
    write(".env", `${KEY}=x\n`);
    track();
    const read = await readEnvironment({}, { cwd, uid }, ".env");
    expect([read.environment.get(KEY)?.value, read.tracked]).toEqual(["x", null]);
  });

  it.each([
    ["no secret", "MLFLOW_PORT=1\n", {}],
    ["an empty one", `${KEY}=\n`, {}],
    ["one that the environment has", `${KEY}=x\n`, { [KEY]: "own" }],
    ["the file of one that the environment has", `${KEY}_FILE=x\n`, { [KEY]: "own" }],
  ])("says nothing where it holds %s", async (_what, text, env) => {
    write(".env", text);
    track();
    const read = await readEnvironment(env, { cwd, uid }, undefined);
    expect([read.tracked, read.unusable]).toEqual([null, []]);
  });

  it("gives its secrets where git does not track it", async () => {
    write(".env", `${KEY}=x\n`);
    git(cwd, "init", "-q");
    const read = await readEnvironment({}, { cwd, uid }, undefined);
    expect([read.environment.get(KEY)?.value, read.tracked]).toEqual(["x", null]);
  });

  it("gives none where git may track it", async () => {
    write(".env", `${KEY}=x\n`);
    mkdirSync(join(cwd, ".git/index"), { recursive: true });
    const read = await readEnvironment({}, { cwd, uid }, undefined);
    expect([read.environment.has(KEY), read.tracked?.certain]).toEqual([false, false]);
  });
});

describe("a secret file", () => {
  it("takes the place of its variable", async () => {
    write("pw", "hunter2\n");
    const { environment, secretFiles, unusable } = await readEnvironment(
      { [`${PASSWORD}_FILE`]: "pw" },
      { cwd, uid },
      undefined,
    );
    expect(environment.get(PASSWORD)).toEqual({
      value: "hunter2",
      origin: { kind: "file", name: `${PASSWORD}_FILE`, file: join(cwd, "pw") },
    });
    expect(environment.has(`${PASSWORD}_FILE`)).toBe(false);
    expect(secretFiles).toHaveLength(1);
    expect(unusable).toEqual([]);
  });

  it("may be named by an env file", async () => {
    write("pw", "hunter2");
    write(".env", `${PASSWORD}_FILE=pw\n`);
    expect(
      (await readEnvironment({}, { cwd, uid }, undefined)).environment.get(PASSWORD)?.value,
    ).toBe("hunter2");
  });

  it.each([
    ["the file", { [`${PASSWORD}_FILE`]: "pw" }, `${PASSWORD}=other\n`, "hunter2"],
    ["the value", { [PASSWORD]: "own" }, `${PASSWORD}_FILE=pw\n`, "own"],
  ])("loses to the environment, where that has %s", async (_what, env, text, expected) => {
    write("pw", "hunter2");
    write(".env", text);
    const read = await readEnvironment(env, { cwd, uid }, undefined);
    expect([read.environment.get(PASSWORD)?.value, read.unusable]).toEqual([expected, []]);
  });

  it.each([
    ["is missing", { [`${PASSWORD}_FILE`]: "none" }, "does not exist"],
    ["stands beside the variable", { [`${PASSWORD}_FILE`]: "pw", [PASSWORD]: "x" }, "both set"],
  ])("that %s cannot be used", async (_what, env, what) => {
    write("pw", "hunter2");
    const { environment, unusable } = await readEnvironment(env, { cwd, uid }, undefined);
    expect(unusable).toMatchObject([
      {
        origin: { kind: "env", name: `${PASSWORD}_FILE` },
        what: expect.stringContaining(what),
      },
    ]);
    expect(environment.has(`${PASSWORD}_FILE`)).toBe(false);
  });

  it.each([
    ["an empty name", `${PASSWORD}_FILE`, ""],
    ["a variable that is no secret", "MLFLOW_HOST_FILE", "pw"],
  ])("is not read for %s", async (_what, name, value) => {
    write("pw", "hunter2");
    const { environment, unusable } = await readEnvironment(
      { [name]: value },
      { cwd, uid },
      undefined,
    );
    expect([...environment.keys()]).toEqual([name]);
    expect(unusable).toEqual([]);
  });
});

describe("a path that cannot be followed", () => {
  it("is a problem for an env file, found or named, and never the end of the program", async () => {
    symlinkSync(".env", join(cwd, ".env"));
    for (const named of [undefined, ".env", "x".repeat(5000)])
      expect((await readEnvironment({}, { cwd, uid }, named)).problems[0]?.what).toMatch(
        /cannot be opened \((?:ELOOP|ENAMETOOLONG)\)/,
      );
  });
});

describe("the secret files of a login plugin", () => {
  it("are read for its app alone: their variables have common names", async () => {
    write("key", "hunter2\n");
    const real = { SECRET_KEY_FILE: "key" };
    const other = await readEnvironment(real, { cwd, uid }, undefined);
    expect([...other.environment.keys()]).toEqual(["SECRET_KEY_FILE"]);
    const twins = PLUGIN_FILE_TWINS["oidc-auth"];
    const { environment, secretFiles } = await readEnvironment(
      real,
      { cwd, uid },
      undefined,
      twins,
    );
    expect(environment.get("SECRET_KEY")).toMatchObject({ value: "hunter2" });
    expect([[...environment.keys()], secretFiles]).toEqual([["SECRET_KEY"], ["key"]]);
  });
});
