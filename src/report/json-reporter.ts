import { pino } from "pino";
import type { ChosenMlflow } from "../facts/mlflow/find.ts";
import { describeWait } from "../launch/life/describe-wait.ts";
import type { Decision } from "../policy/types.ts";
import type { Violation } from "../watch/types.ts";
import { MISUSED } from "./early.ts";
import { describeEnding } from "./endings/endings.ts";
import { describeFailedStart } from "./endings/failed-starts.ts";
import { describeViolation } from "./endings/violations.ts";
import { renderClaim } from "./exposure.ts";
import { inAscii } from "./json.ts";
import type { Reporter } from "./reporter.ts";

function createLogger(level: string, write: (line: string) => void) {
  return pino(
    {
      level,
      base: { name: "mlflow-guard" },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write },
  );
}

/** A decision as fields of a log record. */
function decisionFields({ verdict, exposure, login, findings, waived, remedy }: Decision) {
  return {
    verdict,
    exposure: exposure.level,
    addresses: exposure.addresses,
    port: exposure.port,
    claims: exposure.claims.map(renderClaim),
    login: login.app,
    findings: findings.map(({ id, severity, what }) => ({ id, severity, what })),
    waived: waived.map(({ rule, reason, until }) => ({ id: rule, reason, until })),
    remedy,
  };
}

function mlflowFields({ found: { version, path, source }, passedOver }: ChosenMlflow) {
  return {
    mlflow: version,
    path,
    source,
    passedOver: passedOver.map((one) => one.path),
    notTaken: passedOver.flatMap(({ path, reason }) => (reason ? [{ path, reason }] : [])),
  };
}

/** The launcher's own lines as records with an `event`. */
export function jsonReporter(level: string, write: (line: string) => void): Reporter {
  const logger = createLogger(level, (line) => write(inAscii(line)));
  // At the level of the least quiet setting that still shows it: these events are relied on.
  const always = (fields: object, what: string, usual: "info" | "warn" = "info") =>
    logger[logger.isLevelEnabled(usual) ? usual : "error"](fields, what);
  const stop = (fields: { readonly event: string }, violation: Violation | null) => {
    if (violation === null) return always(fields, fields.event);
    const { what, cause } = describeViolation(violation);
    logger.error({ ...fields, id: violation.id, cause }, what);
  };
  const failed: Reporter["failed"] = (what, fix, id) =>
    logger.error({ event: "failed", id: id ?? undefined, fix }, what);
  return {
    misused: (problems) => logger.error({ event: "usage", problems }, MISUSED),
    refused: (decision) =>
      logger.error({ event: "refused", ...decisionFields(decision) }, "MLflow was not started"),
    starting: (decision, plan, chosen) => {
      const { url, removed, data } = plan;
      const fields = { url, removed, data, ...mlflowFields(chosen), ...decisionFields(decision) };
      logger.info({ event: "starting", ...fields }, "starting MLflow");
    },
    ready: (decision, { url }, { mlflow: { version, path }, shown }, seconds) => {
      const fields = { event: "ready", url, seconds, mlflow: version, path, checked: shown };
      always({ ...fields, ...decisionFields(decision) }, "ready");
    },
    stillOpen: (decision) =>
      logger.warn({ event: "open", ...decisionFields(decision) }, "the opt-out is in force"),
    stopping: ({ violation, ...fields }) => stop({ event: "stopping", ...fields }, violation),
    stopped: ({ violation, ...fields }) => stop({ event: "stopped", ...fields }, violation),
    failed,
    notStarted: (failure) => {
      const { what, fix } = describeFailedStart(failure);
      failed(what, fix, failure.id);
    },
    ended: (ending, upgrade) => {
      const { id, lines } = ending;
      const { what, cause, fix } = describeEnding(ending, upgrade);
      const waited = ending.waited && { ...ending.waited, for: describeWait(ending.waited.for) };
      logger.error({ event: "failed", id, cause, fix, lastLines: lines, waited }, what);
    },
    progress: false,
    accessed: (access) => logger.info({ event: "access", ...access }, "access"),
    warned: (what) => logger.warn({ event: "warning" }, what),
    lost: (what) => always({ event: "warning" }, what, "warn"),
    said: (text) => always({ event: "message" }, text.replace(/^mlflow-guard: /, "").trim()),
  };
}
