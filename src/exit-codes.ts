/** Exit codes of the launcher; every other code is the server's own, 128+n when a signal ended it. */
export const EXIT = {
  ok: 0,
  /** The server said no, or could not be asked. */
  notDone: 1,
  /** The command line or an env file cannot be understood. */
  usage: 64,
  /** No usable MLflow. */
  unavailable: 69,
  /** A mistake of this program. */
  internal: 70,
  /** Never ready, or ended unasked with code 0. */
  notServing: 71,
  /** A file cannot be written. */
  cannotWrite: 73,
  /** Stopped by the guard, because what ran was not what was approved. */
  stoppedByGuard: 76,
  /** Refused; nothing was started. */
  refused: 78,
  /** Ctrl-C at a question, as if the signal had ended it. */
  interrupted: 130,
} as const;
