// What the launcher costs: requests a second of MLflow behind it, with an audit log, against `mlflow server` alone.
// Exit 1 where even the upper end of the interval is below the bound. `npm run bench -- --rounds 4 --pairs 6`
//
// In each round both servers are started anew, and load alternates between them, A B B A ...: what the machine does
// meanwhile meets both, and no start that happened to be a fast one counts for the whole. The one that has no load
// runs on and idles. Each has its own copy of one store, the same options, and a pipe as reader of its output.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { prepare } from "./prepare.js";
import * as servers from "./servers.js";
import { interval, median } from "./statistics.js";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "4" },
    pairs: { type: "string", default: "6" },
    seconds: { type: "string", default: "4" },
    workers: { type: "string", default: "1" },
    connections: { type: "string", default: "4" },
  },
});

const BOUND = 0.97;
const RUNS = 20;

const folder = mkdtempSync(join(tmpdir(), "guard-bench-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const optionsFor = (cwd, port) => [
  ...["server", "--port", String(port), "--workers", values.workers],
  ...["--backend-store-uri", `sqlite:///${join(cwd, "mlflow.db")}`],
];

const environment = { ...process.env, MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false" };

async function startServer(mlflow, cwd, isLauncher) {
  const port = await servers.freePort();
  const words = optionsFor(cwd, port);
  const audit = ["--guard-audit-log", join(cwd, "audit.jsonl"), "--guard-mlflow", mlflow];
  const started = isLauncher
    ? servers.start(process.execPath, [servers.BIN, ...words, ...audit], { cwd, env: environment })
    : servers.start(mlflow, words, { cwd, env: environment });
  await servers.ready(started, port, isLauncher);
  return { ...started, origin: `http://127.0.0.1:${port}`, audit: isLauncher ? audit[1] : null };
}

async function post(origin, path, body) {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(origin + path, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path} was answered ${answer.status}`);
  return answer.json();
}

/** A store with some runs in it, which both servers get a copy of. */
async function makeStore(mlflow) {
  const cwd = join(folder, "store");
  mkdirSync(cwd);
  const server = await startServer(mlflow, cwd, false);
  for (let count = 0; count < RUNS; count += 1) {
    const { run } = await post(server.origin, "/api/2.0/mlflow/runs/create", {
      experiment_id: "0",
      start_time: Date.now(),
    });
    const metrics = ["loss", "accuracy"].map((key) => ({
      key,
      value: count,
      timestamp: count,
      step: 0,
    }));
    const params = [{ key: "rate", value: String(count) }];
    await post(server.origin, "/api/2.0/mlflow/runs/log-batch", {
      run_id: run.info.run_id,
      ...{ metrics, params },
    });
  }
  await servers.stop(server);
  return cwd;
}

async function measure(load) {
  const { answered, lost, refused, seconds } = await load.run(Number(values.seconds));
  if (lost + refused > 0) throw new Error(`${lost} requests were lost and ${refused} refused`);
  return answered / seconds;
}

/** Two of the three routes belong in the audit log: a bench of a log that stays empty would show nothing. */
function sayAudited(file) {
  const lines = readFileSync(file, "utf8").trim().split("\n").length;
  if (lines < Number(values.seconds)) throw new Error(`the audit log has ${lines} lines`);
  console.log(`  ${lines} lines in the audit log`);
}

async function round(mlflow, store, number) {
  const sides = [false, true];
  // What starts first is not always the same one.
  if (number % 2 === 1) sides.reverse();
  const running = [];
  for (const isLauncher of sides) {
    const cwd = join(folder, `round-${number}-${isLauncher ? "guard" : "alone"}`);
    cpSync(store, cwd, { recursive: true });
    const server = await startServer(mlflow, cwd, isLauncher);
    const load = servers.startLoad(server.origin, Number(values.connections));
    running.push({ server, load, isLauncher });
  }
  // What is done once, at the first request, is not measured.
  for (const { load } of running) await measure(load);
  const pairs = [];
  for (let count = 0; count < Number(values.pairs); count += 1) {
    const order = count % 2 === 0 ? running : running.toReversed();
    const pair = {};
    for (const { load, isLauncher } of order)
      pair[isLauncher ? "guard" : "alone"] = await measure(load);
    pairs.push(pair);
    const { guard, alone } = pair;
    console.log(
      `round ${number + 1}: behind the launcher ${guard.toFixed(1)}/s, alone ${alone.toFixed(1)}/s, ratio ${(guard / alone).toFixed(3)}`,
    );
  }
  for (const { server, load } of running) {
    load.close();
    await servers.stop(server);
    if (server.audit) sayAudited(server.audit);
  }
  return pairs;
}

const prepared = prepare();
if (prepared) process.exit(prepared);
const mlflow = servers.findMlflow();
const store = await makeStore(mlflow);
const pairs = [];
for (let number = 0; number < Number(values.rounds); number += 1)
  pairs.push(...(await round(mlflow, store, number)));
const ratios = pairs.map(({ guard, alone }) => guard / alone);
const [low, high] = interval(ratios);
console.log(
  `median of ${ratios.length} pairs ${median(ratios).toFixed(3)}, 95 % interval ${low.toFixed(3)} to ${high.toFixed(3)}, bound ${BOUND}`,
);
process.exit(high >= BOUND ? 0 : 1);
