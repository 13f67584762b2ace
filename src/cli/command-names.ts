/** The commands of the launcher, as help lists them. */
export const COMMANDS = [
  "server",
  "ui",
  "check",
  "init",
  "install-mlflow",
  "user",
  "healthcheck",
  "shim",
  "rules",
] as const;
