import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Ended, freePort, makeFolder, runGuard, shared, start } from "../support/guard.ts";
import { needs, OWN_MOUNTS } from "../support/needs.ts";
import { flat, prepareStandIn, standInMlflow } from "../support/stand-in.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const BIN = join(ROOT, "bin/mlflow-guard.js");
const STRANGER = 41_002;
const PAGE = "(mlflow-guard rules audit-log-unusable)";

const mlflow = shared(() => standInMlflow());

/** What lies in a folder, as it is, whenever it was read. */
function stateOf(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return [".", ...names].map((name) => {
    const stat = lstatSync(join(folder, name), { bigint: true });
    return [name, stat.ino, stat.mode, stat.uid, stat.nlink, stat.size, stat.ctimeNs].join(" ");
  });
}

/** The problem of the audit log in the answer of `check`, and in the log of `server`. */
const inCheck = ({ stdout }: Ended) => JSON.parse(stdout).auditLogProblem;
function inServer({ stderr }: Ended) {
  const events = stderr.split("\n").filter((line) => line.startsWith("{"));
  const failed = events.map((line) => JSON.parse(line)).find(({ event }) => event === "failed");
  return failed && { id: failed.id, what: failed.msg, fix: failed.fix };
}

/** Both are asked about the same, and `check` first: what it changed would show. */
async function expectSame(
  run: (words: readonly string[]) => Promise<Ended>,
  cwd: string,
  settings: readonly string[],
  text: string,
): Promise<void> {
  const before = stateOf(cwd);
  const checked = await run(["check", "--format", "json", ...settings]);
  const said = await run(["check", ...settings]);
  expect(stateOf(cwd)).toEqual(before);
  const port = ["--port", String(await freePort())];
  const served = await run(["server", "--guard-log-format", "json", ...port, ...settings]);
  expect(stateOf(cwd)).toEqual(before);
  expect([checked.code, said.code, served.code]).toEqual([0, 0, 71]);
  const { exitCode, ...problem } = inCheck(checked);
  expect([problem.id, problem.what, exitCode]).toEqual([
    "audit-log-unusable",
    expect.stringContaining(text),
    served.code,
  ]);
  expect(inServer(served)).toEqual({
    ...problem,
    what: `${problem.what}. MLflow was not started.`,
  });
  const started = '"server" would end with exit code 71';
  expect(flat(said.stderr)).toContain(`${problem.what}; ${started} ${PAGE} ${problem.fix}`);
}

/** Settings that name this file, each in its way, where some need a file. */
const WAYS = {
  option: () => ({ words: ["--guard-audit-log", "audit.log"], env: {} }),
  variable: () => ({ words: [], env: { MLFLOW_GUARD_AUDIT_LOG: "audit.log" } }),
  "env file": (cwd: string) => {
    writeFileSync(join(cwd, "my.env"), "MLFLOW_GUARD_AUDIT_LOG=audit.log\n", { mode: 0o600 });
    return { words: ["--guard-env-file", "my.env"], env: {} };
  },
  "env file of a variable": (cwd: string) => {
    writeFileSync(join(cwd, "my.env"), "MLFLOW_GUARD_AUDIT_LOG=audit.log\n", { mode: 0o600 });
    return { words: [], env: { MLFLOW_GUARD_ENV_FILE: "my.env" } };
  },
} as const;

const file = (cwd: string, mode = 0o600) => {
  writeFileSync(join(cwd, "audit.log"), "");
  chmodSync(join(cwd, "audit.log"), mode);
};
const folder = (cwd: string, mode = 0o700) => {
  mkdirSync(join(cwd, "logs"));
  chmodSync(join(cwd, "logs"), mode);
};

