import { describe, expect, it } from "vitest";
import { runCommand } from "../policy/run-command.ts";
import {
  decisionOf,
  findingsOf,
  MLFLOW,
  OWN_NETWORK,
  STRONG,
  WITH_OIDC,
} from "../support/world.ts";

const RULE = "remote-assistant";
const NAME = "MLFLOW_ENABLE_REMOTE_ASSISTANT";
const ON = { [NAME]: "true" };
const EXPOSED = ["--host", "0.0.0.0"];
const PROXY = ["--guard-behind-proxy", "https://ml.example"];
const NAMED = ["--allowed-hosts", "ml.example"];
const BASIC = ["--app-name", "basic-auth"];

function withVersion(version: string) {
  return { mlflow: { ...MLFLOW, version } };
}

describe("the variable that opens the Assistant", () => {
  it.each([
    ["on loopback", [], ON, {}],
    ["exposed", EXPOSED, ON, STRONG],
    ["with 1", [], { [NAME]: "1" }, {}],
    ["in capitals", [], { [NAME]: "TRUE" }, {}],
    ["with the first version that reads it", [], ON, withVersion("3.15.0")],
    ["with a later one", [], ON, withVersion("3.18.0")],
    ["with no MLflow to look at", [], ON, { mlflow: null }],
  ])("is warned of %s", (_what, words, env, facts) => {
    const scene = { words, env, facts };
    const [finding, ...more] = findingsOf(RULE, scene);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      severity: "warning",
      waivable: false,
      what: `${NAME} (environment) opens MLflow's Assistant, which runs commands here, to other machines`,
      origin: { kind: "env", name: NAME },
    });
    const text = finding?.fix[0]?.text ?? "";
    expect(text).toBe(["env", `${NAME}=`, "mlflow-guard", "server", ...words].join(" "));
    expect(findingsOf(RULE, runCommand(text, scene))).toEqual([]);
  });

  it("is named where an env file sets it, and refuses nothing", () => {
    expect(findingsOf(RULE, { lines: ON })[0]?.what).toContain(`${NAME} (my.env:1)`);
    expect(decisionOf({ env: ON }).verdict).toBe("allow");
  });

  it.each([
    ["no", [], { [NAME]: "false" }, {}],
    ["nothing", [], { [NAME]: "" }, {}],
    ["what MLflow takes for wrong", [], { [NAME]: "yes" }, {}],
    ["a word that holds a 1", [], { [NAME]: "10" }, {}],
    ["a word that ends in true", [], { [NAME]: "untrue" }, {}],
    ["an MLflow from before", [], ON, withVersion("3.14.0")],
    ["gunicorn, which serves no Assistant", ["--gunicorn-opts", "-t 60"], ON, {}],
  ])("is not for %s", (_what, words, env, facts) => {
    expect(findingsOf(RULE, { words, env, facts })).toEqual([]);
  });
});

describe("the fixes", () => {
  it.each([
    ["the variable", { env: ON }],
    ["requests that look local", { words: PROXY }],
  ])("are commands or notes, for %s", (_what, scene) => {
    const [finding] = findingsOf(RULE, scene);
    const notes = finding?.fix.filter(({ kind }) => kind !== "shell") ?? [];
    expect(notes.length).toBeGreaterThan(0);
    expect(new Set(notes.map(({ kind }) => kind))).toEqual(new Set(["note"]));
  });
});

describe("requests of others that look local", () => {
  it.each([
    ["a proxy", PROXY, {}, "--guard-behind-proxy"],
    ["a proxy and names", [...PROXY, ...NAMED], {}, "--guard-behind-proxy"],
    ["names", NAMED, {}, "--allowed-hosts"],
    ["names, with a login", NAMED, STRONG, "--allowed-hosts"],
    ["the first version that has it", PROXY, withVersion("3.9.0"), "--guard-behind-proxy"],
  ])("are warned of for %s", (_what, words, facts, name) => {
    const [finding, ...more] = findingsOf(RULE, { words, facts });
    expect(more).toEqual([]);
    const version = "mlflow" in facts ? facts.mlflow.version : "3.17.2";
    expect(finding).toMatchObject({
      severity: "warning",
      what: `${name} (command line) says that requests of others arrive from this machine, and MLflow ${version} may take them for local`,
      origin: { kind: "flag", name },
    });
    expect(finding?.fix.at(-1)?.text).toContain("X-Forwarded-For");
    expect(finding?.fix.filter(({ kind }) => kind === "shell")).toEqual([]);
  });

  it.each([
    ["no login", PROXY, {}, 2],
    ["basic-auth", [...PROXY, ...BASIC], STRONG, 1],
    ["another app", [...PROXY, "--app-name", "mine"], {}, 2],
    ["a known plugin", [...PROXY, "--app-name", "oidc-auth"], { mlflow: WITH_OIDC }, 1],
    [
      "basic-auth that does not cover it",
      [...PROXY, ...BASIC],
      { ...STRONG, ...withVersion("3.9.0") },
      2,
    ],
    [
      "the first basic-auth that does",
      [...PROXY, ...BASIC],
      { ...STRONG, ...withVersion("3.10.0") },
      1,
    ],
  ])("have %s: %#", (_what, words, facts, notes) => {
    const fix = findingsOf(RULE, { words, facts })[0]?.fix ?? [];
    expect(fix).toHaveLength(notes);
    expect(fix.map(({ kind }) => kind)).toEqual(fix.map(() => "note"));
    expect(fix.filter(({ text }) => text.includes("put a login in front"))).toHaveLength(notes - 1);
  });

  it.each([
    ["nobody who forwards", [], {}],
    ["local names", ["--allowed-hosts", "localhost:5000"], {}],
    ["an exposed bind, where others do not look local", EXPOSED, STRONG],
    ["an exposed bind with names", [...EXPOSED, ...NAMED], STRONG],
    ["a proxy in front of a container", [...EXPOSED, ...PROXY], OWN_NETWORK],
    ["an MLflow from before", PROXY, withVersion("3.8.1")],
    ["an MLflow that tells them apart", PROXY, withVersion("3.18.0")],
    ["no MLflow to look at", PROXY, { mlflow: null }],
    ["gunicorn", [...PROXY, "--gunicorn-opts", "-t 60"], {}],
  ])("are not for %s", (_what, words, facts) => {
    expect(findingsOf(RULE, { words, facts })).toEqual([]);
  });
});
