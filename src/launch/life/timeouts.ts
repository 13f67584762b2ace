import type { LauncherSettings, Seconds } from "../../intent/types.ts";

/**
 * Between SIGTERM and SIGKILL of the whole group. Docker kills after 10 seconds, so a container's init gets a bound
 * inside of that.
 */
export function stopTimeout(
  { stopTimeout: given }: Pick<LauncherSettings, "stopTimeout">,
  underInit: boolean,
): Seconds {
  return given?.value ?? (underInit ? 8 : 30);
}
