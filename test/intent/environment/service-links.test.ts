import { describe, expect, it } from "vitest";
import { isServiceLink } from "../../../src/intent/environment/service-links.ts";

describe("a service link of Kubernetes", () => {
  it.each([
    ["MLFLOW_SERVER_PORT", "tcp://10.0.0.1:5000"],
    ["MLFLOW_GUARD_PORT", "udp://10.0.0.1:53"],
    ["MLFLOW_GUARD_SERVICE_HOST", "10.0.0.1"],
    ["MLFLOW_GUARD_SERVICE_PORT", "5000"],
    ["MLFLOW_GUARD_SERVICE_PORT_HTTP", "5000"],
    ["MLFLOW_GUARD_PORT_5000_TCP", "tcp://10.0.0.1:5000"],
    ["MLFLOW_GUARD_PORT_5000_TCP_ADDR", "10.0.0.1"],
    ["MLFLOW_GUARD_PORT_5000_SCTP_PROTO", "sctp"],
  ])("is %s=%s", (name, value) => {
    expect(isServiceLink(name, value)).toBe(true);
  });

  it.each([
    ["MLFLOW_SERVER_PORT", "5000"],
    ["MLFLOW_SERVER_PORT", "see tcp://10.0.0.1:5000"],
    ["MLFLOW_SERVER_HOST", "tcp://10.0.0.1:5000"],
    ["MLFLOW_GUARD_PORT_X", "tcp://x"],
    ["MY_SERVICE_HOSTS", "x"],
    ["X_PORT_5000_TCP_NAME", "x"],
  ])("is not %s=%s", (name, value) => {
    expect(isServiceLink(name, value)).toBe(false);
  });
});
