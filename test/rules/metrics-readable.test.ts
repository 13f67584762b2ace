import { describe, expect, it } from "vitest";
import { metricsReadable } from "../../src/policy/rules/metrics-readable.ts";
import { runCommand } from "../policy/run-command.ts";
import { decisionOf, findingsOf, OIDC, type Scene, STRONG, worldOf } from "../support/world.ts";

const RULE = "metrics-readable";
const OPTION = ["--expose-prometheus", "prom"];
const EXPOSED = ["--host", "0.0.0.0"];
const MINE = [...EXPOSED, "--app-name", "mine", "--guard-login-app", "mine"];
const ANYONE = "--expose-prometheus (command line) shows /metrics to anyone who reaches the port";

const METRICS_WITH_OIDC: Scene = { ...OIDC, words: [...(OIDC.words ?? []), ...OPTION] };

describe(RULE, () => {
  it.each<[string, Scene, string]>([
    ["without a login", { words: [...EXPOSED, ...OPTION] }, ANYONE],
    ["a forwarded name", { words: ["--allowed-hosts", "ml.example", ...OPTION] }, ANYONE],
    ["a plugin that leaves it open", METRICS_WITH_OIDC, `${ANYONE}: oidc-auth leaves it open`],
    [
      "a plugin that nobody knows",
      { words: [...MINE, ...OPTION] },
      `${ANYONE}, unless mine asks for a login there`,
    ],
  ])("warns of %s", (_what, scene, what) => {
    const [finding, ...more] = findingsOf(RULE, scene);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ severity: "warning", waivable: false, what });
    expect(finding?.why).toContain("how many requests fail");
    expect(findingsOf(RULE, runCommand(finding?.fix[0]?.text ?? "", scene))).toEqual([]);
    expect(finding?.fix.slice(1)).toEqual([
      { kind: "note", text: "or let a proxy keep /metrics to the one who collects them" },
    ]);
  });

  it.each([
    [[], []],
    [["/health"], []],
    [["/health", "/metrics"], [`${ANYONE}: oidc-auth leaves it open`]],
  ])("knows of a plugin that leaves %j open whether that is among it", (paths, whats) => {
    const world = worldOf(METRICS_WITH_OIDC);
    const open = paths.map((path) => ({ path, why: "x" }));
    const known = world.login.plugin;
    const plugin = known && { ...known, plugin: { ...known.plugin, open } };
    const hits = metricsReadable.check({ ...world, login: { ...world.login, plugin } });
    expect(hits.map(({ what }) => what)).toEqual(whats);
  });

  it.each<[string, Scene, string]>([
    ["its option", { words: OPTION }, "mlflow-guard init && mlflow-guard server --host 0.0.0.0"],
    [
      "the variable of its option",
      { env: { MLFLOW_EXPOSE_PROMETHEUS: "prom" } },
      "mlflow-guard init && env MLFLOW_EXPOSE_PROMETHEUS= mlflow-guard server --host 0.0.0.0",
    ],
    [
      "what stands behind the option",
      { env: { prometheus_multiproc_dir: "prom" } },
      "mlflow-guard init && env prometheus_multiproc_dir= mlflow-guard server --host 0.0.0.0",
    ],
    [
      "all of them",
      { words: OPTION, env: { MLFLOW_EXPOSE_PROMETHEUS: "a", prometheus_multiproc_dir: "b" } },
      "mlflow-guard init && env MLFLOW_EXPOSE_PROMETHEUS= prometheus_multiproc_dir= mlflow-guard server --host 0.0.0.0",
    ],
  ])("takes %s away, and nothing else", (_what, scene, text) => {
    const words = [...EXPOSED, ...(scene.words ?? [])];
    const [finding] = findingsOf(RULE, { ...scene, words });
    expect(finding?.fix[0]).toEqual({ kind: "shell", text });
  });

  it("does not stop a start with a login", () => {
    expect(decisionOf(METRICS_WITH_OIDC).verdict).toBe("allow");
  });

  it.each<[string, Scene]>([
    ["MLflow's own login", { words: [...EXPOSED, ...OPTION], facts: STRONG }],
    ["this machine only", { words: OPTION }],
    ["no metrics", { words: EXPOSED }],
    [
      "a proxy that asks",
      {
        words: [
          ...OPTION,
          "--allowed-hosts",
          "ml.example",
          "--guard-behind-proxy",
          "https://ml.example",
        ],
      },
    ],
  ])("is silent with %s", (_what, scene) => {
    expect(findingsOf(RULE, scene)).toEqual([]);
  });
});
