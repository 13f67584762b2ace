import type { NetworkContradiction } from "../types.ts";

/** Why a network is not what a claim says, as a sentence without its end. */
export function describeNetwork(contradiction: NetworkContradiction): string {
  switch (contradiction.code) {
    case "no-container":
      return "this is no container";
    case "not-looked":
      return "the interfaces of this container could not be looked at, which needs a Python 3";
    case "no-link":
      return "this container has no network, so no port of it is published";
    case "link-kind":
      return `${contradiction.link} is a ${contradiction.kind ?? "network card"}, no veth, so others reach this container past its host`;
    case "public-address":
      return `${contradiction.address} is a public address of this container${on(contradiction.link)}`;
  }
}

function on(link: string | null): string {
  return link === null ? "" : ` (${link})`;
}
