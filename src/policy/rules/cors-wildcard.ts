import type { Rule } from "../types.ts";
import { wildcardHits } from "../wildcard-hits.ts";

const NOTE = "name each origin, for example --cors-allowed-origins https://mlflow.example.com";

export const corsWildcard: Rule = {
  id: "cors-wildcard",
  title: "The origin list admits any web page",
  why: "a page of anybody may send requests to this server from the browser of its user",
  check: (world) => wildcardHits(world, "cors-allowed-origins", admitsForeignPages, NOTE),
};

/** A pattern in the port, or `*.` in front of a domain, stays within known hosts. */
function admitsForeignPages(origin: string): boolean {
  return /[*?(){}|\\^$+]|\[[^\]:]*\]/.test(
    origin.replace(/:\*$/, "").replace(/^(https?:\/\/)\*(?=\.[^*?]+\.[^*?]+$)/, "$1"),
  );
}
