import { describe, expect, it } from "vitest";
import { isSensitive } from "../../src/mlflow/sensitive-paths.ts";

describe("the audit", () => {
  it.each([
    ["GET", "/version"],
    ["GET", "/mlflow/version"],
    ["GET", "/api/2.0/mlflow/experiments/search"],
    ["POST", "/ajax-api/2.0/mlflow/experiments/search"],
    ["POST", "/api/2.0/mlflow/runs/search"],
    ["GET", "/prefix/api/2.0/mlflow/runs/get"],
    ["POST", "/api/2.0/mlflow/runs/create"],
    ["POST", "/api/2.0/mlflow/runs/delete"],
    ["POST", "/graphql"],
    ["PUT", "/api/2.0/mlflow-artifacts/artifacts/a/model.pkl"],
    ["GET", "/api/2.0/mlflow-artifacts/artifacts"],
    ["POST", "/api/2.0/mlflow-artifacts/mpu/create/a"],
    ["GET", "/get-artifact"],
    ["GET", "/model-versions/get-artifact"],
    ["POST", "/api/2.0/mlflow/registered-models/create"],
    ["PATCH", "/api/2.0/mlflow/model-versions/update"],
    ["DELETE", "/api/2.0/mlflow/registered-models/alias"],
    ["POST", "/api/2.0/mlflow/model-versions/transition-stage"],
    ["POST", "/api/2.0/mlflow/users/create"],
    ["GET", "/api/2.0/mlflow/users/get"],
    ["PATCH", "/api/2.0/mlflow/users/update-password"],
    ["POST", "/api/3.0/mlflow/roles/assign"],
    ["POST", "/api/2.0/mlflow/experiments/permissions/create"],
    ["GET", "/signup"],
    // as servers route them, too
    ["GET", "//version"],
    ["GET", "/version/"],
    ["HEAD", "/version"],
  ])("wants %s %s", (method, path) => {
    expect(isSensitive(method, path)).toBe(true);
  });

  it.each([
    ["GET", "/health"],
    ["GET", "/"],
    ["GET", "/static-files/version.js"],
    ["GET", "/api/2.0/mlflow/experiments/get"],
    ["POST", "/api/2.0/mlflow/runs/log-batch"],
    ["GET", "/api/2.0/mlflow/registered-models/get"],
    ["GET", "/api/2.0/mlflow/model-versions/search"],
    ["POST", "/api/2.0/mlflow/registered-models/get-latest-versions"],
    ["GET", "/api/2.0/mlflow/conversions"],
  ])("does not want %s %s", (method, path) => {
    expect(isSensitive(method, path)).toBe(false);
  });
});
