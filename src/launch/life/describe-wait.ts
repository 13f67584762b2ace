import type { Wait } from "../../watch/types.ts";
import { describeTopic } from "./describe-question.ts";

/** What a start waits for, in words. */
export function describeWait(wait: Wait): string {
  switch (wait.on) {
    case "listener":
      return "MLflow to listen";
    case "health":
      return `${wait.url} to answer 200`;
    case "strangers":
      return "answers to what a stranger would ask";
    case "workers":
      return "all workers to take connections";
    case "answer":
      return `an answer: ${describeTopic(wait.topic)}`;
    case "access-log":
      return "a line of MLflow's access log, which the audit log needs";
  }
}
