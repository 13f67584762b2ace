import { pino } from "pino";
import type { ChosenMlflow } from "../mlflow/find.ts";
import type { Decision } from "../policy/types.ts";
import type { Violation } from "../watch/types.ts";
import { MISUSED } from "./early.ts";
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
  const stop = (fields: { readonly event: string }, violation: Violation | null) =>
    violation
      ? logger.error({ ...fields, cause: violation.cause }, violation.what)
      : always(fields, fields.event);
  return {
    misused: (problems) => logger.error({ event: "usage", problems }, MISUSED),
    refused: (decision) =>
      logger.error({ event: "refused", ...decisionFields(decision) }, "MLflow was not started"),
    starting: (decision, plan, chosen) => {
      const { url, removed, data } = plan;
      const fields = { url, removed, data, ...mlflowFields(chosen), ...decisionFields(decision) };
      logger.info({ event: "starting", ...fields }, "starting MLflow");
    },
    ready: (decision, plan, { mlflow, shown }, seconds) => {
      const fields = {
        event: "ready",
        url: plan.url,
        seconds,
        mlflow: mlflow.version,
        path: mlflow.path,
        checked: shown,
      };
      always({ ...fields, ...decisionFields(decision) }, "ready");
    },
    stillOpen: (decision) =>
      logger.warn({ event: "open", ...decisionFields(decision) }, "the opt-out is in force"),
    stopping: ({ violation, ...fields }) => stop({ event: "stopping", ...fields }, violation),
    stopped: ({ violation, ...fields }) => stop({ event: "stopped", ...fields }, violation),
    failed: (what, fix) => logger.error({ event: "failed", fix }, what),
    ended: ({ what, cause, lines, waited }, fix) =>
      logger.error({ event: "failed", cause, fix, lastLines: lines, waited }, what),
    progress: false,
    accessed: (access) => logger.info({ event: "access", ...access }, "access"),
    warned: (what) => logger.warn({ event: "warning" }, what),
    lost: (what) => always({ event: "warning" }, what, "warn"),
    said: (text) => always({ event: "message" }, text.replace(/^mlflow-guard: /, "").trim()),
  };
}
