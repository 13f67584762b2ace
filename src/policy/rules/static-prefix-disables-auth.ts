import { has } from "../../mlflow/versions.ts";
import { describeOrigin } from "../exposure.ts";
import { optionRepair } from "../option-repair.ts";
import type { Rule } from "../types.ts";

/** Paths that basic-auth leaves open by their beginning (mlflow/server/auth/__init__.py, up to 3.17.2). */
const OPEN_BEGINNINGS = ["/static", "/health", "/favicon.ico"];

export const staticPrefixDisablesAuth: Rule = {
  id: "static-prefix-disables-auth",
  title: "The static prefix switches the login off",
  why: "MLflow asks nobody for a password below paths that begin with /static, /health or /favicon.ico",
  check: ({ intent, facts, exposed, login }) => {
    const setting = intent.options.get("static-prefix");
    const open = OPEN_BEGINNINGS.some((beginning) =>
      String(setting?.value ?? "").startsWith(beginning),
    );
    if (!setting || !open || has(facts.mlflow?.version ?? null, "staticPrefixSafe")) return [];
    if (!exposed && login.app === null) return [];
    return [
      {
        severity: "error",
        what: `${describeOrigin(setting.origin)} is ${JSON.stringify(setting.value)}`,
        origin: setting.origin,
        repairs: [optionRepair("static-prefix", setting), { set: { "static-prefix": "/mlflow" } }],
      },
    ];
  },
};
