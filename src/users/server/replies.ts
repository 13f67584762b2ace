import { isHostHeader } from "../../net/bind-host.ts";
import { secretValues, shownWords } from "../../secrets/hide.ts";
import type { Secret } from "../../secrets/secret.ts";
import { shownUrl } from "../../secrets/uri.ts";
import { nameWords } from "../../shell/name-words.ts";
import { shellQuote } from "../../shell/quote.ts";
import type { Session } from "../context.ts";
import { NotDone } from "../not-done.ts";
import type { Reply } from "./exchange.ts";
import { isLoopback } from "./target.ts";

const NOT_SENT = "No password was sent.";
const NO_LOGIN = "mlflow-guard init && mlflow-guard server --app-name basic-auth";
const USUAL_PORT = "5000";

/** Of a server of this machine at least the port is known. */
function startWithLogin(base: string): string {
  const { hostname, port } = new URL(base);
  const other = isLoopback(hostname) && port !== "" && port !== USUAL_PORT;
  return `${NO_LOGIN}${other ? ` --port ${port}` : ""}`;
}

/**
 * Why the answer to a question without a password forbids to send one; null where the server asks for it by HTTP basic
 * auth.
 * @param isMlflow did `/version` answer without a password, as an MLflow without a login does?
 * @param start the command that starts it with a login.
 */
export function strangerProblem(
  base: string,
  reply: Reply,
  isMlflow: boolean,
  start = startWithLogin(base),
): NotDone | null {
  const { status, challenge } = reply;
  if (status === 401) {
    if (/^\s*basic\b/i.test(challenge)) return null;
    return new NotDone(
      `${base} asks for another kind of login than MLflow's basic-auth, so its accounts are kept elsewhere. ${NOT_SENT}`,
      "make the account where that login keeps them",
    );
  }
  if (status === 403) return forbidden(base, reply, NOT_SENT);
  if (status >= 300 && status < 400) return redirected(base, reply);
  if (status >= 500) return failed(base, status, NOT_SENT);
  if (isMlflow || status === 200)
    return new NotDone(
      `THERE IS NO LOGIN: ${base} answers without asking for a password, so whoever reaches it can do everything, and there are no accounts. ${NOT_SENT}`,
      `start it with one: ${start}`,
    );
  return new NotDone(
    `${base} is no MLflow, or it is below another path (answer ${status}). ${NOT_SENT}`,
    "name the server, with its path if it has one: --url https://mlflow.example.com/path",
  );
}

/**
 * Why an answer to a question with a password is a no, whatever was asked.
 * @param first is it the account that a server makes at its first start? Only of that one a setting has the password.
 */
export function refusal(base: string, reply: Reply, name: string, first = true): NotDone {
  const { status } = reply;
  if (status === 401) return notTaken(base, name, first);
  if (status === 403) return forbidden(base, reply, "");
  if (status >= 300 && status < 400) return redirected(base, reply);
  if (status === 404)
    return new NotDone(
      `${base} has no accounts below this address (answer 404)`,
      "name the server as its clients do: --url URL (MLflow with a login, with or without its static prefix)",
    );
  return failed(base, status, "");
}

function notTaken(base: string, name: string, first: boolean): NotDone {
  const what = `${base} does not take this password for ${name}, or has no such account`;
  const offline = `mlflow-guard user passwd ${nameWords(name, ["--offline"]).join(" ")}`;
  return first
    ? new NotDone(
        `${base} does not take this password for ${name}. MLflow keeps the password that it stored at its first start, or that was set since: a later one in an env file changes nothing.`,
        `give the password that was set last; or, where the server is run, set a new one in its store: ${offline}`,
      )
    : new NotDone(
        what,
        `give the password that was set last; or have an admin set a new one: mlflow-guard user passwd ${nameWords(name, []).join(" ")}`,
      );
}

function forbidden(base: string, { body }: Reply, note: string): NotDone {
  if (/invalid host header/i.test(body)) {
    const { host } = new URL(base);
    return new NotDone(
      `${base} does not answer under the name ${host} (Invalid Host header). ${note}`,
      isHostHeader(host)
        ? `${admitting(base, host)}, or ask it under a name it allows: --url URL`
        : "ask it under a name it allows: --url URL",
    );
  }
  return new NotDone(
    `${base} forbids this (answer 403). ${note}`,
    "ask as an admin: --admin NAME; or look whether something before the server forbids it",
  );
}

/** A name of the network is admitted where there is a login alone. */
function admitting(base: string, host: string): string {
  const words = `--allowed-hosts ${shellQuote(host)}`;
  return isLoopback(new URL(base).hostname)
    ? `start the server with ${words}`
    : `start the server with a login and that name (mlflow-guard init once, then --app-name basic-auth ${words})`;
}

function redirected(base: string, { status, location }: Reply): NotDone {
  const absolute = location !== "" && URL.canParse(location, base) ? new URL(location, base) : null;
  const to = absolute ? shownUrl(`${absolute.origin}${absolute.pathname}`) : "another place";
  return new NotDone(
    `${base} sends elsewhere (answer ${status}, to ${to}); no password follows it`,
    "name the last address: --url URL (a login page means that another login than basic-auth is there)",
  );
}

function failed(base: string, status: number, note: string): NotDone {
  return new NotDone(
    `${base} answered ${status}. ${note}`,
    "its own log says why; look there, then run the command again",
  );
}

/** MLflow's `error_code`; empty where the answer is not one of its errors. */
export function errorCode({ body }: Reply): string {
  return text(json(body).error_code);
}

/**
 * Passes over an answer that says done.
 * @param made a new password, which no answer may bring to the screen.
 * @throws NotDone with MLflow's own words where the input is wrong.
 */
export function mustBeDone({ base, login }: Session, reply: Reply, made?: Secret): void {
  if (reply.status === 200) return;
  const words = inputError(reply);
  const secrets = made ? [login.password, made] : [login.password];
  if (words === "" || secrets.some((secret) => words.includes(secret.reveal())))
    throw refusal(base, reply, login.name);
  throw new NotDone(
    `${base} says: ${shownWords(words, secretValues(new Map(), secrets), WIDTH)}`,
    "change what it names, and run the command again",
  );
}

/** Characters of a server's words that are shown. */
const WIDTH = 200;

/** Errors about the input alone: others may repeat what is stored, a password's hash among it. */
function inputError(reply: Reply): string {
  const ofInput = /^(?:INVALID_PARAMETER_VALUE|BAD_REQUEST)$/.test(errorCode(reply));
  return ofInput ? text(json(reply.body).message) : "";
}

/** The body as a JSON object; an empty one where it is none. */
export function json(body: string): Readonly<Record<string, unknown>> {
  try {
    return fields(JSON.parse(body));
  } catch {
    return {};
  }
}

/** The fields of an object in an answer; none where it is no object. */
export function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
