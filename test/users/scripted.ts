import type { UserRoute } from "../../src/mlflow/login/user-routes.ts";
import type { Ports } from "../../src/ports.ts";
import { Secret } from "../../src/secrets/secret.ts";
import type { Context } from "../../src/users/context.ts";
import { NotDone } from "../../src/users/not-done.ts";
import type { UserRequest } from "../../src/users/request.ts";
import type { Reply } from "../../src/users/server/exchange.ts";
import { REQUEST } from "../support/user-request.ts";

export const ADMINS = "unusual-Falcon-71-drift";

/** One answer: its status, or its body with 200, or both. */
export type Answer = number | string | readonly [number, string] | NotDone;

export const NO_SUCH: Answer = [404, '{"error_code":"RESOURCE_DOES_NOT_EXIST"}'];

/** A command whose server answers like this, and all that was said, asked and typed. */
export function scripted(
  more: Partial<UserRequest>,
  answers: Readonly<Record<string, Answer>>,
  { typed, lost = false, loopback = false }: Around = {},
) {
  const asked: unknown[] = [];
  const questions: string[] = [];
  const text = { out: "", err: "" };
  const write = (said: string) => {
    if (!lost) text.out += said;
    return !lost;
  };
  // Only what an action uses of the process.
  const ports = {
    cwd: "/",
    out: write,
    secretOut: write,
    err: (said: string) => {
      text.err += said;
    },
  } as unknown as Ports;
  const request = { ...REQUEST, ...more };
  const login = { name: "eve", password: new Secret(ADMINS) };
  const ask = async (
    route: UserRoute,
    parameters: Readonly<Record<string, string>>,
    other = login,
  ) => {
    const name = route.path.split("/").slice(-2).join("/");
    asked.push([other.name, name, parameters]);
    const key = Object.keys(answers).find((known) => `${other.name} ${name}`.endsWith(known));
    const answer = answers[key ?? ""] ?? 404;
    if (answer instanceof NotDone) throw answer;
    return replyOf(answer);
  };
  const context: Context = {
    request,
    session: { base: "http://h", client: "https://ml.example", loopback, login, ask },
    ports,
    command: (action, name) => ["guard user", action, name].filter(Boolean).join(" "),
    terminal: (instead) => {
      if (typed === undefined) throw new NotDone("no terminal", instead);
      const answering = async (question: string) => {
        questions.push(question);
        return typed;
      };
      return { ask: answering, askHidden: answering, close: () => {} };
    },
  };
  const run = async (act: (context: Context) => Promise<unknown>) => {
    const failed = await act(context).then(
      () => null,
      (error: unknown) => {
        if (error instanceof NotDone) return [error.what, error.fix];
        throw error;
      },
    );
    return { failed, ...text, asked, questions };
  };
  return { context, run };
}

interface Around {
  /** What the person types at every question; undefined where there is no terminal. */
  readonly typed?: string | undefined;
  /** Does what goes to stdout not arrive? */
  readonly lost?: boolean;
  readonly loopback?: boolean;
}

export function replyOf(answer: number | string | readonly [number, string]): Reply {
  const plain = typeof answer === "number" ? ([answer, ""] as const) : answer;
  const [status, body] = typeof plain === "string" ? [200, plain] : plain;
  return { status, challenge: "", location: "", body };
}
