import { describe, expect, it } from "vitest";
import { renderJson } from "../../src/report/json.ts";
import { planOf } from "../plan/planned.ts";
import { decisionOf, factsOf, type Scene, STRONG } from "../support/world.ts";
import { OPEN, TALKATIVE, waivedOn } from "./rendered.ts";

function reportOf(scene: Scene) {
  const decision = decisionOf(scene);
  const plan = decision.verdict === "allow" ? planOf(scene) : null;
  return JSON.parse(renderJson(decision, factsOf(scene), plan));
}

describe("the machine-readable decision", () => {
  it("of a bare start", () => {
    const report = reportOf({});
    expect(report).toMatchObject({
      schemaVersion: 1,
      verdict: "allow",
      exposure: {
        level: "loopback",
        requested: "127.0.0.1",
        port: 5000,
        addresses: ["127.0.0.1"],
        because: ["127.0.0.1: loopback"],
      },
      login: { app: null, origin: { kind: "default", name: "--app-name" } },
      mlflow: { path: "/opt/mlflow/bin/mlflow", version: "3.17.2" },
      findings: [],
      waived: [],
      remedy: [],
      plan: {
        env: { set: ["BROWSER", "PYTHONSAFEPATH"], removed: [] },
        listeners: [{ address: "127.0.0.1", port: 5000 }],
      },
    });
    expect(report.plan.argv.slice(0, 4)).toEqual([
      "/opt/mlflow/bin/mlflow",
      "server",
      "--host",
      "127.0.0.1",
    ]);
  });

  it("names what does not reach MLflow, without its value", () => {
    const report = reportOf({ env: { UVICORN_FD: "hunter2", HOME: "/h" } });
    expect(report.plan.env.removed).toEqual(["UVICORN_FD"]);
    expect(JSON.stringify(report)).not.toContain("hunter2");
  });

  it("of a refusal has no plan", () => {
    expect(reportOf({ words: OPEN })).toMatchObject({
      verdict: "refuse",
      plan: null,
      findings: [
        {
          id: "public-without-auth",
          severity: "error",
          origin: { kind: "flag", name: "--host" },
          waivable: true,
          docs: "docs/rules/public-without-auth.md",
        },
      ],
    });
  });

  it("says that there is no MLflow", () => {
    expect(reportOf({ facts: { mlflow: null } }).mlflow).toBeNull();
  });

  it("names an opt-out", () => {
    const report = JSON.parse(renderJson(waivedOn("2026-12-01"), factsOf({}), null));
    expect(report.waived).toMatchObject([
      { id: "public-without-auth", reason: "demo day", until: "2026-12-01", daysLeft: 8 },
    ]);
  });

  it.each([
    ...TALKATIVE,
    [
      "an allowed start with secrets",
      {
        words: [...OPEN, "--backend-store-uri", "postgresql://a:hunter2@db/x"],
        env: { MLFLOW_AUTH_ADMIN_PASSWORD: "hunter2" },
        facts: STRONG,
      },
    ],
  ] as typeof TALKATIVE)("shows no secret: %s", (_what, scene) => {
    expect(JSON.stringify(reportOf(scene))).not.toContain("hunter2");
  });
});
