import type { FailedStartId } from "../../catalogue.ts";
import { causeOf, type StartFailureId } from "../../mlflow/start-failures.ts";
import { shownWords } from "../../secrets/hide.ts";
import { type Signs, stageOf } from "../../watch/start-signs.ts";
import type { Wait } from "../../watch/types.ts";
import type { SpawnFailure } from "../process/spawn-failure.ts";
import type { ChildExit } from "./supervise.ts";

/** The most of MLflow's last lines that are said again. */
const SHOWN = 8;

/** Characters of a line that are shown. */
const WIDTH = 400;

/** What was waited for when the launcher gave up, and what could be seen then. */
export interface Waited {
  readonly for: Wait;
  readonly signs: Signs;
}

/** What is known of a run that was not ready in time, or ended unasked. */
export interface RunEnd {
  readonly exit: ChildExit | null;
  /** It had been ready. */
  readonly ready: boolean;
  /** Null where the launcher did not give up. */
  readonly waited: Waited | null;
  readonly readyTimeout: number;
  /** MLflow's last lines. */
  readonly lines: readonly string[];
  /** Values that must not be shown. */
  readonly secrets: readonly string[];
}

/** How a run ended; `report/endings.ts` has the words. */
export type Ended =
  | {
      readonly id: "never-ready" | "start-hung";
      /** Both in seconds. */
      readonly limit: number;
      readonly idle: number;
      readonly wait: Wait;
    }
  | { readonly id: "crash-loop"; readonly deaths: number; readonly wasReady: boolean }
  | {
      readonly id: "ended-unasked" | "killed-from-outside";
      readonly exit: ChildExit | null;
      readonly ready: boolean;
    }
  | SpawnFailure;

/** Why a run ended: how, the likely cause if MLflow's last lines tell one, and these lines. */
export interface Ending {
  /** The cause if it is known, else how it ended. */
  readonly id: FailedStartId;
  readonly how: Ended;
  readonly known: StartFailureId | null;
  readonly lines: readonly string[];
  readonly waited: Waited | null;
}

export function endingOf(end: RunEnd): Ending {
  const { exit, waited, lines, secrets } = end;
  const how = waited ? notReady(waited, end) : endedBy(end);
  // Who was killed had no time to say why; what it said before may be about anything.
  const known = !waited && (exit?.signal || exit?.failure) ? null : causeOf(lines);
  return {
    id: known ?? how.id,
    how,
    known,
    // A database's URI, or what a person gave, may stand in a traceback.
    lines: essence(lines).map((line) => shownWords(line, secrets, WIDTH)),
    waited,
  };
}

/** Without the frames of Python's tracebacks: the error itself is not indented. */
function essence(lines: readonly string[]): readonly string[] {
  const errors = lines.filter(
    (line) => !/^\s|^Traceback \(|^During handling|^The above/.test(line),
  );
  return (errors.length > 0 ? errors : lines).slice(-SHOWN);
}

function notReady({ for: wait, signs }: Waited, { readyTimeout: limit, ready }: RunEnd): Ended {
  const stage = stageOf(signs);
  if (stage === "crashing") return { id: "crash-loop", deaths: signs.deaths, wasReady: ready };
  const id = stage === "hung" ? "start-hung" : "never-ready";
  return { id, limit, idle: Math.floor(signs.idle), wait };
}

function endedBy({ exit, ready }: RunEnd): Ended {
  if (exit?.failure) return exit.failure;
  const killed = exit?.signal === "SIGKILL";
  return { id: killed ? "killed-from-outside" : "ended-unasked", exit, ready };
}
