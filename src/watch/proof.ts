import { urlHost } from "../net/address-class.ts";
import type { Expectations } from "../plan/types.ts";
import type { Answer } from "./ask.ts";
import type { Question } from "./routes.ts";
import type { Violation } from "./types.ts";

/** What is asked of a server, and where. */
export interface Asking {
  readonly expected: Expectations;
  readonly port: number;
}

/** One question with its answer. */
export interface Asked {
  readonly text: string;
  readonly answer: Answer;
  readonly wanted: string;
  readonly passes: boolean;
  /** Nobody promised it: no reason to stop. */
  readonly optional?: boolean;
}

/** What the questions have shown. */
export interface Proof {
  readonly violation: Violation | null;
  /** Questions without an answer: nothing is known of them. */
  readonly unanswered: readonly string[];
  /** What was not promised, and is worth a line. */
  readonly warnings: readonly string[];
  readonly asked: number;
}

const CAUSE =
  "something that MLflow loads changed who is asked: a plugin, a Python module, the authorization config or a prefix";

/** A stranger's question: only 401 passes, and the redirect of a login plugin. */
export function judgeStranger(
  { expected, port }: Asking,
  { method, path }: Question,
  address: string,
  answer: Answer,
): Asked {
  const redirected = expected.login?.redirects === true && isRedirect(answer);
  // Nobody listens at an address that a wildcard may or may not stand for: nobody gets in there.
  const nobody = answer === "closed" && address !== expected.address;
  return {
    text: `${method} ${path} at ${urlHost(address)}:${port} without a password`,
    answer,
    wanted: expected.login?.redirects ? "401 or a redirect to the login" : "401",
    passes: answer === 401 || redirected || nobody,
  };
}

function isRedirect(answer: Answer): boolean {
  return typeof answer === "number" && answer >= 300 && answer < 400 && answer !== 304;
}

/**
 * One wrong answer is enough; no answer says nothing.
 * @param strict a server error counts as wrong. While it runs it does not: an overloaded server lets nobody in.
 */
export function conclude(asked: readonly Asked[], strict: boolean): Proof {
  const isAnswer = ({ answer }: Asked) =>
    answer === "moved" || (typeof answer === "number" && (strict || answer < 500));
  const failed = asked.filter(({ passes }) => !passes);
  const wrong = failed.filter(isAnswer);
  const [first] = wrong.filter(({ optional }) => !optional).map(describe);
  return {
    violation: first ? { what: first, cause: CAUSE } : null,
    unanswered: failed.filter((one) => !isAnswer(one) && !one.optional).map(({ text }) => text),
    warnings: wrong.filter(({ optional }) => optional).map(describe),
    asked: asked.length,
  };
}

function describe({ text, answer, wanted }: Asked): string {
  return `${text} was answered ${answer}, not ${wanted}`;
}
