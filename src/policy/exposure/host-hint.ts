import type { Facts } from "../../facts/types.ts";
import { withWords } from "../../intent/build-intent.ts";
import type { ServerIntent, Setting } from "../../intent/types.ts";
import { urlHost } from "../../net/address-class.ts";
import { isHostHeader } from "../../net/bind-host.ts";
import { quoted } from "../../secrets/quoted.ts";
import { shellQuote } from "../../shell/quote.ts";
import { evaluate } from "../evaluate.ts";
import { hostPart } from "./exposure.ts";

/**
 * What to do about a name that a client asked for and the server rejects. A stranger chose it: only what is a host name
 * or an address is part of a command, and only a command that would be allowed is suggested.
 */
export function hostHint(intent: ServerIntent, facts: Facts, header: string): string {
  const rejected = `MLflow rejected a request for the host ${quoted(header)}`;
  if (!isHostHeader(header)) return `${rejected}, which is no name of a server`;
  const name = hostPart(header);
  const list = [...intent.allowedHosts.value, urlHost(name)].join(",");
  const words = `--allowed-hosts ${shellQuote(list)}`;
  const setting = (value: string): Setting => ({ value, origin: { kind: "flag", name: "hint" } });
  const options = new Map([["allowed-hosts", setting(list)]]);
  const admitting = withWords(intent, { options });
  if (evaluate(admitting, facts).verdict === "allow")
    return `${rejected}; if that is a name of this server, start it with ${words}`;
  const proxy = `https://${urlHost(name)}`;
  const guard = new Map([["guard-behind-proxy", [setting(proxy)]]]);
  const behind = withWords(admitting, { guard });
  if (evaluate(behind, facts).verdict === "allow")
    return `${rejected}; if a proxy that asks for a login brings it here, as those of hubs and notebooks do, start it with ${words} --guard-behind-proxy ${shellQuote(proxy)}`;
  return `${rejected}; to admit it, the server needs a login first: ${facts.program} rules public-without-auth`;
}
