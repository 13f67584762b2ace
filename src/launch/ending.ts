import { causeOf } from "../mlflow/start-failures.ts";
import { shownWords } from "../secrets/hide.ts";
import { type Signs, stageOf } from "../watch/stage.ts";
import type { ChildExit } from "./supervise.ts";

/** The most of MLflow's last lines that are said again. */
const SHOWN = 8;

/** Characters of a line that are shown. */
const WIDTH = 400;

/** What is known of a run that was not ready in time, or ended unasked. */
export interface RunEnd {
  readonly exit: ChildExit | null;
  /** It had been ready. */
  readonly ready: boolean;
  /** What was waited for when the launcher gave up; null where it did not. */
  readonly waited: { readonly for: string; readonly signs: Signs } | null;
  readonly readyTimeout: number;
  /** MLflow's last lines. */
  readonly lines: readonly string[];
  /** Values that must not be shown. */
  readonly secrets: readonly string[];
}

/** Why a run ended, for people: what, the likely cause, how to fix it, and MLflow's last lines. */
export interface Ending {
  readonly what: string;
  readonly cause: string | null;
  /** `upgrade` stands for the command that upgrades the database. */
  readonly fix: string | "upgrade";
  readonly lines: readonly string[];
  readonly waited: RunEnd["waited"];
}

export function endingOf(end: RunEnd): Ending {
  const { exit, ready, waited, readyTimeout, lines, secrets } = end;
  // Who was killed had no time to say why; what it said before may be about anything.
  const known = !waited && (exit?.signal || exit?.failure) ? null : causeOf(lines);
  const ended = exit?.failure ?? { what: describeExit(exit, ready), ...signalCause(exit) };
  const seen = waited ? notReady(waited, readyTimeout, ready) : { cause: null, ...ended };
  return {
    what: seen.what,
    cause: known?.cause ?? seen.cause,
    fix: known?.fix ?? seen.fix,
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

interface Seen {
  readonly what: string;
  readonly cause: string | null;
  readonly fix: string;
}

const LINES_SAY = "its last lines say why";

function notReady(
  { for: waitedFor, signs }: NonNullable<RunEnd["waited"]>,
  limit: number,
  wasReady: boolean,
): Seen {
  const stage = stageOf(signs);
  if (stage === "crashing") {
    return {
      what: `MLflow's workers end as soon as they start (${signs.deaths} so far)${wasReady ? ", and nobody answers any more" : ""}; it was stopped`,
      cause: null,
      fix: LINES_SAY,
    };
  }
  const what = `MLflow was not ready within ${limit} s and was stopped; the launcher waited for ${waitedFor}`;
  if (stage === "hung") {
    return {
      what,
      cause: `it hangs: it used no processor time for ${Math.floor(signs.idle)} s, so it waits for something outside: a database, a lock, a name server`,
      fix: LINES_SAY,
    };
  }
  const fix = "a slow machine needs --guard-ready-timeout SECONDS";
  return { what, cause: "it was still busy starting", fix };
}

function describeExit(exit: ChildExit | null, ready: boolean): string {
  const how = exit?.signal ? `was ended by ${exit.signal}` : `ended with code ${exit?.code}`;
  return ready ? `MLflow ${how}` : `MLflow ${how} before it was ready`;
}

function signalCause(exit: ChildExit | null): Omit<Seen, "what"> {
  if (exit?.signal !== "SIGKILL") return { cause: null, fix: LINES_SAY };
  return {
    cause: "somebody killed it, or the kernel did, for want of memory",
    fix: "dmesg | grep -i oom says whether it was memory; fewer workers need less: --workers 1",
  };
}
