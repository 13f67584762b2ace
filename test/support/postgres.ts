import { execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { freePort, makeFolder, waitFor } from "./guard.ts";

/** A PostgreSQL of this test, on loopback, that asks for a password. */
export interface Postgres {
  /** The URI of one of its databases, with user and password. */
  readonly uri: (database: string) => string;
  readonly stop: () => Promise<void>;
}

const DEBIAN = "/usr/lib/postgresql";

/** Debian keeps each version in a folder of its own, and off PATH. */
function programs(): string {
  const [newest] = readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a));
  return join(DEBIAN, newest ?? "", "bin");
}

/** PostgreSQL refuses to run as root; Debian's package makes the account. */
function account(): { uid: number; gid: number } | Record<string, never> {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

/** Starts one with these databases; it stops when the test ends. */
export async function startPostgres(
  password: string,
  databases: readonly string[],
): Promise<Postgres> {
  const folder = makeFolder({ password });
  const owner = account();
  const data = join(folder, "data");
  mkdirSync(data, { mode: 0o700 });
  if (owner.uid !== undefined) {
    for (const path of [folder, data, join(folder, "password")])
      chownSync(path, owner.uid, owner.gid);
  }
  chmodSync(folder, 0o755);
  const bin = programs();
  const words = ["-D", data, "-U", "mlflow", "--auth=scram-sha-256", "--no-sync"];
  execFileSync(join(bin, "initdb"), [...words, `--pwfile=${join(folder, "password")}`], {
    ...owner,
    stdio: "ignore",
  });
  const port = await freePort();
  writeFileSync(
    join(data, "postgresql.auto.conf"),
    `listen_addresses = '127.0.0.1'\nport = ${port}\nunix_socket_directories = ''\nfsync = off\n`,
  );
  const server = spawn(join(bin, "postgres"), ["-D", data], { ...owner, stdio: "ignore" });
  const ended = new Promise<void>((resolve) => server.once("close", () => resolve()));
  const stop = () => {
    server.kill("SIGINT");
    return ended;
  };
  onTestFinished(stop);
  const env = { ...process.env, PGPASSWORD: password };
  const psql = (sql: string) =>
    execFileSync(
      join(bin, "psql"),
      ["-qh", "127.0.0.1", "-p", String(port), "-U", "mlflow", "-d", "postgres", "-c", sql],
      { env, stdio: "ignore" },
    );
  await waitFor(() => {
    try {
      psql("SELECT 1");
      return true;
    } catch {
      return false;
    }
  });
  for (const name of databases) psql(`CREATE DATABASE ${name}`);
  const secret = encodeURIComponent(password);
  return { uri: (name) => `postgresql://mlflow:${secret}@127.0.0.1:${port}/${name}`, stop };
}
