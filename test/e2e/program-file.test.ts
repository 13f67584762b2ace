import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import Module from "node:module";
import { dirname, join } from "node:path";
import { Script } from "node:vm";
import { describe, expect, it } from "vitest";
import { BIN, makeFolder, start } from "../support/guard.ts";
import { copyProgram } from "../support/program-copy.ts";

/** An env file that makes a Node which obeys it run a module. */
function hostile() {
  const folder = makeFolder({
    "evil.cjs": 'require("node:fs").writeFileSync(`${__dirname}/ran`, "");',
  });
  const text = `NODE_OPTIONS=--require=${join(folder, "evil.cjs")}\nMLFLOW_PORT=5077\n`;
  return { file: join(makeFolder({ "named.env": text }), "named.env"), ran: join(folder, "ran") };
}

const PATH_OF_NODE = `${dirname(process.execPath)}:/usr/bin:/bin`;

describe("the program file", () => {
  const PATH = PATH_OF_NODE;

  it.each([
    ["by itself", BIN, []],
    ["by a Node that is told where its options end", process.execPath, ["--", BIN]],
  ])("lets no env file choose what Node loads: run %s", async (_how, command, before) => {
    const { file, ran } = hostile();
    const words = [...before, "--env-file", file, "check", "--format=json"];
    const { code, stdout } = await start(command, words, { cwd: makeFolder(), env: { PATH } })
      .ended;
    expect(code).toBe(0);
    expect(JSON.parse(stdout).exposure.port).toBe(5077);
    expect(existsSync(ran)).toBe(false);
  });

  it("hands on its exit code, and takes signals itself", async () => {
    expect((await start(BIN, ["sever"], { env: { PATH } }).ended).code).toBe(64);
  });
});

describe("the code that the build keeps", () => {
  const kept = (chunks: string) => readdirSync(chunks).filter((name) => name.endsWith(".code"));

  it("is taken by this Node, for what every start loads", () => {
    const chunks = join(dirname(dirname(BIN)), "dist/chunks");
    const core = kept(chunks).find((name) => name.startsWith("core-")) ?? "";
    const source = readFileSync(join(chunks, core.replace(/\.js\..*/, ".js")), "utf8");
    const cachedData = readFileSync(join(chunks, core));
    expect(new Script(Module.wrap(source), { cachedData }).cachedDataRejected).toBe(false);
  });

  it.each<[string, (file: string) => void]>([
    ["missing", () => {}],
    ["empty", (file) => writeFileSync(file, "")],
    ["cut", (file) => writeFileSync(file, Buffer.alloc(5000, 7))],
    ["a folder", (file) => mkdirSync(file)],
  ])("is not needed: it is %s", async (_what, put) => {
    const program = copyProgram();
    const chunks = join(dirname(dirname(program)), "dist/chunks");
    for (const name of kept(chunks)) {
      rmSync(join(chunks, name));
      put(join(chunks, name));
    }
    const { code, stderr } = await start(process.execPath, [program, "server", "--host", "::"])
      .ended;
    expect([code, stderr]).toEqual([78, expect.stringContaining("public-without-auth")]);
  });
});

describe("the program", () => {
  it.each([
    ["init"],
    ["init", "--print"],
    ["check"],
    ["healthcheck"],
    ["help"],
  ])("gives Node nothing to warn of: %s", async (...words) => {
    const { stderr } = await start(BIN, words, { cwd: makeFolder(), env: { PATH: PATH_OF_NODE } })
      .ended;
    expect(stderr).not.toContain("Node.js:");
  });
});

describe("a program of which a part", () => {
  /** The first page of a process is never there (proc(5)). */
  const unreadable = (file: string) => symlinkSync("/proc/self/mem", file);
  const chunk = (program: string, name: RegExp) => {
    const chunks = join(dirname(dirname(program)), "dist/chunks");
    return join(chunks, readdirSync(chunks).find((file) => name.test(file)) ?? "");
  };

  it.each<[string, RegExp, (file: string) => void, string]>([
    ["that every start loads is missing", /^core-.*js$/, () => {}, "a file of the program is miss"],
    ["is missing, as after an upgrade", /^check-[^j].*js$/, () => {}, "itself is missing: was it"],
    ["cannot be read", /^core-.*js$/, unreadable, "cannot be read: read (EIO)"],
    ["cannot be read later", /^check-[^j].*js$/, unreadable, "read (EIO"],
  ])("%s, says so and ends with 71", async (_what, name, put, said) => {
    const program = copyProgram();
    const file = chunk(program, name);
    rmSync(file);
    put(file);
    const { code, stderr } = await start(process.execPath, [program, "check"]).ended;
    expect([code, stderr]).toEqual([71, expect.stringContaining(said)]);
    expect(stderr).not.toMatch(/^ +at /m);
  });
});
