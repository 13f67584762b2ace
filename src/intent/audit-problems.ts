import { settingName } from "./origin-name.ts";
import type { GuardValues, ServerOptions, UsageProblem } from "./types.ts";

/** Server options under which the access log is not written, not where it is read, or not in words that are known. */
const SILENCING: readonly {
  readonly name: string;
  readonly silences: (value: string | null) => boolean;
}[] = [
  { name: "--no-access-log", silences: () => true },
  { name: "--access-logformat", silences: () => true },
  { name: "--access-logfile", silences: (value) => value !== "-" },
];

/** uvicorn's access lines are of the level `info` (uvicorn/config.py, `configure_logging`). */
const QUIET = ["warning", "error", "critical"];

/** An audit log that the server's own options would keep empty. */
export function auditProblems(guard: GuardValues, server: ServerOptions): UsageProblem[] {
  const log = guard.get("guard-audit-log")?.[0]?.origin;
  if (!log) return [];
  const silent = server.admitted.filter(
    ({ name, value }) =>
      SILENCING.some((row) => row.name === name && row.silences(value)) ||
      (server.kind === "uvicorn" &&
        name === "--log-level" &&
        QUIET.some((level) => level === value)),
  );
  return silent.map(({ name, value }) => ({
    what: `${settingName(log)} is made of the access log, and ${name}${value === null ? "" : ` ${value}`} of ${settingName(server.origin)} takes that away`,
    fix: `leave out ${name} or ${log.name}`,
  }));
}
