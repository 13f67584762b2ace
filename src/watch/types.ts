import type { Endpoint } from "./socket-table.ts";

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

/** What ran was not what was approved. */
export interface Violation {
  readonly what: string;
  readonly cause: string;
}

/** What was seen and asked before the server was called ready. */
export interface Shown {
  /** False where this system does not show its sockets. */
  readonly sockets: boolean;
  readonly questions: number;
  readonly workers: { readonly asked: number; readonly of: number };
}
