import { isHttpUrl } from "../exposure.ts";
import type { Hit, Rule, World } from "../types.ts";
import { WAIVABLE } from "../waivable.ts";
import { readWaivers } from "../waivers.ts";

export const waiverInvalid: Rule = {
  id: "waiver-invalid",
  title: "The opt-out or claim does not hold",
  why: "an opt-out is deliberate, narrow, reasoned and dated, and a claim must not be contradicted by the machine",
  check: (world) => [...optOut(world), ...published(world), ...proxy(world)],
};

function optOut({ intent, facts }: World): Hit[] {
  const { problems } = readWaivers(intent, facts, WAIVABLE);
  if (problems.length === 0) return [];
  return [
    {
      severity: "error",
      what: problems.join("; "),
      origin: { kind: "flag", name: "--guard-unsafe" },
      repairs: [{ drop: ["guard-unsafe", "guard-reason", "guard-until"] }],
      notes: [{ kind: "note", text: `how it is written: ${facts.program} rules waiver-invalid` }],
    },
  ];
}

function published({ intent, facts, exposure }: World): Hit[] {
  const claim = intent.guard.get("guard-published")?.[0];
  if (!claim || exposure.claims.length > 0 || !exposure.because[0]?.includes("every interface"))
    return [];
  const seen = facts.container.inside
    ? "this container shares the host's network"
    : "this is no container";
  return [untrue("--guard-published loopback", seen, "guard-published")];
}

function proxy({ intent, exposure }: World): Hit[] {
  const claim = intent.guard.get("guard-behind-proxy")?.[0];
  if (!claim || exposure.claims.some((text) => text.includes("proxy"))) return [];
  const seen = isHttpUrl(claim.value)
    ? "the server itself is reachable beside the proxy; bind it to loopback"
    : "it is no http:// or https:// URL";
  return [untrue("--guard-behind-proxy", seen, "guard-behind-proxy")];
}

function untrue(name: string, seen: string, option: string): Hit {
  return {
    severity: "error",
    what: `${name} (command line): ${seen}`,
    origin: { kind: "flag", name: name.split(" ")[0] ?? name },
    repairs: [{ drop: [option] }],
  };
}
