import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { Facts, StoredAccounts } from "../../src/facts/types.ts";
import { writeSecrets } from "../../src/init/init.ts";
import { COMPLETE } from "../../src/mlflow/versions/managed.ts";
import { MANAGED_VERSION } from "../../src/mlflow/versions/versions.ts";
import type { Ports } from "../../src/ports.ts";
import { type Decided, decide, type Outcome } from "../../src/server/decide.ts";
import { withAccountsAhead, withStoredAccounts } from "../../src/server/stored-accounts.ts";
import { git } from "./git.ts";

/** An installed MLflow, as the files of its environment show it. */
export interface Environment {
  readonly version: string;
  readonly python: string;
  readonly extra: boolean;
  readonly exporter: boolean;
  /** It has a pip of its own. */
  readonly pip: boolean;
  /** `mlflow.app` entry points by their name, and the distribution that brings each. */
  readonly apps: readonly (readonly [name: string, target: string, from: string])[];
}

/** A machine, a folder on it, and what was typed there. */
export interface Spec {
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
  readonly modes: Readonly<Record<string, number>>;
  readonly tracked: readonly string[];
  /** The one on PATH. */
  readonly mlflow: Environment | null;
  /** Is the managed one there? */
  readonly managed: boolean;
  /** The Python that `install-mlflow` finds. */
  readonly python: string;
  /** Accounts in `basic_auth.db` with a password that MLflow published; null without that file. */
  readonly published: readonly string[] | null;
}

export const LAN = "192.168.1.20";
const HOSTS: Readonly<Record<string, readonly string[]>> = {
  localhost: ["127.0.0.1"],
  "lan.example": [LAN],
};

/** What machines share and none changes, since making files takes most of the time; its names say what is in it. */
let pool: string | undefined;

function pooled(name: string, make: (folder: string) => void): string {
  pool ??= mkdtempSync(join(tmpdir(), "guard-pool-"));
  const folder = join(pool, name.replace(/[^\w.-]/g, "_"));
  if (!existsSync(folder)) {
    mkdirSync(folder);
    make(folder);
  }
  return folder;
}

/** To be called once all machines are gone. */
export function removePool(): void {
  if (pool) rmSync(pool, { recursive: true, force: true });
  pool = undefined;
}

function repository(tracked: readonly string[]): string {
  const folder = pooled(`git ${tracked.join("+")}`, (made) => {
    git(made, "init", "-q");
    for (const file of tracked) writeFileSync(join(made, file), "");
    if (tracked.length > 0) git(made, "add", "-f", ...tracked);
  });
  return join(folder, ".git");
}

function environmentFolder(environment: Environment): string {
  return pooled(`environment ${JSON.stringify(Object.values(environment))}`, (folder) =>
    makeEnvironment(folder, environment),
  );
}

/** Where `install-mlflow` keeps its environments; with none in it for a Python that is null. */
function dataFolder(python: string | null): string {
  return pooled(`data ${python}`, (folder) => {
    if (python === null) return;
    const managed = join(folder, "mlflow-guard", `mlflow-${MANAGED_VERSION}`);
    mkdirSync(managed, { recursive: true });
    makeEnvironment(managed, { ...WHOLE, python });
    writeFileSync(join(managed, COMPLETE), "");
  });
}

/** A folder for PATH with that Python in it. */
function pythonFolder(version: string): string {
  return pooled(`python ${version}`, (folder) => {
    writeFileSync(join(folder, `python${version}`), "", { mode: 0o755 });
    symlinkSync(`python${version}`, join(folder, "python3"));
  });
}

const WHOLE = { version: MANAGED_VERSION, extra: true, exporter: true, pip: true, apps: [] };

