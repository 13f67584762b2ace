import { spawnSync } from "node:child_process";
import { appendFileSync } from "node:fs";
import { execa } from "execa";
import { withoutCredentials } from "./index-settings.ts";

/** A program of an installation, and what it ran with. */
export interface ToolCall {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Takes its lines, without credentials. */
  readonly log: string;
  readonly started: (pid: number) => void;
}

/** The lines that are kept to explain a failure; pip's own error stands in the last ones. */
const KEPT = 200;

/** Runs it to its end; its lines go to the log, the last are returned. */
export async function runTool(
  call: ToolCall,
): Promise<{ readonly ok: boolean; readonly lines: readonly string[] }> {
  const child = execa(call.file, [...call.args], {
    reject: false,
    stdin: "ignore",
    all: true,
    buffer: false,
    extendEnv: false,
    env: call.env,
    // Neither pip nor uv shall find a project's settings.
    cwd: "/",
  });
  const lines: string[] = [];
  // What was never started has nothing to read from.
  if (child.pid === undefined) {
    const { code = "unknown error" } = await child;
    return { ok: false, lines: [`${call.file}: ${code}`] };
  }
  call.started(child.pid);
  for await (const line of child.iterable({ from: "all" })) {
    const shown = withoutCredentials(line, call.env);
    append(call.log, shown);
    lines.push(shown);
    if (lines.length > KEPT) lines.shift();
  }
  const { exitCode } = await child;
  return { ok: exitCode === 0, lines };
}

/** A full disk must not hide the reason, which is among the lines that are kept. */
function append(log: string, line: string): void {
  try {
    appendFileSync(log, `${line}\n`);
  } catch {
    // Said by the failure itself.
  }
}

/** Milliseconds for a short question. */
const PATIENCE = 10_000;

/**
 * What a short question answers on stdout; null where it fails, or where no answer comes in time.
 * @param patience milliseconds.
 */
export function ask(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  patience = PATIENCE,
): string | null {
  // Synchronous: a child of it that keeps stdout open holds nobody up.
  const { status, stdout } = spawnSync(file, args, {
    stdio: ["ignore", "pipe", "ignore"],
    env,
    cwd: "/",
    encoding: "utf8",
    timeout: patience,
    killSignal: "SIGKILL",
  });
  return status === 0 ? stdout.trim() : null;
}
