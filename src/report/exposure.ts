import { describeOrigin } from "../policy/exposure/exposure.ts";
import type { Claim, Reason } from "../policy/types.ts";
import { quoted, visible } from "../secrets/quoted.ts";

/** Why a server would be reachable as far as it would be, in words. */
export function renderReason(reason: Reason): string {
  switch (reason.code) {
    case "not-understood":
      return `${quoted(reason.host)} is not understood: ${reason.reason}`;
    case "does-not-resolve":
      return `${quoted(reason.host)} does not resolve`;
    case "every-interface":
      return "it listens on every interface";
    case "addresses": {
      const addresses = reason.addresses.join(", ");
      const resolved = reason.name === null ? addresses : `${reason.name} resolves to ${addresses}`;
      return `${resolved}: ${reason.level}`;
    }
    case "forwarded-name":
      return `${describeOrigin(reason.origin)} admits ${visible(reason.name)}, so requests for it are forwarded here`;
    case "claim":
      return renderClaim(reason.claim);
  }
}

/** A claim, never as a fact. */
export function renderClaim(claim: Claim): string {
  const text =
    claim.code === "published-on-loopback"
      ? "the port is published on the host's loopback only"
      : `the proxy at ${claim.url} asks for the login`;
  return `claimed, not verified: ${text}`;
}
