import { describeWait } from "../../launch/life/describe-wait.ts";
import type { Ended, Ending } from "../../launch/life/ending.ts";
import type { ChildExit } from "../../launch/life/supervise.ts";
import { describeSpawnFailure } from "./spawn-failures.ts";
import { START_FAILURE_WORDS } from "./start-failures.ts";

/** Why a run ended, in words: what, the likely cause if one is known, and how to fix it. */
export interface EndingWords {
  readonly what: string;
  readonly cause: string | null;
  readonly fix: string;
}

/** @param upgrade the command that upgrades the database of this start. */
export function describeEnding({ how, known }: Ending, upgrade: string): EndingWords {
  const seen = describeHow(how);
  if (known === null) return seen;
  const { cause, fix } = START_FAILURE_WORDS[known];
  return { what: seen.what, cause, fix: fix ?? upgrade };
}

const LINES_SAY = "its last lines say why";

function describeHow(how: Ended): EndingWords {
  switch (how.id) {
    case "crash-loop": {
      const silent = how.wasReady ? ", and nobody answers any more" : "";
      const what = `MLflow's workers end as soon as they start (${how.deaths} so far)${silent}; it was stopped`;
      return { what, cause: null, fix: LINES_SAY };
    }
    case "start-hung": {
      const cause = `it hangs: it used no processor time for ${how.idle} s, so it waits for something outside: a database, a lock, a name server`;
      return { what: tooLate(how), cause, fix: LINES_SAY };
    }
    case "never-ready": {
      const fix = "a slow machine needs --guard-ready-timeout SECONDS";
      return { what: tooLate(how), cause: "it was still busy starting", fix };
    }
    case "ended-unasked":
      return { what: describeExit(how.exit, how.ready), cause: null, fix: LINES_SAY };
    case "killed-from-outside":
      return {
        what: describeExit(how.exit, how.ready),
        cause: "somebody killed it, or the kernel did, for want of memory",
        fix: "dmesg | grep -i oom says whether it was memory; fewer workers need less: --workers 1",
      };
    default:
      return { ...describeSpawnFailure(how), cause: null };
  }
}

function tooLate({ limit, wait }: Extract<Ended, { limit: number }>): string {
  return `MLflow was not ready within ${limit} s and was stopped; the launcher waited for ${describeWait(wait)}`;
}

function describeExit(exit: ChildExit | null, ready: boolean): string {
  const how = exit?.signal ? `was ended by ${exit.signal}` : `ended with code ${exit?.code}`;
  return ready ? `MLflow ${how}` : `MLflow ${how} before it was ready`;
}
