import type { Question } from "../../mlflow/login/proof-routes.ts";
import type { Expectations } from "../../plan/types.ts";
import type { LocalEnd } from "../access/own-questions.ts";
import type { Topic, Violation, WrongAnswer } from "../types.ts";
import { type Answer, statusIn } from "./ask.ts";

/** What is asked of a server, and where. */
export interface Asking {
  readonly expected: Expectations;
  readonly port: number;
  /** Told of the end that each question goes out from. */
  readonly asked: (end: LocalEnd) => void;
}

/** One question with its answer, right or wrong. */
export interface Asked extends WrongAnswer {
  readonly passes: boolean;
  /** Nobody promised it: no reason to stop. */
  readonly optional?: boolean;
}

/** What the questions have shown. */
export interface Proof {
  readonly violation: Violation | null;
  /** Questions without an answer: nothing is known of them. */
  readonly unanswered: readonly Topic[];
  /** Wrong answers to what was not promised. */
  readonly warnings: readonly WrongAnswer[];
  readonly asked: number;
}

/** A stranger's question: only 401 passes, and the redirect of a login plugin to its login. */
export function judgeStranger(
  asking: Asking,
  { method, path, accept }: Question,
  address: string,
  answer: Answer,
): Asked {
  const { expected, port } = asking;
  // Nobody listens at an address that a wildcard may or may not stand for: nobody gets in there.
  const nobody = answer === "closed" && address !== expected.address;
  const as = accept === undefined ? "stranger" : "browser";
  return {
    topic: { as, method, path, address, port },
    answer,
    wanted: mayRedirect(expected) ? "401-or-login" : "401",
    passes: asksForLogin(asking, answer) || nobody,
  };
}

/** Does an answer send a stranger away, or to the login? */
export function asksForLogin(asking: Asking, answer: Answer): boolean {
  if (typeof answer !== "object") return answer === 401;
  // "Not modified" shows a browser what it has, wherever it points.
  if (answer.status === 304) return false;
  const redirects = asking.expected.login?.redirects ?? [];
  return redirects === "anywhere" || leadsTo(redirects, answer.location, asking);
}

/** May the login of a plugin come before MLflow's own checks, and send browsers elsewhere? */
export function mayRedirect({ login }: Expectations): boolean {
  return login !== null && login.redirects.length > 0;
}

/** The Host header: a name that the host lists always hold, so that a 403 would say something. */
export function askedHost({ port }: Asking): string {
  return `127.0.0.1:${port}`;
}

/** Is it one of these paths or below one, at the server that was asked? */
function leadsTo(paths: readonly string[], location: string, asking: Asking): boolean {
  const here = `${asking.expected.tls ? "https" : "http"}://${askedHost(asking)}`;
  if (!URL.canParse(location, here)) return false;
  const { host, pathname } = new URL(location, here);
  return host === new URL(here).host && paths.some((path) => `${pathname}/`.startsWith(`${path}/`));
}

/**
 * One wrong answer is enough; no answer says nothing.
 * @param strict a server error counts as wrong. While it runs it does not: an overloaded server lets nobody in.
 */
export function conclude(asked: readonly Asked[], strict: boolean): Proof {
  const isAnswer = ({ answer }: Asked) =>
    answer === "moved" || (statusIn(answer) !== null && (strict || (statusIn(answer) ?? 0) < 500));
  const failed = asked.filter(({ passes }) => !passes);
  const wrong = failed.filter(isAnswer);
  const [first] = wrong.filter(({ optional }) => !optional);
  return {
    violation: first ? { id: VIOLATIONS[first.topic.as], ...bare(first) } : null,
    unanswered: failed.filter((one) => !isAnswer(one) && !one.optional).map(({ topic }) => topic),
    warnings: wrong.filter(({ optional }) => optional).map(bare),
    asked: asked.length,
  };
}

/** What is wrong if a question is answered otherwise than it should be. */
const VIOLATIONS = {
  stranger: "login-not-asked",
  browser: "login-not-asked",
  "foreign-host": "foreign-host-accepted",
  "default-password": "default-password-accepted",
} as const satisfies Readonly<Record<Topic["as"], Violation["id"]>>;

function bare({ topic, answer, wanted }: Asked): WrongAnswer {
  return { topic, answer, wanted };
}
