import type { Facts } from "../facts/types.ts";
import { readVariable } from "../intent/environment.ts";
import type { ServerIntent } from "../intent/types.ts";
import { ADMIN_PASSWORD, SECRET_KEY } from "../secrets/names.ts";
import type { Login } from "./types.ts";

export const BASIC_AUTH = "basic-auth";

/**
 * Which login would run. An exposed bind switches basic-auth on as soon as any part of it is configured; with nothing
 * configured there is no login, and `public-without-auth` says so in one finding instead of three.
 */
export function readLogin(intent: ServerIntent, facts: Facts, exposed: boolean): Login {
  const asked = intent.options.get("app-name");
  if (asked) {
    const app = String(asked.value);
    return { app, origin: asked.origin, asks: asksForLogin(intent, app), switchedOn: false };
  }
  const origin = { kind: "default", name: "--app-name" } as const;
  if (exposed && intent.options.get("dev")?.value !== true && isConfigured(intent, facts)) {
    return { app: BASIC_AUTH, origin, asks: true, switchedOn: true };
  }
  return { app: null, origin, asks: false, switchedOn: false };
}

function asksForLogin(intent: ServerIntent, app: string): boolean {
  return app === BASIC_AUTH || intent.guard.get("guard-login-app")?.[0]?.value === app;
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
