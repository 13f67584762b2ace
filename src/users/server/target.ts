import { isServiceLink } from "../../intent/environment/service-links.ts";
import type { UsageProblem } from "../../intent/types.ts";
import type { RunningState } from "../../launch/private/state-file.ts";
import type { States } from "../../launch/private/states-here.ts";
import { hostOfUrl, levelOf } from "../../net/address-class.ts";
import { readServerUrl, withScheme } from "../../net/server-url.ts";
import { localUrl } from "../../plan/urls.ts";
import { shellQuote } from "../../shell/quote.ts";

/** The server that is asked. */
export interface Target {
  /** Without a slash at its end. */
  readonly base: string;
  /** Where other people find it. */
  readonly client: string;
  /** Would a password to it cross a network in clear text, were it not this machine's own server? */
  readonly clearText: boolean;
  /** What named it: this command, MLFLOW_TRACKING_URI, or a launcher's state and the usual port. */
  readonly named: "typed" | "variable" | "nobody";
  /** The launchers of this user that run now. */
  readonly launchers: readonly RunningState[];
  /** Does the URL for other people hold on this machine only? */
  readonly loopback: boolean;
}

/** What names a server where no option does. */
export interface Surroundings {
  readonly trackingUri: string | undefined;
  /** MLflow's port, as the server that is started here would take it. */
  readonly port: string | undefined;
  readonly states: States;
}

const DEFAULT_URL = "http://127.0.0.1:5000";

const NO_PORT: UsageProblem = {
  what: "MLFLOW_PORT is no port",
  fix: `name the server: --url ${DEFAULT_URL}`,
};

/** Reads the server's URL. It is not repeated where it is wrong: it may hold a password. */
export function readTarget(
  option: string | undefined,
  { trackingUri, port, states }: Surroundings,
): { readonly target: Target } | { readonly problem: UsageProblem } {
  const named = option ?? (trackingUri || undefined);
  const { here } = states;
  if (named === undefined && here.length > 1) return { problem: several(here) };
  const set = port && !isServiceLink("MLFLOW_PORT", port) ? port : null;
  if (named === undefined && here.length === 0 && set !== null && !isPort(set))
    return { problem: NO_PORT };
  const own = set === null ? DEFAULT_URL : `http://127.0.0.1:${set}`;
  const text = named ?? (here[0] ? askedAt(here[0]) : own);
  const read = readServerUrl(text);
  const name = option === undefined ? "MLFLOW_TRACKING_URI" : "--url";
  if ("wrong" in read)
    return {
      problem: {
        what: `${name} ${read.wrong}`,
        fix: `name the server: --url ${withScheme(text) ?? DEFAULT_URL}`,
      },
    };
  const { url } = read;
  const base = `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
  const launchers = [...here, ...states.elsewhere];
  const client = clientOf(url, launchers) ?? base;
  const clearText = url.protocol === "http:" && !isLoopback(url.hostname);
  const source = option !== undefined ? "typed" : trackingUri ? "variable" : "nobody";
  const loopback = isLoopback(new URL(client).hostname);
  return { target: { base, client, clearText, loopback, named: source, launchers } };
}

function isPort(text: string): boolean {
  return /^[0-9]{1,5}$/.test(text) && Number(text) <= 65535;
}

/** A certificate names the outside. */
function askedAt(state: RunningState): string {
  return state.tls ? state.url : localUrl(state, state.port);
}

/** The launcher of this user that runs the server which is asked. */
export function launcherOf({ base, launchers }: Target): RunningState | undefined {
  const url = new URL(base);
  const port = Number(url.port || (url.protocol === "https:" ? 443 : 80));
  const here = (state: RunningState) =>
    isLoopback(url.hostname) ||
    [state.address, hostOfUrl(new URL(state.url))].includes(hostOfUrl(url));
  return launchers.find((state) => state.port === port && here(state));
}

/** What the launcher of a server of this machine says of it to other people. */
function clientOf(url: URL, states: readonly RunningState[]): string | undefined {
  const port = Number(url.port || (url.protocol === "https:" ? 443 : 80));
  return isLoopback(url.hostname) ? states.find((state) => state.port === port)?.url : undefined;
}

function several(states: readonly RunningState[]): UsageProblem {
  const urls = states.map(askedAt);
  return {
    what: `more than one server runs in this working directory: ${urls.join(", ")}`,
    fix: `name the one that is meant: --url ${shellQuote(urls[0] ?? DEFAULT_URL)}`,
  };
}

/** A host of a URL that leads to this machine alone. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || levelOf(hostOfUrl({ hostname: host })) === "loopback";
}
