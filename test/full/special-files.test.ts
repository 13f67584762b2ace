import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BIN, freePort, makeFolder, plainEnvironment, shared } from "../support/guard.ts";
import { LOGIN, standInMlflow } from "../support/stand-in.ts";

/** What may stand where a file is named; nothing of it may hang, flood or end the launcher in a mistake of its own. */
const SPECIAL = [
  "fifo",
  "folder",
  "socket",
  "gigabyte",
  "/proc/self/mem",
  "/proc/self/environ",
  "/proc/self/fd/0",
  "/proc/kmsg",
  "/dev/null",
  "/dev/zero",
  "/dev/full",
  "/dev/tty",
  "loop",
  "file/below",
  "nothing/below",
] as const;

const files = shared(async () => {
  const folder = makeFolder({ file: "x" });
  execFileSync("mkfifo", [join(folder, "fifo")]);
  execFileSync("ln", ["-s", "loop", join(folder, "loop")]);
  mkdirSync(join(folder, "folder"));
  writeFileSync(join(folder, "gigabyte"), "x");
  truncateSync(join(folder, "gigabyte"), 1024 ** 3);
  const server = createServer().listen(join(folder, "socket"));
  await new Promise((resolve) => server.once("listening", resolve));
  server.unref();
  return folder;
});

const mlflow = shared(() => standInMlflow());

interface Place {
  readonly words: (file: string) => readonly string[];
  readonly env?: (file: string) => Readonly<Record<string, string>>;
  /** The codes that say that this file cannot be used. */
  readonly codes: readonly number[];
}

const PLACES: Readonly<Record<string, Place>> = {
  "the key's file": {
    words: () => ["check"],
    env: (file) => ({ MLFLOW_FLASK_SERVER_SECRET_KEY_FILE: file }),
    codes: [78],
  },
  "the password's file": {
    words: () => ["server"],
    env: (file) => ({ MLFLOW_AUTH_ADMIN_PASSWORD_FILE: file }),
    codes: [78],
  },
  "a store's file": {
    words: () => ["check"],
    env: (file) => ({ MLFLOW_BACKEND_STORE_URI_FILE: file }),
    codes: [78],
  },
  "a named env file": { words: (file) => ["check", "--guard-env-file", file], codes: [64] },
  "the authorization config": {
    words: () => ["check", "--app-name", "basic-auth"],
    env: (file) => ({ ...LOGIN, MLFLOW_AUTH_CONFIG_PATH: file }),
    codes: [78],
  },
  "the certificate": {
    words: (file) => ["server", "--guard-tls-cert", file, "--guard-tls-key", "k.pem"],
    codes: [64],
  },
  "the key of the certificate": {
    words: (file) => ["check", "--guard-tls-cert", "k.pem", "--guard-tls-key", file],
    codes: [64],
  },
  "uvicorn's own": {
    words: (file) => ["check", `--uvicorn-opts=--ssl-certfile k.pem --ssl-keyfile ${file}`],
    codes: [64],
  },
  "the audit log": { words: (file) => ["server", "--guard-audit-log", file], codes: [71] },
  "the env file of init": { words: (file) => ["init", "--file", file], codes: [73] },
  "the folder of init": { words: (file) => ["init", "--directory", file], codes: [73] },
  "a password for user": {
    words: (file) => ["user", "list", "--url=http://127.0.0.1:9", "--admin-password-file", file],
    codes: [1],
  },
  "an env file for user": {
    words: (file) => ["user", "list", "--url=http://127.0.0.1:9", "--env-file", file],
    codes: [1],
  },
};

/** Fine there: a folder is what is wanted, or made, and a file of any size is appended to. */
const FINE = new Set([
  "the folder of init folder",
  "the folder of init nothing/below",
  "the audit log gigabyte",
]);

const SECONDS = 60;

/** Ends it, should it hang: then there is no code. Behind the dashes no word is an option of Node itself. */
async function run(words: readonly string[], env: Readonly<Record<string, string>>) {
  const cwd = makeFolder({ "k.pem": "-----BEGIN PRIVATE KEY-----\n" });
  const child = spawn(process.execPath, ["--", BIN, ...words], {
    ...{ cwd, timeout: SECONDS * 1000, killSignal: "SIGKILL" },
    env: plainEnvironment({ MLFLOW_GUARD_MLFLOW: mlflow(), ...env }),
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, stderr };
}

describe.each(Object.entries(PLACES))("%s", (name, { words, env, codes }) => {
  it.each(
    SPECIAL.filter((one) => !FINE.has(`${name} ${one}`)),
  )("is refused by name: %s", async (special) => {
    const file = special.startsWith("/") ? special : join(files(), special);
    const port = ["server", "check"].includes(words(file)[0] ?? "")
      ? ["--port", String(await freePort())]
      : [];
    const { code, stderr } = await run([...words(file), ...port], env?.(file) ?? {});
    expect(stderr).not.toContain("a mistake of mlflow-guard");
    expect(codes, stderr).toContain(code);
  });
});