describe("an audit log that no start would take", () => {
  it.each([
    ["a folder", "audit.log", (cwd: string) => mkdirSync(join(cwd, "audit.log")), "not a regular"],
    ["a pipe", "audit.log", (cwd: string) => execFileSync("mkfifo", ["audit.log"], { cwd }), "not"],
    ["a device", "/dev/null", () => {}, "is not a regular file"],
    ["a file of the kernel's", "/proc/self/comm", () => {}, "is a file of the kernel's"],
    ["a link", "audit.log", (cwd: string) => symlinkSync("x", join(cwd, "audit.log")), "is a link"],
    [
      "a second name",
      "audit.log",
      (cwd: string) => {
        file(cwd);
        linkSync(join(cwd, "audit.log"), join(cwd, "other.log"));
      },
      "a hard link",
    ],
    [
      "writable by everybody",
      "audit.log",
      (cwd: string) => file(cwd, 0o666),
      "can be written by every account",
    ],
    ["no folder", "logs/audit.log", () => {}, "cannot be opened for appending (ENOENT)"],
    ["a file as its folder", "audit.log/x", (cwd: string) => file(cwd), "(ENOTDIR)"],
    [
      "a folder of everybody's",
      "logs/audit.log",
      (cwd: string) => folder(cwd, 0o777),
      "can be exchanged by others",
    ],
    [
      "a folder of everybody's behind a link",
      "link/audit.log",
      (cwd: string) => {
        folder(cwd, 0o777);
        symlinkSync("logs", join(cwd, "link"));
      },
      "can be exchanged by others",
    ],
    [
      "a dead link as its folder",
      "link/audit.log",
      (cwd: string) => symlinkSync("nothing", join(cwd, "link")),
      "(ENOENT)",
    ],
  ] as const)("is told by check as by server: %s", async (_what, path, make, text) => {
    const cwd = makeFolder();
    make(cwd);
    const env = { MLFLOW_GUARD_MLFLOW: mlflow() };
    const run = (words: readonly string[]) => runGuard(words, { cwd, env });
    await expectSame(run, cwd, ["--guard-audit-log", path], text);
  });

  it.each(Object.entries(WAYS))("is told however it was named: %s", async (_what, way) => {
    const cwd = makeFolder();
    file(cwd, 0o666);
    const { words, env } = way(cwd);
    const all = { ...env, MLFLOW_GUARD_MLFLOW: mlflow() };
    const run = (more: readonly string[]) => runGuard(more, { cwd, env: all });
    await expectSame(run, cwd, words, "can be written by every account");
  });

  it("is told beside a refusal, which comes first", async () => {
    const words = ["check", "--host", "0.0.0.0", "--guard-audit-log", "/dev/null"];
    const env = { MLFLOW_GUARD_MLFLOW: mlflow() };
    const { code, stderr } = await runGuard(words, { cwd: makeFolder(), env });
    expect([code, stderr]).toEqual([78, expect.stringContaining("/dev/null is not a regular")]);
  });
});

