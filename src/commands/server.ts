import { EXIT } from "../exit-codes.ts";
import { withManagedMlflow } from "../policy/evaluate.ts";
import type { Ports } from "../ports.ts";
import { type Reporter, reporterOf } from "../report/reporter.ts";
import { renderUsage } from "../report/text.ts";
import { type Decided, decide, programName } from "./decide.ts";
import { withStoredAccounts } from "./stored-accounts.ts";

/** Decides, then launches the real MLflow and stays with it. */
export async function server(
  command: "server" | "ui",
  words: readonly string[],
  envFile: string | undefined,
  ports: Ports,
): Promise<number> {
  const outcome = await decide({ command, words, envFile }, ports, true);
  if (outcome.kind === "help") {
    ports.out(await (await import("../cli/server-help.ts")).serverHelp(command));
    return EXIT.ok;
  }
  if (outcome.kind === "usage") {
    ports.err(renderUsage(outcome.problems, programName(ports.env)));
    return EXIT.usage;
  }
  const { decided } = outcome;
  const reporter = await reporterOf(decided.intent, ports);
  if (decided.decision.verdict === "refuse") return refused(decided, reporter);
  if ("missing" in decided.search) {
    const { what, fix } = decided.search.missing;
    const { intent, facts } = decided;
    const installs = fix === "mlflow-guard install-mlflow";
    reporter.failed(what, installs ? withManagedMlflow(intent, facts) : fix);
    return EXIT.unavailable;
  }
  const looked = await withStoredAccounts(decided, decided.search.found);
  return looked.decision.verdict === "refuse"
    ? refused(looked, reporter)
    : (await import("./launch-server.ts")).launchServer(looked, decided.search, ports);
}

function refused({ decision, facts }: Decided, reporter: Reporter): number {
  reporter.refused(decision, facts.program);
  return EXIT.refused;
}
