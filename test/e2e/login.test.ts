import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  freePort,
  makeFolder,
  PYTHON,
  runGuard,
  SMALL,
  start,
  startGuard,
} from "../support/guard.ts";
import { ask, basic, EXPERIMENTS } from "../support/http.ts";
import { processesWith } from "../support/processes.ts";
import { makeServerFolder } from "../support/store.ts";

const SECRETS = [
  "MLFLOW_FLASK_SERVER_SECRET_KEY",
  "MLFLOW_AUTH_ADMIN_PASSWORD",
  "MLFLOW_CRYPTO_KEK_PASSPHRASE",
];

/** A real client that logs a run and reads it back. */
const CLIENT = `
import mlflow
mlflow.set_experiment("from-a-client")
with mlflow.start_run() as run:
    mlflow.log_metric("score", 0.75)
    mlflow.log_text("hello", "note.txt")
read = mlflow.get_run(run.info.run_id)
print("logged", read.data.metrics["score"], mlflow.artifacts.load_text(read.info.artifact_uri + "/note.txt"))
`;

describe("a start with login after init", () => {
  it("serves people with the password, in the browser too, and nobody else", async () => {
    const cwd = makeFolder();
    expect((await runGuard(["init"], { cwd })).code).toBe(0);
    const file = readFileSync(join(cwd, ".env"), "utf8");
    const secrets = SECRETS.map((name) => new RegExp(`^${name}=(.+)$`, "m").exec(file)?.[1] ?? "");
    const password = secrets[1] ?? "";
    const port = await freePort();
    const words = [
      "server",
      "--host",
      "0.0.0.0",
      "--port",
      String(port),
      "--allowed-hosts",
      "mlflow.example",
    ];
    const guard = startGuard(words, { cwd, env: { ...SMALL, GUARD_TEST_MARK: cwd } });
    await guard.ready();
    const local = `http://127.0.0.1:${port}`;

    // Nobody without the password.
    expect((await ask(`${local}${EXPERIMENTS}`)).status).toBe(401);
    expect(
      (await ask(`${local}${EXPERIMENTS}`, { headers: basic("admin", "password1234") })).status,
    ).toBe(401);
    expect(
      (await ask(`${local}${EXPERIMENTS}`, { headers: basic("admin", password) })).status,
    ).toBe(200);
    const foreign = { headers: { host: "evil.example", ...basic("admin", password) } };
    expect((await ask(`${local}${EXPERIMENTS}`, foreign)).status).toBe(403);

    // A real client, with what the launcher printed for it.
    const client = (env: Record<string, string>) =>
      start(PYTHON, ["-c", CLIENT], { env: { MLFLOW_TRACKING_URI: local, HOME: cwd, ...env } })
        .ended;
    const [inside, outside] = await Promise.all([
      client({ MLFLOW_TRACKING_USERNAME: "admin", MLFLOW_TRACKING_PASSWORD: password }),
      client({}),
    ]);
    expect(inside.stdout).toContain("logged 0.75 hello");
    expect(outside.code).not.toBe(0);
    expect(outside.stderr).toContain("401");

    // What a browser sends when the page writes: through a listed name, through a tunnel to another port.
    const write = (host: string, name: string) =>
      ask(`${local}/ajax-api/2.0/mlflow/experiments/create`, {
        headers: { host, origin: `http://${host}`, ...basic("admin", password) },
        json: { name },
      });
    expect((await write(`mlflow.example:${port}`, "by-name")).status).toBe(200);
    expect((await write("mlflow.example", "by-proxy")).status).toBe(200);
    expect((await write("localhost:9999", "by-tunnel")).status).toBe(200);
    expect((await write(`127.0.0.1:${port}`, "by-address")).status).toBe(200);
    const crossed = await ask(`${local}/ajax-api/2.0/mlflow/experiments/create`, {
      headers: {
        host: "mlflow.example",
        origin: "http://evil.example",
        ...basic("admin", password),
      },
      json: { name: "crossed" },
    });
    expect(crossed.status).toBe(403);

    // No secret in any argv or output.
    const tree = processesWith(`GUARD_TEST_MARK=${cwd}`);
    expect(tree.length).toBeGreaterThan(2);
    const ended = await guard.stop();
    expect(ended.code).toBe(0);
    const seen = [...tree.map(({ argv }) => argv), ended.stdout, ended.stderr].join("\n");
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(20);
      expect(seen).not.toContain(secret);
    }
  });

  it("reads the secrets from files", async () => {
    const cwd = makeServerFolder({
      "key.txt": "Jq3-tests-only-9vX0ZpLw2mKc7RtYb5Hd8Ns\n",
      "password.txt": "unusual-Falcon-71-drift\n",
    });
    const port = await freePort();
    const guard = startGuard(["server", "--app-name", "basic-auth", "--port", String(port)], {
      cwd,
      env: {
        ...SMALL,
        MLFLOW_FLASK_SERVER_SECRET_KEY_FILE: "key.txt",
        MLFLOW_AUTH_ADMIN_PASSWORD_FILE: "password.txt",
      },
    });
    const url = await guard.ready();
    expect((await ask(`${url}${EXPERIMENTS}`)).status).toBe(401);
    const headers = basic("admin", "unusual-Falcon-71-drift");
    expect((await ask(`${url}${EXPERIMENTS}`, { headers })).status).toBe(200);
    expect(guard.stderr()).toContain(`"$(cat ${cwd}/password.txt)"`);
  });
});
