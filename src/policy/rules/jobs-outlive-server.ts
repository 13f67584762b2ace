import { readVariable } from "../../intent/environment/environment.ts";
import type { Setting } from "../../intent/types.ts";
import { has } from "../../mlflow/versions/versions.ts";
import { listContainers } from "../docker-jobs.ts";
import { describeOrigin } from "../exposure/exposure.ts";
import type { Rule, World } from "../types.ts";

/** What chooses the Docker backend, and what is of use to it alone (`mlflow/environment_variables.py` of 3.18.0). */
const BACKENDS = [
  "MLFLOW_JOB_CUSTOM_SCORER_EXECUTOR_BACKEND",
  "MLFLOW_JOB_DEFAULT_EXECUTOR_BACKEND",
];
const DAEMON = "MLFLOW_JOBS_DOCKER_HOST";
const ITS_OWN = [DAEMON, "MLFLOW_JOB_IMAGE"];

export const jobsOutliveServer: Rule = {
  id: "jobs-outlive-server",
  title: "Jobs in containers outlive the server",
  severities: ["error", "warning"],
  why: "a stop does not reach them: MLflow removes them when its job runner starts again; clients choose what they run, and who speaks to the Docker daemon owns the machine",
  check: (world) => {
    const settings = dockerSettings(world);
    const [first] = settings;
    if (!first) return [];
    const names = settings.map(({ origin }) => origin.name);
    const left = settings.filter(({ origin }) => !isAskedFor(world, origin.name));
    return [
      {
        severity: world.exposed && left.length > 0 ? "error" : "warning",
        what: `${settings.map(({ origin }) => describeOrigin(origin)).join(", ")}: jobs run in containers, which go on when the server has ended`,
        origin: (left[0] ?? first).origin,
        repairs: [{ blank: names }],
        notes: [
          {
            kind: "note",
            text: `if that is meant: ${names.map((name) => `--guard-pass-env ${name}`).join(" ")}`,
          },
          {
            kind: "note",
            text: `what is left after a stop: ${listContainers(names.includes(DAEMON))}`,
          },
        ],
      },
    ];
  },
};

function dockerSettings({ intent, facts }: World): Setting[] {
  if (!has(facts.mlflow?.version ?? null, "dockerJobs")) return [];
  const read = (name: string) => readVariable(intent.environment, name) ?? [];
  return [
    ...BACKENDS.flatMap(read).filter(({ value }) => value === "docker"),
    ...ITS_OWN.flatMap(read),
  ];
}

/** On the command line, where nobody else speaks. */
function isAskedFor({ intent }: World, name: string): boolean {
  return intent.passEnv.some(({ value }) => value === name);
}
