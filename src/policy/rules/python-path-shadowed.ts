import { atLeast } from "../../mlflow/versions/versions.ts";
import { quoted } from "../../secrets/quoted.ts";
import { describePath } from "../describe-path.ts";
import type { Fix, Hit, Repair, Rule, World } from "../types.ts";

export const pythonPathShadowed: Rule = {
  id: "python-path-shadowed",
  title: "Python would import files that are not MLflow's",
  severities: ["error", "info"],
  why: "a file that is imported instead of MLflow's own decides what is served, and to whom",
  check: (world) => [...workingDirectory(world), ...pythonPath(world)],
};

/** Python 3.10 and --dev import from the working directory; from 3.11 on the launcher switches that off. */
function workingDirectory({ intent, facts }: World): Hit[] {
  const { mlflow, shadowing, cwd, managedPython } = facts;
  const dev = intent.dev.value;
  if (!mlflow || shadowing.length === 0 || (atLeast(mlflow.pythonVersion, "3.11") && !dev))
    return [];
  return [
    {
      severity: "error",
      what: `${cwd} holds ${shadowing.join(", ")}, which would be imported instead (Python ${mlflow.pythonVersion}${dev ? ", --dev" : ""})`,
      origin: { kind: "file", name: shadowing[0] ?? "", file: cwd },
      repairs: helping(dev, mlflow.pythonVersion, managedPython),
      notes: [
        ...(dev ? [WITHOUT_DEV] : []),
        { kind: "note", text: "or start it from a folder without these files" },
      ],
    },
  ];
}

const WITHOUT_DEV: Fix = {
  kind: "note",
  text: "without --dev: MLflow's development mode always imports from the working directory",
};

/** An MLflow is only installed where the one that is there cannot do without the working directory. */
function helping(dev: boolean, python: string, managedPython: string | null): Repair[] {
  if (atLeast(python, "3.11")) return [{ drop: ["dev"] }];
  if (!atLeast(managedPython ?? "3.10", "3.11")) return [];
  return [dev ? { managed: true, drop: ["dev"] } : { managed: true }];
}

function pythonPath({ intent, facts }: World): Hit[] {
  const passed = intent.passEnv.some(({ value }) => value === "PYTHONPATH");
  const origin = intent.environment.get("PYTHONPATH")?.origin;
  if (passed || !origin) return [];
  return facts.pythonPath.flatMap(({ entry, reason }): Hit[] => {
    if (reason === null) return [];
    return [
      {
        severity: "info",
        what: `PYTHONPATH entry ${quoted(entry)} is not handed on: it ${describePath(reason)}`,
        origin,
        repairs: [],
        notes: [{ kind: "note", text: "to hand it on all the same: --guard-pass-env PYTHONPATH" }],
      },
    ];
  });
}
