import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, createServer as createPort, Server } from "node:net";
import { describe, expect, expectTypeOf, it, onTestFinished, vi } from "vitest";
import {
  CATALOGUE_IDS,
  type CatalogueId,
  type FailedStartId,
  type ViolationId,
} from "../src/catalogue.ts";
import { findUnwritable } from "../src/facts/stores/writable.ts";
import { AuditFileError, openOwn } from "../src/launch/audit/audit-open.ts";
import { type Fault, faultOf } from "../src/launch/fault.ts";
import { inPrivateFolder } from "../src/launch/launch.ts";
import { type Ended, endingOf, type RunEnd } from "../src/launch/life/ending.ts";
import type { FailedStart } from "../src/launch/life/failed-start.ts";
import { tryPort } from "../src/launch/port.ts";
import { ProcessGroup } from "../src/launch/process/process-group.ts";
import { brokenPython, spawnFailure } from "../src/launch/process/spawn-failure.ts";
import { causeOf, type StartFailureId } from "../src/mlflow/start-failures.ts";
import type { Expectations } from "../src/plan/types.ts";
import { RULES } from "../src/policy/registry.ts";
import type { Ports } from "../src/ports.ts";
import { Secret } from "../src/secrets/secret.ts";
import type { Asking } from "../src/watch/login/proof.ts";
import { proveLogin } from "../src/watch/login/questions.ts";
import { type Keeping, keepFolder } from "../src/watch/private-folder.ts";
import { Blindness } from "../src/watch/sockets/blindness.ts";
import { ClaimedNetwork } from "../src/watch/sockets/claimed-network.ts";
import { CannotLook } from "../src/watch/sockets/proc.ts";
import { judge } from "../src/watch/sockets/violations.ts";
import type { Listener, Look, Violation } from "../src/watch/types.ts";
import { makeFolder } from "./support/guard.ts";
import { factsOf, intentOf, MLFLOW } from "./support/world.ts";

const PLANNED = { address: "127.0.0.1", port: 5000 };

function judged(look: Partial<Look>) {
  const nothing = { own: [], foreign: [], udp: [], unix: [], blind: [], workers: [] };
  return judge({ ...nothing, ...look }, [PLANNED], () => "own").violations[0]?.found.id;
}

const listener = (address: string): Listener => ({
  ...{ address, port: 5000, pid: 7, command: "python" },
});

