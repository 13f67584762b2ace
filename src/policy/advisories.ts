import { FORWARDING_VARIABLES } from "../mlflow/options/server-option-table.ts";
import { ADVISORIES } from "../mlflow/versions/advisories.ts";
import type { Advisory, Protection } from "../mlflow/versions/advisory.ts";
import { atLeast, inRange } from "../mlflow/versions/versions.ts";
import { isForwardedHere } from "./exposure/exposure.ts";
import { checksHosts } from "./exposure/host-checks.ts";
import { BASIC_AUTH } from "./login/login.ts";
import type { World } from "./types.ts";

/**
 * The advisories that count for a start with this MLflow: exposed all that the launcher does not close, on loopback
 * those that a web page can use from the browser of its user.
 */
export function advisoriesFor(world: World, version: string): Advisory[] {
  return ADVISORIES.filter(
    (advisory) =>
      (world.exposed || advisory.reach === "browser") &&
      inRange(version, advisory) &&
      !isNeutralised(advisory.neutralisedBy, world, version),
  );
}

/** Which version is without all of these, as far as is known. */
export function fixedVersionNote(advisories: readonly Pick<Advisory, "id" | "below">[]): string {
  const open = advisories.filter(({ below }) => below === null).map(({ id }) => id);
  const highest = advisories
    .map(({ below }) => below)
    .filter((below) => below !== null)
    .reduce((one, other) => (one !== "" && atLeast(one, other) ? one : other), "");
  if (highest === "") return "no version without it is known";
  const but = open.length > 0 ? `, but for ${open.join(", ")} no such version is known` : "";
  return `MLflow ${highest} is the first without it${but}`;
}

function isNeutralised(by: Protection | null, world: World, version: string): boolean {
  if (by === "host-lists") return checksHosts(world.intent, version);
  if (by === "forwarded-removed") return nobodyIsForwarded(world);
  if (by === "version-gate") return world.login.app === BASIC_AUTH;
  return by !== null;
}

/** Only loopback is believed, and nobody on loopback speaks for others. */
function nobodyIsForwarded({ intent, exposure }: World): boolean {
  const named = intent.server.admitted.some(({ name }) => name === "--forwarded-allow-ips");
  const believed = intent.passEnv.some(({ value }) => FORWARDING_VARIABLES.includes(value));
  return !named && !believed && !isForwardedHere(exposure);
}
