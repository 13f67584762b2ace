import { describeStage, type Signs } from "../../watch/start-signs.ts";
import type { Wait } from "../../watch/types.ts";
import type { Output } from "../output/output.ts";
import { describeWait } from "./describe-wait.ts";

const SECOND = 1000;
/** One column less than a terminal has, so that nothing wraps. */
const WIDTH = 79;

/** What a start waits for. */
export interface Waiting {
  readonly waitingFor: Wait;
  readonly signs: Signs;
}

export interface Progress {
  readonly end: () => void;
}

/** Shows at a terminal, once a second, how long the start has taken and what is waited for; elsewhere nothing. */
export function showProgress(
  { progress, output }: { readonly progress: boolean; readonly output: Output },
  look: () => Waiting,
): Progress {
  if (!progress) return { end: () => {} };
  const started = performance.now();
  const timer = setInterval(() => {
    const seconds = Math.round((performance.now() - started) / SECOND);
    output.show(progressLine(seconds, look()));
  }, SECOND);
  return {
    end: () => {
      clearInterval(timer);
      output.show("");
    },
  };
}

export function progressLine(seconds: number, { waitingFor, signs }: Waiting): string {
  const stage = describeStage(signs);
  const text = `mlflow-guard: ${seconds} s, waiting for ${describeWait(waitingFor)}${stage && `; ${stage}`}`;
  return text.slice(0, WIDTH);
}
