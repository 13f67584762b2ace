import { EXIT } from "../exit-codes.ts";
import { mustHaveDescriptors } from "../launch/descriptors.ts";
import { withManagedMlflow } from "../policy/evaluate.ts";
import type { Ports } from "../ports.ts";
import { programName } from "../program-name.ts";
import { type Reporter, reporterOf } from "../report/reporter.ts";
import { type Decided, decide, type Request } from "./decide.ts";
import { withAccountsAhead, withStoredAccounts } from "./stored-accounts.ts";

/** Decides, then launches the real MLflow and stays with it. */
export function server(
  command: "server" | "ui",
  words: readonly string[],
  envFile: string | undefined,
  ports: Ports,
): Promise<number> {
  return decideAndLaunch({ command, words, envFile }, ports, true);
}

/** @param mayInstall false once an MLflow was installed: nobody is asked twice. */
async function decideAndLaunch(
  request: Request,
  ports: Ports,
  mayInstall: boolean,
): Promise<number> {
  const outcome = await decide(request, ports, true);
  if (outcome.kind === "help") {
    ports.out(await (await import("../help/server-help.ts")).serverHelp(request.command));
    return EXIT.ok;
  }
  if (outcome.kind === "usage") {
    (await reporterOf(outcome.settings, ports)).misused(outcome.problems, programName(ports.env));
    return EXIT.usage;
  }
  const { decided } = outcome;
  const reporter = await reporterOf(decided.intent, ports);
  if (decided.decision.verdict === "refuse")
    return refused(await withAccountsAhead(decided), reporter);
  if ("missing" in decided.search) {
    const { what, fix, installs, none } = decided.search.missing;
    const { intent, facts } = decided;
    if (none && mayInstall) {
      const { installWanted } = await import("../install/install-wanted.ts");
      const installed = await installWanted(intent, ports, reporter);
      if (installed !== null)
        return installed === EXIT.ok ? decideAndLaunch(request, ports, false) : installed;
    }
    reporter.failed(what, installs ? withManagedMlflow(intent, facts) : fix);
    return EXIT.unavailable;
  }
  mustHaveDescriptors();
  const looked = await withStoredAccounts(decided, decided.search.found);
  return looked.decision.verdict === "refuse"
    ? refused(looked, reporter)
    : (await import("./session.ts")).launchServer(looked, decided.search, ports);
}

function refused({ decision, facts }: Decided, reporter: Reporter): number {
  reporter.refused(decision, facts.program);
  return EXIT.refused;
}
