import { guardValue } from "../intent/guard-value.ts";
import type { ServerIntent } from "../intent/types.ts";

/**
 * Seconds between SIGTERM and SIGKILL of the whole group. Docker kills after 10 seconds, so a container's init gets
 * a bound inside of that.
 */
export function stopTimeout(intent: ServerIntent, underInit: boolean): number {
  return Number(guardValue(intent, "guard-stop-timeout") ?? (underInit ? 8 : 30));
}

/** Seconds that MLflow may take to answer. */
export function readyTimeout(intent: ServerIntent): number {
  return Number(guardValue(intent, "guard-ready-timeout") ?? 120);
}
