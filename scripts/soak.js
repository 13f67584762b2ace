// Many starts and stops, and a long time of load while workers are killed: whether the launcher leaks. Exit 1 if so.
// `npm run soak -- --starts 100 --minutes 10 --clients 4`
// With `--faults` instead lives of an exposed server in which one fault follows the other: see soak/faults.js.
// `npm run soak -- --faults --minutes 60 --seed 7 --kinds "full disk,launcher killed"`
import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { cage } from "./cage.js";
import { prepare } from "./prepare.js";
import * as servers from "./servers.js";
import { median, slopeOf } from "./statistics.js";

const { values } = parseArgs({
  options: {
    starts: { type: "string", default: "100" },
    minutes: { type: "string" },
    clients: { type: "string", default: "4" },
    // Seconds between two kills of a worker; the next one comes when the last one is replaced.
    kills: { type: "string", default: "15" },
    // Megabytes that the launcher may grow by during the load, by the slope of its memory.
    growth: { type: "string", default: "10" },
    faults: { type: "boolean", default: false },
    seed: { type: "string" },
    // Faults and endings that are to be, all of them without it.
    kinds: { type: "string" },
    // Seconds that a stray listener may live, in place of what is stated.
    bound: { type: "string" },
    // The folder to use, where it runs already where nothing outside is in reach.
    caged: { type: "string" },
  },
});
const minutes = Number(values.minutes ?? (values.faults ? 60 : 10));
const [starts, clients] = [values.starts, values.clients].map(Number);

const STOP_TIMEOUT = 10;
const SAMPLE_SECONDS = 1;
/** The first part of the load is left out: Node grows until its heap has the size that the work needs. */
const WARM_UP = 0.2;

const folder = values.caged ?? mkdtempSync(join(tmpdir(), "guard-soak-"));
process.on("exit", () => {
  if (!values.caged) rmSync(folder, { recursive: true, force: true });
});

const problems = [];
function problem(text) {
  problems.push(text);
  console.log(`PROBLEM: ${text}`);
}

async function launch(name, workers) {
  const [cwd, port] = [join(folder, name), await servers.freePort()];
  const runtime = join(cwd, "runtime");
  mkdirSync(runtime, { recursive: true });
  const env = {
    ...process.env,
    MLFLOW_WORKERS: String(workers),
    MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false",
    XDG_STATE_HOME: runtime,
    GUARD_SOAK: cwd,
  };
  const words = ["server", "--port", String(port), "--guard-stop-timeout", String(STOP_TIMEOUT)];
  const started = servers.start(process.execPath, [servers.BIN, ...words], { cwd, env });
  await servers.ready(started, port, true);
  return { started, port, runtime, mark: `GUARD_SOAK=${cwd}` };
}

function isListening(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("close", () => socket.destroy());
  });
}

