import { isGiven } from "../../intent/settings.ts";
import { isWildcard } from "../../net/address-class.ts";
import { isHostName } from "../../net/bind-host.ts";
import { shownSetting } from "../../secrets/quoted.ts";
import { CLAIM_OPTION } from "../exposure/claims.ts";
import { absentAddresses, describeOrigin } from "../exposure/exposure.ts";
import { mergeRepairs, renderRepair } from "../repair/command.ts";
import { isUnclear, loopbackRepair } from "../repair/host-repair.ts";
import { optionRepair } from "../repair/option-repair.ts";
import { createSecrets, createSecretsOutside } from "../repair/secret-repair.ts";
import { runsCode } from "../runs-code.ts";
import type { Fix, Hit, Repair, Rule, World } from "../types.ts";
import { livingNames } from "../without-effect/never-match.ts";

const DATA = "read, change and delete experiments and models";

export const publicWithoutAuth: Rule = {
  id: "public-without-auth",
  title: "Reachable from other machines without a login",
  severities: ["error"],
  waivable: true,
  why: `no login is configured: anyone who reaches the port can ${DATA}`,
  check: (world) => (world.exposed && world.login.app === null ? [hit(world)] : []),
};

function hit(world: World): Hit {
  const { intent, exposure } = world;
  const forwarded = exposure.bindLevel === "loopback";
  const { origin } = forwarded ? intent.allowedHosts : intent.host;
  const bind = isGiven(intent.host) ? intent.host.value : exposure.requested;
  const value = forwarded ? intent.allowedHosts.value.join(",") : bind;
  return {
    severity: "error",
    what: `${describeOrigin(origin)} ${shownSetting(value)} ${reach(world)}`,
    ...why(world),
    origin,
    repairs: listensNowhere(world)
      ? [stayPrivate(world)]
      : [stayPrivate(world), askForLogin(world)],
    notes: [
      ...elsewhere(world),
      ...(world.facts.container.inside ? createSecretsOutside(world) : [tunnel(world)]),
      ...(couldBePublished(world) ? [published(world)] : []),
    ],
  };
}

/** The command may be for another machine. */
function elsewhere(world: World): Fix[] {
  if (absentAddresses(world.facts).length === 0) return [];
  const command = renderRepair(world, askForLogin(world));
  return [{ kind: "note", text: `on the machine that has this address: ${command}` }];
}

function published({ exposure: { port } }: World): Fix {
  return {
    kind: "docker",
    text: `docker run -p 127.0.0.1:${port}:${port} ... with --guard-published loopback`,
  };
}

/** The claim counts on a wildcard alone, and says nothing about who forwards names here. */
function couldBePublished({ exposure }: World): boolean {
  const { because, untrue } = exposure;
  return (
    because.some(({ code }) => code === "every-interface") &&
    !because.some(({ code }) => code === "forwarded-name") &&
    !untrue.some(({ claim }) => claim === "published-on-loopback")
  );
}

/** The worst that this MLflow allows comes first. */
function why(world: World): Pick<Hit, "why"> {
  const by = runsCode(world).join(", ");
  if (by === "") return {};
  return {
    why: `no login is configured: anyone who reaches the port can run code on this machine (${by}), and ${DATA}`,
  };
}

function tunnel({ exposure: { port }, facts }: World): Fix {
  const command = `ssh -N -L ${port}:127.0.0.1:${port} ${isHostName(facts.hostName) ? facts.hostName : "HOST"}`;
  return {
    kind: "note",
    text: `${command} (a tunnel to the private server, from another machine)`,
  };
}

/** No login helps where MLflow could not listen at all. */
function listensNowhere(world: World): boolean {
  return isUnclear(world) || absentAddresses(world.facts).length > 0;
}

function reach(world: World): string {
  const { exposure, facts } = world;
  const { port } = exposure;
  const where = `${exposure.addresses.join(", ")}, port ${port}`;
  if (exposure.bindLevel === "loopback")
    return `admits names that are not local: somebody forwards requests of other machines to ${where}`;
  const counts = `so it counts as reachable from other machines, port ${port}`;
  if (facts.bind.kind === "not-understood") return `is not understood, ${counts}`;
  if (facts.bind.addresses.length === 0) return `does not resolve, ${counts}`;
  if (facts.bind.addresses.some(isWildcard)) return `listens on every interface: ${where}`;
  const absent = absentAddresses(facts);
  if (absent.length > 0)
    return `is for other machines, and no interface here has ${absent.join(", ")}: MLflow could not listen there`;
  return `is reachable from other machines: ${where}`;
}

/** Back to loopback, in the words of the user's own command; nothing is published then, and no untrue claim stays. */
function stayPrivate(world: World): Repair {
  const { intent, exposure } = world;
  const { host, allowedHosts: names } = intent;
  const hidden = Boolean(intent.environment.get("MLFLOW_HOST")?.value);
  const local: Repair = hidden ? { set: { host: "127.0.0.1" } } : { drop: ["host"] };
  const untrue = exposure.untrue.map(({ claim }) => CLAIM_OPTION[claim]);
  return mergeRepairs([
    isGiven(host) ? (isUnclear(world) ? loopbackRepair(world) : local) : {},
    isGiven(names) ? optionRepair("allowed-hosts", names) : {},
    { drop: [CLAIM_OPTION["published-on-loopback"], ...untrue] },
  ]);
}

function askForLogin(world: World): Repair {
  return mergeRepairs([createSecrets(world), livingNames(world), { drop: ["dev"] }]);
}