describe("an audit log that the system keeps from this user", () => {
  /** The program and an MLflow, where every account can run them, and a folder of that account's. */
  function forStranger() {
    const place = makeFolder();
    chmodSync(place, 0o755);
    for (const name of ["bin", "dist", "package.json"])
      cpSync(join(ROOT, name), join(place, name), { recursive: true });
    const cwd = makeFolder();
    chownSync(cwd, STRANGER, STRANGER);
    return { place, cwd, mlflow: readableMlflow(place) };
  }

  /** It is found, and nothing of it is run. */
  function readableMlflow(place: string): string {
    const home = join(place, "venv");
    mkdirSync(join(home, "lib/python3.11/site-packages/mlflow-3.17.2.dist-info"), {
      recursive: true,
    });
    mkdirSync(join(home, "bin"));
    symlinkSync("/bin/sh", join(home, "bin/python"));
    writeFileSync(join(home, "bin/mlflow"), `#!${home}/bin/python\n`, { mode: 0o755 });
    return join(home, "bin/mlflow");
  }

  it.each([
    ["a file of root's", (cwd: string) => file(cwd, 0o644), "(EACCES)"],
    [
      "a file that is read-only",
      (cwd: string) => {
        file(cwd, 0o400);
        chownSync(join(cwd, "audit.log"), STRANGER, STRANGER);
      },
      "cannot be opened for appending (EACCES)",
    ],
    [
      "a file of a third account's",
      (cwd: string) => {
        file(cwd);
        chownSync(join(cwd, "audit.log"), STRANGER + 1, STRANGER + 1);
      },
      `belongs to another account (uid ${STRANGER + 1})`,
    ],
    ["a folder of root's", (cwd: string) => folder(cwd, 0o755), "(EACCES)"],
    ["a folder that is shut", (cwd: string) => folder(cwd, 0o700), "(EACCES)"],
    [
      "a folder of its own that is read-only",
      (cwd: string) => {
        folder(cwd, 0o500);
        chownSync(join(cwd, "logs"), STRANGER, STRANGER);
      },
      "cannot be opened for appending (EACCES)",
    ],
  ] as const)("is told by check as by server: %s", needs("root"), async (_what, make, text) => {
    const { place, cwd, mlflow: own } = forStranger();
    make(cwd);
    const path = existsSync(join(cwd, "logs")) ? "logs/audit.log" : "audit.log";
    const as = [`--reuid=${STRANGER}`, `--regid=${STRANGER}`, "--clear-groups", process.execPath];
    const env = { HOME: cwd, MLFLOW_GUARD_MLFLOW: own };
    const run = (words: readonly string[]) =>
      start("setpriv", [...as, join(place, "bin/mlflow-guard.js"), ...words], { cwd, env }).ended;
    await expectSame(run, cwd, ["--guard-audit-log", path], text);
  });

  it(
    "is told by check as by server: a file system that is read-only",
    needs("mounts of one's own"),
    async () => {
      const cwd = makeFolder();
      mkdirSync(join(cwd, "logs"));
      const env = { MLFLOW_GUARD_MLFLOW: mlflow() };
      const script = 'mount -t tmpfs -o ro,mode=700 tmpfs logs && exec "$@"';
      const run = (words: readonly string[]) => {
        const guard = [process.execPath, BIN, ...words];
        return start("unshare", [OWN_MOUNTS, "sh", "-c", script, "sh", ...guard], { cwd, env })
          .ended;
      };
      await expectSame(run, cwd, ["--guard-audit-log", "logs/audit.log"], "(EROFS)");
    },
  );
});

describe("an audit log that a start takes", () => {
  it.each([
    ["one that is yet to be made", "audit.log", () => {}],
    ["one that is there", "audit.log", (cwd: string) => file(cwd)],
    ["one that everybody may read", "audit.log", (cwd: string) => file(cwd, 0o644)],
    ["one in a sticky folder", "logs/audit.log", (cwd: string) => folder(cwd, 0o1777)],
    [
      "one behind a link to a folder",
      "link/audit.log",
      (cwd: string) => {
        folder(cwd);
        symlinkSync("logs", join(cwd, "link"));
      },
    ],
  ] as const)("is fine to check, which makes none: %s", async (_what, path, make) => {
    const login = ["--app-name", "basic-auth"];
    const { words, env, cwd } = await prepareStandIn("logged", { MLFLOW_GUARD_MLFLOW: mlflow() });
    make(cwd);
    const settings = [...login, "--guard-audit-log", path];
    const before = stateOf(cwd);
    const checked = await runGuard(["check", "--format", "json", ...settings], { cwd, env });
    expect([checked.code, inCheck(checked)]).toEqual([0, null]);
    expect(stateOf(cwd)).toEqual(before);
    const guard = start(process.execPath, [BIN, ...words, ...settings], { cwd, env });
    await guard.ready();
    expect((await guard.stop()).code).toBe(0);
    expect(existsSync(join(cwd, path))).toBe(true);
  });
});
