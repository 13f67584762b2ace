import { CLAIM_OPTION } from "../exposure/claims.ts";
import { describeNetwork } from "../exposure/describe-network.ts";
import type { Claim, Contradiction, Hit, Rule, World } from "../types.ts";

export const waiverInvalid: Rule = {
  id: "waiver-invalid",
  title: "The opt-out or claim does not hold",
  severities: ["error"],
  why: "an opt-out is deliberate, narrow, reasoned and dated, and a claim must not be contradicted by the machine",
  check: (world) => [...optOut(world), ...world.exposure.untrue.map(untrue)],
};

function optOut({ facts, waivers: { problems } }: World): Hit[] {
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

function untrue({ claim, contradiction }: World["exposure"]["untrue"][number]): Hit {
  const name = `--${CLAIM_OPTION[claim]}`;
  const said = claim === "published-on-loopback" ? `${name} loopback` : name;
  return {
    severity: "error",
    what: `${said} (command line): ${seen(claim, contradiction)}`,
    origin: { kind: "flag", name },
    repairs: [{ drop: [CLAIM_OPTION[claim]] }],
  };
}

function seen(claim: Claim["code"], contradiction: Contradiction): string {
  if (contradiction.code === "no-url") return "it is no http:// or https:// URL";
  if (contradiction.code === "no-addresses") return "it is not known where the server would listen";
  if (contradiction.code === "itself") return "that is this server's own address, not a proxy's";
  const why = describeNetwork(contradiction);
  if (claim === "published-on-loopback") return why;
  return `the server itself is reachable beside the proxy, since ${why}; bind it to loopback`;
}
