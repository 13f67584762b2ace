import { describe, expect, it } from "vitest";
import { FOREIGN_HOSTS, ROUTES, SHORT } from "../../../src/mlflow/login/proof-routes.ts";

const asked = ROUTES.map(({ method, path }) => `${method} ${path.split("?")[0]}`);

describe("the questions of a stranger", () => {
  it.each([
    ["the user interface", "GET /"],
    ["the version", "GET /version"],
    ["the metrics", "GET /metrics"],
    ["experiments", "GET /api/2.0/mlflow/experiments/search"],
    ["experiments, as the client asks", "POST /api/2.0/mlflow/experiments/search"],
    ["experiments, as a browser asks", "GET /ajax-api/2.0/mlflow/experiments/search"],
    ["runs", "POST /api/2.0/mlflow/runs/search"],
    ["runs, as a browser asks", "POST /ajax-api/2.0/mlflow/runs/search"],
    ["the list of artifacts", "GET /api/2.0/mlflow-artifacts/artifacts"],
    ["an artifact", "GET /api/2.0/mlflow-artifacts/artifacts/mlflow-guard-probe"],
    ["jobs", "POST /ajax-api/3.0/jobs/search"],
    ["a job", "GET /ajax-api/3.0/jobs/mlflow-guard-probe"],
    ["the assistant", "GET /ajax-api/3.0/mlflow/assistant/config"],
    ["traces", "POST /v1/traces"],
    ["GraphQL", "POST /graphql"],
  ])("are about %s", (_what, question) => {
    expect(asked).toContain(question);
  });

  it("go to Flask and to FastAPI, the short ones too", () => {
    for (const questions of [ROUTES, SHORT])
      expect(new Set(questions.map(({ native }) => native))).toEqual(new Set([true, false]));
  });

  it("change nothing: what is posted is a search, a query or nothing", () => {
    for (const { method, path, json } of ROUTES) {
      const reads = /\/search$/.test(path) || JSON.stringify(json) === '{"query":"{__typename}"}';
      expect([path, method === "GET" || reads || JSON.stringify(json) === "{}"]).toEqual([
        path,
        true,
      ]);
      expect([path, json === undefined]).toEqual([path, method === "GET"]);
    }
  });

  it("come under names of others, MLflow's own patterns among them", () => {
    expect(FOREIGN_HOSTS).toEqual([
      "host-check.invalid",
      "10.host-check.invalid",
      "localhost:x.host-check.invalid",
    ]);
  });
});
