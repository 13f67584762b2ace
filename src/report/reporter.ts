import type { FailedStartId } from "../catalogue.ts";
import type { ChosenMlflow } from "../facts/mlflow/find.ts";
import type { LauncherSettings, UsageProblem } from "../intent/types.ts";
import type { Ending } from "../launch/life/ending.ts";
import type { FailedStart } from "../launch/life/failed-start.ts";
import type { Stopped, Stopping } from "../launch/life/stops.ts";
import type { Access } from "../mlflow/access-line.ts";
import type { LaunchPlan } from "../plan/types.ts";
import type { Decision } from "../policy/types.ts";
import type { Ports } from "../ports.ts";
import { programName } from "../program-name.ts";
import { describeFailedStart } from "./endings/failed-starts.ts";
import { renderStopped, renderStopping } from "./endings/stops.ts";
import { renderReady, renderStart } from "./start.ts";
import type { StartFacts } from "./start-facts.ts";
import { standingOut } from "./style.ts";
import {
  pageOf,
  renderEnding,
  renderFailure,
  renderRefusal,
  renderUsage,
  renderWaived,
  renderWarning,
} from "./text.ts";

/** What the launcher says, as text or as JSON lines. */
export interface Reporter {
  readonly misused: (problems: readonly UsageProblem[], program: string, command?: string) => void;
  readonly refused: (decision: Decision, program: string) => void;
  readonly starting: (decision: Decision, plan: LaunchPlan, chosen: ChosenMlflow) => void;
  readonly ready: (
    decision: Decision,
    plan: LaunchPlan,
    facts: StartFacts,
    seconds: number,
  ) => void;
  /** The daily reminder of what is open. */
  readonly stillOpen: (decision: Decision) => void;
  /** The server goes, and what is waited for. */
  readonly stopping: (stopping: Stopping) => void;
  /** Nothing is left of it. */
  readonly stopped: (stopped: Stopped) => void;
  /** @param id of a failure that has a page. */
  readonly failed: (what: string, fix: string, id?: FailedStartId | null) => void;
  /** What kept MLflow from being started, or could not be ended. */
  readonly notStarted: (failure: FailedStart) => void;
  /** MLflow was never ready, or ended unasked. `upgrade` is the command that upgrades the database of this start. */
  readonly ended: (ending: Ending, upgrade: string) => void;
  /** A request for the audit log; in JSON logs only, MLflow's own line says it in text. */
  readonly accessed: ((access: Access) => void) | null;
  readonly warned: (what: string) => void;
  /** Something was lost that should have been written, or nobody will find it: told at every level. */
  readonly lost: (what: string) => void;
  /** Words that were made for a person, such as a question, as they are. */
  readonly said: (text: string) => void;
  /** A line at a terminal that shows how the start goes has a place between these. */
  readonly progress: boolean;
}

const QUIET: Readonly<Record<string, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

/** As `--guard-log-format` and `--guard-log-level` say; refusals and failures are always written. */
export async function reporterOf(
  { logFormat, logLevel }: Pick<LauncherSettings, "logFormat" | "logLevel">,
  ports: Ports,
): Promise<Reporter> {
  const level = logLevel?.value ?? "info";
  // The JSON logger is loaded only where it is wanted: a refusal must not wait for it.
  if (logFormat?.value === "json")
    return (await import("./json-reporter.ts")).jsonReporter(level, ports.err);
  return textReporter(level, ports);
}

function textReporter(level: string, { err, env, stderrIsTerminal }: Ports): Reporter {
  const info = (QUIET[level] ?? 1) <= 1;
  const program = programName(env);
  const warn = (what: string) => err(renderWarning(what));
  const failed: Reporter["failed"] = (what, fix, id) =>
    err(renderFailure(what, fix, id ? pageOf(id, program) : ""));
  return {
    misused: (problems, program, command) => err(renderUsage(problems, program, command)),
    refused: (decision, program) => err(renderRefusal(decision, program)),
    starting: (decision, plan, chosen) => info && err(renderStart(decision, plan, chosen)),
    // The ready line is relied on, whatever the level.
    ready: (decision, plan, facts, seconds) => {
      const text = renderReady(decision, plan, facts, seconds);
      err(stderrIsTerminal ? standingOut(text, !env.NO_COLOR) : text);
    },
    stillOpen: (decision) =>
      err(`${decision.waived.flatMap((waived) => renderWaived(waived, decision)).join("\n")}\n`),
    stopping: (stopping) => err(renderStopping(stopping, program)),
    stopped: (stopped) => err(renderStopped(stopped)),
    failed,
    notStarted: (failure) => {
      const { what, fix } = describeFailedStart(failure);
      failed(what, fix, failure.id);
    },
    ended: (ending, upgrade) => err(renderEnding(ending, upgrade, program)),
    accessed: null,
    progress: info,
    warned: warn,
    lost: warn,
    said: err,
  };
}
