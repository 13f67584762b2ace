import { describe, expect, it } from "vitest";
import { findingsOf } from "../support/world.ts";

const RULE = "bind-added-by-server-options";

describe(RULE, () => {
  it.each([
    ["a descriptor", "--uvicorn-opts", "--fd 0"],
    ["a socket", "--uvicorn-opts", "--uds /tmp/s"],
    ["a bind", "--gunicorn-opts", "--bind 0.0.0.0:6000"],
    ["a short bind", "--gunicorn-opts", "-b 0.0.0.0:6000"],
    ["a config", "--gunicorn-opts", "--config other.py"],
    ["another app", "--uvicorn-opts", "evil:app"],
    ["open quotes", "--uvicorn-opts", "--log-level 'info"],
    ["a new line", "--uvicorn-opts", "--no-access-log\n--fd 0"],
    ["any waitress option", "--waitress-opts", "--threads=4"],
  ])("refuses %s, on loopback too", (_what, option, value) => {
    const [finding] = findingsOf(RULE, { words: [option, value] });
    expect(finding).toMatchObject({
      severity: "error",
      waivable: false,
      origin: { kind: "flag", name: option },
    });
    expect(finding?.fix[0]?.text).toBe("mlflow-guard server");
  });

  it("names every refused option and where they stand", () => {
    const env = { MLFLOW_UVICORN_OPTS: "--fd 0 --reload" };
    const [finding] = findingsOf(RULE, { env });
    const why = "not among the uvicorn options known to leave listeners, app and code alone";
    const word = "a bare word (it would name another app)";
    expect(finding?.what).toBe(
      `MLFLOW_UVICORN_OPTS (environment) holds --fd (${why}); ${word}; --reload (${why})`,
    );
    expect(finding?.fix).toEqual([
      { kind: "shell", text: "env MLFLOW_UVICORN_OPTS= mlflow-guard server" },
      { kind: "note", text: "timeouts, log level, TLS files, limits and access log are admitted" },
    ]);
  });

  it.each([
    "--ssl-keyfile-password=hunter2",
    "--ssl-keyfile-password hunter2",
  ])("does not show the value in %s", (value) => {
    expect(JSON.stringify(findingsOf(RULE, { words: ["--uvicorn-opts", value] }))).not.toContain(
      "hunter2",
    );
  });

  it.each([
    ["none", []],
    ["timeouts", ["--uvicorn-opts", "--timeout-keep-alive 5"]],
    ["TLS", ["--uvicorn-opts", "--ssl-certfile=a.pem --ssl-keyfile b.pem"]],
    ["threads", ["--gunicorn-opts", "--threads 4 -t 60"]],
    ["blanks", ["--uvicorn-opts", "  "]],
  ])("allows %s", (_what, words) => {
    expect(findingsOf(RULE, { words })).toEqual([]);
  });
});
