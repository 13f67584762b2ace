import * as servers from "../servers.js";
import { allowFiles, kill } from "./kinds.js";
import { familyOf } from "./life.js";
import { timeStray } from "./monitor.js";

const SEEING = "a stray listener answered";
const BLIND = "a stray listener answered a launcher that could not look";

/** Which process opens it; `detached` is a child of a worker in a session of its own, without the mark of the run. */
const OPENERS = ["main", "server", "worker", "detached"];

/** Ends some of the family at once. @returns what came of it: the codes that may be, and when it was done. */
const killing = (codes, choose) => async (context) => {
  const victims = choose(familyOf(context.life));
  if (victims.includes(undefined)) context.problem("a process of the launcher is missing");
  kill("SIGKILL", victims);
  return { codes, since: performance.now() };
};

async function askToStop({ life, chance }) {
  kill(chance.pick(["SIGTERM", "SIGINT", "SIGHUP"]), [life]);
  return { codes: [0], since: performance.now() };
}

function beginAny(context) {
  const name = context.next() ?? "worker killed";
  context.does(`in it ${name}`);
  return context.begin(name);
}

/** In the middle of a fault, which goes on unless nothing could end then. */
async function stopInFault(context) {
  const { chance } = context;
  const { kind, undo } = await beginAny(context);
  await servers.wait(chance.between(0, 3));
  const asked = await askToStop(context);
  if (kind.pauses) await undo();
  return { ...asked, undo };
}

/** Opens a listener that nobody approved, and waits until the launcher has ended it with the server. */
async function stray(context, begun) {
  const { life, chance, place, measure, problem } = context;
  const [port, family] = [await servers.freePort(), familyOf(life)];
  const openers = begun?.kind.workers ? ["main", "server"] : OPENERS;
  const how = chance.pick(openers);
  const opener = { main: family.main, server: family.server }[how] ?? chance.pick(family.workers);
  place.tell("stray", `${opener?.pid} ${port} ${how}`);
  const timed = timeStray(life, port);
  if (begun && (begun.kind.pauses || begun.kind.workers || chance.between(0, 1) < 0.3)) {
    await Promise.race([servers.wait(chance.between(0, 3)), life.ended]);
    if (!life.isOver()) await begun.undo();
  }
  const seconds = await timed;
  place.tell("stray", null);
  if (seconds === null) problem(`no stray listener came to be (${how})`);
  else measure(begun?.kind.blinds ? BLIND : SEEING, seconds);
  const told = [`listens on 0.0.0.0:${port}`, ...(begun?.kind.blinds ? ["could not look"] : [])];
  return { codes: [76], since: performance.now(), told, undo: begun?.undo };
}

/** How a life ends. `act` does it and returns the codes that may come of it, and since when the end was due. */
export const ENDINGS = {
  "asked to stop": { act: askToStop },
  "asked to stop in a fault": { act: stopInFault },
  "stray listener": { act: (context) => stray(context, null) },
  "stray listener in a fault": {
    often: 3,
    act: async (context) => stray(context, await beginAny(context)),
  },
  "descriptors: none left for good": {
    act: async ({ life, blind }) => {
      blind();
      allowFiles(life, 3);
      // From here it may be blind for ten seconds.
      return { codes: [76], since: performance.now() + 11_000, told: ["could not look"] };
    },
  },
  "launcher killed": { act: killing(["SIGKILL"], ({ launcher }) => [launcher]) },
  "launcher and reaper killed": {
    guarded: true,
    act: killing(["SIGKILL"], ({ launcher, reaper }) => [launcher, reaper]),
  },
  "launcher and guardian killed": {
    guarded: true,
    act: killing(["SIGKILL"], ({ launcher, guardian }) => [launcher, guardian]),
  },
  "guardian and reaper killed": {
    guarded: true,
    act: killing([137], ({ guardian, reaper }) => [guardian, reaper]),
  },
  "reaper killed": { act: killing([137], ({ reaper }) => [reaper]) },
  "mlflow killed": { act: killing([137], ({ main }) => [main]) },
  // docs/reference/exit-codes.md: "A server process of MLflow that dies by itself ... makes MLflow 3.17.2 end with 0, so 71 here".
  "uvicorn killed": { act: killing([71], ({ server }) => [server]) },
};
