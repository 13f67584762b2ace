import type { ServerIntent } from "../intent/types.ts";

/** The env file that was only found, which says less than one that somebody named; null without one. */
export function foundFile({ envFile, namedEnvFile }: ServerIntent): string | null {
  return namedEnvFile === null ? envFile : null;
}
