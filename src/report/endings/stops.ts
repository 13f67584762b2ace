import type { Stopped, Stopping } from "../../launch/life/stops.ts";
import { labelled } from "../../terminal/wrap.ts";
import type { Violation } from "../../watch/types.ts";
import { pageOf } from "../text.ts";
import { describeViolation } from "./violations.ts";

/** A server goes: why, what is waited for, and for how long at most. */
export function renderStopping(
  { reason, signal, violation, atMost }: Stopping,
  program: string,
): string {
  const what = reason === "ended" ? "what it left behind" : "MLflow to end";
  const sooner = signal ? `; ${againOf(signal)} kills it` : "";
  return [
    ...(violation ? violated(violation, program) : []),
    ...labelled(
      "mlflow-guard: ",
      `stopping (${signal ?? REASONS[reason]}): waiting for ${what}, ${atMost} s at most${sooner}`,
      2,
    ),
    "",
  ].join("\n");
}

/** Nothing of it is left, but for containers that others run: the exit code and why, the reason last. */
export function renderStopped(stopped: Stopped): string {
  const { reason, signal, violation, code, seconds, killed, jobContainers } = stopped;
  const why = violation ? describeViolation(violation).what : (signal ?? REASONS[reason]);
  const how = killed ? "; what was left was killed" : "";
  const what = `stopped after ${seconds.toFixed(1)} s with exit code ${code} (${why}${how})`;
  return [
    ...(jobContainers ? [`mlflow-guard: containers of jobs may still run: ${jobContainers}`] : []),
    ...labelled("mlflow-guard: ", what, 2),
    "",
  ].join("\n");
}

const REASONS: Readonly<Record<Stopping["reason"], string>> = {
  asked: "a signal",
  "never-ready": "MLflow is not ready",
  died: "MLflow's workers die, and nobody answers any more",
  guard: "it is not what was approved",
  fault: "a mistake of mlflow-guard",
  system: "the system failed a call that was needed",
  ended: "MLflow ended",
};

function violated(violation: Violation, program: string): string[] {
  const { what, cause } = describeViolation(violation);
  return [
    ...labelled("mlflow-guard: STOPPED. ", `${what} ${pageOf(violation.id, program)}`, 2),
    ...labelled("  likely cause: ", cause, 2),
  ];
}

function againOf(signal: NodeJS.Signals): string {
  return signal === "SIGINT" ? "Ctrl-C again" : `${signal} again`;
}
