import type { UsageProblem } from "../intent/types.ts";
import type { Fault } from "../launch/fault.ts";
import { programName } from "../program-name.ts";
import { inAscii } from "./json.ts";
import { pageOf, renderFailure, renderUsage, renderWarning } from "./text.ts";

const FORMAT = "--guard-log-format";

/** What is said where the settings were not read yet, or cannot be. */
export interface EarlyWords {
  readonly misused: (
    problems: readonly UsageProblem[],
    program: string,
    command?: string,
  ) => string;
  readonly failed: (what: string, fix: string, more?: Pick<Fault, "id" | "stack">) => string;
  readonly warned: (what: string) => string;
}

const NOTHING = { id: null, stack: undefined } as const;

/** In the format that the command line or the environment asks for, as far as that can be told without reading them. */
export function earlyWords(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): EarlyWords {
  if (earlyFormat(argv, env) === "json") return JSON_WORDS;
  return {
    misused: renderUsage,
    failed: (what, fix, { id, stack } = NOTHING) => {
      const page = id ? pageOf(id, programName(env)) : "";
      return `${renderFailure(what, fix, page)}${stack ? `${stack}\n` : ""}`;
    },
    warned: renderWarning,
  };
}

function earlyFormat(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const at = argv.findLastIndex((word) => word === FORMAT || word.startsWith(`${FORMAT}=`));
  if (at === -1) return env.MLFLOW_GUARD_LOG_FORMAT;
  return argv[at] === FORMAT ? argv[at + 1] : argv[at]?.slice(FORMAT.length + 1);
}

/** Records as the JSON reporter writes them; its logger may be what cannot be loaded. */
const JSON_WORDS: EarlyWords = {
  misused: (problems) => line({ event: "usage", problems }, MISUSED),
  failed: (what, fix, { id, stack } = NOTHING) =>
    line({ event: "failed", id: id ?? undefined, fix, stack }, what),
  warned: (what) => line({ level: "warn", event: "warning" }, what),
};

/** The message of the event `usage`. */
export const MISUSED = "the settings cannot be used";

function line(fields: Readonly<Record<string, unknown>>, msg: string): string {
  const time = new Date(performance.timeOrigin + performance.now()).toISOString();
  const record = { level: "error", time, name: "mlflow-guard", ...fields, msg };
  return `${inAscii(JSON.stringify(record))}\n`;
}
