import { describeOrigin } from "../exposure/exposure.ts";
import { BASIC_AUTH } from "../login/login.ts";
import { metricsSetting, withoutMetrics } from "../metrics.ts";
import type { Rule, World } from "../types.ts";

export const metricsReadable: Rule = {
  id: "metrics-readable",
  title: "Strangers can read the metrics",
  severities: ["warning"],
  why: "they show how busy the server is, how many requests fail, and the version of MLflow and Python",
  check: (world) => {
    const setting = metricsSetting(world.intent);
    const readers = world.exposed && setting ? readersOf(world) : null;
    if (!setting || readers === null) return [];
    return [
      {
        severity: "warning",
        what: `${describeOrigin(setting.origin)} shows /metrics to ${readers}`,
        origin: setting.origin,
        repairs: [withoutMetrics(world.intent)],
        notes: [
          { kind: "note", text: "or let a proxy keep /metrics to the one who collects them" },
        ],
      },
    ];
  },
};

/** Measured with the login of MLflow on both servers: /metrics is behind it (test/full/metrics.test.ts). */
function readersOf({ login: { app, plugin } }: World): string | null {
  if (app === BASIC_AUTH) return null;
  if (app === null) return "anyone who reaches the port";
  const open = plugin?.plugin.open.some(({ path }) => path === "/metrics");
  if (open) return `anyone who reaches the port: ${app} leaves it open`;
  if (plugin) return null;
  return `anyone who reaches the port, unless ${app} asks for a login there`;
}
