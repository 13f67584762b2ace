import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";

/**
 * `spawn`, where every failure comes as the event `error` or is returned: Node throws E2BIG, ENOMEM, ENOEXEC and
 * ETXTBSY, and tells EACCES, EAGAIN, EMFILE, ENFILE and ENOENT as an event (lib/internal/child_process.js, `spawn`).
 * @returns the child; the system's error code where Node threw.
 */
export function startProcess(
  file: string,
  args: readonly string[],
  options: SpawnOptions,
): ChildProcess | string {
  try {
    return spawn(file, args, options);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? "unknown error";
  }
}

/** What a program prints that is given this input; null where it cannot be started, does not end well, or not in time. */
export function answerOf(
  file: string,
  args: readonly string[],
  options: SpawnOptions,
  input = "",
): Promise<string | null> {
  const child = startProcess(file, args, {
    ...options,
    stdio: ["pipe", "pipe", "ignore"],
    killSignal: "SIGKILL",
  });
  if (typeof child === "string") return Promise.resolve(null);
  return new Promise((resolve) => {
    let answer = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      answer += text;
    });
    child.once("error", () => resolve(null));
    child.once("close", (code) => resolve(code === 0 ? answer : null));
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
  });
}
