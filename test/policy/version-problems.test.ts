import { describe, expect, it } from "vitest";
import type { FoundMlflow } from "../../src/facts/mlflow/find.ts";
import { versionProblems } from "../../src/policy/version-problems.ts";
import { STORE_SPELLINGS, UNKNOWN_STORES } from "../support/store-spellings.ts";
import { intentOf, MLFLOW } from "../support/world.ts";

function problemsOf(
  words: readonly string[],
  mlflow: Partial<typeof MLFLOW> | null = {},
): string[] {
  const found = mlflow && { ...MLFLOW, ...mlflow };
  const problems = versionProblems(intentOf({ words }).intent, found);
  return problems.map(({ what, fix }) => `${what}: ${fix}`);
}

describe("an option that MLflow does not have", () => {
  it.each([
    ["--hos=x", "did you mean --host?"],
    ["--HOST=x", "did you mean --host?"],
    ["--backend_store_uri=x", "did you mean --backend-store-uri?"],
    ["--hots=x", "did you mean --host?"],
    ["--prot=1", "did you mean --port?"],
    ["--guard-mlfow=x", "did you mean --guard-mlflow?"],
    ["--no-dev", "leave --dev out"],
    ["--enable-auth", "--app-name basic-auth"],
    ["--bind=0.0.0.0", "the address is --host"],
    ["--env-file=x", "before the command"],
    ["--nonsense", "--help lists them"],
    ["-x", "--help lists them"],
  ])("%s: %s", (word, fix) => {
    const problems = problemsOf([word]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain("no such option: ");
    expect(problems[0]).toContain(fix);
  });

  it("is not shown with its value", () => {
    expect(problemsOf(["--password=hunter2"]).join()).not.toContain("hunter2");
  });

  it.each([
    ["--brand-new=1", "3.19.0", true],
    ["--brand-new=1", "3.18.0", false],
    ["--brand-new", "3.19.0", false],
    ["--hos=0.0.0.0", "3.19.0", false],
    ["-x=1", "3.19.0", false],
  ])("%s passes with MLflow %s: %s", (word, version, passes) => {
    expect(problemsOf([word], { version }).length === 0).toBe(passes);
  });

  it("does not pass where there is no MLflow to tell", () => {
    expect(problemsOf(["--brand-new=1"], null)).toHaveLength(1);
  });
});

describe("an option that this MLflow does not have yet", () => {
  it("is not promised by the tested MLflow, where that does not have it either", () => {
    expect(problemsOf(["--artifacts-presigned-only"])).toEqual([
      "MLflow 3.17.2 (/opt/mlflow/bin/mlflow) has no --artifacts-presigned-only: it came with 3.18.0; leave it out, or take an MLflow that install-mlflow has no tested list for: mlflow-guard install-mlflow --version 3.18.0, and name it by --guard-mlflow PATH",
    ]);
  });

  it.each([
    [["--allowed-hosts", "x"], "3.4.0", "3.5.0"],
    [["--uvicorn-opts", ""], "3.2.0", "3.3.0"],
    [["--read-replica-backend-store-uri", "x"], "3.13.0", "3.14.0"],
  ])("%j with %s came with %s", (words, version, since) => {
    const said = problemsOf(words, { version }).join();
    expect(said).toContain(`it came with ${since}`);
    expect(said).toMatch(/take a newer MLflow: mlflow-guard install-mlflow$/);
    expect(problemsOf(words, { version: since })).toEqual([]);
    expect(problemsOf(words, null)).toEqual([]);
  });
});

describe("an app", () => {
  const mine = { name: "mine", target: "mine:app", from: "mine-1.0" };

  it.each([
    ["basic-auth", [...MLFLOW.apps], true],
    ["mine", [...MLFLOW.apps, mine], true],
    ["mine", [...MLFLOW.apps], false],
    ["basic-auth", [], false],
    ["", [...MLFLOW.apps], false],
    ["BASIC-AUTH", [...MLFLOW.apps], false],
    ["basic-auth ", [...MLFLOW.apps], false],
    ["basic_auth", [...MLFLOW.apps], false],
  ])("%j with %j is installed: %s", (app, apps, installed) => {
    expect(problemsOf(["--app-name", app], { apps }).length === 0).toBe(installed);
  });

  it.each([
    ["mine", 0],
    ["Basic-Auth", 1],
    ["", 1],
  ])("%j is checked without an MLflow as far as it can be", (app, count) => {
    expect(problemsOf(["--app-name", app], null)).toHaveLength(count);
  });
});

describe("a store of a kind that MLflow does not have", () => {
  const of = (uri: string, mlflow: FoundMlflow | null) =>
    versionProblems(intentOf({ words: [`--backend-store-uri=${uri}`] }).intent, mlflow);

  it.each(UNKNOWN_STORES)("is refused before the start: %s", (uri) => {
    expect(of(uri, MLFLOW)).toEqual([
      {
        what: "--backend-store-uri names a kind of store that MLflow 3.17.2 (/opt/mlflow/bin/mlflow) does not have, nor a package beside it",
        fix: "MLflow's databases are postgresql://, mysql://, mssql:// and sqlite:///",
      },
    ]);
    // A newer one may, and one that nobody has looked at.
    expect([of(uri, { ...MLFLOW, version: "4.0.0" }), of(uri, null)]).toEqual([[], []]);
  });

  it.each([
    ["oracle", "oracle://h/db"],
    ["sqlite.foo", "sqlite+foo:///x.db"],
    ["own", "OWN:x"],
  ])("is taken where a package brings %s", (scheme, uri) => {
    expect(of(uri, { ...MLFLOW, schemes: [scheme] })).toEqual([]);
  });

  it("is none of these", () => {
    // What is spelled wrongly is said already.
    for (const [uri] of STORE_SPELLINGS) expect([uri, of(uri, MLFLOW)]).toEqual([uri, []]);
    for (const uri of ["./x", "C:\\x", "file:x", "databricks", "databricks://p", "uc:http://x"])
      expect(of(uri, MLFLOW)).toEqual([]);
  });
});
