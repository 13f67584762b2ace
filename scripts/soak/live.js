import { rmSync, statSync } from "node:fs";
import * as servers from "../servers.js";
import { contextOf, drawn } from "./context.js";
import { ended, outcomeOf } from "./end.js";
import { ENDINGS } from "./endings.js";
import { isReady, isWhole, startLife } from "./life.js";
import { answers, monitor } from "./monitor.js";
import { healthcheck } from "./place.js";

/** Faults that one life survives before it ends: few as a rule, now and then many. */
const FEWEST = 2;
const MOST = 24;

/**
 * Seconds after which the questions that the launcher asked are over. `src/watch/login/prover.ts`: a new worker, which on a
 * busy machine loads for long, is offered connections for 60 seconds.
 */
const QUESTIONS = 70;

/** Starts a server, lets it survive faults, and ends it by another one. */
export async function liveOnce(stage) {
  const { place, record } = stage;
  rmSync(place.audit, { force: true });
  const life = await startLife(place);
  const context = contextOf(stage, life);
  const ready = await isReady(life, place);
  stage.lives();
  if (ready) {
    const watching = monitor(life, place, (seconds) => {
      const which = context.isBlind()
        ? "the same, of a launcher that could not look"
        : "the server answered since the last look noted";
      context.measure(which, seconds);
    });
    await live(stage, context);
    await watching.stop();
    record.lived(watching.samples);
  } else {
    context.problem("it was never ready");
    life.child.kill("SIGKILL");
    await ended({ codes: [], since: performance.now() }, context);
  }
  console.log(`life ${stage.life}: ${context.story()}: ${outcomeOf(life)}`);
}

async function live(stage, context) {
  const { life, chance } = context;
  const files = servers.openFiles(life.pid);
  const count = Math.round(FEWEST * (MOST / FEWEST) ** (chance.between(0, 1) ** 2));
  for (let turn = 0; turn < count && stage.survives && performance.now() < stage.until; turn += 1) {
    if (!(await survive(context, files))) break;
    if (life.isOver()) {
      context.problem("it did not survive that");
      await ended({ codes: [], since: performance.now() }, context);
      return;
    }
  }
  await endLife(stage, context);
}

/** @returns false where no fault is left that could hit it. */
async function survive(context, files) {
  const { life, chance } = context;
  const name = context.next();
  if (!name) return false;
  context.does(name);
  const { kind, undo } = await context.begin(name);
  await Promise.race([servers.wait(chance.between(...kind.hold)), life.ended]);
  await undo();
  await healthy(context);
  await audits(context);
  await holdsNoMore(context, files);
  return true;
}

async function holdsNoMore({ life, record, problem }, files) {
  if (life.isOver()) return;
  const more = () => servers.openFiles(life.pid).length - files.length;
  await servers.waitFor(() => life.isOver() || more() <= 0, QUESTIONS);
  if (life.isOver()) return;
  record.files(more());
  if (more() > 0) {
    const fresh = servers.openFiles(life.pid).filter((file) => !files.includes(file));
    problem(`the launcher holds more files open than before: ${fresh.join(", ")}`);
  }
}

/** Waits for its workers, and asks what a person would ask. */
async function healthy({ life, place, problem, measure }) {
  const from = performance.now();
  const well = async () => isWhole(life) && (await answers(life.port, "/health", 200));
  await servers.waitFor(async () => life.isOver() || (await well()), 150);
  measure("from a fault until it was healthy again", (performance.now() - from) / 1000);
  const { code, said } = await healthcheck(place);
  if (code !== 0 && !life.isOver()) problem(`healthcheck ended with ${code}: ${said}`);
}

/** Asks until the audit log has grown. */
async function audits({ life, place, problem }) {
  const size = () => statSync(place.audit, { throwIfNoEntry: false })?.size ?? 0;
  const before = size();
  const grown = async () => {
    await answers(life.port, "/version", 401);
    return life.isOver() || size() > before;
  };
  if (!(await servers.waitFor(grown, 15))) problem("the audit log does not grow any more");
}

async function endLife(stage, context) {
  const { life, record } = context;
  const fits = (name) => life.guarded || !ENDINGS[name].guarded;
  const name = drawn(stage.nextEnding, fits) ?? "asked to stop";
  context.does(name);
  record.count("endings", name);
  const { undo = () => {}, ...due } = await ENDINGS[name].act(context);
  await ended(due, context);
  await undo();
}
