// Loaded before the program that `instrument` has changed: each call of the system comes through here. It notes in
// FAULT_LOG which places were reached, and lets the one of FAULT_SITE fail, once, with FAULT_ERROR.
const fs = require("node:fs");
const { errno: NUMBERS } = require("node:os").constants;

const {
  FAULT_LOG: log,
  FAULT_SITE: site,
  FAULT_ERROR: fault = "",
  FAULT_PHASE: when,
} = process.env;
for (const name of Object.keys(process.env)) if (/^FAULT_/.test(name)) delete process.env[name];

const { appendFileSync } = fs;
const note = (text) => appendFileSync(log, `${text}\n`);

let phase = "start";
process.on("SIGUSR2", () => {
  phase = "running";
  note("phase running");
});
process.on("SIGTERM", () => {
  phase = "stopping";
});

const seen = new Set();
const calls = new Map();
let armed = site !== undefined;

/** Many come through this one, so each of its calls is a place of its own. */
const SHARED = /^start-process\.ts /;

function reached(place) {
  calls.set(place, (calls.get(place) ?? 0) + 1);
  const id = SHARED.test(place) ? `${place} @${calls.get(place)}` : place;
  const key = `${phase}\t${id}`;
  if (site === undefined && !seen.has(key)) {
    seen.add(key);
    note(key);
  }
  if (!armed || id !== site || phase !== when) return false;
  armed = false;
  note(`failed\t${id}`);
  return true;
}

function errorOf(code, call, args) {
  const [first] = args;
  const path = typeof first === "string" ? first : undefined;
  const number = NUMBERS[code];
  const error = new Error(`${code}: made by a test, ${call}${path ? ` '${path}'` : ""}`);
  return Object.assign(error, { code, syscall: call, errno: number && -number, path });
}

/** How each call fails that does not simply throw. */
const WAYS = {
  existsSync: () => false,
  statSync: quiet,
  lstatSync: quiet,
  // The kernel has closed it all the same (close(2)).
  closeSync(run, error) {
    run();
    throw error();
  },
  spawn(run, error, [file, , options]) {
    if (fault === "ENOMEM") throw error();
    if (fault === "EPIPE") return later(run(), (child) => child.stdin?.destroy(error()));
    const child = require("node:child_process").spawn(`${file}-nowhere`, [], options);
    const { emit } = child;
    child.emit = (name, ...rest) =>
      emit.call(child, name, ...(name === "error" ? [error()] : rest));
    return child;
  },
  execFileSync(_run, error) {
    if (fault === "exit") throw Object.assign(error(), { status: 1, code: undefined });
    throw error();
  },
  // Its program is gone.
  execa: (_run, _error, [file, ...rest], used) => used(`${file}-nowhere`, ...rest),
  connect: (run, error) => destroyed(run(), error()),
  request: (run, error) => destroyed(run(), error()),
  Socket: (run, error) => later(run(), (socket) => socket.destroy(error())),
  createServer(run, error) {
    const server = run();
    server.listen = () => later(server, () => server.emit("error", error()));
    return server;
  },
  lookup: (_run, error) => Promise.reject(error()),
  watch(run, error) {
    if (fault === "EIO") return later(run(), (watcher) => watcher.emit("error", error()));
    throw error();
  },
};

/** With `throwIfNoEntry: false` what is not there is no error. */
function quiet(_run, error, [, options]) {
  if (fault === "ENOENT" && options?.throwIfNoEntry === false) return undefined;
  throw error();
}

function later(it, act) {
  setImmediate(act, it);
  return it;
}

function destroyed(it, error) {
  it.destroy(error);
  return it;
}

function wrap(id, call, used) {
  const through = (run, args) => {
    if (!reached(id)) return run();
    const error = () => errorOf(fault, call, args);
    const way = WAYS[call];
    if (way) return way(run, error, args, used);
    throw error();
  };
  return new Proxy(used, {
    apply: (_used, self, args) => through(() => Reflect.apply(used, self, args), args),
    construct: (_used, args) => through(() => Reflect.construct(used, args), args),
    // As `realpathSync.native` is.
    get: (_used, name) => (name === "native" ? wrap(id, call, used[name]) : used[name]),
  });
}

globalThis.__fault = (id, used) => wrap(id, / (\S+)/.exec(id)[1], used);

globalThis.__faultModule = async (id, loading) => {
  const loaded = await loading;
  return new Proxy({}, { get: (_, name) => wrap(id, String(name), loaded[name]) });
};
