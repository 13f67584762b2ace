import { EXIT } from "../exit-codes.ts";
import type { RunningState } from "../launch/private/state-file.ts";
import { readStates, type States } from "../launch/private/states-here.ts";
import { readServerUrl, withScheme } from "../net/server-url.ts";
import { healthUrl } from "../plan/urls.ts";
import type { Ports } from "../ports.ts";
import { renderFailure, renderUsage } from "../report/text.ts";
import { shownSetting } from "../secrets/quoted.ts";
import { shownUrl } from "../secrets/uri.ts";
import { silenceIn } from "../users/server/no-answer.ts";
import { getStatusOrCode } from "../watch/login/ask.ts";

/** Milliseconds for one answer: less than what a health check is usually given. */
const PATIENCE = 5000;

/** What was asked for on the command line. */
export interface HealthRequest {
  readonly url: string | undefined;
  /** Every server of this user. */
  readonly all: boolean;
  readonly stray: string | undefined;
}

/**
 * Does the server answer? Without a URL, the one that was started in this working directory, or for this container.
 * More than one must all be ready and answer.
 * @returns 0 where all do, 1 otherwise, 64 where the request cannot be understood.
 */
export async function healthcheck(request: HealthRequest, ports: Ports): Promise<number> {
  const { url, all } = request;
  const wrong = wrongIn(request);
  if (wrong !== null) {
    const meant = withScheme(url ?? "") ?? "http://127.0.0.1:5000";
    const problem = { what: wrong, fix: `mlflow-guard healthcheck --url ${meant}` };
    ports.err(renderUsage([problem], "mlflow-guard", "healthcheck"));
    return EXIT.usage;
  }
  if (url !== undefined && all) {
    const problem = { what: "--url and --all are both given", fix: "keep one of them" };
    ports.err(renderUsage([problem], "mlflow-guard", "healthcheck"));
    return EXIT.usage;
  }
  if (url !== undefined) return told([await askUrl(healthOf(url))], ports);
  const { here, elsewhere } = readStates(ports);
  const meant = all ? [...here, ...elsewhere] : here;
  if (meant.length > 0) return told(await Promise.all(meant.map(askState)), ports);
  ports.err(renderFailure(...noneHere(elsewhere)));
  return EXIT.notDone;
}

/** A password in a URL would be sent along, and everybody on this machine sees command lines. */
function wrongIn({ url, stray }: HealthRequest): string | null {
  if (stray !== undefined) return `${shownSetting(stray)} is no option`;
  const read = url === undefined ? null : readServerUrl(url);
  return read && "wrong" in read ? `--url ${read.wrong}` : null;
}

function told(found: readonly Health[], ports: Ports): number {
  for (const { well, what, fix } of found)
    well ? ports.out(`${what}\n`) : ports.err(renderFailure(what, fix));
  return found.every(({ well }) => well) ? EXIT.ok : EXIT.notDone;
}

/** Servers of other working directories are named: one of them may be meant. */
function noneHere(elsewhere: States["elsewhere"]): [what: string, fix: string] {
  if (elsewhere.length === 0) {
    const fix = "mlflow-guard server, or name one: --url http://127.0.0.1:5000";
    return ["no server of mlflow-guard runs here as this user", fix];
  }
  const others = elsewhere.map(({ url, cwd }) => `${url} (${cwd})`).join(", ");
  const what = `no server of mlflow-guard was started in this working directory; elsewhere: ${others}`;
  return [what, "mlflow-guard healthcheck --all"];
}

interface Health {
  readonly well: boolean;
  readonly what: string;
  readonly fix: string;
}

/** A server may be named with or without the path. */
function healthOf(url: string): string {
  return /\/health\/?$/.test(url) ? url : `${url.replace(/\/+$/, "")}/health`;
}

async function askState(state: RunningState): Promise<Health> {
  const url = healthUrl(state, state.port);
  const { phase, silent, pid } = state;
  if (silent !== null) {
    return {
      well: false,
      what: `nobody watches ${url}: its launcher (process ${pid}) has not looked at it for ${silent} s; it was stopped, hangs, or cannot look, which its log says`,
      fix: `kill -CONT ${pid}, or fg in its terminal, continues one that was stopped; else start it again`,
    };
  }
  // The URL is from the launcher's own state, so another one would not help.
  if (phase === "ready") return { ...(await askUrl(url)), fix: LOG };
  return {
    well: false,
    what: `${url} is not ready yet`,
    fix: "wait for the ready line in its log",
  };
}

const LOG = "the server's log may say why";

const answered = (status: number | "MOVED") =>
  status === "MOVED" ? "with a redirect to itself" : String(status);

async function askUrl(url: string): Promise<Health> {
  const status = await getStatusOrCode(url, PATIENCE);
  const shown = shownUrl(url);
  if (status === 200) return { well: true, what: `healthy: ${shown}`, fix: "" };
  if (typeof status === "number" || status === "MOVED")
    return { well: false, what: `${shown} answered ${answered(status)}`, fix: LOG };
  const { what, fix } = silenceIn(url.replace(/\/health\/?$/, ""), status, PATIENCE / 1000);
  return { well: false, what: `${shown} did not answer: ${what}`, fix };
}
