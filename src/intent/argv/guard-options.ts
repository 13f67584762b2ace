/** One option of the launcher itself. Help, documentation and parsing come from this table. */
export interface GuardOption {
  readonly name: string;
  /** How help calls the value; null for an option without one. */
  readonly value: string | null;
  readonly help: string;
  /** Has a twin `MLFLOW_GUARD_...` in the environment. */
  readonly env: boolean;
  readonly repeatable?: true;
  readonly choices?: readonly string[];
  readonly seconds?: true;
}

export const GUARD_OPTIONS: readonly GuardOption[] = [
  {
    name: "guard-mlflow",
    value: "PATH",
    env: true,
    help: "the MLflow executable to launch",
  },
  {
    name: "guard-env-file",
    value: "FILE",
    env: true,
    help: "read this dotenv file; the real environment wins, and what may choose code is left out",
  },
  {
    name: "guard-install",
    value: null,
    env: false,
    help: "where no MLflow is found, install the tested one without asking",
  },
  {
    name: "guard-open",
    value: null,
    env: false,
    help: "open the UI in the browser as soon as it is ready",
  },
  {
    name: "guard-unsafe",
    value: "RULE",
    env: false,
    repeatable: true,
    help: "waive one rule, with --guard-reason and --guard-until",
  },
  { name: "guard-reason", value: "TEXT", env: false, help: "why the rule is waived" },
  {
    name: "guard-until",
    value: "YYYY-MM-DD",
    env: false,
    help: "the last day of the waiver (UTC), at most 90 days ahead",
  },
  {
    name: "guard-published",
    value: "loopback",
    env: false,
    choices: ["loopback"],
    help: "in a container: the port is published on the host's loopback only",
  },
  {
    name: "guard-behind-proxy",
    value: "URL",
    env: false,
    help: "a proxy at URL asks for the login",
  },
  {
    name: "guard-login-app",
    value: "NAME",
    env: true,
    help: "this MLflow app plugin asks for a login",
  },
  {
    name: "guard-pass-env",
    value: "NAME",
    env: false,
    repeatable: true,
    help: "hand on a variable that the launcher would remove",
  },
  { name: "guard-tls-cert", value: "FILE", env: true, help: "TLS certificate for uvicorn" },
  { name: "guard-tls-key", value: "FILE", env: true, help: "TLS key for uvicorn" },
  {
    name: "guard-profile",
    value: "laptop",
    env: true,
    choices: ["laptop"],
    help: "one worker, job runner off",
  },
  {
    name: "guard-log-format",
    value: "text|json",
    env: true,
    choices: ["text", "json"],
    help: "how the launcher writes its own lines",
  },
  {
    name: "guard-log-level",
    value: "LEVEL",
    env: true,
    choices: ["debug", "info", "warn", "error"],
    help: "the least important line to write",
  },
  {
    name: "guard-audit-log",
    value: "FILE",
    env: true,
    help: "append a JSON line for each access to a sensitive path; SIGUSR1 opens the file anew",
  },
  {
    name: "guard-stop-timeout",
    value: "SECONDS",
    env: true,
    seconds: true,
    help: "grace between SIGTERM and SIGKILL of the whole group",
  },
  {
    name: "guard-ready-timeout",
    value: "SECONDS",
    env: true,
    seconds: true,
    help: "how long MLflow may take to answer (default 120)",
  },
];

/** Is this an option of the launcher that takes no value? */
export function isBare(name: string): boolean {
  return GUARD_OPTIONS.some((option) => option.name === name && option.value === null);
}

/** The environment twin of an option: `--guard-log-format` is `MLFLOW_GUARD_LOG_FORMAT`. */
export function twinOf(name: string): string {
  return `MLFLOW_${name.toUpperCase().replaceAll("-", "_")}`;
}
