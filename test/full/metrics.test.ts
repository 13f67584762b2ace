import { describe, expect, it } from "vitest";
import { freePort, SMALL, startGuard } from "../support/guard.ts";
import { ask, basic, EXPERIMENTS } from "../support/http.ts";
import { makeServerFolder } from "../support/store.ts";

const PASSWORD = "Vq8-horse-battery-metrics-x";
const LOGIN = {
  MLFLOW_FLASK_SERVER_SECRET_KEY: "c0f1a7d35b9e4482a6d07e91b3c5f8246d1e0a9b7c8f5432",
  MLFLOW_AUTH_ADMIN_PASSWORD: PASSWORD,
};
const GUNICORN = ["--gunicorn-opts", "--log-level=info"];

/** What an account that is no admin gets. */
async function asOrdinary(base: string, url: string): Promise<number> {
  const json = { username: "collector", password: "Qm4-collects-figures-only" };
  const headers = basic("admin", PASSWORD);
  const made = await ask(`${base}/api/2.0/mlflow/users/create`, { headers, json });
  expect(made.status).toBe(200);
  return (await ask(url, { headers: basic(json.username, json.password) })).status;
}

/** Each is the real MLflow. What strangers get decides `metrics-readable`. */
describe("who can read /metrics", () => {
  it.each([
    ["uvicorn", [], [], 200],
    ["gunicorn", GUNICORN, [], 200],
    ["uvicorn with a login", [], ["--app-name", "basic-auth"], 401],
    ["gunicorn with a login", GUNICORN, ["--app-name", "basic-auth"], 401],
    ["uvicorn with both", [], ["--app-name", "basic-auth", "--static-prefix", "/ml"], 401],
    ["gunicorn with both", GUNICORN, ["--app-name", "basic-auth", "--static-prefix", "/ml"], 401],
  ])("%s: %j %j", async (_what, server, login, status) => {
    const cwd = makeServerFolder();
    const port = await freePort();
    const words = ["server", "--port", String(port), ...server, ...login];
    const env = { ...SMALL, ...(login.length > 0 ? LOGIN : {}) };
    const guard = startGuard([...words, "--expose-prometheus", "metrics"], { cwd, env });
    await guard.ready();
    const url = `http://127.0.0.1:${port}/metrics`;
    const prefix = login.includes("/ml") ? "/ml" : "";
    const headers = basic("admin", PASSWORD);
    // The page of metrics itself is not counted.
    await ask(`http://127.0.0.1:${port}${prefix}${EXPERIMENTS}`, { headers });
    expect((await ask(url)).status).toBe(status);
    const known = await ask(url, { headers });
    expect(known.status).toBe(200);
    expect(known.body).toContain("mlflow_http_request_total");
    if (login.length > 0)
      expect(await asOrdinary(`http://127.0.0.1:${port}${prefix}`, url)).toBe(403);
    expect((await ask(url, { headers: { host: "evil.example", ...headers } })).status).toBe(403);
    expect((await guard.stop()).code).toBe(0);
  });
});
