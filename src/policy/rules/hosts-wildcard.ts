import { describeOrigin, hostPart, splitList } from "../exposure.ts";
import { optionRepair } from "../option-repair.ts";
import type { Rule } from "../types.ts";

export const hostsWildcard: Rule = {
  id: "hosts-wildcard",
  title: "The host list admits any name",
  why: "with a pattern such as * or 10.* a foreign name passes, and DNS rebinding works again",
  check: ({ intent, exposed, login }) => {
    const setting = intent.options.get("allowed-hosts");
    const wild = splitList(String(setting?.value ?? "")).filter(admitsForeignNames);
    if (!setting || wild.length === 0) return [];
    return [
      {
        severity: exposed && !login.asks ? "error" : "warning",
        what: `${describeOrigin(setting.origin)} holds ${wild.join(", ")}`,
        origin: setting.origin,
        repairs: [optionRepair("allowed-hosts", setting)],
        notes: [
          {
            kind: "note",
            text: "name each host that clients use, for example --allowed-hosts mlflow.example.com",
          },
        ],
      },
    ];
  },
};

/** `*.example.com` stays within one domain; every other pattern in the name does not. */
function admitsForeignNames(entry: string): boolean {
  return /[*?[\]]/.test(hostPart(entry).replace(/^\*(?=\.[^*?]+\.[^*?]+$)/, ""));
}
