import { get } from "node:http";
import { connect } from "node:net";
import * as servers from "../servers.js";
import { clock, readPulse } from "./place.js";

/** Seconds between two questions, and until an answer counts as none. */
const INTERVAL = 0.1;
const PATIENCE = 500;

/** Every so many questions the memory is looked at, and a path is asked for that the audit log has. */
const NOW_AND_THEN = 10;

/** Does anybody answer there with this status? */
export function answers(port, path, status) {
  return new Promise((resolve) => {
    const asked = get({ host: "127.0.0.1", port, path, agent: false, timeout: PATIENCE });
    asked.once("response", (response) => {
      response.resume();
      resolve(response.statusCode === status);
    });
    asked.once("timeout", () => asked.destroy());
    asked.once("close", () => resolve(false)).on("error", () => {});
  });
}

/** Has the stray listener said its word? */
function strayAnswers(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port }).setTimeout(PATIENCE);
    socket.once("data", () => resolve(true)).on("error", () => {});
    socket.once("timeout", () => socket.destroy()).once("close", () => resolve(false));
    socket.once("end", () => socket.destroy());
  });
}

/**
 * Asks a life all the time whether it answers, and notes how long ago its launcher looked at it then.
 * @param unwatched told the seconds, each time that it answers.
 */
export function monitor(life, place, unwatched) {
  const from = performance.now();
  let over = false;
  let looked = clock();
  const samples = [];
  const ask = async () => {
    for (let turn = 0; !over; turn += 1) {
      const answered = await answers(life.port, "/health", 200);
      looked = readPulse(place)?.at ?? looked;
      if (answered) unwatched((clock() - looked) / 1000);
      if (turn % NOW_AND_THEN === 0) {
        void answers(life.port, "/version", 401);
        const megabytes = servers.memoryOf(life.pid);
        if (megabytes > 0) samples.push([(performance.now() - from) / 60_000, megabytes]);
      }
      await servers.wait(INTERVAL);
    }
  };
  const asking = ask();
  return {
    samples,
    stop: () => {
      over = true;
      return asking;
    },
  };
}

/** Asks a stray listener until the life is over. Resolves with the seconds in which it answered; null if it never did. */
export async function timeStray(life, port) {
  let seconds = null;
  let before = null;
  const until = performance.now() + 1000 * 60;
  while (performance.now() < until) {
    // Asked before: one that ended in between has answered for the last time.
    const over = life.isOver();
    const answered = await strayAnswers(port);
    const now = performance.now();
    if (answered) seconds = (seconds ?? 0) + (before === null ? 0 : (now - before) / 1000);
    before = answered ? now : null;
    if (over && !answered) return seconds;
    await servers.wait(INTERVAL / 2);
  }
  return seconds;
}
