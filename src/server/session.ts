import { EXIT } from "../exit-codes.ts";
import { ownCertificate } from "../facts/files/own-certificate.ts";
import { certificateFile } from "../facts/files/tls-files.ts";
import type { ChosenMlflow } from "../facts/mlflow/find.ts";
import { findUnwritable } from "../facts/stores/writable.ts";
import type { AuditFile } from "../launch/audit/audit-file.ts";
import { type Fault, faultOf } from "../launch/fault.ts";
import * as parts from "../launch/launch.ts";
import type { Ending } from "../launch/life/ending.ts";
import type { Listener } from "../launch/port.ts";
import type { Guardian } from "../launch/process/guardian.ts";
import type { Access } from "../mlflow/access-line.ts";
import { buildPlan } from "../plan/build-plan.ts";
import type { LaunchPlan } from "../plan/types.ts";
import { withBasicAuth } from "../policy/evaluate.ts";
import { hostHint } from "../policy/exposure/host-hint.ts";
import type { Ports } from "../ports.ts";
import { describeNotice } from "../report/notices.ts";
import { type Reporter, reporterOf } from "../report/reporter.ts";
import { upgradeCommand } from "../report/upgrade-command.ts";
import { makePassword } from "../secrets/generate.ts";
import { Secret } from "../secrets/secret.ts";
import type { Notice, Shown } from "../watch/types.ts";
import type { Decided } from "./decide.ts";
import { remind } from "./reminder.ts";
import { notLookedAt } from "./stored-accounts.ts";

/** An allowed start, with everything that it needs but its private folder. */
interface Start {
  readonly decided: Decided;
  readonly chosen: ChosenMlflow;
  readonly ports: Ports;
  readonly output: parts.Output;
  readonly reporter: Reporter;
  readonly audit: AuditFile | null;
  readonly listener: Listener;
  /** Seconds. */
  readonly stopTimeout: number;
  readonly signals: parts.StopSignals;
}

/** Milliseconds for the readers of the launcher's last words. */
const LAST_WORDS = 2000;

/** Launches what was allowed, and stays with it. */
export async function launchServer(
  decided: Decided,
  chosen: ChosenMlflow,
  given: Ports,
): Promise<number> {
  // From here on nothing that is said may wait for its reader.
  const ports = { ...given, err: (text: string) => output.say(text) };
  const reporter = await reporterOf(decided.intent, ports);
  const output = new parts.Output(reporter.lost);
  try {
    return await launch(decided, chosen, ports, output, reporter);
  } catch (error) {
    const { what, fix, id, stack, code } = faultOf(error, ports.env);
    reporter.failed(what, fix, id);
    if (stack) reporter.said(`${stack}\n`);
    return code;
  } finally {
    await output.finish(LAST_WORDS);
  }
}

async function launch(
  decided: Decided,
  chosen: ChosenMlflow,
  ports: Ports,
  output: parts.Output,
  reporter: Reporter,
): Promise<number> {
  const { intent, facts, decision } = decided;
  const listener = await parts.chooseListener(facts, decision.exposure.port);
  const problem =
    findUnwritable(intent, facts, decision.login.app !== null) ??
    (await parts.tryPort(listener, facts.interfaces));
  if (problem) {
    reporter.notStarted(problem);
    return EXIT.notServing;
  }
  const asking = { err: reporter.said, onSignal: ports.onSignal };
  if (!(await parts.confirmed(decision, listener, asking))) {
    reporter.failed(
      "not confirmed; MLflow was not started",
      "a dated opt-out asks nobody: --guard-until YYYY-MM-DD",
    );
    return EXIT.refused;
  }
  const audit = parts.openAudit(intent, facts.cwd, reporter.lost);
  if (audit instanceof Error) {
    reporter.notStarted(audit.problem);
    return EXIT.notServing;
  }
  const stopTimeout = parts.stopTimeout(intent, ports.pid === 1 || facts.underInit);
  const signals = new parts.StopSignals(ports);
  const start = { decided, chosen, ports, output, reporter, audit, listener, stopTimeout, signals };
  return parts
    .inPrivateFolder(ports, stopTimeout, reporter.notStarted, (...place) => serve(start, ...place))
    .finally(() => {
      signals.end();
      audit?.close();
    });
}

