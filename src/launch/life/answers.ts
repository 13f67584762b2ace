import type { LaunchPlan } from "../../plan/types.ts";
import { healthUrl } from "../../plan/urls.ts";
import { getStatus } from "../../watch/login/ask.ts";

/** Milliseconds for an answer of a server whose workers die. */
const PATIENCE = 5000;

/** Does anybody still answer? */
export async function answers({ expected, listeners }: LaunchPlan): Promise<boolean> {
  return (await getStatus(healthUrl(expected, listeners[0]?.port ?? 0), PATIENCE)) === 200;
}
