import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { shapeOf } from "../scripts/shape.js";
import { median } from "../scripts/statistics.js";

const SRC = new URL("../src/", import.meta.url);

const filesThatEndIn = (ending: string) =>
  readdirSync(SRC, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .map((name) => ({ name, text: readFileSync(new URL(name, SRC), "utf8") }));

const sources = filesThatEndIn(".ts");
const programs = filesThatEndIn(".py");

/** A line of Python, where a line or a string begins. */
const PYTHON =
  /(?:^|[`"'])(?:import \w+(?:, \w+)*(?:;|\\n|$)|from [\w.]+ import \w|def \w+\(.*\):$)/m;

/**
 * Every folder of src/, in the order in which data flows: a module imports from its own or an earlier one, types
 * included. `programs` has what Python runs, which any of them may bundle.
 */
const FLOW = [
  ...["net", "files", "shell", "secrets", "mlflow", "intent", "facts", "policy", "plan"],
  ...["watch", "terminal", "launch", "account-store", "report", "help", "install", "users"],
  ...["shim", "completion", "server", "init", "commands", "cli"],
];

const roomOf = (name: string) => (name.includes("/") ? (name.split("/")[0] ?? "") : "");
const PURE = ["intent", "policy", "plan", "shell"];

const imports = (text: string) =>
  [...text.matchAll(/(?:from|import\() ?"([^"]+)"/g)].map(([, path]) => path ?? "");

/** Type imports carry no code. */
const codeImports = (text: string) => imports(text.replace(/^import type [\s\S]*?;$/gm, ""));

describe("the sources", () => {
  it.each(
    sources.filter(({ name }) => PURE.includes(name.split("/")[0] ?? "")),
  )("keep $name pure", ({ text }) => {
    const effects = codeImports(text).filter((path) =>
      /^node:(?!util$|path$|net$)|^execa$|^pino$/.test(path),
    );
    expect(effects).toEqual([]);
    expect(text).not.toMatch(/\bprocess\.\w+[[(]|process\.env|new Date\(\)|Date\.now/);
  });

  it("are in rooms that have a place in the flow", () => {
    const rooms = [...new Set(sources.map(({ name }) => roomOf(name)))];
    expect(rooms.sort()).toEqual(["", ...FLOW, "programs"].sort());
  });

  it.each(
    sources.filter(({ name }) => FLOW.includes(roomOf(name))),
  )("let $name reach forward only", ({ name, text }) => {
    const paths = imports(text).filter((path) => path.startsWith("."));
    const rooms = paths.map((path) => roomOf(join(dirname(name), path)));
    expect(rooms.filter((room) => FLOW.indexOf(room) > FLOW.indexOf(roomOf(name)))).toEqual([]);
  });

  it.each([...sources, ...programs])("are plain ASCII and short: $name", ({ text }) => {
    expect(text).toMatch(/^[\n\x20-\x7e]*$/);
    expect(text.split("\n").length).toBeLessThanOrEqual(250);
  });

  it.each([...sources, ...programs])("take times and timeouts from the monotonic clock: $name", ({
    name,
    text,
  }) => {
    // The wall clock goes back and forth. The date of today, which the opt-out needs, is asked for in one place.
    const dated = /^(?:main|api)\.ts$/.test(name)
      ? text.replace("new Date().toISOString().slice(0, 10)", "")
      : text;
    expect(dated).not.toMatch(/\bDate\.now|new Date\(\)|\btime\.time\(|\bdatetime\b/);
  });

  it("have Python's programs in files of their own", () => {
    const names = readdirSync(new URL("programs/", SRC));
    // Whoever imports one leaves Python's own copies there.
    const others = names.filter((name) => !/^[a-z_]+\.py$|^__pycache__$/.test(name));
    expect(others).toEqual(["index.d.ts"]);
    expect(programs.length).toBeGreaterThan(0);
    const used = sources
      .flatMap(({ text }) => imports(text))
      .filter((path) => path.endsWith(".py"));
    expect(used.map((path) => path.replace(/^(?:\.\.\/)+/, "")).sort()).toEqual(
      programs.map(({ name }) => name).sort(),
    );
    const strings = sources.filter(({ text }) => PYTHON.test(text)).map(({ name }) => name);
    // Two commands to be pasted, and the one line that a `.pth` file takes.
    expect(strings.sort()).toEqual(["report/start.ts", "shell/command.ts", "shim/python-hook.ts"]);
  });

  it("touch the process in main, in what programs call, in the launch and at the terminal only", () => {
    const touching = sources
      .filter(({ text }) =>
        /\bprocess\.(?:argv|cwd|env|exit\w*|getuid|off|on|pid|std\w+)\b/.test(text),
      )
      .map(({ name }) => name);
    expect(
      touching.filter((name) => !/^(?:(?:main|api)\.ts$|launch\/|terminal\/)/.test(name)),
    ).toEqual([]);
  });

  it.each(
    sources.filter(({ name }) => !/^(?:intent|cli)\//.test(name)),
  )("ask for a setting by its field, not by its word: $name", ({ text }) => {
    expect(text.match(/\b(?:options|guard)\??\.(?:get|has)\(["'`]/g) ?? []).toEqual([]);
  });

  it.each(
    sources.filter(({ name }) => !name.startsWith("shell/")),
  )("leave what is pasted to the one that quotes it: $name", ({ text }) => {
    const own = /`[^`\n]*\b(?:chmod |chown |openssl |read -|export [\w${}]+=)[^`\n]*\$\{/g;
    expect(text.match(own) ?? []).toEqual([]);
  });
});

describe("the shape of the sources", () => {
  const { files, functions, folders, circles } = shapeOf(fileURLToPath(SRC));
  const longest = (all: typeof files) => all.toSorted((a, b) => b.lines - a.lines)[0];
  const middle = (all: typeof files) => median(all.map(({ lines }) => lines));

  it("has no circle between files, types included", () => {
    expect(circles).toEqual([]);
  });

  it("has small folders, but for the rules", () => {
    const big = folders.filter(({ name, count }) => count > 15 && name !== "policy/rules");
    expect(big).toEqual([]);
  });

  it("has short files and short functions", () => {
    expect(longest(files)).toHaveProperty(
      "lines",
      expect.toSatisfy((lines) => lines <= 250),
    );
    expect(longest(functions)).toHaveProperty(
      "lines",
      expect.toSatisfy((lines) => lines <= 50),
    );
    expect(middle(files)).toBeLessThanOrEqual(60);
    expect(middle(functions)).toBeLessThanOrEqual(8);
  });
});
