import type { UsageProblem } from "../intent/types.ts";
import { levelOf } from "../net/address-class.ts";

/** The server that is asked. */
export interface Target {
  /** Without a slash at its end. */
  readonly base: string;
  /** Does a password to it leave this machine in clear text? */
  readonly clearText: boolean;
  readonly loopback: boolean;
}

const DEFAULT_URL = "http://127.0.0.1:5000";

/** Reads the server's URL. It is not repeated where it is wrong: it may hold a password. */
export function readTarget(
  option: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): { readonly target: Target } | { readonly problem: UsageProblem } {
  const name = option === undefined ? "MLFLOW_TRACKING_URI" : "--url";
  const own = environment.MLFLOW_PORT ? `http://127.0.0.1:${environment.MLFLOW_PORT}` : DEFAULT_URL;
  const text = option ?? (environment.MLFLOW_TRACKING_URI || own);
  const url = URL.canParse(text) ? new URL(text) : null;
  const wrong = (what: string) => ({
    problem: { what: `${name} ${what}`, fix: `name the server: --url ${DEFAULT_URL}` },
  });
  if (!url || !/^https?:$/.test(url.protocol)) return wrong("is no http:// or https:// URL");
  if (url.username !== "" || url.password !== "")
    return wrong("holds a user name or a password, which belongs in no URL");
  if (url.search !== "" || url.hash !== "") return wrong("has a ? or # in it");
  const loopback = isLoopback(url.hostname);
  const clearText = url.protocol === "http:" && !loopback;
  return {
    target: { base: `${url.origin}${url.pathname.replace(/\/+$/, "")}`, clearText, loopback },
  };
}

function isLoopback(host: string): boolean {
  return host === "localhost" || levelOf(host.replace(/^\[|\]$/g, "")) === "loopback";
}
