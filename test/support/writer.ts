import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { createHash, type Hash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { EXIT } from "../../src/exit-codes.ts";
import { BIN, plainEnvironment, waitFor, whenFinished } from "./guard.ts";
import { processesWith } from "./processes.ts";
import { type Prepared, prepareStandIn } from "./stand-in.ts";

export const LAUNCHER = [process.execPath, BIN] as const;

/** A launcher whose server writes, and whoever stands between. */
export interface Writer extends Prepared {
  readonly child: ChildProcess;
  /** The launcher's own pid. */
  readonly launcher: number;
  readonly ended: Promise<number | null>;
}

/** What a server that writes needs; `WRITER` is explained in the fixture. */
export const prepareWriter = (mlflow: string, WRITER: string, mode = "plain") =>
  prepareStandIn(mode, { MLFLOW_GUARD_MLFLOW: mlflow, WRITER });

/**
 * Starts the launcher below a shell that runs this script; comes back when the file `err` says that it is ready.
 * @param mode of the stand-in.
 */
export async function startWriter(
  mlflow: string,
  WRITER: string,
  script: string,
  stdio: StdioOptions = ["ignore", "pipe", "ignore"],
  mode = "plain",
): Promise<Writer> {
  const stand = await prepareWriter(mlflow, WRITER, mode);
  const { cwd } = stand;
  const child = spawn("/bin/sh", ["-c", script, "sh", ...LAUNCHER, ...stand.words], {
    ...{ cwd, stdio, env: plainEnvironment(stand.env), detached: true },
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  whenFinished(async () => {
    if (child.exitCode === null) process.kill(-(child.pid ?? Number.NaN), "SIGTERM");
    child.stdout?.resume();
    await ended;
  });
  const err = join(cwd, "err");
  const isReady = /mlflow-guard: ready|"event":"ready"/;
  await waitFor(() => existsSync(err) && isReady.test(readFileSync(err, "utf8")));
  const called = LAUNCHER.join(" ");
  const launcher = processesWith(stand.mark).find(({ argv }) => argv.startsWith(called));
  return { ...stand, child, ended, launcher: launcher?.pid ?? Number.NaN };
}

const BATCH = 10_000;

/** The fixture's numbered lines. */
export function linesOf(count: number): Hash {
  const hash = createHash("sha256");
  for (let first = 0; first < count; first += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, count - first) }, (_, at) => first + at);
    hash.update(numbers.map((number) => `${String(number).padStart(99, "0")}\n`).join(""));
  }
  return hash;
}

function memory(pid: number, name: "VmRSS" | "VmHWM"): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(new RegExp(`^${name}:\\s*(\\d+)`, "m").exec(status)?.[1]);
}

const MOST_MEMORY = 1.5;

/**
 * So many lines of 100 bytes in so many seconds, to a reader that stops in the middle of them: they arrive complete and
 * in order, and the launcher keeps none of them.
 */
export async function expectFlood(
  mlflow: string,
  lines: number,
  seconds: number,
  pause: number,
): Promise<void> {
  const writer = await startWriter(mlflow, `lines ${lines} ${seconds}`, '"$@" 2>err | cat');
  const { launcher, child } = writer;
  const idle = memory(launcher, "VmRSS");
  // proc(5), clear_refs: the peak is what it is now.
  writeFileSync(`/proc/${launcher}/clear_refs`, "5");
  const hash = createHash("sha256");
  let bytes = 0;
  const half = (lines * 100) / 2;
  child.stdout?.on("data", (chunk: Buffer) => {
    hash.update(chunk);
    if (bytes < half && bytes + chunk.length >= half) {
      child.stdout?.pause();
      setTimeout(() => child.stdout?.resume(), pause * 1000);
    }
    bytes += chunk.length;
  });
  writer.trigger();
  const most = (2 * seconds + pause + 60) * 1000;
  await waitFor(
    () => bytes >= lines * 100,
    most,
    () => `${bytes} bytes of ${lines * 100} came`,
  );
  const peak = memory(launcher, "VmHWM");
  console.log(`the launcher's memory: ${idle} kB idle, at most ${peak} kB (${peak / idle})`);
  expect(peak).toBeLessThan(MOST_MEMORY * idle);
  process.kill(launcher, "SIGTERM");
  expect(await writer.ended).toBe(EXIT.ok);
  expect(hash.digest("hex")).toBe(linesOf(lines).digest("hex"));
}
