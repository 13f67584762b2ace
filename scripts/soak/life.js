import { join } from "node:path";
import * as servers from "../servers.js";
import { BOUNDS, READY_TIMEOUT, STOP_TIMEOUT } from "./bounds.js";
import { listening, readPulse } from "./place.js";
import { makeReader } from "./reader.js";

const WORKERS = 2;

/** uvicorn kills a worker that does not answer it in so many seconds; on a busy machine five of them are too few. */
const PATIENCE = 30;

/** Starts an exposed server with a login. @param before words in front of the launcher's own, such as `prlimit`. */
export async function startLife(place, before = []) {
  const port = await servers.freePort();
  const [out, err] = ["out", "err"].map((name) => makeReader(join(place.folder, name)));
  const words = [
    ...["server", "--host", "0.0.0.0", "--port", String(port), "--workers", String(WORKERS)],
    ...["--uvicorn-opts", `--timeout-worker-healthcheck=${PATIENCE}`],
    ...["--guard-stop-timeout", String(STOP_TIMEOUT), "--guard-audit-log", place.audit],
    ...["--guard-ready-timeout", String(READY_TIMEOUT)],
  ];
  const [command, ...rest] = [...before, process.execPath, servers.BIN, ...words];
  const started = servers.start(command, rest, {
    ...{ cwd: place.work, env: place.launcherEnv },
    output: [out.childEnd, err.childEnd],
  });
  for (const one of [out, err]) one.handOver();
  const life = {
    ...{ port, out, err, pid: started.pid, child: started.child, ended: started.ended },
    isOver: () => started.child.exitCode !== null || started.child.signalCode !== null,
    /** The guardian lives. */
    guarded: true,
  };
  return life;
}

/** Waits until it is ready; false where it ended before. */
export async function isReady(life, place) {
  await servers.waitFor(
    () => life.isOver() || readPulse(place)?.phase === "ready",
    READY_TIMEOUT + 20,
  );
  return !life.isOver() && readPulse(place)?.phase === "ready";
}

/** The processes of a life, by what they are. */
export function familyOf({ pid }) {
  const all = servers.processes().filter(({ state }) => state !== "Z" && state !== "X");
  const below = (parent) => all.filter((one) => parent && one.parent === parent.pid);
  const launcher = all.find((one) => one.pid === pid);
  const guardian = all.find(({ argv }) => argv.includes(" mlflow-guard-guardian "));
  const reaper = below(launcher).find(({ argv }) => argv.includes("reaper.py"));
  const [main] = below(reaper);
  const [server] = below(main);
  const workers = below(server).filter(({ argv }) => argv.includes("spawn_main"));
  const mlflow = [main, server, ...below(server)].filter((one) => one !== undefined);
  return { launcher, guardian, reaper, main, server, workers, mlflow };
}

/** Has it as many workers as it is to have? */
export const isWhole = (life) => familyOf(life).workers.length === WORKERS;

/** What is there of a life that has ended, in words: nobody else lives in this namespace. */
export function leftOf(place) {
  const others = servers
    .processes()
    .filter(({ pid, state }) => pid !== 1 && pid !== process.pid && state !== "Z");
  return [
    ...others.map(({ pid, argv }) => `process ${pid}: ${argv}`),
    ...place.privateFolders().map((name) => `private folder ${name}`),
    ...listening().map((port) => `a listener at port ${port}`),
  ];
}

/** Waits until nothing is left. @returns seconds, from a time of the monotonic clock on, and what is left. */
export async function untilNothing(life, place, from) {
  const bound = BOUNDS["from what ended it until nothing was left"];
  const patience = bound + 20 - (performance.now() - from) / 1000;
  await servers.waitFor(() => life.isOver() && leftOf(place).length === 0, patience);
  return { seconds: (performance.now() - from) / 1000, left: leftOf(place) };
}
