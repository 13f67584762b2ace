import { describe, expect, it } from "vitest";
import {
  BIN,
  freePort,
  MANAGED,
  makeFolder,
  PYTHON,
  SMALL,
  start,
  startGuard,
  waitFor,
} from "../support/guard.ts";
import { ask, EXPERIMENTS } from "../support/http.ts";
import { makeServerFolder } from "../support/store.ts";

/** A job function for MLflow's own runner; it calls back to the server under the address it is bound to. */
const JOB = `
import mlflow
from mlflow.server.jobs import job

@job(name="guard_probe", max_workers=1)
def probe(name):
    return mlflow.MlflowClient().create_experiment(name)
`;

function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

describe("the opt-out", () => {
  it("starts without a login, says so last, keeps the host check, and MLflow's own jobs run", async () => {
    const plugins = makeFolder({ "guard_probe_job.py": JOB });
    const cwd = makeServerFolder();
    const port = await freePort();
    const guard = startGuard(
      [
        ...["server", "--host", "0.0.0.0", "--port", String(port), "--workers", "1"],
        ...[
          "--guard-unsafe",
          "public-without-auth",
          "--guard-reason",
          "isolated lab network",
          "--guard-until",
          inDays(10),
        ],
        ...[
          "--guard-pass-env",
          "_MLFLOW_SUPPORTED_JOB_FUNCTION_LIST",
          "--guard-pass-env",
          "_MLFLOW_ALLOWED_JOB_NAME_LIST",
        ],
      ],
      {
        cwd,
        env: {
          PYTHONPATH: plugins,
          _MLFLOW_SUPPORTED_JOB_FUNCTION_LIST: "guard_probe_job.probe",
          _MLFLOW_ALLOWED_JOB_NAME_LIST: "guard_probe",
        },
      },
    );
    await guard.ready();
    const local = `http://127.0.0.1:${port}`;
    expect((await ask(`${local}${EXPERIMENTS}`)).status).toBe(200);
    expect(
      (await ask(`${local}${EXPERIMENTS}`, { headers: { host: "evil.example" } })).status,
    ).toBe(403);
    const banner = guard.stderr().slice(guard.stderr().indexOf("mlflow-guard: ready"));
    expect(banner).toMatch(
      /!!! OPEN: public-without-auth[\s\S]*isolated lab network[\s\S]*it ends in 10 days/,
    );
    expect(banner.indexOf("!!! OPEN")).toBeGreaterThan(banner.indexOf("warning running-as-root"));

    const submitted = await ask(`${local}/ajax-api/3.0/jobs/`, {
      json: { job_name: "guard_probe", params: { name: "made-by-a-job" } },
    });
    expect([submitted.status, submitted.body]).toEqual([200, expect.stringContaining("job_id")]);
    const { job_id: id } = JSON.parse(submitted.body);
    const done = await waitFor(async () => {
      const job = JSON.parse((await ask(`${local}/ajax-api/3.0/jobs/${id}`)).body);
      return /SUCCEEDED|FAILED/.test(job.status) && job;
    }, 90_000);
    expect(done.status).toBe("SUCCEEDED");
    const found = await ask(
      `${local}/api/2.0/mlflow/experiments/get-by-name?experiment_name=made-by-a-job`,
    );
    expect(found.status).toBe(200);
  });

  it("asks at a terminal for the address when there is no date, and takes only that", async () => {
    const port = await freePort();
    const words = [
      "server",
      "--host",
      "0.0.0.0",
      "--port",
      String(port),
      "--guard-mlflow",
      `${MANAGED}/bin/mlflow`,
    ];
    const optOut = [...words, "--guard-unsafe=public-without-auth", "--guard-reason=demo"];
    const typed = (text: string) =>
      start(PYTHON, ["-c", TERMINAL, text, process.execPath, BIN, ...optOut], { env: SMALL }).ended;
    const [no, yes] = await Promise.all([typed("yes"), typed(`0.0.0.0:${port}`)]);
    expect(no.stdout).toContain("Type the address that will be open");
    expect(no.stdout).toContain("not confirmed; MLflow was not started");
    expect(no.stdout).toMatch(/exit 78\s*$/);
    expect(yes.stdout).toMatch(/ready http:[\s\S]*until {2}this start ends/);
    expect(yes.stdout).toMatch(/exit 0\s*$/);
  });
});

/** Runs a command at a terminal of its own, answers its question, and stops it with Ctrl-C once it is ready. */
const TERMINAL = `
import os, pty, select, signal, sys
pid, fd = pty.fork()
if pid == 0:
    os.execv(sys.argv[2], sys.argv[2:])
seen, typed, stopped = b"", False, False
while True:
    try:
        chunk = os.read(fd, 4096)
    except OSError:
        break
    if not chunk:
        break
    seen += chunk
    if not typed and b"to stop:" in seen:
        typed = True
        os.write(fd, sys.argv[1].encode() + b"\\n")
    if not stopped and b"this start ends" in seen:
        stopped = True
        os.write(fd, b"\\x03")
status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
print(seen.decode(errors="replace"))
print("exit", status)
`;
