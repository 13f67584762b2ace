import { chmodSync, chownSync, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Container, DATA, type HowToRun, runContainer } from "../support/container.ts";
import { makeFolder, SMALL, waitFor } from "../support/guard.ts";
import { basic, EXPERIMENTS } from "../support/http.ts";
import { buildImage, type Image, imageMissing } from "../support/image.ts";
import { leftOut } from "../support/needs.ts";
import { makeNetwork, type Network, SERVER_ADDRESSES } from "../support/network.ts";
import { isZombie } from "../support/processes.ts";
import { LOGIN } from "../support/stand-in.ts";
import { askFrom, type Question } from "../support/stranger.ts";

const missing = imageMissing();

const [ADDRESS = ""] = SERVER_ADDRESSES.private;
const PORT = 5000;
const ADMIN = basic("admin", LOGIN.MLFLOW_AUTH_ADMIN_PASSWORD);
/** The asker was connected, and nothing came in its time. */
const NO_ANSWER = -1;
const SECRETS = "/run/secrets";
const JOBS_MILLISECONDS = 120_000;
/** Docker kills after ten seconds; the launcher gives MLflow eight. */
const STOP_MILLISECONDS = 10_000;

/** A job that leaves processes behind, its own children and theirs, and then a file in the volume. */
const JOB = `
import pathlib, subprocess
from mlflow.server.jobs import job

@job(name="guard_leaver", max_workers=2)
def leave(name):
    subprocess.Popen(["sh", "-c", "sleep 0.3 & sleep 0.1 & exit 0"])
    subprocess.Popen(["sleep", "0.2"], start_new_session=True)
    pathlib.Path(name).touch()
`;
const JOBS_ENVIRONMENT = {
  PYTHONPATH: "/opt/jobs",
  _MLFLOW_SUPPORTED_JOB_FUNCTION_LIST: "guard_leaver_job.leave",
  _MLFLOW_ALLOWED_JOB_NAME_LIST: "guard_leaver",
};
const JOBS_WORDS = Object.keys(JOBS_ENVIRONMENT)
  .filter((name) => name.startsWith("_"))
  .flatMap((name) => ["--guard-pass-env", name]);

/** What opens the stores that the image is made for, as SQLAlchemy chooses it. */
const DRIVERS = `
import boto3
from sqlalchemy import create_engine
uris = ["postgresql://h/d", "postgresql+psycopg2://h/d"]
print(*(create_engine(uri).dialect.driver for uri in uris))
`;

function complete({ headers, ...others }: Partial<Question>): Question {
  const plain = { address: ADDRESS, port: PORT, method: "GET", path: EXPERIMENTS, body: "" };
  return { ...plain, ...others, headers: { host: `${ADDRESS}:${PORT}`, ...headers } };
}

/** The secrets as an engine mounts them: for the image's user alone. */
function secretFolder(user: string): Required<Pick<HowToRun, "env" | "mounts">> {
  const folder = makeFolder(LOGIN);
  const [uid, gid] = user.split(":").map(Number);
  for (const path of [folder, ...Object.keys(LOGIN).map((name) => join(folder, name))])
    chownSync(path, uid ?? 0, gid ?? 0);
  const env = Object.keys(LOGIN).map((name) => [`${name}_FILE`, `${SECRETS}/${name}`]);
  return { env: Object.fromEntries(env), mounts: [{ from: folder, to: SECRETS }] };
}

/** Root's own, as files of an image are. */
function jobFolder(): string {
  const folder = makeFolder({ "guard_leaver_job.py": JOB });
  chmodSync(folder, 0o755);
  chmodSync(join(folder, "guard_leaver_job.py"), 0o644);
  return folder;
}

