import { destination, pino } from "pino";
import type { Decision } from "../policy/types.ts";

/** JSON lines on stderr, written at once: a signal must not cost the last ones. */
export function createLogger(level: string) {
  return pino(
    {
      level,
      base: { name: "mlflow-guard" },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination({ dest: 2, sync: true }),
  );
}

/** A decision as fields of a log record. */
export function decisionFields({ verdict, exposure, login, findings, waived, remedy }: Decision) {
  return {
    verdict,
    exposure: exposure.level,
    addresses: exposure.addresses,
    port: exposure.port,
    login: login.app,
    findings: findings.map(({ id, severity, what }) => ({ id, severity, what })),
    waived: waived.map(({ rule, reason, until }) => ({ id: rule, reason, until })),
    remedy,
  };
}