/** What looks like an MLflow to a reader of files. */
function makeEnvironment(folder: string, made: Environment): void {
  const site = siteOf(folder, made.python);
  const distribution = (name: string, entries = "") => {
    mkdirSync(join(site, `${name}.dist-info`), { recursive: true });
    if (entries) writeFileSync(join(site, `${name}.dist-info`, "entry_points.txt"), entries);
  };
  distribution(
    `mlflow-${made.version}`,
    "[mlflow.app]\nbasic-auth = mlflow.server.auth:create_app\n",
  );
  distribution("python_dotenv-1.2.0");
  mkdirSync(join(site, "yaml"));
  if (made.extra) distribution("flask_wtf-1.2.0");
  if (made.exporter) distribution("prometheus_flask_exporter-0.23.0");
  if (made.pip) distribution("pip-25.0");
  for (const [name, target, from] of made.apps)
    distribution(from, `[mlflow.app]\n${name} = ${target}\n`);
  mkdirSync(join(folder, "bin"), { recursive: true });
  const python = join(folder, "bin", "python");
  writeFileSync(python, "", { mode: 0o755 });
  writeFileSync(join(folder, "pyvenv.cfg"), "");
  writeFileSync(join(folder, "bin", "mlflow"), `#!${python}\n`, { mode: 0o755 });
}

function siteOf(folder: string, python: string): string {
  return join(folder, "lib", `python${python}`, "site-packages");
}

const machines = new Map<string, Machine>();

/** What is in the store of the machine with this working directory; to be put in place of the look with a real MLflow. */
export async function readStoredAccounts(facts: Facts): Promise<StoredAccounts> {
  const machine = machines.get(facts.cwd);
  return machine?.accounts(facts) ?? { looked: false, reason: "nobody is there" };
}

/** One imagined machine, with real files where readers look. */
export class Machine {
  readonly root = mkdtempSync(join(tmpdir(), "guard-machine-"));
  readonly cwd = join(this.root, "project");
  readonly env: Record<string, string>;
  readonly #spec: Spec;
  #published: readonly string[];
  /** What `init` and its like said. */
  said = "";

  constructor(spec: Spec) {
    this.#spec = spec;
    this.#published = spec.published ?? [];
    mkdirSync(this.cwd, { mode: 0o700 });
    machines.set(this.cwd, this);
    const PATH = `${join(this.root, "environment", "bin")}:${pythonFolder(spec.python)}`;
    this.env = { PATH, HOME: this.root, XDG_DATA_HOME: join(this.root, "data"), ...spec.env };
    if (spec.mlflow) this.#link("environment", environmentFolder(spec.mlflow));
    this.#link("data", dataFolder(spec.managed ? spec.python : null));
    if (spec.published) this.#write("basic_auth.db", "accounts");
    for (const [name, text] of Object.entries(spec.files)) this.#write(name, text);
    if (spec.tracked.length > 0) this.#link("project/.git", repository(spec.tracked));
    for (const [name, mode] of Object.entries(spec.modes))
      if (existsSync(join(this.cwd, name))) chmodSync(join(this.cwd, name), mode);
  }

  [Symbol.dispose](): void {
    machines.delete(this.cwd);
    rmSync(this.root, { recursive: true, force: true });
  }

  /** What `server` decides; the accounts in the store are `readStoredAccounts`. */
  async decide(words: readonly string[], env = this.env): Promise<Outcome> {
    const outcome = await decide(
      { command: "server", words, envFile: undefined },
      this.#ports(env),
      true,
    );
    if (outcome.kind !== "decided") return outcome;
    return { kind: "decided", decided: await this.#withAccounts(outcome.decided) };
  }

  async #withAccounts(decided: Decided): Promise<Decided> {
    const { decision, search } = decided;
    if (decision.verdict === "refuse") return withAccountsAhead(decided);
    return "found" in search ? withStoredAccounts(decided, search.found) : decided;
  }

  accounts(facts: Facts): StoredAccounts {
    const { authStore, adminUsername, adminPassword } = facts;
    if (!authStore.exists)
      return { looked: true, accounts: 0, known: false, same: null, published: [] };
    const known = adminUsername === "admin";
    return {
      looked: true,
      accounts: 1,
      known,
      same: known && adminPassword ? false : null,
      published: this.#published.map((user) => ({ user, password: "password1234" })),
    };
  }

