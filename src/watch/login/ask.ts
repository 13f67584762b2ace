import { type ClientRequest, request as httpRequest, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { Question } from "../../mlflow/login/proof-routes.ts";
import type { LocalEnd } from "../access/own-questions.ts";

/** Where to ask, and under which name. */
export interface Target {
  readonly address: string;
  readonly port: number;
  readonly tls: boolean;
  /** The Host header. */
  readonly host: string;
  /** Told of the end that a question goes out from. */
  readonly asked?: (end: LocalEnd) => void;
}

/** Says in logs who asks: each question of the launcher has this User-Agent. */
export const USER_AGENT = "mlflow-guard (the launcher of this server)";

/** A redirect to another place. */
export interface Redirect {
  readonly status: number;
  readonly location: string;
}

/**
 * The status of an answer; `moved` is a redirect to the same place, as for a missing slash; `closed` where nobody
 * listens, `silent` where no answer came in time.
 */
export type Answer = number | Redirect | "moved" | "closed" | "silent";

/** The status of an answer that has one. */
export function statusIn(answer: Answer): number | null {
  if (typeof answer === "object") return answer.status;
  return typeof answer === "number" ? answer : null;
}

/**
 * The status of one GET, or null where nobody answered within the time (milliseconds).
 * @param asked told of the end that the question goes out from.
 */
export function getStatus(
  url: string,
  timeout: number,
  asked: Target["asked"] = () => {},
): Promise<number | null> {
  const request = questionTo(url, timeout);
  request.once("socket", (socket) => socket.once("connect", () => asked(socket)));
  return readAnswer(request).then(statusIn);
}

/** The same; else why there is none: the code of the system, of TLS or of Node, `MOVED` for a redirect to itself. */
export async function getStatusOrCode(url: string, timeout: number): Promise<number | string> {
  const request = questionTo(url, timeout);
  let code = "unknown";
  request.on("error", (error: NodeJS.ErrnoException) => {
    code = error.name === "AbortError" ? "ETIMEDOUT" : (error.code ?? code);
  });
  const answer = await readAnswer(request);
  return statusIn(answer) ?? (answer === "moved" ? "MOVED" : code);
}

function questionTo(url: string, timeout: number): ClientRequest {
  const send = url.startsWith("https:") ? httpsRequest : httpRequest;
  // The certificate names the outside; this question goes to an address of the same machine.
  const options = {
    agent: false,
    rejectUnauthorized: false,
    signal: AbortSignal.timeout(timeout),
    headers: { "user-agent": USER_AGENT },
  };
  return send(url, options);
}

/** Opens a connection, so that it can be seen who takes it before anything is said. */
export function open(target: Target, timeout: number): Promise<Socket | "closed" | "silent"> {
  return new Promise((resolve) => {
    const socket = connect({ host: target.address, port: target.port, timeout });
    socket.once("connect", () => resolve(socket));
    socket.once("timeout", () => {
      socket.destroy();
      resolve("silent");
    });
    socket.on("error", () => resolve("closed"));
  });
}

/** Asks on an open connection, and closes it. */
export function askOn(
  socket: Socket,
  target: Target,
  question: Question,
  timeout: number,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const body = question.json === undefined ? undefined : JSON.stringify(question.json);
  const options: RequestOptions = {
    method: question.method,
    path: question.path,
    // For the whole answer: one that comes byte by byte would never be idle.
    signal: AbortSignal.timeout(timeout),
    headers: {
      host: target.host,
      "user-agent": USER_AGENT,
      connection: "close",
      ...(question.accept === undefined ? {} : { accept: question.accept }),
      ...(body === undefined
        ? {}
        : { "content-type": "application/json", "content-length": Buffer.byteLength(body) }),
      ...headers,
    },
  };
  target.asked?.(socket);
  const request = target.tls
    ? httpsRequest({
        ...options,
        createConnection: () => connectTls({ socket, rejectUnauthorized: false }),
      })
    : httpRequest({ ...options, createConnection: () => socket });
  return readAnswer(request, body).finally(() => socket.destroy());
}

/** One question on a connection of its own. */
export async function ask(
  target: Target,
  question: Question,
  timeout: number,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const socket = await open(target, timeout);
  return typeof socket === "string" ? socket : askOn(socket, target, question, timeout, headers);
}

function readAnswer(request: ClientRequest, body?: string): Promise<Answer> {
  return new Promise((resolve) => {
    request.on("response", (response) => {
      const { statusCode = "silent", headers } = response;
      const { location } = headers;
      if (leadsBack(request.path, location)) resolve("moved");
      else if (location !== undefined && statusCode !== "silent" && isRedirect(statusCode))
        resolve({ status: statusCode, location });
      else resolve(statusCode);
      response.destroy();
    });
    request.on("error", () => resolve("silent"));
    request.on("close", () => resolve("silent"));
    request.end(body);
  });
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

/** Is this the address that was asked, but for scheme, host and slashes at its end? */
function leadsBack(path: string, location: string | undefined): boolean {
  const base = "http://localhost";
  if (location === undefined || !URL.canParse(location, base)) return false;
  const bare = (url: string) => new URL(url, base).pathname.replace(/\/+$/, "");
  return bare(location) === bare(path);
}
