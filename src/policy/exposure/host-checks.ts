import type { ServerIntent } from "../../intent/types.ts";
import { has } from "../../mlflow/versions/versions.ts";
import { admitsForeignNames } from "../rules/hosts-wildcard.ts";

/** Does this MLflow turn foreign Host headers away? Not if that is switched off, or its list admits foreign names. */
export function checksHosts(
  { disableSecurityMiddleware, allowedHosts }: ServerIntent,
  version: string,
): boolean {
  return (
    has(version, "hostValidation") &&
    !disableSecurityMiddleware.value &&
    !allowedHosts.value.some(admitsForeignNames)
  );
}
