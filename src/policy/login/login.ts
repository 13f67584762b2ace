import type { Facts } from "../../facts/types.ts";
import { readVariable } from "../../intent/environment/environment.ts";
import type { ServerIntent } from "../../intent/types.ts";
import { findLoginPlugin, installedPlugin } from "../../mlflow/login/login-plugins.ts";
import { ADMIN_PASSWORD, SECRET_KEY } from "../../secrets/names.ts";
import type { KnownLogin, Login } from "../types.ts";

export const BASIC_AUTH = "basic-auth";

/**
 * Which login would run. An exposed bind switches basic-auth on as soon as any part of it is configured; with nothing
 * configured there is no login, and `public-without-auth` says so in one finding instead of three.
 */
export function readLogin(intent: ServerIntent, facts: Facts, exposed: boolean): Login {
  const asked = intent.appName;
  if (asked) {
    const app = asked.value;
    const plugin = knownPlugin(facts, app);
    const asks = app === BASIC_AUTH || plugin !== null || isVouchedFor(intent, app);
    return { app, origin: asked.origin, asks, switchedOn: false, plugin };
  }
  const origin = { kind: "default", name: "--app-name" } as const;
  if (exposed && !intent.dev.value && isConfigured(intent, facts)) {
    return { app: BASIC_AUTH, origin, asks: true, switchedOn: true, plugin: null };
  }
  return { app: null, origin, asks: false, switchedOn: false, plugin: null };
}

function isVouchedFor(intent: ServerIntent, app: string): boolean {
  return intent.loginApp?.value === app;
}

/** The known plugin of this name, if nothing else that is installed takes the name. */
function knownPlugin({ mlflow }: Facts, app: string): KnownLogin | null {
  const plugin = findLoginPlugin(app);
  if (!plugin || !mlflow) return plugin && { plugin, version: null };
  const { version, rivals } = installedPlugin(plugin, mlflow);
  return version !== null && rivals.length === 0 ? { plugin, version } : null;
}

function isConfigured(intent: ServerIntent, facts: Facts): boolean {
  return (
    facts.secretKey !== null ||
    facts.adminPassword !== null ||
    readVariable(intent.environment, "MLFLOW_AUTH_CONFIG_PATH") !== undefined ||
    facts.unusableFiles.some(({ origin }) =>
      [SECRET_KEY, ADMIN_PASSWORD].some((name) => origin.name === `${name}_FILE`),
    )
  );
}

/** Is it a login of which the key is known that signs its session cookies? */
export function signsCookies({ app, plugin }: Login): boolean {
  return app === BASIC_AUTH || plugin !== null;
}
