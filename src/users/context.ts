import type { Ports } from "../ports.ts";
import type { Person } from "./person.ts";
import type { Action, UserRequest } from "./request.ts";
import type { Session } from "./session.ts";

/** All that an action needs. */
export interface Context {
  readonly request: UserRequest;
  readonly session: Session;
  readonly ports: Ports;
  /** The command that does this to an account of the same server, asked by the same admin. */
  readonly command: (action: Action, name?: string) => string;
  /** @throws NotDone where there is none, with what to use instead, after what was wanted. */
  readonly terminal: (instead: string, wanted?: string) => Person;
}
