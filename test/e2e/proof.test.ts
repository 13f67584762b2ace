import { execFileSync } from "node:child_process";
import { request } from "node:https";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeEnvironment } from "../support/environments.ts";
import {
  freePort,
  JOBS_OFF,
  makeFolder,
  PYTHON,
  SMALL,
  start,
  startGuard,
  waitFor,
} from "../support/guard.ts";
import { basic, EXPERIMENTS } from "../support/http.ts";
import { processesWith } from "../support/processes.ts";
import { flat, LOGIN } from "../support/stand-in.ts";
import { makeServerFolder } from "../support/store.ts";

function makeCertificate(folder: string): string[] {
  const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  execFileSync(
    "openssl",
    [
      ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"],
      ...["-addext", "subjectAltName=DNS:localhost,IP:::1"],
      ...["-keyout", key, "-out", cert],
    ],
    { stdio: "ignore" },
  );
  return ["--guard-tls-cert", cert, "--guard-tls-key", key];
}

function askTls(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { headers, rejectUnauthorized: false, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });
}

describe("the real MLflow, looked at and asked", () => {
  it("with TLS, below a prefix, on IPv6, worker by worker, and again when one is restarted", async () => {
    const cwd = makeServerFolder();
    const port = await freePort("::1");
    const guard = startGuard(
      [
        ...["server", "--host", "::1", "--port", String(port), "--workers", "2"],
        ...["--app-name", "basic-auth", "--static-prefix", "/mlflow", ...makeCertificate(cwd)],
      ],
      { cwd, env: { ...LOGIN, ...JOBS_OFF, GUARD_TEST_MARK: cwd } },
    );
    const url = await guard.ready();
    expect(url).toBe(`https://[::1]:${port}/mlflow`);
    expect(flat(guard.stderr())).toMatch(/only \[::1\]:\d+ is open; .*2 of 2 workers among them/);
    const admin = basic("admin", LOGIN.MLFLOW_AUTH_ADMIN_PASSWORD);
    expect(await askTls(`${url}${EXPERIMENTS}`, admin)).toBe(200);
    expect(await askTls(`${url}${EXPERIMENTS}`, {})).toBe(401);
    // Python's requests, which MLflow's clients use, takes the certificate that the ready block names.
    const lines = guard.stderr().match(/^ +export MLFLOW_TRACKING_(?:URI|SERVER_CERT_PATH)=.*$/gm);
    expect(lines).toHaveLength(2);
    const asks = `import os, requests
answer = requests.get(os.environ["MLFLOW_TRACKING_URI"] + "/health", verify=os.environ["MLFLOW_TRACKING_SERVER_CERT_PATH"])
print(answer.status_code)`;
    const script = `${lines?.join("\n")}\nexec ${PYTHON} -c '${asks}'`;
    expect(await start("/bin/sh", ["-c", script]).ended).toMatchObject({ stdout: "200\n" });

    const workers = () =>
      processesWith(`GUARD_TEST_MARK=${cwd}`).filter(({ argv }) => argv.includes("spawn_main"));
    const [first] = workers();
    process.kill(first?.pid ?? 0, "SIGKILL");
    const questions = () => guard.stdout().match(/ 401 Unauthorized/g)?.length ?? 0;
    const before = questions();
    await waitFor(() => questions() > before, 60_000);
    expect(workers()).toHaveLength(2);
    expect((await guard.stop()).code).toBe(0);
  });

  it("is stopped when something in its environment opens another listener", async () => {
    const cwd = makeServerFolder();
    const other = await freePort();
    const script = [
      "import os, socket, threading, time",
      "def late():",
      "    while not os.path.exists('trigger'): time.sleep(0.05)",
      `    opened = socket.create_server(('0.0.0.0', ${other}))`,
      "    time.sleep(3600)",
      "threading.Thread(target=late, daemon=True).start()",
      "from mlflow.cli import cli",
      "cli()\n",
    ].join("\n");
    const guard = startGuard(["server", "--port", String(await freePort())], {
      cwd,
      env: {
        ...SMALL,
        MLFLOW_GUARD_MLFLOW: makeEnvironment(makeFolder(), { script }),
        GUARD_TEST_MARK: cwd,
      },
    });
    await guard.ready();
    execFileSync("touch", ["trigger"], { cwd });
    const { code, stderr } = await guard.ended;
    expect(code).toBe(76);
    expect(flat(stderr)).toContain(`of this launch listens on 0.0.0.0:${other}`);
    expect(processesWith(`GUARD_TEST_MARK=${cwd}`)).toEqual([]);
  });
});
