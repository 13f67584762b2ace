import type { Ports } from "../ports.ts";
import type { Place } from "./destination.ts";

/** The start that `init` prints, as it would go where it is pasted here and now. */
export interface ForeseenStart {
  /** The whole command; it does what is missing as well, where a command can. */
  readonly command: string;
  /** What it would be refused for without that. */
  readonly missing: readonly string[];
  /** Does the command lead to a start? */
  readonly allowed: boolean;
  /** Are there accounts already, or may there be? */
  readonly accounts: boolean;
}

const HOST = ["--host", "0.0.0.0"];

/** Decides on the start as the server would: what was there already may be weak, or open to others. */
export async function foreseenStart(
  place: Place,
  program: string,
  ports: Ports,
): Promise<ForeseenStart> {
  const plain = `${program} server${place.option} ${HOST.join(" ")}`;
  try {
    return await foresee(place, plain, ports);
  } catch {
    // The secrets are written; what cannot be foreseen now, the start says itself.
    return { command: plain, missing: [], allowed: true, accounts: true };
  }
}

async function foresee(place: Place, plain: string, ports: Ports): Promise<ForeseenStart> {
  const { decide } = await import("../server/decide.ts");
  const words = [...(place.option === "" ? [] : [`--guard-env-file=${place.name}`]), ...HOST];
  const env = { ...ports.env, ...place.variables() };
  const request = { command: "server", words, envFile: undefined } as const;
  const outcome = await decide(request, { ...ports, env }, false);
  if (outcome.kind !== "decided") {
    const problems = outcome.kind === "usage" ? outcome.problems : [];
    const missing = problems.map(({ what, fix }) => `${what}: ${fix}`);
    return { command: plain, missing, allowed: missing.length === 0, accounts: true };
  }
  const { decision, facts } = outcome.decided;
  const errors = decision.findings.filter(({ severity }) => severity === "error");
  const [remedy] = decision.remedy;
  return {
    command: remedy ?? plain,
    missing: errors.map(({ id, what }) => `${id}: ${what}`),
    allowed: errors.length === 0 || remedy !== undefined,
    accounts: facts.authStore.exists,
  };
}
