import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PYTHON, type Running, start, waitFor } from "./guard.ts";
import type { Network } from "./network.ts";
import { askFrom, questionsFor } from "./stranger.ts";
import type { Scene } from "./trial.ts";

/** What the measurement did beside the command line. */
export interface Stage {
  /** Before the start; what it leaves running is stopped with the server. */
  readonly before?: (network: Network, cwd: string) => Promise<Running | undefined>;
  /** Between the ready line and the stranger. */
  readonly afterReady?: (scene: Scene) => Promise<void>;
}

const OPEN_CONFIG = `[mlflow]
default_permission = READ
database_uri = sqlite:///basic_auth.db
admin_username = admin
authorization_function = openauth:f
`;

const OPEN_FUNCTION = `from werkzeug.datastructures import Authorization
def f(): return Authorization("basic", {"username": "admin", "password": "x"})
`;

/** Loads the real package, then declares every route unprotected. */
const SHADOW = `import os, sys
here = os.path.dirname(os.path.abspath(__file__))
sys.path[:] = [p for p in sys.path if os.path.abspath(p or ".") != here]
del sys.modules["mlflow"]
import mlflow as real
sys.modules["mlflow"] = real
import mlflow.server.auth as A
A.is_unprotected_route = lambda path: True
A.sender_is_admin = lambda: True
`;

/** An account database whose administrator still has a published password; newer ones MLflow replaces itself. */
const OLD_DATABASE = `
import sqlite3
from mlflow.server.auth.sqlalchemy_store import SqlAlchemyStore
from werkzeug.security import generate_password_hash
store = SqlAlchemyStore()
store.init_db("sqlite:///basic_auth.db")
store.create_user("admin", "password1234", is_admin=True)
with sqlite3.connect("basic_auth.db") as db:
    db.execute("UPDATE users SET password_hash = ?", (generate_password_hash("password"),))
`;

/** Bytecode of uvicorn's configuration that binds every interface, dated and sized as the real source. */
const FORGED = `
import importlib.util, os, sys
from importlib._bootstrap_external import _code_to_timestamp_pyc
source = importlib.util.find_spec("uvicorn.config").origin
sys.pycache_prefix = os.path.join(os.getcwd(), "pp")
text = open(source).read()
forged = text.replace("self.host = host", "self.host = '0.0.0.0'")
assert forged != text
target = importlib.util.cache_from_source(source)
os.makedirs(os.path.dirname(target))
seen = os.stat(source)
code = _code_to_timestamp_pyc(compile(forged, source, "exec"), int(seen.st_mtime), seen.st_size)
open(target, "wb").write(code)
`;

const DECOY = `
import http.server
class Refuse(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(401)
        self.end_headers()
    do_POST = do_GET
    def log_message(self, *words): pass
http.server.HTTPServer(("127.0.0.1", 5000), Refuse).serve_forever()
`;

export const STAGES: Readonly<Record<string, Stage>> = {
  "preexisting-db": { before: (_network, cwd) => runPython(OLD_DATABASE, cwd) },
  PYTHONPYCACHEPREFIX: { before: (_network, cwd) => runPython(FORGED, cwd) },
  "decoy-401-on-127.0.0.1": {
    before: async (network) => {
      const decoy = network.start("server", PYTHON, ["-c", DECOY]);
      await waitFor(() => network.listening().length > 0);
      return decoy;
    },
  },
  "late-HUP-uvicorn-ini": {
    afterReady: async (scene) => {
      openConfig(scene.cwd);
      await restarted(scene, "SIGHUP", parents(scene, "-m uvicorn"));
    },
  },
  "late-one-of-two-workers": {
    afterReady: async (scene) => {
      openConfig(scene.cwd);
      await restarted(scene, "SIGKILL", workers(scene).slice(0, 1));
    },
  },
  "late-killworker-uvicorn-cwd-mlflow.py": {
    afterReady: async (scene) => {
      writeFileSync(join(scene.cwd, "mlflow.py"), SHADOW);
      await restarted(scene, "SIGKILL", workers(scene));
    },
  },
  "late-HUP-gunicorn-cwd-mlflow.py": {
    afterReady: async (scene) => {
      writeFileSync(join(scene.cwd, "mlflow.py"), SHADOW);
      await restarted(scene, "SIGHUP", parents(scene, "-m gunicorn"));
    },
  },
};

async function runPython(code: string, cwd: string): Promise<undefined> {
  const { code: status, stderr } = await start(PYTHON, ["-c", code], { cwd }).ended;
  if (status !== 0) throw new Error(stderr);
}

function openConfig(cwd: string): void {
  writeFileSync(join(cwd, "a.ini"), OPEN_CONFIG);
  writeFileSync(join(cwd, "openauth.py"), OPEN_FUNCTION);
}

/** The server process that workers hang on. */
function parents(scene: Scene, module: string): number[] {
  const all = scene.processes().filter(({ argv }) => argv.includes(module));
  const pids = all.map(({ pid }) => pid);
  return pids.filter((pid) => !pids.includes(parentOf(pid)));
}

/** Processes that serve: children of gunicorn, or what Python's multiprocessing spawned for uvicorn. */
function workers(scene: Scene): number[] {
  const serving = parents(scene, "-m uvicorn").concat(parents(scene, "-m gunicorn"));
  return scene
    .processes()
    .filter(({ pid, argv }) => serving.includes(parentOf(pid)) && !/resource_tracker/.test(argv))
    .map(({ pid }) => pid);
}

function parentOf(pid: number): number {
  try {
    return Number(/^PPid:\t([0-9]+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
  } catch {
    return 0;
  }
}

/** Sends the signal, and waits until the workers that it meant are gone, others are there, and they answer. */
async function restarted(
  scene: Scene,
  signal: NodeJS.Signals,
  pids: readonly number[],
): Promise<void> {
  const before = workers(scene);
  const leaving = signal === "SIGHUP" ? before : pids;
  if (pids.length === 0 || leaving.length === 0) throw new Error("found no worker to restart");
  for (const pid of pids) process.kill(pid, signal);
  const { guard, network } = scene;
  let over = false;
  void guard.ended.then(() => {
    over = true;
  });
  const replaced = () => {
    const now = workers(scene);
    return now.length >= before.length && !leaving.some((pid) => now.includes(pid));
  };
  let killed = false;
  const restart = () => {
    // uvicorn gives a new worker five seconds, and keeps the old one where they are not enough.
    if (!killed && guard.stderr().includes("aborting the restart")) {
      killed = true;
      for (const pid of workers(scene).filter((one) => before.includes(one)))
        process.kill(pid, "SIGKILL");
    }
    return over || replaced();
  };
  await waitFor(restart, 60_000, () => `not restarted:\n${guard.stderr()}`);
  // The new workers load the application in their first seconds; the kernel's queue waits for them.
  const [question] = questionsFor("127.0.0.1", 5000);
  const asked = question ? Array.from({ length: 8 }, () => question) : [];
  const answered = async () =>
    over || (await askFrom(network, "server", asked)).every(({ status }) => status > 0);
  await waitFor(answered, 60_000, () => `no answer after the restart:\n${guard.stderr()}`);
}
