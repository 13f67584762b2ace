import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { EXIT } from "../../src/exit-codes.ts";
import { PYTHON, shared, startGuard, waitFor } from "../support/guard.ts";
import { standInMlflow } from "../support/stand-in.ts";
import { atTerminal } from "../support/terminal.ts";
import { expectNothingLeft } from "../support/traces.ts";
import { expectFlood, linesOf, prepareWriter, startWriter } from "../support/writer.ts";

const mlflow = shared(() => standInMlflow(undefined, "writer"));

const MEGABYTE = 1_000_000;

/** All bytes of the fixture's `bytes`. */
const ALL_BYTES = Buffer.concat([
  ...Array.from({ length: 64 }, () => Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))),
  Buffer.from("ä€😀".repeat(100)),
  Buffer.from("\x1b[31mred\xff\xfe no end", "latin1"),
]);

const SLOW_READER = fileURLToPath(new URL("../fixtures/slow-reader.py", import.meta.url));

describe("MLflow's output", () => {
  it("arrives complete and in order, as fast as it comes, with a reader that stops", async () => {
    await expectFlood(mlflow(), 1_000_000, 0, 3);
  });

  it("passes byte for byte", async () => {
    const writer = await startWriter(mlflow(), "bytes", '"$@" 2>err >out');
    writer.trigger();
    const out = join(writer.cwd, "out");
    await waitFor(() => readFileSync(out).length >= ALL_BYTES.length);
    process.kill(writer.launcher, "SIGTERM");
    expect(await writer.ended).toBe(EXIT.ok);
    expect(readFileSync(out).equals(ALL_BYTES)).toBe(true);
  });

  it("is not lost at the end: a megabyte right before it, and a slow reader", async () => {
    const lines = MEGABYTE / 100;
    const script = `{ "$@" 2>err; echo $? >code; } | ${PYTHON} ${SLOW_READER} >out`;
    const writer = await startWriter(mlflow(), `last ${lines}`, script);
    writer.trigger();
    await writer.ended;
    const bytes = readFileSync(join(writer.cwd, "out"));
    expect(bytes.length).toBe(MEGABYTE);
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(linesOf(lines).digest("hex"));
    expect(readFileSync(join(writer.cwd, "code"), "utf8")).toBe("3\n");
  });

  it("does not keep the launcher when its reader has stopped for good", async () => {
    const writer = await startWriter(mlflow(), "lines 100000 0", '"$@" 2>err | cat');
    const { stdout } = writer.child;
    stdout?.once("readable", () => {});
    writer.trigger();
    await waitFor(() => (stdout?.readableLength ?? 0) > 0);
    const since = performance.now();
    process.kill(writer.launcher, "SIGTERM");
    await waitFor(() => !existsSync(`/proc/${writer.launcher}`));
    stdout?.resume();
    await expectNothingLeft(writer, 5, since);
  });
});

const COUNT = 2000;
const numbered = (name: string) => Array.from({ length: COUNT }, (_, at) => `${name} ${at}`);
const mixed = Array.from({ length: COUNT }, (_, at) => [`out ${at}`, `err ${at}`]).flat();

/** The server's own lines; what the launcher says goes between them. */
const written = (text: string) =>
  text.split(/\r?\n/).filter((line) => /^(?:out|err) \d/.test(line));

/** Where the two streams go, and the lines that are to be there. */
const APART = { out: numbered("out"), err: numbered("err") };
const WHERE = [
  ["two files", '"$@" >out 2>err', APART],
  ["one file", '"$@" >err 2>&1', { err: mixed }],
  ["two pipes", '{ "$@" 2>&3 | cat >out; } 3>&1 | cat >err', APART],
  ["one pipe", '"$@" 2>&1 | cat >err', { err: mixed }],
  ["a file and a pipe", '"$@" 2>&1 >out | cat >err', APART],
] as const;

describe("every line arrives in its order", () => {
  it.for(WHERE)("at %s", async ([, script, expected]) => {
    const writer = await startWriter(mlflow(), `both ${COUNT}`, script);
    writer.trigger();
    const read = (name: string) => written(readFileSync(join(writer.cwd, name), "utf8"));
    const streams = Object.entries(expected);
    await waitFor(() => streams.every(([name, lines]) => read(name).length >= lines.length));
    process.kill(writer.launcher, "SIGTERM");
    await writer.ended;
    for (const [name, lines] of streams) expect(read(name)).toEqual(lines);
  });

  it("at two UNIX sockets, which are what Node calls pipes", async () => {
    const stand = await prepareWriter(mlflow(), `both ${COUNT}`);
    const guard = startGuard(stand.words, stand);
    await guard.ready();
    stand.trigger();
    const lines = () => [written(guard.stdout()), written(guard.stderr())];
    await waitFor(() => lines().every(({ length }) => length >= COUNT));
    expect((await guard.stop()).code).toBe(EXIT.ok);
    expect(lines()).toEqual([numbered("out"), numbered("err")]);
  });

  it("at a terminal", async () => {
    const stand = await prepareWriter(mlflow(), `both ${COUNT}`);
    stand.trigger();
    const last = [
      { see: "mlflow-guard: ready", type: "" },
      // By signal: a terminal would show the Ctrl-C in the middle of what is still on its way.
      { see: "", in: join(stand.cwd, "written"), signal: constants.signals.SIGINT },
    ];
    const seen = await atTerminal(stand.words, last, stand);
    expect([seen.code, written(seen.screen)]).toEqual([EXIT.ok, mixed]);
  });
});