function privateFolders(runtime) {
  const folder = join(runtime, "mlflow-guard");
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** What one launch left behind, in words. */
async function leftOf({ mark, runtime, port }) {
  return [
    ...servers.processesWith(mark).map(({ pid, argv }) => `process ${pid}: ${argv}`),
    ...privateFolders(runtime).map((name) => `private folder ${name}`),
    ...((await isListening(port)) ? [`a listener at port ${port}`] : []),
  ];
}

async function end(name, launched) {
  const code = await servers.stop(launched.started);
  if (code !== 0) problem(`${name} ended with ${code}:\n${launched.started.tail}`);
  const gone = await servers.waitFor(async () => (await leftOf(launched)).length === 0, 5);
  if (!gone) problem(`${name} left ${(await leftOf(launched)).join("; ")}`);
}

async function startsAndStops() {
  const times = [];
  for (let count = 1; count <= starts; count += 1) {
    const from = performance.now();
    const launched = await launch(`start-${count}`, 1);
    times.push((performance.now() - from) / 1000);
    await end(`start ${count}`, launched);
    rmSync(join(folder, `start-${count}`), { recursive: true });
    if (count % 10 === 0 || count === starts) console.log(`${count} starts and stops`);
  }
  if (times.length === 0) return;
  const [middle, most] = [median(times), Math.max(...times)];
  console.log(`ready after ${middle.toFixed(1)} s (median), ${most.toFixed(1)} s (longest)`);
}

/** Those of uvicorn's processes that answer: it starts them by multiprocessing. */
const workersOf = ({ mark }) =>
  servers.processesWith(mark).filter(({ argv }) => argv.includes("spawn_main"));

async function killWorkers(launched, until) {
  const count = workersOf(launched).length;
  let kills = 0;
  for (;;) {
    await servers.wait(
      Math.min(Number(values.kills), Math.max(0, (until - performance.now()) / 1000)),
    );
    if (performance.now() >= until) return kills;
    const workers = workersOf(launched);
    const one = workers[Math.floor(Math.random() * workers.length)];
    if (!one) {
      problem("no worker is left");
      return kills;
    }
    process.kill(one.pid, "SIGKILL");
    kills += 1;
    const replaced = () => {
      const now = workersOf(launched);
      return now.length === count && now.every(({ pid }) => pid !== one.pid);
    };
    if (!(await servers.waitFor(replaced, 60))) problem(`worker ${one.pid} was not replaced`);
  }
}

async function sample({ started: { pid } }, until) {
  const samples = [];
  const from = performance.now();
  while (performance.now() < until) {
    samples.push({ minute: (performance.now() - from) / 60_000, megabytes: servers.memoryOf(pid) });
    await servers.wait(SAMPLE_SECONDS);
  }
  return samples;
}

function judgeMemory(samples) {
  const step = Math.max(1, Math.floor(samples.length / 10));
  for (const { minute, megabytes } of samples.filter((_, index) => index % step === 0))
    console.log(`  ${minute.toFixed(2)} min: ${megabytes.toFixed(1)} MB`);
  const steady = samples.slice(Math.floor(samples.length * WARM_UP));
  const slope = slopeOf(steady.map(({ minute, megabytes }) => [minute, megabytes]));
  const growth = slope * minutes;
  console.log(
    `launcher's memory: ${slope.toFixed(2)} MB a minute, ${growth.toFixed(1)} MB in all; at most ${values.growth} MB`,
  );
  if (!(growth <= Number(values.growth))) problem(`the launcher grew by ${growth.toFixed(1)} MB`);
}

async function load() {
  const launched = await launch("load", 2);
  const { pid } = launched.started;
  const files = servers.openFiles(pid);
  const count = servers.processesWith(launched.mark).length;
  const client = servers.startLoad(`http://127.0.0.1:${launched.port}`, clients);
  const until = performance.now() + minutes * 60_000;
  const [kills, samples, counts] = await Promise.all([
    killWorkers(launched, until),
    sample(launched, until),
    client.run(minutes * 60),
  ]);
  client.close();
  console.log(
    `${counts.answered} answers in ${minutes} min, ${counts.lost} connections lost, ${kills} workers killed`,
  );
  if (counts.answered === 0 || counts.refused > 0)
    problem(`${counts.answered} requests were answered well, ${counts.refused} were not`);
  judgeMemory(samples);
  const settled = () => servers.openFiles(pid).length <= files.length;
  if (!(await servers.waitFor(settled, 10)))
    problem(
      `the launcher holds ${servers.openFiles(pid).length} files open, ${files.length} before: ${servers.openFiles(pid).join(", ")}`,
    );
  else console.log(`files that the launcher holds open: ${files.length} before and after`);
  const processes = () => servers.processesWith(launched.mark).length;
  if (!(await servers.waitFor(() => processes() === count, 10)))
    problem(`${processes()} processes after the load, ${count} before`);
  await end("the load", launched);
}

/** The soak again, with processes, mounts and a network of its own. */
async function inCage() {
  const again = [process.execPath, ...process.argv.slice(1), "--caged", folder];
  const [command, ...words] = [...cage(), ...again];
  const child = spawn(command, words, { stdio: "inherit" });
  process.on("exit", () => child.kill("SIGKILL"));
  const [code] = await once(child, "close");
  process.exit(code ?? 1);
}

async function withFaults() {
  if (!values.caged) await inCage();
  const { faults } = await import("./soak/faults.js");
  const options = {
    ...{ minutes, seed: Number(values.seed ?? randomInt(1_000_000)) },
    kinds: values.kinds?.split(",") ?? null,
    ...{ bound: values.bound ? Number(values.bound) : null, growth: Number(values.growth) },
  };
  problems.push(...(await faults(folder, options)));
}

const prepared = values.caged ? 0 : prepare();
if (prepared) process.exit(prepared);
if (values.faults) await withFaults();
else {
  await startsAndStops();
  await load();
}
console.log(problems.length === 0 ? "nothing leaked" : `${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);
