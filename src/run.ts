import { type CommandLine, LAUNCHES, readCommandLine } from "./cli/command-line.ts";
import { EXIT } from "./exit-codes.ts";
import { lostBytes } from "./facts/machine/lost-bytes.ts";
import { faultOf } from "./launch/fault.ts";
import type { Ports } from "./ports.ts";
import { type EarlyWords, earlyWords } from "./report/early.ts";
import { withSink } from "./report/sink.ts";
import { server } from "./server/start.ts";

/** They only print what is in the program. */
const READS_NOTHING: ReadonlySet<string> = new Set(["--help", "--version", "rules"]);

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
  const words = earlyWords(argv, ports.env);
  const garbled = READS_NOTHING.has(line.command) ? [] : lostBytes(argv, ports.env, ports.cwd);
  const problems = [...line.problems, ...garbled];
  if (problems.length > 0) {
    const command = LAUNCHES.has(line.command) ? line.command : "";
    ports.err(words.misused(problems, "mlflow-guard", command));
    return EXIT.usage;
  }
  const code = await Promise.race([runCommand(line, ports, words), fault(ports, words)]);
  // A health check is asked by machines, which read its code alone.
  if (code !== EXIT.ok || !lost || line.command === "healthcheck") return code;
  ports.err(words.failed("stdout could not be written", "run it again with one that can be"));
  return EXIT.cannotWrite;
}

async function runCommand(line: CommandLine, ports: Ports, words: EarlyWords): Promise<number> {
  try {
    return await dispatch(line.command, line.words, line.envFile, ports);
  } catch (error) {
    return mistake(error, ports, words);
  }
}

/** Settles where an error arises that nobody caught: the command it belongs to may never end. */
function fault(ports: Ports, words: EarlyWords): Promise<number> {
  return new Promise((resolve) => {
    ports.onFault((error) => {
      const code = mistake(error, ports, words);
      resolve(code);
      // What is still open would keep the program.
      setImmediate(ports.abort, code);
    });
  });
}

function mistake(error: unknown, ports: Ports, words: EarlyWords): number {
  const fault = faultOf(error, ports.env);
  ports.err(words.failed(fault.what, fault.fix, fault));
  return fault.code;
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
