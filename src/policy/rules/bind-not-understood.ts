import { placeholderIn } from "../../secrets/placeholder.ts";
import { shownSetting } from "../../secrets/quoted.ts";
import { describeOrigin } from "../exposure.ts";
import type { Rule, World } from "../types.ts";

export const bindNotUnderstood: Rule = {
  id: "bind-not-understood",
  title: "The bind address is not understood",
  why: "servers read odd spellings differently, some as every interface; what is not understood is not started",
  check: (world) => {
    const reason = reasonOf(world);
    const setting = world.intent.options.get("host");
    if (reason === null || !setting) return [];
    const { bind } = world.facts;
    const suggestion = bind.kind === "not-understood" ? bind.suggestion : null;
    return [
      {
        severity: "error",
        what: `${describeOrigin(setting.origin)} is ${shownSetting(world.exposure.requested)}: ${reason}`,
        origin: setting.origin,
        repairs: [{ set: { host: "127.0.0.1" } }],
        notes: suggestion
          ? [{ kind: "note", text: `if it was meant so: --host ${suggestion}` }]
          : [],
      },
    ];
  },
};

function reasonOf({ facts, exposure }: World): string | null {
  const unclear = facts.bind.kind === "not-understood" || facts.bind.addresses.length === 0;
  if (unclear && placeholderIn(exposure.requested, "name") !== null)
    return "a placeholder that nobody filled in";
  if (facts.bind.kind === "not-understood") return facts.bind.reason;
  return facts.bind.addresses.length === 0 ? "this name does not resolve" : null;
}
