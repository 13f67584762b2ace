import { describe, expect, it } from "vitest";
import { runCommand } from "../policy/run-command.ts";
import { decisionOf, findingsOf, MLFLOW } from "../support/world.ts";

const RULE = "metrics-exporter-missing";
const WITHOUT = { mlflow: { ...MLFLOW, metricsExporter: false } };
const OPTION = ["--expose-prometheus", "prom"];
const HOME = { HOME: "/home/ada" };

describe(RULE, () => {
  it.each([
    ["the option", OPTION, {}, "--expose-prometheus (command line)"],
    ["the option with =", ["--expose-prometheus=prom"], {}, "--expose-prometheus (command line)"],
    [
      "its variable",
      [],
      { MLFLOW_EXPOSE_PROMETHEUS: "prom" },
      "MLFLOW_EXPOSE_PROMETHEUS (environment)",
    ],
    [
      "the variable of the exporter",
      [],
      { prometheus_multiproc_dir: "/tmp/prom" },
      "prometheus_multiproc_dir (environment)",
    ],
    [
      "all of them",
      OPTION,
      { MLFLOW_EXPOSE_PROMETHEUS: "x", prometheus_multiproc_dir: "y" },
      "--expose-prometheus (command line)",
    ],
  ])("refuses %s at once", (_what, words, env, from) => {
    const scene = { words, env: { ...HOME, ...env }, facts: WITHOUT };
    const [finding, ...more] = findingsOf(RULE, scene);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ severity: "error", waivable: false });
    expect(finding?.what).toBe(
      `${from} asks for metrics, and ${MLFLOW.path} (MLflow 3.17.2) has no prometheus-flask-exporter beside it`,
    );
    expect(decisionOf(scene).verdict).toBe("refuse");
    const [without, managed, note] = finding?.fix ?? [];
    const off = runCommand(without?.text ?? "", scene);
    expect(findingsOf(RULE, off)).toEqual([]);
    expect(decisionOf(off).verdict).toBe("allow");
    expect(managed?.text).toContain("mlflow-guard install-mlflow && mlflow-guard server");
    expect(note).toEqual({
      kind: "note",
      text: `or add it: ${MLFLOW.python} -m pip install prometheus-flask-exporter`,
    });
    expect(decisionOf(scene).remedy).toEqual([managed?.text]);
  });

  it.each([
    ["the exporter is there", OPTION, {}, {}],
    ["nobody asks for metrics", [], {}, WITHOUT],
    ["the option is empty", ["--expose-prometheus", ""], {}, WITHOUT],
    ["its variable is empty", [], { MLFLOW_EXPOSE_PROMETHEUS: "" }, WITHOUT],
    ["no MLflow was found to look at", OPTION, {}, { mlflow: null }],
  ])("is silent where %s", (_what, words, env, facts) => {
    expect(findingsOf(RULE, { words, env, facts })).toEqual([]);
  });
});
