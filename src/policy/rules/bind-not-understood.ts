import { isGiven } from "../../intent/settings.ts";
import { placeholderIn } from "../../secrets/placeholder.ts";
import { shownSetting } from "../../secrets/quoted.ts";
import { describeOrigin } from "../exposure/exposure.ts";
import { isUnclear, loopbackRepair, portIn } from "../repair/host-repair.ts";
import type { Rule, World } from "../types.ts";

export const bindNotUnderstood: Rule = {
  id: "bind-not-understood",
  title: "The bind address is not understood",
  severities: ["error"],
  why: "servers read odd spellings differently, some as every interface; what is not understood is not started",
  check: (world) => {
    const reason = reasonOf(world);
    const { host } = world.intent;
    if (reason === null || !isGiven(host)) return [];
    const { bind } = world.facts;
    const suggestion = bind.kind === "not-understood" ? bind.suggestion : null;
    const { port } = portIn(world);
    return [
      {
        severity: "error",
        what: `${describeOrigin(host.origin)} is ${shownSetting(world.exposure.requested)}: ${reason}`,
        origin: host.origin,
        repairs: [loopbackRepair(world)],
        notes: suggestion
          ? [
              {
                kind: "note",
                text: `if it was meant so: --host ${suggestion}${port ? ` --port ${port}` : ""}`,
              },
            ]
          : [],
      },
    ];
  },
};

function reasonOf(world: World): string | null {
  const { facts, exposure } = world;
  if (isUnclear(world) && placeholderIn(exposure.requested, "name") !== null)
    return "a placeholder that nobody filled in";
  if (facts.bind.kind === "not-understood") return facts.bind.reason;
  return facts.bind.addresses.length === 0 ? "this name does not resolve" : null;
}
