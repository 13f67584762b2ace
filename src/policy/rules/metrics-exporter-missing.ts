import { shellQuote } from "../../shell/quote.ts";
import { describeOrigin } from "../exposure/exposure.ts";
import { metricsSetting, withoutMetrics } from "../metrics.ts";
import type { Rule } from "../types.ts";

export const metricsExporterMissing: Rule = {
  id: "metrics-exporter-missing",
  title: "This MLflow has no exporter for metrics",
  severities: ["error"],
  why: "without prometheus-flask-exporter every worker stops with an ImportError, again and again",
  check: ({ intent, facts: { mlflow } }) => {
    const setting = metricsSetting(intent);
    if (!setting || !mlflow || mlflow.metricsExporter) return [];
    const add = `${shellQuote(mlflow.python)} -m pip install prometheus-flask-exporter`;
    return [
      {
        severity: "error",
        what: `${describeOrigin(setting.origin)} asks for metrics, and ${mlflow.path} (MLflow ${mlflow.version}) has no prometheus-flask-exporter beside it`,
        origin: setting.origin,
        repairs: [withoutMetrics(intent), { managed: true }],
        notes: [{ kind: "note", text: `or add it: ${add}` }],
      },
    ];
  },
};
