/** The commands of the launcher, as help lists them, and what each does. */
export const COMMAND_SUMMARIES = {
  server: 'decide, then launch MLflow and stay with it ("ui" is the same)',
  ui: 'the same as "server"',
  check: "decide only; starts nothing, writes nothing",
  init: "create the secrets that a login needs",
  "install-mlflow": "make a virtual environment with a tested MLflow",
  user: "give people accounts of their own on a running server",
  healthcheck: "is the server that was started here healthy?",
  shim: 'put an "mlflow" in place that starts guarded servers',
  completion: "print the completion script of a shell, or the man page",
  rules: "list or explain rules, violations and failed starts",
} as const;

export type CommandName = keyof typeof COMMAND_SUMMARIES;

export const COMMANDS = Object.keys(COMMAND_SUMMARIES) as readonly CommandName[];
