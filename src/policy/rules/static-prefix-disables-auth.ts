import type { Setting } from "../../intent/types.ts";
import { atLeast, has } from "../../mlflow/versions/versions.ts";
import { shownSetting } from "../../secrets/quoted.ts";
import { describeOrigin } from "../exposure/exposure.ts";
import { optionRepair } from "../repair/option-repair.ts";
import type { Hit, KnownLogin, Rule } from "../types.ts";

/** Paths that basic-auth leaves open by their beginning (mlflow/server/auth/__init__.py, up to 3.17.2). */
const OPEN_BEGINNINGS = ["/static", "/health", "/favicon.ico"];

export const staticPrefixDisablesAuth: Rule = {
  id: "static-prefix-disables-auth",
  title: "The static prefix switches the login off",
  severities: ["error"],
  why: "MLflow asks nobody for a password below paths that begin with /static, /health or /favicon.ico",
  check: ({ intent, facts, exposed, login }) => {
    const setting = intent.staticPrefix;
    if (!setting) return [];
    if (login.plugin) return ofPlugin(login.plugin, setting);
    const open = OPEN_BEGINNINGS.some((beginning) => setting.value.startsWith(beginning));
    if (!open || has(facts.mlflow?.version ?? null, "staticPrefixSafe")) return [];
    if (!exposed && login.app === null) return [];
    return [
      {
        severity: "error",
        what: `${describeOrigin(setting.origin)} is ${shownSetting(setting.value)}`,
        origin: setting.origin,
        repairs: [optionRepair("static-prefix", setting), { set: { "static-prefix": "/mlflow" } }],
      },
    ];
  },
};

/** Before it knew of prefixes, it compared the whole path with the beginnings of its own open routes. */
function ofPlugin({ plugin, version }: KnownLogin, setting: Setting<string | boolean>): Hit[] {
  if (version === null || atLeast(version, plugin.prefixSince)) return [];
  return [
    {
      severity: "error",
      what: `${describeOrigin(setting.origin)} is ${shownSetting(setting.value)}, and ${plugin.distribution} ${version} does not know of prefixes`,
      why: `before ${plugin.prefixSince} it opens prefixes that begin like its own open paths, and closes the health check below the others`,
      origin: setting.origin,
      repairs: [optionRepair("static-prefix", setting)],
      notes: [
        { kind: "note", text: `or take ${plugin.distribution} ${plugin.prefixSince} or newer` },
      ],
    },
  ];
}
