import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { INCOMPLETE_LOGINS } from "../../src/mlflow/login/login-coverage.ts";
import { inRange, KNOWN_NEWER, MANAGED_VERSION } from "../../src/mlflow/versions/versions.ts";
import { freePort, makeFolder, SMALL, start, waitFor } from "../support/guard.ts";
import { ask, basic, EXPERIMENTS } from "../support/http.ts";
import { NETWORK } from "../support/index-network.ts";
import { makeInstaller } from "../support/install.ts";
import { FAILURES, PASSWORD } from "../support/install-failures.ts";
import { STAND_IN } from "../support/package-index.ts";
import { flat, LOGIN } from "../support/stand-in.ts";

const ADMIN = LOGIN.MLFLOW_AUTH_ADMIN_PASSWORD;
const CONFIG = `[mlflow]
default_permission = READ
database_uri = sqlite:///basic_auth.db
admin_username = admin
admin_password = ${ADMIN}
authorization_function = mlflow.server.auth:authenticate_request_basic_auth
`;

/** What the server of one MLflow answers to a stranger and to the admin. */
async function serve(mlflow: string): Promise<(number | undefined)[]> {
  const cwd = makeFolder({ "auth.ini": CONFIG });
  const port = String(await freePort());
  const words = ["server", "--app-name", "basic-auth", "--port", port, "--workers", "1"];
  const store = ["--backend-store-uri", "sqlite:///mlflow.db"];
  const env = { ...SMALL, ...LOGIN, MLFLOW_AUTH_CONFIG_PATH: join(cwd, "auth.ini"), HOME: cwd };
  const server = start(mlflow, [...words, ...store], { cwd, env, group: true });
  const url = `http://127.0.0.1:${port}`;
  const status = (path: string, headers = {}) =>
    ask(`${url}${path}`, { headers }).then(
      (answer) => answer.status,
      () => 0,
    );
  await waitFor(async () => (await status("/health")) === 200, 100_000, server.stderr);
  const seen = [await status(EXPERIMENTS), await status(EXPERIMENTS, basic("admin", ADMIN))];
  // Older ones leave their workers behind at SIGTERM.
  server.signal("SIGKILL");
  await server.ended;
  return seen;
}

describe("an older MLflow of today's index", () => {
  it.each([
    ["uv", "3.5.0"],
    ["pip", "2.22.1"],
    ["pip", "3.14.0"],
  ] as const)(
    "by %s, %s, serves with its login",
    async (tool, version) => {
      const installer = await makeInstaller(tool, NETWORK);
      const installed = await installer.start(["--version", version]).ended;
      expect([installed.code, installed.stderr]).toEqual([0, expect.any(String)]);
      const incomplete = INCOMPLETE_LOGINS.some((range) => inRange(version, range));
      expect(flat(installed.stderr).includes("is not exposed by the launcher")).toBe(incomplete);
      const mlflow = join(installer.root, `mlflow-${version}`, "bin", "mlflow");
      expect(await serve(mlflow)).toEqual([401, 200]);
    },
    400_000,
  );
});

// Fails on the day when it can be installed: then the table is to follow.
describe("the newest MLflow that is known", () => {
  it.each([
    ["uv", "there is no version of mlflow-"],
    ["pip", "No matching distribution found for mlflow-"],
  ] as const)(
    "is refused by %s with today's index, with the tested one as the fix",
    async (tool, line) => {
      const { version, missing } = KNOWN_NEWER;
      const installer = await makeInstaller(tool, NETWORK);
      const { code, stderr } = await installer.start(["--version", version]).ended;
      expect([code, flat(stderr)]).toEqual([69, expect.stringContaining(line)]);
      expect(
        missing.map((name) => `the package index has no ${name}==${version}, which`),
      ).toContain(/the package index has no \S+ which/.exec(flat(stderr))?.[0]);
      expect(stderr).toContain(`  mlflow-guard install-mlflow --version ${MANAGED_VERSION}\n`);
    },
    400_000,
  );
});

describe("a failure of pip", () => {
  it.each(FAILURES)("because of $title is explained, without a password", async (failure) => {
    const installer = await makeInstaller("pip", await failure.env());
    const words = failure.words ?? ["--version", STAND_IN];
    const { code, stderr } = await installer.start(words).ended;
    expect([code, flat(stderr)]).toEqual([69, expect.stringContaining(failure.what)]);
    expect(stderr.split("\n").filter((line) => line.endsWith(failure.fix))).not.toEqual([]);
    expect(stderr).not.toContain(PASSWORD);
  });
});
