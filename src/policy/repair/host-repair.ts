import { isGiven } from "../../intent/settings.ts";
import { DEFAULTS } from "../../mlflow/options/options.ts";
import { levelOf } from "../../net/address-class.ts";
import { readBindHost } from "../../net/bind-host.ts";
import type { Repair, World } from "../types.ts";

/** Nobody knows where a server would listen by this host: it is not understood, or does not resolve. */
export function isUnclear({ facts: { bind } }: World): boolean {
  return bind.kind === "not-understood" || bind.addresses.length === 0;
}

/** The address of this machine alone, with the port that was written into the host. */
export function loopbackRepair(world: World): Repair {
  const { bind } = world.facts;
  const meant = bind.kind === "not-understood" ? bind.suggestion : null;
  const read = meant === null ? null : readBindHost(meant);
  const here = read?.kind === "literal" && levelOf(read.address) === "loopback";
  return { set: { host: here && meant ? meant : "127.0.0.1", ...portIn(world) } };
}

/** The port of the host, where no other one was given. */
export function portIn({ intent, facts: { bind } }: World): { readonly port?: string } {
  const port = bind.kind === "not-understood" ? bind.port : undefined;
  const other = isGiven(intent.port) || port === DEFAULTS.port;
  return port === undefined || other ? {} : { port };
}