  /** Carries out the steps in front of the server, and hands over what that one is called with. */
  step(argv: readonly string[], env: Readonly<Record<string, string>>): void {
    const [program = "", ...words] = argv;
    const at = (name = "") => resolve(this.cwd, name);
    if (program === "chmod")
      chmodSync(at(words[1]), modeAfter(statSync(at(words[1])).mode, words[0] ?? ""));
    else if (program === "chown") return;
    else if (program === "git") this.#untrack(words.at(-1) ?? "");
    else if (program === "sed") this.#edit(words[2] ?? "", at(words.at(-1)));
    else if (words[0] === "install-mlflow") this.#link("data", dataFolder(this.#spec.python));
    else if (words[0] === "init") this.#init(words, env);
    else if (words[0] === "user")
      this.#published = this.#published.filter((user) => !words.includes(user));
    else if (words[0] === "migrate-filestore")
      this.#write((words.at(-1) ?? "").replace(/^sqlite:\/\/\//, ""), "migrated");
    else if (words.includes("install") && this.#spec.mlflow)
      this.#link("environment", environmentFolder({ ...this.#spec.mlflow, extra: true }));
    else throw new Error(`nobody knows this step: ${argv.join(" ")}`);
  }

  write(name: string, text: string): void {
    this.#write(name, text);
  }

  #write(name: string, text: string): void {
    const file = resolve(this.cwd, name);
    if (name.includes("/")) mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { mode: 0o600 });
  }

  #untrack(file: string): void {
    this.#link("project/.git", repository(this.#spec.tracked.filter((one) => one !== file)));
  }

  #link(name: string, target: string): void {
    const link = join(this.root, name);
    rmSync(link, { force: true });
    symlinkSync(target, link);
  }

  #edit(script: string, file: string): void {
    const lines = readFileSync(file, "utf8").split("\n");
    for (const one of script.split("; ")) {
      const [, line, rest] = /^(\d+)s(.*)$/.exec(one) ?? [];
      const at = Number(line) - 1;
      const text = lines[at] ?? "";
      if (rest === "/^/# /") lines[at] = `# ${text}`;
      else if (rest === "/%%/%/g") lines[at] = text.replaceAll("%%", "%");
      else if (rest === "/%/%%/g") lines[at] = text.replaceAll("%", "%%");
      else throw new Error(script);
    }
    writeFileSync(file, lines.join("\n"));
  }

  #init(words: readonly string[], env: Readonly<Record<string, string>>): void {
    const after = (name: string) =>
      words.flatMap((word, at) => (word === name ? [words[at + 1] ?? ""] : []));
    const request = {
      file: after("--file")[0],
      directory: undefined,
      rotate: after("--rotate"),
      print: false,
      stray: undefined,
      ofClient: [],
    };
    if (typeof writeSecrets(request, this.#ports(env)) === "number") throw new Error(this.said);
  }

  #ports(env: Readonly<Record<string, string>>): Ports {
    return {
      env,
      cwd: this.cwd,
      uid: process.getuid?.() ?? -1,
      pid: 7,
      ppid: 3,
      node: process.execPath,
      today: () => "2026-11-24",
      stdinIsTerminal: false,
      stderrIsTerminal: false,
      resolver: async (name) => [...(HOSTS[name] ?? [])],
      out: () => true,
      secretOut: () => true,
      err: (text) => {
        this.said += text;
      },
      draw: () => {},
      onSignal: () => () => {},
      onFault: () => () => {},
      abort: () => {},
    };
  }
}

function modeAfter(mode: number, change: string): number {
  if (/^\d+$/.test(change)) return Number.parseInt(change, 8);
  const [, who = "", what = ""] = /^([go]+)-([rwx]+)$/.exec(change) ?? [];
  if (!who) throw new Error(`chmod ${change}`);
  const bits = [...what].reduce(
    (sum, one) => sum + { r: 4, w: 2, x: 1 }[one as "r" | "w" | "x"],
    0,
  );
  return mode & 0o7777 & ~[...who].reduce((sum, one) => sum | (bits << (one === "g" ? 3 : 0)), 0);
}
