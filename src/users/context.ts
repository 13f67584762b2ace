import type { UserRoute } from "../mlflow/login/user-routes.ts";
import type { Ports } from "../ports.ts";
import type { Person } from "./person.ts";
import type { Action, UserRequest } from "./request.ts";
import type { Login, Reply } from "./server/exchange.ts";

/** A server that took the password of who asks. */
export interface Session {
  readonly base: string;
  /** Where other people find it, and whether that holds on this machine only. */
  readonly client: string;
  readonly loopback: boolean;
  readonly login: Login;
  readonly ask: (
    route: UserRoute,
    parameters: Readonly<Record<string, string>>,
    login?: Login,
  ) => Promise<Reply>;
}

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
