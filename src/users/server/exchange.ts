import { type ClientRequest, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Socket } from "node:net";
import type { UserRoute } from "../../mlflow/login/user-routes.ts";
import type { Secret } from "../../secrets/secret.ts";
import { USER_AGENT } from "../../watch/login/ask.ts";

/** Who asks. */
export interface Login {
  readonly name: string;
  readonly password: Secret;
}

export interface Reply {
  readonly status: number;
  /** `WWW-Authenticate` and `Location`, empty where there is none. */
  readonly challenge: string;
  readonly location: string;
  readonly body: string;
}

/** No answer came; the code of the system, of TLS or of Node. */
export interface Silence {
  readonly code: string;
}

/** May a password go out on this open connection? */
export type Vouch = (socket: Socket) => Promise<boolean>;

/** A question with a password was not asked, since nobody vouched for the connection. */
export const NOT_VOUCHED = "NOT_VOUCHED";

/** Milliseconds for a whole answer. */
export const PATIENCE = 10_000;
const LARGEST = 8 * 1024 * 1024;

/**
 * One question on a connection of its own: straight to the server, no proxy, no redirect followed, the certificate
 * verified whatever the environment says.
 * @param login who asks; with one, nothing is sent before the connection is vouched for.
 */
export function exchange(
  base: string,
  route: UserRoute,
  parameters: Readonly<Record<string, string>>,
  login: Login | null,
  vouch: Vouch,
): Promise<Reply | Silence> {
  const inQuery = route.method === "GET";
  const query = inQuery ? `?${new URLSearchParams(parameters)}` : "";
  const body = inQuery ? "" : JSON.stringify(parameters);
  const send = base.startsWith("https:") ? httpsRequest : httpRequest;
  const request = send(`${base}${route.path}${query}`, {
    method: route.method,
    agent: false,
    rejectUnauthorized: true,
    signal: AbortSignal.timeout(PATIENCE),
    headers: {
      "user-agent": USER_AGENT,
      accept: "application/json, text/plain",
      ...(inQuery
        ? {}
        : { "content-type": "application/json", "content-length": Buffer.byteLength(body) }),
      ...(login ? { authorization: `Basic ${basic(login)}` } : {}),
    },
  });
  const reply = replyTo(request);
  // Node sends nothing, no header either, before the end is called.
  if (login === null) request.end(body);
  else
    request.on("socket", (socket) =>
      socket.once(request.protocol === "https:" ? "secureConnect" : "connect", () => {
        const go = (vouched: boolean) =>
          vouched ? request.end(body) : request.destroy(new NotVouched());
        vouch(socket).then(go, (error) => request.destroy(error));
      }),
    );
  return reply;
}

class NotVouched extends Error {
  readonly code = NOT_VOUCHED;
}

function basic({ name, password }: Login): string {
  return Buffer.from(`${name}:${password.reveal()}`).toString("base64");
}

function replyTo(request: ClientRequest): Promise<Reply | Silence> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) =>
      resolve({ code: error.name === "AbortError" ? "ETIMEDOUT" : (error.code ?? "unknown") });
    request.on("error", failed);
    request.on("upgrade", (_response, socket) => {
      socket.destroy();
      resolve({ code: "HPE_UPGRADE" });
    });
    request.on("close", () => resolve({ code: "ECONNRESET" }));
    request.on("response", (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("error", failed);
      response.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size > LARGEST) {
          resolve({ code: "TOO_LARGE" });
          request.destroy();
        }
      });
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          challenge: response.headers["www-authenticate"] ?? "",
          location: response.headers.location ?? "",
          body: Buffer.concat(chunks).toString("utf8"),
        }),
      );
    });
  });
}
