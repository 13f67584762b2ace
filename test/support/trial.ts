import { type Ended, makeFolder, type Running, waitFor } from "./guard.ts";
import type { Network } from "./network.ts";
import { processesWith } from "./processes.ts";
import type { Stage } from "./stages.ts";
import { type Answer, askFrom, FROM_OUTSIDE, questionsFor } from "./stranger.ts";

/** What is tried: a command line after `mlflow-guard`, with `check` or `server` in it. */
export interface Attempt extends Stage {
  readonly words: (command: "check" | "server") => readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** The static prefix, if there is one. */
  readonly prefix?: string;
}

export interface Scene {
  readonly network: Network;
  readonly guard: Running;
  readonly cwd: string;
  readonly processes: () => ReturnType<typeof processesWith>;
}

/** The parts of `check --format json` that are looked at. */
export interface Report {
  readonly verdict: string;
  readonly exposure: { readonly level: string; readonly requested: string };
  readonly login: { readonly app: string | null };
  readonly plan: { readonly listeners: readonly { address: string; port: number }[] } | null;
}

export interface Checked {
  readonly status: number | null;
  readonly report: Report | null;
  readonly said: string;
}

export async function checkHere(network: Network, attempt: Attempt): Promise<Checked> {
  const { code, stdout, stderr } = await network.guard(attempt.words("check"), attempt).ended;
  return {
    status: code,
    report: stdout.startsWith("{") ? JSON.parse(stdout) : null,
    said: stderr,
  };
}

/** What came of a start. */
export interface Outcome {
  /** The exit code: of itself where it never became ready, else after TERM. */
  readonly code: number | null;
  readonly ready: boolean;
  readonly said: string;
  /** What the stranger got, and what somebody on the server host itself did. */
  readonly outside: readonly Answer[];
  readonly inside: readonly Answer[];
}

/** Starts it for real, lets everybody try, stops it, and sees that nothing is left. */
export async function launch(network: Network, attempt: Attempt, report: Report): Promise<Outcome> {
  const mark = makeFolder();
  const env = { ...attempt.env, GUARD_TEST_MARK: mark };
  const processes = () => processesWith(`GUARD_TEST_MARK=${mark}`);
  const bystander = await attempt.before?.(network, attempt.cwd);
  const guard = network.guard(attempt.words("server"), { cwd: attempt.cwd, env });
  const ready = await becomesReady(guard);
  const scene = { network, guard, cwd: attempt.cwd, processes };
  if (ready) await attempt.afterReady?.(scene);
  const planned = report.plan?.listeners ?? [];
  const outside = await askEverywhere(
    network,
    attempt,
    planned.map(({ port }) => port),
  );
  const inside = ready ? await askInside(network, attempt, planned) : [];
  const { code, stderr } = await guard.stop();
  await bystander?.stop();
  await nothingIsLeft(network, processes);
  return { code, ready, said: stderr, outside, inside };
}

/** Ready, or ended before it was. */
async function becomesReady(guard: Running): Promise<boolean> {
  let ended: Ended | undefined;
  void guard.ended.then((end) => {
    ended = end;
  });
  try {
    await guard.ready();
    return true;
  } catch (error) {
    if (ended) return false;
    throw error;
  }
}

export async function nothingIsLeft(
  network: Network,
  processes: Scene["processes"],
): Promise<void> {
  const left = () => JSON.stringify([network.listening(), processes()]);
  await waitFor(
    () => left() === "[[],[]]",
    20_000,
    () => `left behind: ${left()}`,
  );
}

/** From the stranger: the planned ports, and every port that anything there listens on, until no new one appears. */
async function askEverywhere(
  network: Network,
  { prefix }: Attempt,
  planned: readonly number[],
): Promise<Answer[]> {
  const asked = new Set<number>();
  const answers: Answer[] = [];
  for (;;) {
    const ports = new Set([...planned, ...network.listening().map(({ port }) => port)]);
    const fresh = [...ports].filter((port) => port !== 0 && !asked.has(port));
    if (fresh.length === 0) return answers;
    for (const port of fresh) asked.add(port);
    const questions = FROM_OUTSIDE.flatMap((address) =>
      fresh.flatMap((port) => questionsFor(address, port, prefix)),
    );
    answers.push(...(await askFrom(network, "stranger", questions)));
  }
}

/** From the server host, where the planned sockets can be reached even if no stranger can. */
function askInside(
  network: Network,
  { prefix }: Attempt,
  planned: readonly { address: string; port: number }[],
): Promise<Answer[]> {
  const listening = network.listening();
  const questions = planned.flatMap(({ address, port }) => {
    const near = address === "0.0.0.0" ? "127.0.0.1" : address === "::" ? "::1" : address;
    // `--port 0`: the port is only known now.
    const ports = port === 0 ? listening.map((socket) => socket.port) : [port];
    return ports.flatMap((one) => questionsFor(near, one, prefix));
  });
  return askFrom(network, "server", questions);
}
