import { describe, expect, it } from "vitest";
import { intentOf, type Scene } from "../support/world.ts";

const LOG = ["--guard-audit-log", "audit.log"];

const problemsOf = (server: string, text: string, words = LOG) =>
  intentOf({ words: [...words, `--${server}-opts`, text] }).problems;

describe("an audit log that the options of the server would keep empty", () => {
  it.each([
    ["uvicorn", "--no-access-log", "--no-access-log"],
    ["uvicorn", "--log-level warning", "--log-level warning"],
    ["uvicorn", "--log-level=error", "--log-level error"],
    ["uvicorn", "--backlog 5 --log-level critical", "--log-level critical"],
    ["gunicorn", "--access-logformat '%(h)s'", "--access-logformat %(h)s"],
    ["gunicorn", "--access-logfile access.log", "--access-logfile access.log"],
  ])("is refused: %s %s", (server, text, shown) => {
    expect(problemsOf(server, text)).toEqual([
      {
        what: `--guard-audit-log is made of the access log, and ${shown} of --${server}-opts takes that away`,
        fix: `leave out ${shown.split(" ")[0]} or --guard-audit-log`,
      },
    ]);
    expect(problemsOf(server, text, [])).toEqual([]);
  });

  it("is refused for each of them", () => {
    const text = "--access-logformat x --timeout 5 --access-logfile a";
    expect(problemsOf("gunicorn", text).map(({ fix }) => fix)).toEqual([
      "leave out --access-logformat or --guard-audit-log",
      "leave out --access-logfile or --guard-audit-log",
    ]);
  });

  it.each([
    ["uvicorn", "--log-level info"],
    ["uvicorn", "--log-level trace --lifespan off --ssl-keyfile error"],
    ["uvicorn", "--no-server-header --no-use-colors"],
    ["gunicorn", "--access-logfile -"],
    // Its access log has no level.
    ["gunicorn", "--log-level warning --error-logfile x --preload"],
  ])("is none with %s %s", (server, text) => {
    expect(problemsOf(server, text)).toEqual([]);
  });

  it("is named by the variable that asks for it", () => {
    const scene: Scene = {
      env: { MLFLOW_GUARD_AUDIT_LOG: "a.log", MLFLOW_UVICORN_OPTS: "--no-access-log" },
    };
    expect(intentOf(scene).problems).toEqual([
      {
        what: "MLFLOW_GUARD_AUDIT_LOG is made of the access log, and --no-access-log of MLFLOW_UVICORN_OPTS takes that away",
        fix: "leave out --no-access-log or MLFLOW_GUARD_AUDIT_LOG",
      },
    ]);
  });
});
