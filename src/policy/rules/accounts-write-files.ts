import type { Rule } from "../types.ts";

export const accountsWriteFiles: Rule = {
  id: "accounts-write-files",
  title: "Each account has files written in any folder",
  severities: ["info"],
  why: "whoever may make an experiment names its artifact location, any folder of this machine that MLflow's user may write to, and MLflow makes folders there with what that person uploads",
  check: (world) => {
    if (!world.exposed || !world.login.asks) return [];
    return [
      {
        severity: "info",
        what: "accounts are people who may write where MLflow's user may, below a new folder of a random name",
        origin: world.intent.appName?.origin ?? {
          kind: "default",
          name: "--app-name",
        },
        repairs: [],
        notes: [
          {
            kind: "note",
            text: "run it as a user of its own who may write to its data alone: a unit with ProtectSystem=strict and ReadWritePaths=, or a container with a read-only root",
          },
        ],
      },
    ];
  },
};
