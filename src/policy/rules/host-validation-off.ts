import { describeOrigin } from "../exposure/exposure.ts";
import { optionRepair } from "../repair/option-repair.ts";
import type { Rule } from "../types.ts";

export const hostValidationOff: Rule = {
  id: "host-validation-off",
  title: "MLflow's host and origin checks are switched off",
  severities: ["error", "warning"],
  why: "any web page that a user of this server opens can reach it through the browser (DNS rebinding)",
  check: ({ intent, exposed, login }) => {
    const setting = intent.disableSecurityMiddleware;
    if (!setting.value) return [];
    return [
      {
        severity: exposed && !login.asks ? "error" : "warning",
        what: `${describeOrigin(setting.origin)} switches off the checks that keep web pages and foreign names out`,
        origin: setting.origin,
        repairs: [optionRepair("disable-security-middleware", setting)],
      },
    ];
  },
};
