import { wildcardHits } from "../exposure/wildcard-hits.ts";
import type { Rule } from "../types.ts";

const NOTE = "name each origin, for example --cors-allowed-origins https://mlflow.example.com";

export const corsWildcard: Rule = {
  id: "cors-wildcard",
  title: "The origin list admits any web page",
  severities: ["error", "warning"],
  why: "a page of anybody may send requests to this server from the browser of its user",
  check: (world) =>
    wildcardHits(world, "cors-allowed-origins", admitsForeignPages, {
      admits: "the pages of strangers",
      note: NOTE,
    }),
};

/**
 * A pattern in the port, or `*.` in front of a domain, stays within known hosts. `null` is what every sandboxed frame
 * sends, whoever wrote it.
 * @see https://html.spec.whatwg.org/multipage/browsers.html#concept-origin-opaque
 */
function admitsForeignPages(origin: string): boolean {
  const rest = origin.replace(/:\*$/, "").replace(/^(https?:\/\/)\*(?=\.[^*?]+\.[^*?]+$)/, "$1");
  return rest === "null" || /[*?(){}|\\^$+]|\[[^\]:]*\]/.test(rest);
}