describe("the image", leftOut(missing), () => {
  let image: Image;
  let network: Network;

  beforeAll(async () => {
    const begun = performance.now();
    image = await buildImage();
    const seconds = Math.round((performance.now() - begun) / 1000);
    console.log(`the image was built in ${seconds} s and has ${image.megabytes} MB`);
    network = await makeNetwork("image");
  }, 900_000);

  afterAll(async () => {
    network?.remove();
    await image?.remove();
  }, 120_000);

  const run = (how: HowToRun) => runContainer(network, image, how);
  const health = (container: Container) => container.exec(image.config.Healthcheck.Test.slice(1));

  /** What a stranger on the network gets as answers; a busy server is asked again. */
  function statuses(...questions: readonly Partial<Question>[]): Promise<number[]> {
    return waitFor(async () => {
      const answers = await askFrom(network, "stranger", questions.map(complete));
      const all = answers.map(({ status }) => status);
      return !all.includes(NO_ANSWER) && all;
    }, 60_000);
  }

  it("refuses once without secrets, says what to do in a container, and starts nothing", async () => {
    const { code, stderr, stdout } = await run({}).running.ended;
    expect([code, stdout]).toEqual([78, ""]);
    expect(stderr.match(/REFUSED/g)).toHaveLength(1);
    expect(stderr).toMatch(/\n\s+- {2}docker run /);
  });

  it("is a container's citizen", () => {
    const { config } = image;
    expect(config.User).toMatch(/^[1-9][0-9]*:[1-9][0-9]*$/);
    expect(Object.keys(config.Volumes)).toEqual([DATA]);
    expect(config.StopSignal).toBe("SIGTERM");
    expect(config.Env.join(" ")).not.toMatch(/PASSWORD|SECRET/);
    expect(config.Healthcheck.Test.slice(1)).toEqual(["mlflow-guard", "healthcheck"]);
  });

  it("asks a stranger for the login, writes nothing but its volume, and stops in time", async () => {
    const { env, mounts } = secretFolder(image.config.User);
    const container = run({ env: { ...env, ...SMALL }, mounts });
    await container.running.ready();
    expect(await statuses({}, { headers: ADMIN }, { headers: basic("admin", "password") })).toEqual(
      [401, 200, 401],
    );

    const shown = (await container.processes()).map(({ argv }) => argv).join("\n");
    const seen = shown + container.running.stderr() + container.running.stdout();
    for (const secret of Object.values(LOGIN)) expect(seen).not.toContain(secret);

    const touch = await container.exec(["touch", "/opt/mlflow/x"]);
    expect(touch.stderr).toContain("Read-only file system");
    const drivers = await container.exec(["/opt/mlflow/bin/python", "-c", DRIVERS]);
    expect([drivers.code, drivers.stdout]).toEqual([0, "psycopg psycopg2\n"]);
    const without = Object.keys(env).flatMap((name) => ["-u", name]);
    const server = ["mlflow", "server", "--host", "0.0.0.0", "--port", "5001"];
    const other = await container.exec(["env", ...without, ...server]);
    expect([other.code, other.stderr]).toEqual([78, expect.stringContaining("REFUSED")]);
    const version = await container.exec(["mlflow", "--version"]);
    expect([version.code, version.stdout]).toEqual([0, expect.stringContaining("3.17.2")]);
    const rights = await container.exec(["grep", "-h", "^CapEff", "/proc/1/status"]);
    expect(rights.stdout).toMatch(/^CapEff:\s0+$/m);
    expect(readdirSync(container.data)).toContain("mlflow.db");

    const begun = performance.now();
    process.kill(await container.first(), "SIGTERM");
    expect((await container.running.ended).code).toBe(0);
    expect(performance.now() - begun).toBeLessThan(STOP_MILLISECONDS);
    expect(network.listening()).toEqual([]);
  }, 240_000);

  it("finds the secrets that `init` left in the volume, and is healthy while it serves", async () => {
    const user = "12345:0";
    const init = run({ words: ["init"], user });
    expect((await init.running.ended).code).toBe(0);
    const container = run({ data: init.data, env: SMALL, user });
    expect((await health(container)).code).toBe(1);
    await container.running.ready();
    expect((await health(container)).code).toBe(0);
    expect(await statuses({}, { headers: basic("admin", "password") })).toEqual([401, 401]);
    // In a container of its own no launcher runs.
    const words = image.config.Healthcheck.Test.slice(2);
    expect((await run({ words, data: init.data, user }).running.ended).code).toBe(1);
  }, 240_000);

  it("keeps no zombie of MLflow's jobs", { timeout: JOBS_MILLISECONDS + 240_000 }, async () => {
    const { env, mounts } = secretFolder(image.config.User);
    const container = run({
      words: [...image.config.Cmd, "--workers", "1", ...JOBS_WORDS],
      env: { ...env, ...JOBS_ENVIRONMENT },
      mounts: [...mounts, { from: jobFolder(), to: "/opt/jobs" }],
    });
    await container.running.ready();
    const end = performance.now() + JOBS_MILLISECONDS;
    let done = 0;
    let before: number[] = [];
    while (performance.now() < end) {
      await runJob(container, `job-${done++}`);
      const now = (await container.processes()).map(({ pid }) => pid).filter(isZombie);
      // One that two looks see was collected by nobody.
      expect(now.filter((pid) => before.includes(pid))).toEqual([]);
      before = now;
    }
    console.log(`${done} of MLflow's jobs ran`);
    expect(done).toBeGreaterThan(5);
  });

  // The last one: it takes the wire's public addresses away.
  it("may be claimed to be published on loopback only where nothing here is public", async () => {
    const words = ["check", "--host", "0.0.0.0", "--guard-published", "loopback"];
    expect((await run({ words }).running.ended).code).toBe(78);
    const address = async (...how: string[]) =>
      expect((await network.start("server", "ip", ["address", ...how]).ended).code).toBe(0);
    await address("flush", "dev", "lan0", "scope", "global");
    await address("add", "10.66.0.1/24", "dev", "lan0");
    const { code, stderr } = await run({ words }).running.ended;
    expect(code, stderr).toBe(0);
  });

  async function runJob(container: Container, name: string): Promise<void> {
    const body = JSON.stringify({ job_name: "guard_leaver", params: { name } });
    const headers = { ...ADMIN, "content-type": "application/json" };
    const asked = { method: "POST", path: "/ajax-api/3.0/jobs/", body, headers };
    expect(await statuses(asked)).toEqual([200]);
    const left = join(container.data, name);
    await waitFor(() => existsSync(left), 60_000, container.running.stderr);
  }
});
