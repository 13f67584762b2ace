import { describeOrigin, splitList } from "../exposure.ts";
import { optionRepair } from "../option-repair.ts";
import type { Rule } from "../types.ts";

export const corsWildcard: Rule = {
  id: "cors-wildcard",
  title: "The origin list admits any web page",
  why: "a page of anybody may send requests to this server from the browser of its user",
  check: ({ intent, exposed, login }) => {
    const setting = intent.options.get("cors-allowed-origins");
    const wild = splitList(String(setting?.value ?? "")).filter(admitsForeignPages);
    if (!setting || wild.length === 0) return [];
    return [
      {
        severity: exposed && !login.asks ? "error" : "warning",
        what: `${describeOrigin(setting.origin)} holds ${wild.join(", ")}`,
        origin: setting.origin,
        repairs: [optionRepair("cors-allowed-origins", setting)],
        notes: [
          {
            kind: "note",
            text: "name each origin, for example --cors-allowed-origins https://mlflow.example.com",
          },
        ],
      },
    ];
  },
};

/** A pattern in the port, or `*.` in front of a domain, stays within known hosts. */
function admitsForeignPages(origin: string): boolean {
  return /[*?(){}|\\^$+]|\[[^\]:]*\]/.test(
    origin.replace(/:\*$/, "").replace(/^(https?:\/\/)\*(?=\.[^*?]+\.[^*?]+$)/, "$1"),
  );
}
