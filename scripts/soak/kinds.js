import { execFileSync } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as servers from "../servers.js";
import { BOUNDS } from "./bounds.js";
import { familyOf, isWhole } from "./life.js";
import { healthcheck } from "./place.js";

const MEBIBYTE = 1_048_576;
const DAY = 86_400;

/** Bytes that wait nowhere: the launcher reads one mebibyte ahead. */
const NOISE = 3 * MEBIBYTE;

export function kill(signal, processes) {
  for (const one of processes) {
    try {
      if (one) process.kill(one.pid, signal);
    } catch {
      // It has ended meanwhile.
    }
  }
}

/** How many files the launcher may have open from now on, if it still lives; what is open stays open. */
export function allowFiles({ pid }, most) {
  try {
    execFileSync("prlimit", [`--pid=${pid}`, `--nofile=${most}:`], { stdio: "pipe" });
  } catch (error) {
    // It may end at any moment, and its end is looked at elsewhere.
    if (existsSync(`/proc/${pid}`)) throw error;
  }
}

/** @returns what frees it again. */
export function fill({ small }, left = 0) {
  const file = join(small, "filling");
  const spare = join(small, "spare");
  if (left > 0) writeFileSync(spare, Buffer.alloc(left));
  try {
    for (;;) writeFileSync(file, Buffer.alloc(MEBIBYTE / 4), { flag: "a" });
  } catch (error) {
    if (error.code !== "ENOSPC") throw error;
  }
  rmSync(spare, { force: true });
  return () => rmSync(file, { force: true });
}

async function noise({ life, place, chance }) {
  const { workers } = familyOf(life);
  const writer = chance.pick(workers);
  if (writer) place.tell("noise", `${writer.pid} ${NOISE} ${performance.now()}`);
}

/**
 * What a server with its launcher survives. `begin` does it and returns what ends it; `hold` are the seconds between,
 * at least and at most. `blinds`: the launcher cannot look meanwhile. `pauses`: it does nothing at all. `workers`: some of
 * them are killed or stopped. `readers`: it needs
 * both of them. `deafens`: its words may not arrive.
 */
export const KINDS = {
  "descriptors: none left": {
    blinds: true,
    hold: [1, 7],
    begin: async ({ life, saw }) => {
      allowFiles(life, 3);
      return async () => {
        allowFiles(life, 1024);
        await saw("could not look at the processes and sockets of the server (EMFILE)");
        await saw("can be looked at again");
      };
    },
  },
  "descriptors: few left": {
    hold: [1, 7],
    begin: async ({ life, chance }) => {
      const open = servers.openFiles(life.pid).map((name) => Number.parseInt(name, 10));
      allowFiles(life, Math.max(2, ...open) + 1 + Math.floor(chance.between(0, 4)));
      return () => allowFiles(life, 1024);
    },
  },
  "full disk": { hold: [2, 8], begin: async ({ place }) => fill(place) },
  "clock: forwards": {
    hold: [2, 6],
    begin: async ({ place, chance }) => {
      place.tell("clock", String(Math.floor(chance.between(1, 60) ** 4)));
      return () => place.tell("clock", null);
    },
  },
  "clock: back": {
    hold: [2, 6],
    begin: async ({ place, chance }) => {
      place.tell("clock", String(-chance.pick([1, 3600, DAY, 400 * DAY])));
      return () => place.tell("clock", null);
    },
  },
  "launcher stopped": {
    pauses: true,
    hold: [2, 6],
    begin: async (context) => stopLauncher(context),
  },
  "launcher stopped for long": {
    pauses: true,
    hold: [0, 1],
    begin: async (context) => {
      const go = await stopLauncher(context);
      const sick = async () => {
        const { code, said } = await healthcheck(context.place);
        return code === 1 && said.includes("nobody watches");
      };
      const from = performance.now();
      const seen = await servers.waitFor(sick, 40);
      const seconds = (performance.now() - from) / 1000;
      if (!seen)
        context.problem(`healthcheck was content with a stopped launcher for ${seconds} s`);
      return go;
    },
  },
  "MLflow stopped": {
    workers: true,
    hold: [1, 4],
    begin: async ({ life }) => {
      const { mlflow } = familyOf(life);
      kill("SIGSTOP", mlflow);
      return () => kill("SIGCONT", mlflow);
    },
  },
  "worker stopped": {
    workers: true,
    hold: [1, 9],
    begin: async ({ life, chance }) => {
      const worker = chance.pick(familyOf(life).workers);
      kill("SIGSTOP", [worker]);
      return () => kill("SIGCONT", [worker]);
    },
  },
  "reaper stopped": {
    hold: [1, 5],
    begin: async ({ life }) => {
      const { reaper } = familyOf(life);
      kill("SIGSTOP", [reaper]);
      return () => kill("SIGCONT", [reaper]);
    },
  },
  "guardian killed": {
    hold: [1, 3],
    begin: async ({ life }) => {
      life.guarded = false;
      kill("SIGKILL", [familyOf(life).guardian]);
      return () => {};
    },
  },
  "worker killed": {
    workers: true,
    hold: [0, 3],
    begin: async ({ life, chance }) => {
      kill("SIGKILL", [chance.pick(familyOf(life).workers)]);
      return () => servers.waitFor(() => life.isOver() || isWhole(life), 60);
    },
  },
  "all workers killed": {
    workers: true,
    hold: [0, 3],
    begin: async ({ life }) => {
      kill("SIGKILL", familyOf(life).workers);
      return () => servers.waitFor(() => life.isOver() || isWhole(life), 60);
    },
  },
  "slow reader": {
    readers: true,
    deafens: true,
    hold: [2, 7],
    begin: async (context) => {
      const { life, chance } = context;
      const slow = chance.pick([[life.out], [life.err], [life.out, life.err]]);
      for (const reader of slow) reader.pause();
      await noise(context);
      return () => {
        for (const reader of slow) reader.resume();
      };
    },
  },
  "vanishing reader": {
    readers: true,
    hold: [1, 4],
    begin: async (context) => {
      const { life, chance } = context;
      const [one, other] = chance.pick([
        [life.out, life.err],
        [life.err, life.out],
      ]);
      one.vanish();
      await noise(context);
      if (chance.between(0, 1) < 0.2) other.vanish();
      return () => {};
    },
  },
};

async function stopLauncher({ life, measure }) {
  const { launcher, mlflow } = familyOf(life);
  kill("SIGSTOP", [launcher]);
  const from = performance.now();
  const held = () => {
    const states = new Map(servers.processes().map(({ pid, state }) => [pid, state]));
    return mlflow.every(({ pid }) => "TZX".includes(states.get(pid) ?? "X"));
  };
  await servers.waitFor(held, BOUNDS["MLflow ran on with its launcher stopped"] + 5);
  measure("MLflow ran on with its launcher stopped", (performance.now() - from) / 1000);
  return () => kill("SIGCONT", [launcher]);
}
