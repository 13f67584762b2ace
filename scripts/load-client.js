// A small load client, a process of its own: so many connections, each asks one route after the other. Told by
// messages: {seconds} or {stop: true}; answers with what it counted.
import { Agent, request } from "node:http";

const [origin, connections] = [process.argv[2] ?? "", Number(process.argv[3])];
const agent = new Agent({ keepAlive: true, maxSockets: connections });

/** What the pages of MLflow ask for, and what a probe does. */
const ROUTES = [
  ["GET", "/health", undefined],
  ["POST", "/api/2.0/mlflow/experiments/search", { max_results: 20 }],
  ["POST", "/api/2.0/mlflow/runs/search", { experiment_ids: ["0"], max_results: 20 }],
];

/** Milliseconds until a server that did not answer is asked again. */
const PAUSE = 50;

let until = 0;

/** Resolves with the status, 0 where there was no answer. */
function ask([method, path, json]) {
  const body = json && JSON.stringify(json);
  const headers = body
    ? { "content-type": "application/json", "content-length": Buffer.byteLength(body) }
    : {};
  return new Promise((resolve) => {
    const sent = request(origin + path, { method, agent, headers }, (response) => {
      // A worker may be killed in the middle of its answer.
      const whole = () => (response.complete ? response.statusCode : 0);
      response.on("error", () => {});
      response.resume().once("close", () => resolve(whole()));
    });
    sent.once("error", () => resolve(0));
    sent.end(body);
  });
}

async function keepAsking(counts, first) {
  for (let turn = first; performance.now() < until; turn += 1) {
    const status = await ask(ROUTES[turn % ROUTES.length]);
    if (status === 200) counts.answered += 1;
    else if (status === 0) counts.lost += 1;
    else counts.refused += 1;
    if (status === 0) await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

process.on("message", async ({ seconds, stop }) => {
  if (stop) {
    until = 0;
    return;
  }
  const counts = { answered: 0, lost: 0, refused: 0 };
  const from = performance.now();
  until = performance.now() + seconds * 1000;
  await Promise.all(Array.from({ length: connections }, (_, first) => keepAsking(counts, first)));
  process.send({ ...counts, seconds: (performance.now() - from) / 1000 });
});
process.on("disconnect", () => process.exit());
