import { systemResolver } from "../facts/machine/network.ts";
import type { UsageProblem } from "../intent/types.ts";
import { findAuditProblem } from "../launch/audit/audit-open.ts";
import { type Around, decide } from "../server/decide.ts";
import { checkJson } from "./check-json.ts";

/** What a caller says of the place of a start. */
export interface Place extends Omit<Around, "resolver" | "stdinIsTerminal" | "stderrIsTerminal"> {
  readonly resolve: Around["resolver"] | undefined;
}

/** @returns the document of `check`, or why there is none; `--help` is a question to people alone. */
export async function decideOn(
  words: readonly string[],
  { resolve = systemResolver, ...place }: Place,
): Promise<string | readonly UsageProblem[]> {
  const around = { ...place, resolver: resolve, stdinIsTerminal: false, stderrIsTerminal: false };
  const outcome = await decide({ command: "server", words, envFile: undefined }, around, false);
  if (outcome.kind === "help") return [{ what: "--help decides nothing", fix: "leave --help out" }];
  if (outcome.kind === "usage") return outcome.problems;
  const { decided } = outcome;
  const missing = "missing" in decided.search ? decided.search.missing : null;
  return checkJson(decided, missing, findAuditProblem(decided.intent, place.cwd));
}
