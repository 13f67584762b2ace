import { describe, expect, it } from "vitest";
import { isSensitive } from "../../../src/mlflow/login/sensitive-paths.ts";

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
    ["POST", "/api/2.0/mlflow/experiments/delete"],
    ["POST", "/api/2.0/mlflow/artifacts/presigned-download-url"],
    ["POST", "/ajax-api/2.0/mlflow/artifacts/presigned-upload-url"],
    ["GET", "/api/2.0/mlflow-artifacts/presigned/a/b"],
    ["GET", "/ajax-api/2.0/mlflow/logged-models/m-1/artifacts/files"],
    ["DELETE", "/api/2.0/mlflow/logged-models/m-1"],
    ["POST", "/api/2.0/mlflow/webhooks"],
    ["GET", "/api/2.0/mlflow/webhooks/w-1"],
    ["POST", "/api/2.0/mlflow/webhooks/w-1/test"],
    ["POST", "/api/3.0/mlflow/gateway/secrets/create"],
    ["GET", "/ajax-api/3.0/mlflow/gateway/secrets/list"],
    ["POST", "/api/3.0/mlflow/gateway/endpoints/update"],
    ["POST", "/gateway/openai/v1/chat/completions"],
    ["POST", "/gateway/mine/mlflow/invocations"],
    ["POST", "/api/3.0/mlflow/traces/delete-traces"],
    ["POST", "/api/2.0/mlflow/traces/delete-traces"],
    ["POST", "/api/3.0/mlflow/traces/search"],
    ["GET", "/api/3.0/mlflow/workspaces"],
    ["DELETE", "/api/3.0/mlflow/workspaces/team"],
    ["POST", "/ajax-api/3.0/mlflow/assistant/message"],
    ["POST", "/ajax-api/3.0/jobs/"],
    ["DELETE", "/api/3.0/mlflow/mcp-servers/a/b"],
    ["POST", "/api/3.0/mlflow/scorers/register"],
    // what a newer MLflow or a plugin may have
    ["GET", "/api/4.0/mlflow/never-heard-of"],
    ["GET", "/api/2.0/mlflow/conversions"],
    ["DELETE", "/never/heard/of"],
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
    ["GET", "/api/2.0/mlflow/metrics/get-history"],
    ["DELETE", "/api/2.0/mlflow/traces/t-1/tags"],
    ["POST", "/v1/traces"],
    ["POST", "/ajax-api/3.0/jobs/search"],
    ["GET", "/metrics"],
    ["GET", "/favicon.ico"],
  ])("does not want %s %s", (method, path) => {
    expect(isSensitive(method, path)).toBe(false);
  });
});
