import { describe, expect, it } from "vitest";
import { decisionOf, findingsOf } from "../support/world.ts";

const RULE = "secret-on-command-line";
const URI = "postgresql://ada:hunter2@db/mlflow";

describe(RULE, () => {
  it.each([
    ["--backend-store-uri", "MLFLOW_BACKEND_STORE_URI"],
    ["--registry-store-uri", "MLFLOW_REGISTRY_STORE_URI"],
    ["--read-replica-backend-store-uri", "MLFLOW_READ_REPLICA_BACKEND_STORE_URI"],
    ["--workspace-store-uri", "MLFLOW_WORKSPACE_STORE_URI"],
    ["--default-artifact-root", "MLFLOW_DEFAULT_ARTIFACT_ROOT"],
    ["--artifacts-destination", "MLFLOW_ARTIFACTS_DESTINATION"],
  ])("warns of a password in %s", (option, variable) => {
    const [finding] = findingsOf(RULE, { words: [option, URI] });
    expect(finding).toMatchObject({
      severity: "warning",
      what: `${option} (command line) may hold a password, and every user of this machine sees it`,
      origin: { kind: "flag", name: option },
    });
    expect(finding?.fix).toEqual([
      {
        kind: "shell",
        text: `test -n "$${variable}" || ! echo 'first put the URI of ${option} into ${variable}' >&2 && export ${variable}="$${variable}" && mlflow-guard server`,
      },
      { kind: "note", text: `or put it into a file: ${variable}_FILE` },
    ]);
  });

  it.each([
    ["a token", "https://db/mlflow?token=hunter2"],
    ["a # in the password", "postgresql://ada:hunter2#x@db/mlflow"],
    ["an ODBC parameter", "mssql+pyodbc://db/mlflow?pwd=hunter2"],
    ["an ODBC string", "mssql+pyodbc:///?odbc_connect=UID%3Dada%3BPWD%3Dhunter2"],
    ["an @ in the user's name", "postgresql://ada@corp:hunter2@db/mlflow"],
    ["a parameter of any name", "postgresql://db/mlflow?anything=hunter2"],
    ["a / in the password", "postgresql://ada:hunter2/x@db/mlflow"],
  ])("knows %s", (_what, uri) => {
    expect(findingsOf(RULE, { words: ["--backend-store-uri", uri] })).toHaveLength(1);
  });

  it("shows the password nowhere in a refusal", () => {
    const words = ["--host", "0.0.0.0", "--backend-store-uri", URI];
    const decision = decisionOf({ words });
    expect(decision.remedy[0]).toContain(
      'export MLFLOW_BACKEND_STORE_URI="$MLFLOW_BACKEND_STORE_URI"',
    );
    expect(decision.remedy[0]).not.toContain("hunter2");
    expect(JSON.stringify(decision)).not.toContain("hunter2");
  });

  it.each([
    ["a URI without a password", ["--backend-store-uri", "postgresql://db/mlflow"], {}],
    ["a file with @ in its name", ["--backend-store-uri", "sqlite:////home/ada@work/x.db"], {}],
    ["an option that is no URI", ["--app-name", URI], {}],
    ["a variable", [], { MLFLOW_BACKEND_STORE_URI: URI }],
  ])("allows %s", (_what, words, env) => {
    expect(findingsOf(RULE, { words, env })).toEqual([]);
  });
});