/** What a proof finds of a server that turns everybody away but those who ask like this. */
async function proven(letsIn: (request: IncomingMessage) => boolean) {
  const server = createServer((request, response) => {
    const foreign = !`${request.headers.host}`.startsWith("127.0.0.1");
    response.writeHead(letsIn(request) ? 200 : foreign ? 403 : 401).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const login = { open: [], browsers: false, nativeRoutes: true, admin: null, redirects: [] };
  const defaults = [{ user: "admin", password: new Secret("password1234") }];
  const expected: Expectations = {
    ...{ login: { ...login, defaults }, address: "127.0.0.1", otherAddresses: [] },
    ...{ prefix: "", tls: false, hostsChecked: true },
  };
  const { port } = server.address() as AddressInfo;
  const asking: Asking = { expected, port, asked: () => {} };
  return (await proveLogin(asking)).violation?.id;
}

function kept(found: ReturnType<Keeping["look"]>) {
  const restore = () => {
    throw Object.assign(new Error(), { code: "ENOSPC" });
  };
  const folder = { path: "/s/run", shared: true, look: () => found, restore, onChange: () => {} };
  return keepFolder(folder).violation?.id;
}

// A container that was given a public address.
vi.mock("../src/facts/machine/own-network.ts", () => ({
  readOwnNetwork: () => ({
    looked: true,
    ...{ links: [], addresses: [{ link: "eth1", address: "203.0.113.9" }] },
  }),
}));

const somewhere = { address: "127.0.0.1", port: 5000 };

/** What is found of an address and port that the system refuses with this code. */
async function refused(code: string) {
  const spy = vi.spyOn(Server.prototype, "listen").mockImplementation(function (this: Server) {
    queueMicrotask(() => this.emit("error", Object.assign(new Error(), { code })));
    return this;
  });
  const problem = await tryPort(somewhere, []);
  spy.mockRestore();
  return problem?.id;
}

async function taken() {
  const server = createPort();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return (await tryPort({ address: "127.0.0.1", port }, []))?.id;
}

function notWritable() {
  const facts = { cwd: "/nowhere", mlflow: { ...MLFLOW, version: "3.6.0" } };
  return findUnwritable(intentOf({}).intent, factsOf({ facts }), false)?.id;
}

function auditIn(path: string) {
  try {
    openOwn(path);
  } catch (error) {
    if (error instanceof AuditFileError) return error.problem.id;
  }
  return null;
}

async function privateFolderOn(code: string) {
  const env = { XDG_STATE_HOME: makeFolder() };
  const ports = { env, uid: process.getuid?.() ?? -1 } as Partial<Ports> as Ports;
  const failures: FailedStart[] = [];
  const exit = await inPrivateFolder(
    ports,
    1,
    (problem) => failures.push(problem),
    () => Promise.reject(Object.assign(new Error(), { code })),
  );
  return exit === 71 && failures[0]?.id;
}

const spawned = (error: string, cwd = "/") => spawnFailure("/opt/mlflow", error, cwd).id;
const fault = (code: string, syscall?: string) =>
  faultOf(Object.assign(new Error(), { code, syscall }), {}).id;

function ended(more: Partial<RunEnd>) {
  const end = { ready: false, waited: null, readyTimeout: 1, lines: [], secrets: [] };
  return endingOf({ ...end, exit: { code: 1, signal: null }, ...more }).id;
}

const waited = (signs: object) => ({
  waited: { for: { on: "listener" }, signs: { deaths: 0, workers: 1, idle: 0, ...signs } } as const,
});

/** What in the code finds each of them. */
const FINDERS: Readonly<Record<CatalogueId, () => unknown>> = {
  "stray-listener": () => judged({ own: [listener("127.0.0.1"), listener("0.0.0.0")] }),
  "foreign-listener": () => judged({ foreign: [listener("127.0.0.1")] }),
  "login-not-asked": () => proven(({ url }) => url === "/version"),
  "default-password-accepted": () => proven(({ headers }) => headers.authorization !== undefined),
  "foreign-host-accepted": () => proven(({ headers }) => `${headers.host}`.endsWith(".invalid")),
  "private-folder-exchanged": () => kept("swapped"),
  "private-folder-lost": () => kept("lost"),
  "cannot-look": () => {
    const blindness = new Blindness(true);
    blindness.failed(new CannotLook("EMFILE"), 0);
    return blindness.failed(new CannotLook("EMFILE"), 10_000).violation?.id;
  },
  "claimed-network-changed": async () => (await new ClaimedNetwork("python3").look())?.id,
  "port-taken": taken,
  "port-not-allowed": () => refused("EACCES"),
  "port-unusable": () => refused("ENOBUFS"),
  "address-missing": () => refused("EADDRNOTAVAIL"),
  "store-not-writable": notWritable,
  "audit-log-unusable": () => auditIn("/dev/null"),
  "private-folder-unusable": () => privateFolderOn("ENOSPC"),
  "command-too-long": () => spawned("E2BIG"),
  "out-of-memory": () => spawned("ENOMEM"),
  "too-many-processes": () => spawned("EAGAIN"),
  "too-many-open-files": () => spawned("EMFILE"),
  "working-directory-gone": () => spawned("ENOENT", "/nowhere/at/all"),
  "system-call-failed": () => fault("EIO", "read"),
  "launcher-replaced": () => fault("MODULE_NOT_FOUND"),
  "never-ready": () => ended(waited({})),
  "start-hung": () => ended(waited({ idle: 11 })),
  "crash-loop": () => ended(waited({ deaths: 4 })),
  "process-left": () => new ProcessGroup(process.pid, () => []).left().id,
  "ended-unasked": () => ended({ lines: ["odd"] }),
  "killed-from-outside": () => ended({ exit: { code: null, signal: "SIGKILL" } }),
  "database-upgrade-needed": () => causeOf(["Detected out-of-date database schema (found ff)"]),
  "database-newer": () => causeOf(["CommandError: Can't locate revision identified by 'ff'"]),
  "database-made-twice": () => causeOf(["sqlite3.OperationalError: duplicate column name: step"]),
  "database-login-refused": () => causeOf(['FATAL:  password authentication failed for user "x"']),
  "database-client-refused": () => causeOf(['FATAL:  no pg_hba.conf entry for host "10.0.0.1"']),
  "database-name-unknown": () => causeOf(['FATAL:  database "mlflow" does not exist']),
  "database-host-unknown": () => causeOf(['could not translate host name "db" to address']),
  "database-unreachable": () => causeOf(["connection failed: Connection refused"]),
  "database-driver-missing": () => causeOf(["No module named 'psycopg2'"]),
  "database-file-invalid": () => causeOf(["sqlite3.DatabaseError: file is not a database"]),
  "database-locked": () => causeOf(["sqlite3.OperationalError: database is locked"]),
  "artifact-client-missing": () => causeOf(["No module named 'boto3'"]),
  "presigned-urls-missing": () =>
    causeOf(["Error: --artifacts-presigned-only requires an artifacts destination that"]),
  "package-missing": () => causeOf(["No module named 'flask_wtf'"]),
  "temporary-folder-missing": () => causeOf(["No usable temporary directory found in ['/tmp']"]),
  "disk-full": () => causeOf(["OSError: [Errno 28] No space left on device"]),
  "permission-denied": () => causeOf(["ERROR:    [Errno 13] Permission denied"]),
  "mlflow-not-runnable": () => spawned("ENOEXEC"),
  "python-not-runnable": () => brokenPython("/opt/python", 126).id,
};

describe("the catalogue of violations and failed starts", () => {
  it.each(CATALOGUE_IDS)("has %s, which something in the code finds", async (id) => {
    expect(await FINDERS[id]()).toBe(id);
  });

  it("has every one that the code names, and no other", () => {
    expectTypeOf<Violation["id"]>().toEqualTypeOf<ViolationId>();
    expectTypeOf<
      FailedStart["id"] | Ended["id"] | StartFailureId | NonNullable<Fault["id"]>
    >().toEqualTypeOf<FailedStartId>();
  });

  it("has names of its own", () => {
    const rules: readonly string[] = RULES.map(({ id }) => id);
    expect(CATALOGUE_IDS.filter((id) => rules.includes(id))).toEqual([]);
    expect(CATALOGUE_IDS.filter((id) => !/^[a-z]+(?:-[a-z]+)*$/.test(id))).toEqual([]);
  });
});
