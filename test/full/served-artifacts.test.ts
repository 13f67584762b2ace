import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Finding } from "../../src/policy/types.ts";
import {
  commandFolder,
  freePort,
  makeFolder,
  type Running,
  runGuard,
  SMALL,
  start,
  startGuard,
} from "../support/guard.ts";
import { ask, basic } from "../support/http.ts";

const RULE = "artifacts-serve-secrets";
const HERE = ["--app-name", "basic-auth", "--artifacts-destination", "."];
const BOB = { username: "bob", password: "unusual-Magpie-43-ladder" };
const FILES = [".env", "basic_auth.db", "mlflow.db"];

function adminOf(cwd: string): Record<string, string> {
  const file = readFileSync(join(cwd, ".env"), "utf8");
  return basic("admin", /^MLFLOW_AUTH_ADMIN_PASSWORD=(.+)$/m.exec(file)?.[1] ?? "");
}

/** What an account without any permission of its own gets of these files. */
async function fetched(url: string): Promise<number[]> {
  const headers = basic(BOB.username, BOB.password);
  const route = `${url}/api/2.0/mlflow-artifacts/artifacts`;
  const answers = await Promise.all(FILES.map((file) => ask(`${route}/${file}`, { headers })));
  return answers.map(({ status }) => status);
}

async function put(url: string, file: string, headers: Record<string, string>): Promise<number> {
  const route = `${url}/api/2.0/mlflow-artifacts/artifacts/${file}`;
  return (await ask(route, { method: "PUT", headers, json: "planted" })).status;
}

/** The command of the fix that `check` prints. */
async function fixOf(words: readonly string[], cwd: string): Promise<string> {
  const { stdout } = await runGuard(["check", "--format", "json", ...words], { cwd, env: SMALL });
  const { findings } = JSON.parse(stdout);
  return findings.find(({ id }: Finding) => id === RULE).fix[0].text;
}

interface Staged {
  readonly cwd: string;
  readonly url: string;
  readonly admin: Record<string, string>;
  readonly running: Running;
}

/** A server in a folder with its env file, its accounts and its database, and an account for Bob. */
async function stage(fixed: boolean): Promise<Staged> {
  const cwd = makeFolder();
  await runGuard(["init"], { cwd });
  const words = [...HERE, "--port", String(await freePort())];
  const env = { ...SMALL, PATH: commandFolder() };
  const running = fixed
    ? start("/bin/sh", ["-c", await fixOf(words, cwd)], { cwd, env, group: true })
    : startGuard(["server", ...words], { cwd, env: SMALL });
  const [url, admin] = [await running.ready(), adminOf(cwd)];
  const made = await ask(`${url}/api/2.0/mlflow/users/create`, { headers: admin, json: BOB });
  expect(made.status).toBe(200);
  return { cwd, url, admin, running };
}

describe("an artifacts destination with the server's own files in it", () => {
  it("hands them to every account, and does not where the fix was pasted", async () => {
    const [open, fixed] = await Promise.all([stage(false), stage(true)]);
    expect(await fetched(open.url)).toEqual([200, 200, 200]);
    expect(await put(open.url, "planted.py", open.admin)).toBe(200);
    expect(existsSync(join(open.cwd, "planted.py"))).toBe(true);
    expect(open.running.stderr()).toContain(RULE);

    expect(await fetched(fixed.url)).toEqual([404, 404, 404]);
    expect(await put(fixed.url, ".env", fixed.admin)).toBe(200);
    expect(existsSync(join(fixed.cwd, "mlartifacts/.env"))).toBe(true);
    expect(adminOf(fixed.cwd)).toEqual(fixed.admin);
    expect(fixed.running.stderr()).not.toContain(RULE);
  });
});