function serve(
  start: Start,
  privateFolder: parts.PrivateFolder,
  guardian: Guardian,
): Promise<number> {
  const { decided, chosen, ports, output, reporter, listener, stopTimeout } = start;
  const { intent, facts, decision } = decided;
  const mlflow = chosen.found;
  const plan = buildPlan(intent, facts, decision, mlflow, {
    ...{ privateFolder: privateFolder.path, port: listener.port, stopTimeout },
    sparePassword: new Secret(makePassword()),
  });
  parts.writePrivateFiles(privateFolder, plan.privateFiles);
  parts.writeState(privateFolder, ports, plan, hintsOf(decided));
  const pulse = new parts.Pulse(privateFolder, (code) => reporter.warned(notNoted(code)));
  reporter.starting(decision, plan, chosen);
  const unknown = notLookedAt(facts);
  if (unknown) reporter.warned(unknown);
  const reminder = remind(decision, reporter, ports);
  const unlisten = ports.onSignal("reopen", () => start.audit?.reopen());
  return parts
    .runServer({
      ...{ plan, python: mlflow.python, privateFolder, guardian, ports, output, stopTimeout },
      readyTimeout: intent.readyTimeout.value,
      progress: ports.stderrIsTerminal && reporter.progress,
      record: recorder(start),
      audited: start.audit !== null,
      signals: start.signals,
      looked: () => pulse.beat(),
      ...spoken(start, plan, pulse),
    })
    .finally(() => {
      clearInterval(reminder);
      unlisten();
    });
}

/** What `user` can say of this server, where somebody asks it. */
function hintsOf({ intent, facts, decision }: Decided): parts.Hints {
  return {
    certificate: certificateFile(intent, facts.cwd),
    withLogin: decision.login.app === null ? withBasicAuth(intent, facts) : null,
  };
}

/** The certificate that clients have to be given, since no authority has signed it. */
function toBeTrusted({ intent, facts }: Decided): string | null {
  const file = certificateFile(intent, facts.cwd);
  return file !== null && ownCertificate(file) ? file : null;
}

/** Who does not want a browser does not load what opens one. */
async function openPage({ url }: LaunchPlan, reporter: Reporter): Promise<void> {
  const { openBrowser } = await import("../launch/open-browser.ts");
  const problem = await openBrowser(url);
  if (problem !== null) reporter.warned(problem);
}

function notNoted(code: string): string {
  return `that it watches the server could not be noted in its private folder (${code}); the server is watched, but mlflow-guard healthcheck calls it unwatched, and if others can reach it, it is held until that works again`;
}

/** Where audited requests go; null where nobody wants them. */
function recorder({ audit, reporter }: Start): ((access: Access) => void) | null {
  if (!audit && !reporter.accessed) return null;
  return (access) => {
    audit?.record(access);
    reporter.accessed?.(access);
  };
}

/** What the run has to say, in the words of the reporter. */
function spoken({ decided, chosen, reporter }: Start, plan: LaunchPlan, pulse: parts.Pulse) {
  const { intent, facts, decision } = decided;
  return {
    announce: (seconds: number, shown: Shown) => {
      pulse.ready();
      const started = { ...facts, mlflow: chosen.found, shown, trusted: toBeTrusted(decided) };
      reporter.ready(decision, plan, started, seconds);
      if (intent.openPage) void openPage(plan, reporter);
      const proxy = intent.behindProxy?.value;
      if (proxy) void parts.askProxy(proxy).then((odd) => odd && reporter.warned(odd));
    },
    notStarted: reporter.notStarted,
    faulted: ({ what, fix, id }: Fault) => reporter.failed(what, fix, id),
    failed: (ending: Ending) => reporter.ended(ending, upgradeCommand(intent, plan.executable)),
    stopping: reporter.stopping,
    stopped: reporter.stopped,
    noticed: (notice: Notice) => reporter.warned(describeNotice(notice)),
    rejectedHost: (name: string) => reporter.warned(hostHint(intent, facts, name)),
  };
}
