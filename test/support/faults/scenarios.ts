import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { EXIT } from "../../../src/exit-codes.ts";
import { type Ended, type Running, start, waitFor } from "../guard.ts";
import { flat, type Prepared, prepareStandIn } from "../stand-in.ts";
import { expectNothingLeft } from "../traces.ts";
import { type Fault, type Notes, type Phase, takeNotes } from "./program.ts";

/** What came of one run. */
export interface Outcome {
  readonly fault: Fault | null;
  readonly scenario: string;
  readonly ended: Ended;
  readonly reached: Notes["reached"];
  /** What is wrong with it, in words. */
  readonly problems: readonly string[];
}

/** A run of the program in which each place that it reaches can fail. */
export interface Scenario {
  readonly name: string;
  /** In which of its phases places fail. */
  readonly phases: readonly Phase[];
  /** It takes seconds, so that each place fails with one error only. */
  readonly slow?: boolean;
  /** It has a claim of its own, so that places fail here which failed before in another one. */
  readonly all?: boolean;
  readonly run: (fault: Fault | null) => Promise<Outcome>;
}

/** Where and how a command is run. */
export interface Place {
  readonly words: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Seconds. */
const STOP_TIMEOUT = 2;
const READY_TIMEOUT = 30;

/** Milliseconds for everything that has a bound of its own below it, on a machine that does other things, too. */
const BOUND = 90_000;

/** How long it serves while it is seen what it calls, in milliseconds. */
const SERVED = 3000;

/**
 * Documented, but for 70: what the system fails is no mistake of the launcher. Of the signals those that the launcher
 * may send, or that ended MLflow.
 */
const CODES: ReadonlySet<number | null> = new Set(
  [...Object.values(EXIT), 128 + 9, 128 + 15].filter((code) => code !== EXIT.internal),
);

/** What an output must not hold, whatever fails. */
const RAW = /\n {4}at |node:internal/;

function judge({ code, stdout, stderr }: Ended, allowed: ReadonlySet<number | null>): string[] {
  return [
    ...(allowed.has(code) ? [] : [`it ended with ${code}`]),
    ...(RAW.test(stdout + stderr) ? ["a raw error is shown"] : []),
    ...(code !== EXIT.ok && (stdout + stderr).trim() === "" ? ["it says nothing"] : []),
  ];
}

/** @returns how it ended; undefined where it did not in time. */
function within(running: Running, milliseconds: number): Promise<Ended | undefined> {
  return Promise.race([
    running.ended,
    new Promise<undefined>((resolve) => {
      setTimeout(resolve, milliseconds, undefined).unref();
    }),
  ]);
}

const HANGS: Ended = { code: null, signal: null, stdout: "", stderr: "" };

/** A command that ends by itself. @param refused it must not be allowed, whatever fails. */
export function command(
  name: string,
  program: readonly string[],
  place: () => Place,
  refused = false,
): Scenario {
  const allowed = refused ? new Set([...CODES].filter((code) => code !== EXIT.ok)) : CODES;
  const run = async (fault: Fault | null): Promise<Outcome> => {
    const { words, cwd, env } = place();
    const notes = takeNotes(fault);
    const running = start(process.execPath, [...program, ...words], {
      ...{ cwd, env: { ...env, ...notes.env } },
    });
    const ended = await within(running, BOUND);
    if (!ended) process.kill(running.pid, "SIGKILL");
    const problems = ended ? judge(ended, allowed) : ["it hangs"];
    return {
      ...{ fault, scenario: name, reached: notes.reached, problems },
      ended: ended ?? HANGS,
    };
  };
  return { name, phases: ["start"], all: refused, run };
}

/**
 * A server that others could reach, so that it must be watched. After the failure it gets a listener that nobody
 * approved: the launcher must notice it, unless it has ended before.
 */
export function strayServer(program: readonly string[], mlflow: string): Scenario {
  return served("a server that gets a stray listener", program, mlflow, ["start", "running"]);
}

/** A server that is told to end. */
export function stoppedServer(program: readonly string[], mlflow: string): Scenario {
  return served("a server that is stopped", program, mlflow, ["stopping"]);
}

/** The same, and what it writes goes to a pipe, as at a terminal or to a file. */
export function pipedServer(program: readonly string[], mlflow: string): Scenario {
  return served("a server in a pipe", program, mlflow, ["start", "stopping"], ["| cat"]);
}

const WORDS = [
  ...["--app-name", "basic-auth", "--allowed-hosts", "mlflow.example.org"],
  ...["--guard-audit-log", "audit.log"],
];

/** @param piped what a shell does with the output. */
function served(
  name: string,
  program: readonly string[],
  mlflow: string,
  phases: readonly Phase[],
  piped: readonly string[] = [],
): Scenario {
  const isStopped = phases.includes("stopping");
  const run = async (fault: Fault | null): Promise<Outcome> => {
    const notes = takeNotes(fault);
    const stand = await prepareStandIn("late:0.0.0.0", {
      ...notes.env,
      STANDIN_LOGS: "1",
      MLFLOW_GUARD_MLFLOW: mlflow,
      MLFLOW_GUARD_STOP_TIMEOUT: String(STOP_TIMEOUT),
      MLFLOW_GUARD_READY_TIMEOUT: String(READY_TIMEOUT),
    });
    const { cwd, env } = stand;
    const words = [process.execPath, ...program, ...stand.words, ...WORDS];
    const script = `{ "$@" & echo $! >pid; wait $!; echo $? >code; } 2>&1 ${piped.join(" ")}; exit $(cat code)`;
    const [first = "", ...rest] = piped.length > 0 ? ["sh", "-c", script, "sh", ...words] : words;
    const running = start(first, rest, { cwd, env });
    const act = isStopped ? stopIt : strayIt;
    const problems = await act(stand, running, notes, fault);
    const ended = (await within(running, BOUND)) ?? HANGS;
    if (ended === HANGS) {
      process.kill(launcherOf(stand, running), "SIGKILL");
      problems.push(`it does not end:\n${running.stderr()}`);
    } else problems.push(...judge(ended, CODES), ...(await leftBy(stand, ended)));
    return { fault, scenario: name, reached: notes.reached, problems, ended };
  };
  return { name, phases, slow: true, run };
}

function launcherOf({ cwd }: Prepared, running: Running): number {
  try {
    return Number(readFileSync(join(cwd, "pid"), "utf8"));
  } catch {
    return running.pid;
  }
}

/** What it says may not arrive: its private folder tells, too. @returns false where it ended before. */
async function isReady({ runtime }: Prepared, running: Running): Promise<boolean> {
  let over = false;
  const ended = running.ended.then(() => {
    over = true;
    return false;
  });
  const pulse = () => {
    try {
      const parent = join(runtime, "mlflow-guard");
      return readdirSync(parent).some((name) =>
        readFileSync(join(parent, name, "pulse"), "utf8").startsWith("ready"),
      );
    } catch {
      return false;
    }
  };
  const said = () => /mlflow-guard: ready /.test(running.stderr() + running.stdout());
  return Promise.race([
    ended,
    waitFor(() => over || said() || pulse(), BOUND).then(() => !over),
  ]).catch(() => false);
}

async function strayIt(
  stand: Prepared,
  running: Running,
  notes: Notes,
  fault: Fault | null,
): Promise<string[]> {
  if (!(await isReady(stand, running))) return [];
  running.signal("SIGUSR2");
  const noted = waitFor(() => notes.has("phase running")).catch(() => {});
  await Promise.race([noted, running.ended]);
  // Something for the audit log.
  void fetch(`http://127.0.0.1:${stand.port}/version`).catch(() => {});
  const happened = () => notes.has(`failed\t${fault?.site}`);
  if (fault === null) await within(running, SERVED);
  // What is called only once the stray one is there fails then.
  if (fault?.phase === "running")
    await Promise.race([waitFor(happened, SERVED).catch(() => {}), running.ended]);
  stand.trigger();
  const ended = await within(running, BOUND);
  if (ended === undefined) return ["a stray listener was not noticed"];
  return ended.code === EXIT.stoppedByGuard || fault?.phase === "running"
    ? []
    : [`with a stray listener it ended with ${ended.code}`];
}

async function stopIt(
  stand: Prepared,
  running: Running,
  _notes: Notes,
  fault: Fault | null,
): Promise<string[]> {
  if (!(await isReady(stand, running)))
    return fault?.phase === "start" ? [] : ["it was never ready"];
  process.kill(launcherOf(stand, running), "SIGTERM");
  await within(running, BOUND);
  return [];
}

/** A private folder may stay where the launcher names it. */
async function leftBy(stand: Prepared, { stderr }: Ended): Promise<string[]> {
  try {
    await expectNothingLeft(stand, STOP_TIMEOUT + 5, performance.now());
    return [];
  } catch (error) {
    const text = (error as Error).message;
    const isNamed =
      flat(stderr).includes(stand.runtime) && /: the private folder [^;]*$/.test(text);
    return isNamed ? [] : [text];
  } finally {
    rmSync(stand.runtime, { recursive: true, force: true });
  }
}
