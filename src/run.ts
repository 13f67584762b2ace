import { type CommandLine, readCommandLine } from "./cli/command-line.ts";
import { server } from "./commands/server.ts";
import { EXIT } from "./exit-codes.ts";
import type { Ports } from "./ports.ts";
import { withSink } from "./report/sink.ts";
import { renderFailure, renderUsage } from "./report/text.ts";

/** Runs one command and returns its exit code; nothing else ends the process. */
export async function run(argv: readonly string[], process: Ports): Promise<number> {
  let lost = false;
  const out = (text: string): boolean => {
    const arrived = process.out(text);
    lost ||= !arrived;
    return arrived;
  };
  const ports = withSink({ ...process, out });
  const line = readCommandLine(argv);
  if (line.problems.length > 0) {
    ports.err(renderUsage(line.problems, "mlflow-guard", ""));
    return EXIT.usage;
  }
  const code = await runCommand(line, ports);
  // A health check is asked by machines, which read its code alone.
  if (code !== EXIT.ok || !lost || line.command === "healthcheck") return code;
  ports.err(renderFailure("stdout could not be written", "run it again with one that can be"));
  return EXIT.cannotWrite;
}

async function runCommand(line: CommandLine, ports: Ports): Promise<number> {
  try {
    return await dispatch(line.command, line.words, line.envFile, ports);
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code === "EMFILE" || code === "ENFILE") {
      ports.err(renderFailure("too few files may be open at once", "ulimit -n 1024"));
      return EXIT.notServing;
    }
    const name = error instanceof Error ? error.name : "unknown";
    ports.err(
      renderFailure(
        `internal error (${name}); this is a mistake of mlflow-guard`,
        "please report it, with the command you ran",
      ),
    );
    if (ports.env.MLFLOW_GUARD_DEBUG === "1" && error instanceof Error)
      ports.err(`${error.stack}\n`);
    return EXIT.internal;
  }
}

/** The decision is part of the first file; launcher, help and loggers are loaded when they are needed. */
async function dispatch(
  command: string,
  words: readonly string[],
  envFile: string | undefined,
  ports: Ports,
): Promise<number> {
  if (command === "server" || command === "ui") {
    return server(command, words, envFile, ports);
  }
  if (command === "check")
    return (await import("./commands/check.ts")).check(words, envFile, ports);
  return (await import("./cli/commands.ts")).runCommand(command, words, ports);
}
