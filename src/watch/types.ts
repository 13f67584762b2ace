import type { NetworkContradiction } from "../policy/types.ts";
import type { Answer } from "./login/ask.ts";
import type { Endpoint } from "./sockets/socket-table.ts";
import type { Door } from "./sockets/unix-doors.ts";

/** A socket that listens, and the process it was found with. */
export interface Listener extends Endpoint {
  readonly pid: number;
  readonly command: string;
}

/** What one look at the sockets of a launch has shown. */
export interface Look {
  /** TCP sockets that processes of the launch listen on. */
  readonly own: readonly Listener[];
  /** Sockets of other processes on the ports of the plan; pid 0 where the owner could not be seen. */
  readonly foreign: readonly Listener[];
  /** UDP sockets of the launch that take what anybody sends them. */
  readonly udp: readonly Listener[];
  /** UNIX sockets of the launch, by path. */
  readonly unix: readonly { readonly path: string; readonly command: string }[];
  /** Processes of the launch whose sockets could not be looked at. */
  readonly blind: readonly number[];
  /** Processes that take connections at the planned listeners: those that hold one and have no child that does. */
  readonly workers: readonly number[];
}

/** As whom a question was asked, and what for. */
export type Topic =
  | {
      readonly as: "stranger" | "browser";
      readonly method: string;
      readonly path: string;
      readonly address: string;
      readonly port: number;
    }
  | { readonly as: "foreign-host"; readonly path: string; readonly host: string }
  | { readonly as: "default-password"; readonly path: string; readonly user: string };

/** What was to be answered: a status, or as well what sends a stranger to a login. */
export type Wanted = "401" | "401-or-login" | "403" | "403-or-401";

/** A question that was answered otherwise than it should be. */
export interface WrongAnswer {
  readonly topic: Topic;
  readonly answer: Answer;
  readonly wanted: Wanted;
}

/** What ran was not what was approved; `report/violations.ts` has the words. */
export type Violation =
  | {
      readonly id: "stray-listener";
      readonly listener: Listener;
      readonly approved: readonly Endpoint[];
    }
  | { readonly id: "foreign-listener"; readonly listener: Listener }
  | ({
      readonly id: "login-not-asked" | "default-password-accepted" | "foreign-host-accepted";
    } & WrongAnswer)
  | { readonly id: "private-folder-exchanged"; readonly path: string }
  | { readonly id: "private-folder-lost"; readonly path: string; readonly error: string }
  /** `error` is the system's code, `seconds` how long nobody could look. */
  | { readonly id: "cannot-look"; readonly error: string; readonly seconds: number }
  | { readonly id: "claimed-network-changed"; readonly against: NetworkContradiction };

/** What stops nothing, and a person should know; `report/notices.ts` has the words. */
export type Notice =
  | { readonly code: "local-listener" | "udp-socket"; readonly listener: Listener }
  | {
      readonly code: "unix-socket";
      readonly path: string;
      readonly command: string;
      readonly door: Exclude<Door, "own">;
    }
  | { readonly code: "sockets-not-seen"; readonly pid: number }
  | ({ readonly code: "answer-not-promised" } & WrongAnswer)
  | { readonly code: "no-usable-answer"; readonly topic: Topic }
  | { readonly code: "took-no-question"; readonly pids: readonly number[] }
  | { readonly code: "older-admin-password" | "admin-password-not-tried" }
  | { readonly code: "folder-restored"; readonly path: string }
  | { readonly code: "folder-not-restored"; readonly path: string; readonly error: string }
  | { readonly code: "cannot-look"; readonly error: string; readonly exposed: boolean }
  | { readonly code: "can-look-again"; readonly seconds: number };

/** What stands between a start and readiness; `report/waiting.ts` has the words. */
export type Wait =
  | { readonly on: "listener" | "strangers" | "workers" | "access-log" }
  | { readonly on: "health"; readonly url: string }
  | { readonly on: "answer"; readonly topic: Topic };

/** What was seen and asked before the server was called ready. */
export interface Shown {
  /** False where this system does not show its sockets. */
  readonly sockets: boolean;
  readonly questions: number;
  readonly workers: { readonly asked: number; readonly of: number };
}
