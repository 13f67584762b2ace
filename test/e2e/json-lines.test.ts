import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BIN, makeFolder, runGuard, shared, start, waitFor } from "../support/guard.ts";
import { standInMlflow } from "../support/stand-in.ts";
import { startWriter } from "../support/writer.ts";

const JSON_LOGS = { MLFLOW_GUARD_LOG_FORMAT: "json" };

/** Every line is a record; one that is none throws. */
const records = (text: string) =>
  text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));

const ENV_FILE = "MLFLOW_GUARD_LOG_FORMAT=json\n";
const FLAG = "--guard-log-format=json";

describe("with JSON logs every line is a record", () => {
  it.each([
    ["an option that is none", 64, "usage", ["server", FLAG, "--bogus"], {}],
    ["a value in two words", 64, "usage", ["ui", "--guard-log-format", "json", "--port=x"], {}],
    ["the format by variable", 64, "usage", ["server", "--port=x"], JSON_LOGS],
    ["the format in a named env file", 64, "usage", ["server", "--guard-env-file=e", "-p=x"], {}],
    ["a command that is none", 64, "usage", ["sever"], JSON_LOGS],
    ["no command, and the format behind", 64, "usage", ["--bogus", "server", FLAG], {}],
    ["check with wrong usage", 64, "usage", ["check", FLAG, "--format=xml"], {}],
    ["check without MLflow", 0, "failed", ["check", FLAG, "--guard-mlflow=/nothing"], {}],
    ["server without MLflow", 69, "failed", ["server", FLAG, "--guard-mlflow=/nothing"], {}],
    ["a refusal", 78, "refused", ["server", "--host", "0.0.0.0", FLAG], {}],
  ] as const)("%s", async (_what, code, event, words, env) => {
    const cwd = makeFolder({ e: ENV_FILE });
    const ended = await runGuard(words, { cwd, env: { ...env, XDG_DATA_HOME: cwd } });
    const [first, ...more] = records(ended.stderr);
    expect([ended.code, first, more]).toEqual([
      code,
      expect.objectContaining({ level: "error", name: "mlflow-guard", event }),
      [],
    ]);
    if (event === "usage")
      expect(first).toMatchObject({
        msg: "the settings cannot be used",
        problems: [{ what: expect.any(String), fix: expect.any(String) }],
      });
  });

  it("text is text all the same", async () => {
    const words = ["server", "--guard-log-format=text", "--bogus"];
    const { stderr } = await runGuard(words, { env: JSON_LOGS });
    expect(stderr).toMatch(/^mlflow-guard: the settings cannot be used/);
  });

  it("too few descriptors", async () => {
    const line = `ulimit -n 24; exec "${process.execPath}" "${BIN}" server`;
    const { ended } = start("sh", ["-c", line], { env: JSON_LOGS });
    expect(records((await ended).stderr)).toMatchObject([
      { event: "failed", fix: "ulimit -n 1024" },
    ]);
  });

  it("a working directory that was removed", async () => {
    const cwd = makeFolder({ "gone/x": "" });
    const line = `cd gone && rm x && rmdir ../gone && exec "${process.execPath}" "${BIN}" server`;
    const { ended } = start("sh", ["-c", line], { cwd, env: JSON_LOGS });
    expect(existsSync(join(cwd, "gone"))).toBe(true);
    expect(records((await ended).stderr)).toMatchObject([
      { event: "failed", msg: "the working directory was removed. MLflow was not started." },
    ]);
  });

  it("an installation that fails", async () => {
    const cwd = makeFolder();
    const env = { ...JSON_LOGS, XDG_DATA_HOME: cwd, PATH: cwd };
    const { code, stderr } = await runGuard(["server", "--guard-install"], { cwd, env });
    const events = records(stderr).map(({ event }) => event);
    expect([code, events.at(-1)]).toEqual([69, "message"]);
  });

  it("a warning of Node's", async () => {
    const script = makeFolder({ "warn.cjs": 'process.nextTick(process.emitWarning, "odd");' });
    const env = { ...JSON_LOGS, NODE_OPTIONS: `--require=${join(script, "warn.cjs")}` };
    const { code, stderr } = await runGuard(["server", "--port=x"], { env });
    const [usage, warning] = records(stderr).sort((one, other) =>
      one.event < other.event ? -1 : 1,
    );
    expect([code, usage.event]).toEqual([64, "usage"]);
    expect(warning).toMatchObject({
      level: "warn",
      event: "warning",
      msg: "Node.js: Warning: odd",
    });
  });

  it("an error that nobody foresaw", async () => {
    // Nothing of this kind is known: a script stands in for the mistake.
    const env = { ...JSON_LOGS, NODE_OPTIONS: `--require=${join(mistake(), "mistake.cjs")}` };
    const { code, stderr } = await runGuard(["check"], { env });
    expect([code, records(stderr)]).toEqual([
      70,
      [expect.objectContaining({ event: "failed", msg: expect.stringMatching(/^internal error/) })],
    ]);
  });
});

/** Every look at a file by its name fails in a way that no system call does. */
function mistake(): string {
  return makeFolder({
    "mistake.cjs": `const fs = require("node:fs");
fs.lstatSync = fs.statSync = () => { throw new TypeError("none of the known ones"); };
require("node:module").syncBuiltinESMExports();
`,
  });
}

const mlflow = shared(() => standInMlflow(undefined, "writer"));

it("what is lost on a full disk is a record, at the quietest level too", async () => {
  const words = `${FLAG} --guard-log-level=error`;
  const script = `"$@" ${words} 2>err >/dev/full`;
  const writer = await startWriter(mlflow(), "lines 10 0", script, "ignore");
  writer.trigger();
  const said = () => records(readFileSync(join(writer.cwd, "err"), "utf8"));
  const lost = await waitFor(() => said().find(({ event }) => event === "warning"));
  expect(lost.msg).toMatch(/^standard output could not be written \(ENOSPC\); .* 1000 bytes/);
  process.kill(writer.launcher, "SIGTERM");
  await writer.ended;
  expect(said().map(({ event }) => event)).toEqual(["ready", "warning", "stopping", "stopped"]);
});
