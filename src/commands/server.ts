import { EXIT } from "../exit-codes.ts";
import { findUnwritable } from "../facts/writable.ts";
import type { ChosenMlflow } from "../mlflow/find.ts";
import { buildPlan } from "../plan/build-plan.ts";
import { withManagedMlflow } from "../policy/evaluate.ts";
import type { Decision } from "../policy/types.ts";
import type { Ports } from "../ports.ts";
import { createReporter, type Reporter } from "../report/reporter.ts";
import { renderUsage } from "../report/text.ts";
import { makePassword } from "../secrets/generate.ts";
import { Secret } from "../secrets/secret.ts";
import type { Shown } from "../watch/types.ts";
import { type Decided, decide, programName } from "./decide.ts";
import { notLookedAt, withStoredAccounts } from "./stored-accounts.ts";

const DAY = 86_400_000;

/** Decides, then launches the real MLflow and stays with it. */
export async function server(
  command: "server" | "ui",
  words: readonly string[],
  envFile: string | undefined,
  ports: Ports,
): Promise<number> {
  const outcome = await decide({ command, words, envFile }, ports, true);
  if (outcome.kind === "help") {
    ports.out(await (await import("../cli/commands.ts")).serverHelp(command));
    return EXIT.ok;
  }
  if (outcome.kind === "usage") {
    ports.err(renderUsage(outcome.problems, programName(ports.env)));
    return EXIT.usage;
  }
  const { decided } = outcome;
  const reporter = await reporterOf(decided, ports);
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
    : launch(looked, decided.search, reporter, ports);
}

function refused({ decision, facts }: Decided, reporter: Reporter): number {
  reporter.refused(decision, facts.program);
  return EXIT.refused;
}

function reporterOf({ intent }: Decided, ports: Ports): Promise<Reporter> {
  const value = (name: string) => intent.guard.get(name)?.[0]?.value;
  return createReporter(
    value("guard-log-format") ?? "text",
    value("guard-log-level") ?? "info",
    ports,
  );
}

async function launch(
  decided: Decided,
  chosen: ChosenMlflow,
  reporter: Reporter,
  ports: Ports,
): Promise<number> {
  const { intent, facts, decision } = decided;
  const mlflow = chosen.found;
  const parts = await import("../launch/launch.ts");
  const listener = await parts.chooseListener(facts, decision.exposure.port);
  const problem =
    findUnwritable(intent, facts, decision.login.app !== null) ?? (await parts.tryPort(listener));
  if (problem) {
    reporter.failed(problem.what, problem.fix);
    return EXIT.notServing;
  }
  if (!(await parts.confirmed(decision, listener, ports))) {
    reporter.failed(
      "not confirmed; MLflow was not started",
      "a dated opt-out asks nobody: --guard-until YYYY-MM-DD",
    );
    return EXIT.refused;
  }
  const stopTimeout = parts.stopTimeout(intent, ports.pid === 1 || facts.underInit);
  const readyTimeout = parts.readyTimeout(intent);
  return parts.inPrivateFolder(ports, stopTimeout, reporter.failed, (privateFolder, guardian) => {
    const sparePassword = new Secret(makePassword());
    const place = { privateFolder, port: listener.port, stopTimeout, sparePassword };
    const plan = buildPlan(intent, facts, decision, mlflow, place);
    parts.writePrivateFiles(privateFolder, plan.privateFiles);
    reporter.starting(decision, plan, chosen);
    const unknown = notLookedAt(facts);
    if (unknown) reporter.warned(unknown);
    const reminder = remind(decision, reporter);
    const announce = (seconds: number, shown: Shown) => {
      reporter.ready(decision, plan, { ...facts, mlflow, shown }, seconds);
      const proxy = intent.guard.get("guard-behind-proxy")?.[0]?.value;
      if (proxy) void parts.askProxy(proxy).then((odd) => odd && reporter.warned(odd));
    };
    const { failed: report, warned: warn, stopped } = reporter;
    const said = { announce, report, warn, stopped };
    const times = { stopTimeout, readyTimeout };
    const { python } = mlflow;
    return parts
      .runServer({ plan, python, privateFolder, guardian, ports, ...times, ...said })
      .finally(() => clearInterval(reminder));
  });
}

/** The log repeats every day what is open; nobody reads yesterday's. */
function remind(decision: Decision, reporter: Reporter): NodeJS.Timeout | undefined {
  if (decision.waived.length === 0) return undefined;
  return setInterval(() => reporter.stillOpen(decision), DAY);
}
