import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import * as servers from "../servers.js";
import { makeEnvironment } from "./environment.js";

/** Mebibytes of the file system for private folders, temporary files and the audit log. */
const ROOM = 16;

/** The wall clock of the launcher goes as the plugin of MLflow has it go; what reads it needs no descriptor. */
const clockFrom = (link) => `
  import { readlinkSync } from "node:fs";
  const wrong = () => { try { return Number(readlinkSync(${JSON.stringify(link)})) * 1000; } catch { return 0; } };
  const Right = Date;
  globalThis.Date = class extends Right {
    constructor(...given) { super(...(given.length > 0 ? given : [Right.now() + wrong()])); }
    static now() { return Right.now() + wrong(); }
  };
`;

/** Where all lives are lived: a working directory, a small file system that can be full, links that tell the plugin. */
export function makePlace(folder) {
  const [work, small, links] = ["work", "small", "links"].map((name) => join(folder, name));
  for (const one of [work, small, links]) mkdirSync(one);
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${ROOM}m,mode=700`, "tmpfs", small]);
  const [state, temporary] = [join(small, "state"), join(small, "tmp")];
  for (const one of [state, temporary]) mkdirSync(one);
  const script = encodeURIComponent(clockFrom(join(links, "clock")));
  const env = {
    ...{ PATH: process.env.PATH, HOME: folder, LANG: "C.UTF-8" },
    ...{ XDG_STATE_HOME: state, TMPDIR: temporary, GUARD_SOAK: links },
    MLFLOW_GUARD_MLFLOW: makeEnvironment(join(folder, "environment"), servers.findMlflow()),
    MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false",
    MLFLOW_FLASK_SERVER_SECRET_KEY: randomBytes(32).toString("base64url"),
    MLFLOW_AUTH_ADMIN_PASSWORD: randomBytes(18).toString("base64url"),
  };
  const launcherEnv = { ...env, NODE_OPTIONS: `--import=data:text/javascript,${script}` };
  const privateFolders = () =>
    [join(state, "mlflow-guard"), temporary].flatMap((parent) =>
      servers
        .list(parent)
        .filter((name) => name.startsWith("mlflow-guard-"))
        .map((name) => join(parent, name)),
    );
  return {
    ...{ folder, work, small, env, launcherEnv, privateFolders },
    audit: join(small, "audit.log"),
    /** Tells the plugin; null tells it no more. */
    tell: (name, what) => {
      rmSync(join(links, name), { force: true });
      if (what !== null) symlinkSync(what, join(links, name));
    },
  };
}

/** What `healthcheck` says and its code. */
export async function healthcheck({ env, work }) {
  const child = spawn(process.execPath, [servers.BIN, "healthcheck"], {
    ...{ cwd: work, env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      said += chunk;
    });
  const [code] = await once(child, "close");
  return { code, said: said.replace(/\s+/g, " ") };
}

/** What the launcher notes of its looks: how far it is, and when, by a clock that all processes have. */
export function readPulse({ privateFolders }) {
  for (const folder of privateFolders()) {
    try {
      const text = readFileSync(join(folder, "pulse"), "utf8");
      const [, phase, at] = /^(starting|ready) +(\d+)$/m.exec(text) ?? [];
      if (phase) return { phase, at: Number(at) };
    } catch {
      // It goes at the end.
    }
  }
  return null;
}

/** Milliseconds of that clock. */
export const clock = () => Number(process.hrtime.bigint() / 1_000_000n);

/** The ports on which anything listens here. */
export function listening() {
  return ["tcp", "tcp6"]
    .flatMap((table) => readFileSync(`/proc/net/${table}`, "utf8").split("\n").slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state]) => state === "0A")
    .map(([, local]) => Number.parseInt(local.split(":").at(-1), 16));
}
