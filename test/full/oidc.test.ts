import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import {
  freePort,
  makeFolder,
  PYTHON,
  runGuard,
  SMALL,
  startGuard,
  waitFor,
} from "../support/guard.ts";
import { leftOut } from "../support/needs.ts";
import { makeNetwork, networkMissing } from "../support/network.ts";
import { changeModule, makePluginEnvironment, newPython } from "../support/plugin-environment.ts";
import { flat, OIDC_LOGIN } from "../support/stand-in.ts";
import { askFrom, gotIn, questionsFor, shown } from "../support/stranger.ts";

const PROVIDER = fileURLToPath(new URL("../support/identity-provider.js", import.meta.url));
const ADDRESS = "10.66.0.1";
const PORT = 5000;
const PROVIDER_PORT = "9911";
const DISCOVERY = `http://127.0.0.1:${PROVIDER_PORT}/.well-known/openid-configuration`;
const LOGIN = { ...OIDC_LOGIN, OIDC_DISCOVERY_URL: DISCOVERY };
const SECRET = "Wq8-not-in-the-output-3kZ";
const OPEN = ["--host", "0.0.0.0", "--app-name", "oidc-auth"];
/** What a person's browser opens first. */
const BROWSER = ["/", "/static-ui/", "/docs", "/static-ui/health"].map((path) => ({
  ...{ address: ADDRESS, port: PORT, method: "GET", path, body: "" },
  headers: { host: `${ADDRESS}:${PORT}`, accept: "text/html" },
}));
const PREPARING = 600_000;

const missing = networkMissing();
const python = await newPython();

/** The newest that the managed Python loads, and the newest. */
const VERSIONS = [
  ["10.2.0", PYTHON],
  ["11.0.2", python],
] as const;

for (const [version, base] of VERSIONS)
  describe(
    `mlflow-oidc-auth ${version}`,
    leftOut(base === null ? "needs Python 3.12" : null),
    () => {
      let folder: string;
      let mlflow: string;
      beforeAll(async () => {
        folder = mkdtempSync(join(tmpdir(), "guard-oidc-"));
        mlflow = await makePluginEnvironment(folder, base ?? "", `mlflow-oidc-auth==${version}`);
      }, PREPARING);
      afterAll(() => rmSync(folder, { recursive: true, force: true }));

      it("is refused, and not started, while anything is missing", async () => {
        const words = ["server", ...OPEN, "--guard-mlflow", mlflow];
        const { code, stderr } = await runGuard(words, { env: { OIDC_CLIENT_ID: "<id>" } });
        expect(code).toBe(78);
        for (const text of [
          "OIDC_DISCOVERY_URL is not set",
          "OIDC_CLIENT_ID (environment) is a placeholder",
          "OIDC_CLIENT_SECRET is not set",
          "SECRET_KEY is not set",
        ])
          expect(flat(stderr)).toContain(text);
      });

      it("is refused with gunicorn, which cannot serve it", async () => {
        const words = ["server", ...OPEN, "--gunicorn-opts", "--timeout 30"];
        const env = { ...LOGIN, MLFLOW_GUARD_MLFLOW: mlflow };
        const { code, stderr } = await runGuard(words, { env });
        expect([code, flat(stderr)]).toEqual([78, expect.stringContaining("asks for gunicorn")]);
      });

      it("is ready with its own proof, and strangers get nothing", leftOut(missing), async () => {
        const network = await makeNetwork("oidc");
        onTestFinished(() => network.remove());
        const provider = network.start("server", process.execPath, [PROVIDER, PROVIDER_PORT]);
        await waitFor(() => provider.stdout().includes("listening"));
        // Two workers, which would read this .env; a prefix below which MLflow's own login would be open.
        const cwd = makeFolder({ ".env": "ENABLE_API_DOCS=true\n", secret: SECRET });
        const { OIDC_CLIENT_SECRET: _, ...rest } = LOGIN;
        const guard = network.guard(["server", ...OPEN, "--static-prefix", "/static-ui"], {
          cwd,
          env: {
            ...{ ...rest, ...SMALL, MLFLOW_WORKERS: "2", MLFLOW_GUARD_MLFLOW: mlflow },
            OIDC_CLIENT_SECRET_FILE: "secret",
          },
        });
        await guard.ready();
        const questions = questionsFor(ADDRESS, PORT, "/static-ui");
        const answers = await askFrom(network, "stranger", questions);
        expect(answers.filter(gotIn).map(shown)).toEqual([]);
        expect(answers.filter(({ status }) => status === 401).length).toBeGreaterThan(20);
        const asBrowser = await askFrom(network, "stranger", BROWSER);
        expect(asBrowser.map(({ path, status }) => `${path} ${status}`)).toEqual([
          "/ 302",
          "/static-ui/ 401",
          "/docs 404",
          "/static-ui/health 200",
        ]);
        const { code, stderr } = await guard.stop();
        expect(code).toBe(0);
        expect(flat(stderr)).toContain("2 of 2 workers among them");
        expect(flat(stderr)).toContain("OIDC client(s) successfully registered");
        expect(stderr).not.toContain("Error in sitecustomize");
        for (const secret of [SECRET, LOGIN.SECRET_KEY]) expect(stderr).not.toContain(secret);
      });

      // Last, since it changes the environment.
      it("is stopped when it lets a stranger in", async () => {
        const open = "from mlflow.server.fastapi_app import app\n";
        changeModule(folder, "mlflow_oidc_auth/app.py", "\napp = create_app()\n", `\n${open}`);
        const words = ["server", "--port", String(await freePort()), "--app-name", "oidc-auth"];
        const env = { ...LOGIN, ...SMALL, MLFLOW_GUARD_MLFLOW: mlflow };
        const { code, stderr } = await startGuard(words, { env }).ended;
        expect([code, flat(stderr)]).toEqual([
          76,
          expect.stringContaining("was answered 200, not 401"),
        ]);
        expect(stderr).not.toContain("mlflow-guard: ready");
      });
    },
  );
