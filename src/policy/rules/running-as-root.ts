import type { Rule } from "../types.ts";

export const runningAsRoot: Rule = {
  id: "running-as-root",
  title: "MLflow would run as root",
  severities: ["warning"],
  why: "a weakness in MLflow would then be a weakness of the whole machine",
  check: ({ facts }) =>
    facts.isRoot
      ? [
          {
            severity: "warning",
            what: "this process runs as root, and MLflow would too",
            origin: { kind: "default", name: "user" },
            repairs: [],
            notes: [
              { kind: "note", text: "run it as a user of its own; in a Dockerfile: USER mlflow" },
            ],
          },
        ]
      : [],
};
