import { describe, expect, it } from "vitest";
import { runCommand } from "../policy/run-command.ts";
import { decisionOf, findingsOf, MLFLOW, STRONG } from "../support/world.ts";

const RULE = "jobs-outlive-server";
const SCORERS = "MLFLOW_JOB_CUSTOM_SCORER_EXECUTOR_BACKEND";
const JOBS = "MLFLOW_JOB_DEFAULT_EXECUTOR_BACKEND";
const DAEMON = "MLFLOW_JOBS_DOCKER_HOST";
const IMAGE = "MLFLOW_JOB_IMAGE";
const EXPOSED = ["--host", "0.0.0.0"];
const NEWEST = { ...STRONG, mlflow: { ...MLFLOW, version: "3.18.0" } };

describe(RULE, () => {
  it.each<[Record<string, string>, string[]]>([
    [{ [SCORERS]: "docker" }, [SCORERS]],
    [{ [JOBS]: "docker" }, [JOBS]],
    [{ [DAEMON]: "unix:///var/run/docker.sock" }, [DAEMON]],
    [{ [IMAGE]: "ml/jobs:1" }, [IMAGE]],
    [{ [SCORERS]: "docker", [DAEMON]: "tcp://10.0.0.7:2375" }, [SCORERS, DAEMON]],
  ])("refuses %j if exposed, with a login too, unless it is asked for", (env, names) => {
    const scene = { words: EXPOSED, env, facts: NEWEST };
    const [finding, ...more] = findingsOf(RULE, scene);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      severity: "error",
      waivable: false,
      what: `${names.map((name) => `${name} (environment)`).join(", ")}: jobs run in containers, which go on when the server has ended`,
    });
    expect(decisionOf(scene).verdict).toBe("refuse");
    const off = runCommand(finding?.fix[0]?.text ?? "", scene);
    expect([findingsOf(RULE, off), decisionOf(off).verdict]).toEqual([[], "allow"]);

    const asked = names.flatMap((name) => ["--guard-pass-env", name]);
    expect(finding?.fix.slice(1)).toEqual([
      { kind: "note", text: `if that is meant: ${asked.join(" ")}` },
      { kind: "note", text: expect.stringMatching(/^what is left after a stop: .*docker /) },
    ]);
    const meant = { ...scene, words: [...EXPOSED, ...asked] };
    expect(findingsOf(RULE, meant)).toMatchObject([{ severity: "warning" }]);
    expect(decisionOf(meant).verdict).toBe("allow");
  });

  it("is not asked for by half", () => {
    const env = { [SCORERS]: "docker", [DAEMON]: "tcp://10.0.0.7:2375" };
    const words = [...EXPOSED, "--guard-pass-env", SCORERS];
    expect(findingsOf(RULE, { words, env, facts: NEWEST })).toMatchObject([
      { severity: "error", origin: { name: DAEMON } },
    ]);
  });

  it("says on loopback that a stop does not reach them", () => {
    const [finding] = findingsOf(RULE, { env: { [SCORERS]: "docker" }, facts: NEWEST });
    expect(finding).toMatchObject({ severity: "warning", origin: { kind: "env", name: SCORERS } });
    expect(finding?.why).toContain("a stop does not reach them");
    expect(finding?.fix.at(-1)?.text).toContain("docker ps --filter label=mlflow.job_id");
  });

  it.each([
    ["another backend", { [SCORERS]: "local" }, NEWEST],
    ["empty variables", { [DAEMON]: "", [IMAGE]: "" }, NEWEST],
    ["an MLflow without it", { [DAEMON]: "unix:///x" }, STRONG],
    ["nothing", {}, NEWEST],
  ])("is silent with %s", (_what, env, facts) => {
    expect(findingsOf(RULE, { words: EXPOSED, env, facts })).toEqual([]);
  });
});
