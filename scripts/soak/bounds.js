/** Seconds that are given to the launcher's `--guard-stop-timeout`. */
export const STOP_TIMEOUT = 8;

/** Seconds that a busy machine may need beside what is stated. */
const SLACK = 3;

/** Seconds until a start is given up: that is MLflow's own time. */
export const READY_TIMEOUT = 240;

/** `src/watch/watch.ts`: looks once a second, and a second one soon after, which has to agree. */
const SEEN = 1.2;
/** `src/launch/life/supervise.ts`: what must not run has five seconds from SIGTERM to SIGKILL. */
const SHORT_GRACE = 5;
/** `docs/concepts/watch.md`: "A server that others can reach is stopped (76) after ten seconds without a look." */
const BLIND = 10;

/** The longest times, in seconds, by what is measured. */
export const BOUNDS = {
  "a stray listener answered": SEEN + SHORT_GRACE + SLACK,
  "a stray listener answered a launcher that could not look": BLIND + SEEN + SHORT_GRACE + SLACK,
  // `src/launch/private/pulse.ts`: noted every five seconds, with the look after that.
  "the server answered since the last look noted": 5 + 1 + SLACK,
  // `docs/concepts/stop.md`: "`mlflow-guard healthcheck` fails once the launcher has not looked at its server for 20 seconds".
  "the same, of a launcher that could not look": 20,
  // `src/programs/reaper.py`: looks once a second whether the launcher is stopped.
  "MLflow ran on with its launcher stopped": 1 + SLACK,
  // Then MLflow's last words have a second, and the reader of the launcher's own two.
  "from what ended it until nothing was left": STOP_TIMEOUT + 3 + SLACK,
  // MLflow's own time: workers that were killed start anew, as slowly as at the start.
  "from a fault until it was healthy again": 120,
};
