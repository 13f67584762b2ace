import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readInstallation } from "../facts/mlflow/installation.ts";
import { isComplete } from "../facts/mlflow/managed-environments.ts";
import { lockOf } from "../mlflow/versions/requirements.ts";
import { has } from "../mlflow/versions/versions.ts";
import type { Ports } from "../ports.ts";
import type { InstallProblem } from "../report/text.ts";
import { explainFailure, tellingLines } from "./explain.ts";
import {
  attempt,
  makeFolder,
  markComplete,
  othersPlace,
  removeFile,
  removeFolder,
} from "./folder.ts";
import { environmentOf, settingsOf } from "./index-settings.ts";
import { type Lock, takeLock } from "./lock.ts";
import { pythonFix } from "./programs.ts";
import { showProgress } from "./progress.ts";
import { again, type InstallRequest } from "./request.ts";
import { runTool } from "./run-tool.ts";
import { packagesStep, type Step, stepsOf } from "./steps.ts";
import { chooseTool, type Tool } from "./tool.ts";

/**
 * Makes a virtual environment with one MLflow; a second call finds it done, an interrupted one is made again. One from
 * before the lock had the exporter of metrics gets what it lacks, in place: a server may be running from it.
 */
export async function installManaged(
  request: InstallRequest,
  ports: Ports,
): Promise<InstallProblem | null> {
  const folder = join(request.root, `mlflow-${request.version}`);
  return attempt(request, request.root, async () => {
    if (!existsSync(request.root)) mkdirSync(request.root, { recursive: true, mode: 0o700 });
    const open = othersPlace(request, folder, ports.uid);
    if (open) return open;
    if (isDone(folder, request)) return null;
    const lock = await takeLock(`${folder}.lock`, ports.pid, (owner) =>
      ports.err(`mlflow-guard: waiting for another installation (process ${owner})\n`),
    );
    try {
      return isDone(folder, request) ? null : await make(request, folder, lock, ports);
    } finally {
      lock.release();
    }
  });
}

function isDone(folder: string, { version }: InstallRequest): boolean {
  if (!isComplete(folder)) return false;
  const installation = readInstallation(join(folder, "bin", "mlflow"));
  return lockOf(version) === null || ("version" in installation && installation.metricsExporter);
}

async function make(
  request: InstallRequest,
  folder: string,
  lock: Lock,
  ports: Ports,
): Promise<InstallProblem | null> {
  const tool = chooseTool(request, ports.env);
  if ("what" in tool) return tool;
  const there = isComplete(folder);
  const foreign = there ? null : makeFolder(folder, ports.uid, request);
  if (foreign) return foreign;
  const started = performance.now();
  const problem = await fill(request, folder, tool, lock, ports);
  if (problem && there) return problem;
  if (problem) {
    // Of no use to the next attempt, and perhaps what fills the disk.
    removeFolder(folder);
    return problem;
  }
  if (!there) markComplete(folder, `mlflow==${request.version} by ${tool.name}\n`);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  ports.err(`mlflow-guard: installed MLflow ${request.version} in ${seconds} s\n`);
  return null;
}

async function fill(
  request: InstallRequest,
  folder: string,
  tool: Tool,
  lock: Lock,
  ports: Ports,
): Promise<InstallProblem | null> {
  const log = join(request.root, `install-${request.version}.log`);
  // Anew: to open a pipe that somebody put there would wait for ever.
  removeFile(log);
  writeFileSync(log, "", { flag: "wx", mode: 0o600 });
  const steps = isComplete(folder)
    ? [packagesStep(tool, request, folder)]
    : stepsOf(tool, request, folder);
  for (const step of steps) {
    const lines = await carryOut(step, tool, log, lock, ports);
    if (lines) return failure(lines, log, tool, request, ports);
  }
  return problemOf(folder, request);
}

/** The lines of a step that failed; null where it succeeded. */
async function carryOut(
  step: Step,
  tool: Tool,
  log: string,
  lock: Lock,
  ports: Ports,
): Promise<readonly string[] | null> {
  const end = showProgress(step, ports);
  const env = environmentOf(tool.name, ports.env);
  const { ok, lines } = await runTool({ ...step.command, env, log, started: lock.shareWith });
  end();
  return ok ? null : lines;
}

function failure(
  lines: readonly string[],
  log: string,
  tool: Tool,
  request: InstallRequest,
  { env }: Ports,
): InstallProblem {
  const circumstances = {
    request,
    tool: tool.name,
    pythonVersion: tool.python?.version ?? null,
    pythonFix: pythonFix(request),
    proxy: settingsOf("proxy", tool.name, env),
    index: settingsOf("index", tool.name, env),
    offline: offlineOf(tool.name, env),
    certificates: certificatesOf(tool.name, env),
  };
  return {
    ...explainFailure(lines, circumstances),
    log: { file: log, lines: tellingLines(lines) },
  };
}

function offlineOf(tool: Tool["name"], env: Ports["env"]): string | null {
  const name = tool === "uv" ? "UV_OFFLINE" : "PIP_NO_INDEX";
  return /^(?:1|true|yes|on)$/i.test(env[name] ?? "") ? name : null;
}

/**
 * Where Debian, Alpine and Fedora keep the certificates that this machine trusts; uv and an older pip bring their own
 * instead.
 */
const CERTIFICATES = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"];

function certificatesOf(tool: Tool["name"], env: Ports["env"]): string | null {
  if (settingsOf("certificates", tool, env).length > 0) return null;
  return CERTIFICATES.find((file) => existsSync(file)) ?? null;
}

/** What was installed must be what was asked for, whatever an index or a constraint said. */
function problemOf(folder: string, request: InstallRequest): InstallProblem | null {
  const { version } = request;
  const path = join(folder, "bin", "mlflow");
  const installation = existsSync(path)
    ? readInstallation(path)
    : { reason: "what was installed has no mlflow command" };
  if ("reason" in installation)
    return { what: `${folder}: ${installation.reason}`, fix: again(request) };
  const complete = installation.authExtra || !has(version, "secretKeyRequired");
  if (installation.version === version && complete) return null;
  const what = `asked for was MLflow ${version} with its login, installed is ${installation.version}${complete ? "" : " without it"}`;
  return { what, fix: `env -u PIP_CONSTRAINT -u UV_CONSTRAINT ${again(request)}` };
}
