import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { waitFor } from "./guard.ts";
import { processesCalled, processesWith } from "./processes.ts";
import { isListening } from "./stand-in.ts";

/** Where a launch can leave something behind. */
export interface Traces {
  /** `NAME=value`, in the environment of every process of the launch. */
  readonly mark: string;
  /** Below it the launcher makes its private folder. */
  readonly runtime: string;
  readonly port: number;
  /** A second port that the server may listen on. */
  readonly other?: number;
}

/** The private folders of the launches whose state is kept there. */
export function privateFolders(runtime: string): string[] {
  const folder = join(runtime, "mlflow-guard");
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** What is over and above the stop timeout: the launcher's own end, and a look of the guardian's. */
const SECONDS_MORE = 2;

/** What there still is, in words. */
async function leftOf({ mark, runtime, port, other }: Traces): Promise<string[]> {
  const processes = [...processesWith(mark), ...processesCalled(runtime)];
  const ports = [port, ...(other ? [other] : [])];
  const open = await Promise.all(ports.map(isListening));
  return [
    ...processes.map(({ pid, argv }) => `process ${pid}: ${argv}`),
    ...ports.filter((_, index) => open[index]).map((one) => `a listener at port ${one}`),
    ...privateFolders(runtime).map((name) => `the private folder ${name}`),
  ];
}

/**
 * The one thing that every end has in common: no process, no listener and no private folder of the launch is left,
 * within the stop timeout and two seconds.
 * @param since when the end began, by `performance.now()`.
 * @returns the milliseconds it took.
 */
export async function expectNothingLeft(
  traces: Traces,
  stopTimeout: number,
  since: number,
): Promise<number> {
  const most = (stopTimeout + SECONDS_MORE) * 1000;
  let left: string[] = [];
  const gone = async () => {
    left = await leftOf(traces);
    return left.length === 0;
  };
  const over = () => performance.now() - since;
  await waitFor(gone, most - over(), () => `left after ${over().toFixed()} ms: ${left.join("; ")}`);
  const took = over();
  expect(took).toBeLessThanOrEqual(most);
  return took;
}
