import { hostPart } from "../exposure/exposure.ts";
import { wildcardHits } from "../exposure/wildcard-hits.ts";
import type { Rule } from "../types.ts";

const NOTE = "name each host that clients use, for example --allowed-hosts mlflow.example.com";

export const hostsWildcard: Rule = {
  id: "hosts-wildcard",
  title: "The host list admits any name",
  severities: ["error", "warning"],
  why: "with a pattern such as * or 10.* a foreign name passes, and DNS rebinding works again",
  check: (world) =>
    wildcardHits(world, "allowed-hosts", admitsForeignNames, {
      admits: "foreign names",
      note: NOTE,
    }),
};

/** `*.example.com` stays within one domain; every other pattern in the name does not. */
export function admitsForeignNames(entry: string): boolean {
  return /[*?[\]]/.test(hostPart(entry).replace(/^\*(?=\.[^*?]+\.[^*?]+$)/, ""));
}
