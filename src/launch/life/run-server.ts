import { randomBytes } from "node:crypto";
import { EXIT } from "../../exit-codes.ts";
import type { Access } from "../../mlflow/access-line.ts";
import { auditLines } from "../../watch/access/audit.ts";
import { OwnQuestions } from "../../watch/access/own-questions.ts";
import { faultOf } from "../fault.ts";
import type { Guardian } from "../process/guardian.ts";
import { withImportGuard, writeImportGuard } from "../process/import-guard.ts";
import { ProcessGroup } from "../process/process-group.ts";
import { reaperInput } from "../process/reaper.ts";
import { type Spawned, spawnServer } from "../process/spawn-server.ts";
import { Run } from "./run.ts";
import type { Supervision } from "./supervision.ts";

export interface RunOptions extends Omit<Supervision, "own"> {
  /** Gets the requests that an audit wants; null where there is none. */
  readonly record: ((access: Access) => void) | null;
  readonly guardian: Guardian;
}

/** Seconds for what is still open, once a launch has failed half-way. */
const LEFT_OPEN = 5;

/** Launches MLflow and stays with it until nothing of it is left. */
export async function runServer(options: RunOptions): Promise<number> {
  const { plan, ports } = options;
  process.umask(process.umask() | 0o007);
  const folder = options.privateFolder.path;
  const mark = `MLFLOW_GUARD_RUN=${randomBytes(16).toString("hex")}`;
  const reaper =
    process.platform === "linux"
      ? { python: options.python, input: reaperInput(folder, plan.exposed), folder }
      : null;
  const guard = writeImportGuard(options.privateFolder);
  const { output, python, privateFolder } = options;
  privateFolder.lock(python);
  const stdio = output.childStdio(python, privateFolder);
  const guarded = withImportGuard(plan, guard, output.environment);
  const spawned = spawnServer({
    ...{ plan: guarded, reaper, stopTimeout: options.stopTimeout },
    ...{ mark, cwd: ports.cwd, stdio },
  });
  try {
    return await stayWith(options, spawned, mark);
  } catch (error) {
    // Nobody else would end it: held, it would keep the launcher for ever.
    if (spawned.leader !== undefined) new ProcessGroup(spawned.leader, () => []).signal("SIGKILL");
    setTimeout(ports.abort, LEFT_OPEN * 1000, faultOf(error, ports.env).code).unref();
    throw error;
  }
}

async function stayWith(options: RunOptions, spawned: Spawned, mark: string): Promise<number> {
  const { guardian, output } = options;
  output.attach(spawned.stdout, spawned.stderr);
  if (spawned.leader === undefined) {
    const { failure } = await spawned.ended;
    if (failure) options.notStarted(failure);
    return failure?.exit ?? EXIT.unavailable;
  }
  guardian.watch(spawned.leader, mark);
  const own = new OwnQuestions();
  if (options.record) output.read(auditLines(own, options.record));
  const looked: Supervision["looked"] = (outsiders) => {
    guardian.remember(outsiders);
    options.looked(outsiders);
  };
  const run = new Run({ ...options, own, looked }, spawned, spawned.leader, mark);
  if (options.signals.any) spawned.cancel();
  else spawned.go();
  return run.finished;
}
