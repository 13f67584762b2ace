import type { FoundMlflow } from "../../src/facts/mlflow/find.ts";
import type {
  ArtifactFolder,
  BindFact,
  ContainerFact,
  Facts,
  Link,
  SecretFact,
} from "../../src/facts/types.ts";
import { parseArgv } from "../../src/intent/argv/argv.ts";
import { defaultAuthConfig } from "../../src/intent/auth-config.ts";
import { type BuiltIntent, buildIntent } from "../../src/intent/build-intent.ts";
import { type EnvFileLayer, layerEnvironment } from "../../src/intent/environment/environment.ts";
import type { Origin, Setting } from "../../src/intent/types.ts";
import { MANAGED_VERSION } from "../../src/mlflow/versions/versions.ts";
import { readBindHost } from "../../src/net/bind-host.ts";
import { evaluate } from "../../src/policy/evaluate.ts";
import { RULES } from "../../src/policy/registry.ts";
import type { Decision, Finding, Hit, World } from "../../src/policy/types.ts";
import { readWorld } from "../../src/policy/world.ts";
import {
  ADMIN_PASSWORD,
  KEK_PASSPHRASE,
  OIDC_SECRET_KEY,
  SECRET_KEY,
} from "../../src/secrets/names.ts";
import { Secret } from "../../src/secrets/secret.ts";

export const CWD = "/home/ada/project";

/** The installed MLflow of a machine that only exists in tests. */
export const MLFLOW: FoundMlflow = {
  path: "/opt/mlflow/bin/mlflow",
  source: "PATH",
  version: "3.17.2",
  python: "/opt/mlflow/bin/python",
  followed: [],
  pythonVersion: "3.11",
  authExtra: true,
  metricsExporter: true,
  dotenv: "1.2.4",
  apps: [{ name: "basic-auth", target: "mlflow.server.auth:create_app", from: "mlflow-3.17.2" }],
  schemes: [],
  sitePackages: "/opt/mlflow/lib/python3.11/site-packages",
  standardLibrary: "/usr/lib/python3.11",
  adds: null,
};

/** A secret as the readers hand it over; strong unless `weak` says why not. */
export function secretFact(
  name: string,
  options: { value?: string; weak?: string[]; published?: boolean; origin?: Origin } = {},
): SecretFact {
  return {
    name,
    origin: options.origin ?? { kind: "env", name },
    secret: new Secret(options.value ?? "Kx7-strong-and-long-value-for-tests-9Qz"),
    grade: { weak: options.weak ?? [], published: options.published ?? false },
  };
}

/** MLflow's own folder for artifacts, as the readers hand it over. */
export const ARTIFACTS: ArtifactFolder = {
  option: "artifacts-destination",
  folder: "mlartifacts",
  origin: { kind: "default", name: "--artifacts-destination" },
  served: true,
  nature: null,
  holds: [],
  open: null,
  owner: null,
  own: true,
  elsewhere: "./mlartifacts",
};

const LO: Link = { name: "lo", kind: null, up: true, loopback: true };
const HOME = [
  { link: "lo", address: "127.0.0.1" },
  { link: "lo", address: "::1" },
];

/** A container whose network has these links and addresses beside loopback. */
export function containerWith(
  links: readonly Partial<Link>[],
  addresses: readonly { link: string | null; address: string }[] = [],
): ContainerFact {
  const whole = links.map((link) => ({
    name: "eth0",
    kind: "veth",
    up: true,
    loopback: false,
    ...link,
  }));
  return {
    inside: true,
    network: { looked: true, links: [LO, ...whole], addresses: [...HOME, ...addresses] },
  };
}

/** A container as engines make them by default. */
export const OWN_NETWORK = {
  container: containerWith(
    [{}],
    [
      { link: "eth0", address: "172.17.0.2" },
      { link: "eth0", address: "fe80::42:acff:fe11:2" },
    ],
  ),
};

/** A container that shares the network of its host. */
export const HOST_NETWORK = {
  container: containerWith(
    [{ kind: null }, { name: "docker0", kind: "bridge" }],
    [{ link: "eth0", address: "192.168.1.20" }],
  ),
};

/** A container that makes no claim, so that nobody looks at its network. */
export const CONTAINER = { container: { inside: true, network: null } };

/** Both secrets of a login, strong. */
export const STRONG = {
  secretKey: secretFact(SECRET_KEY),
  adminPassword: secretFact(ADMIN_PASSWORD),
};

/** The same environment with a login plugin in it. */
export const WITH_OIDC: FoundMlflow = {
  ...MLFLOW,
  pythonVersion: "3.12",
  apps: [
    ...MLFLOW.apps,
    {
      name: "oidc-auth",
      target: "mlflow_oidc_auth.app:app",
      from: "mlflow_oidc_auth-11.0.2",
    },
  ],
};

/** What a test wants to be true of the command line, the environment and the machine. */
export interface Scene {
  readonly words?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly facts?: Partial<Facts>;
  /** Names the resolver knows. */
  readonly hosts?: Readonly<Record<string, readonly string[]>>;
  readonly envFile?: string;
  /** What a named env file says, a line each. */
  readonly lines?: Readonly<Record<string, string>>;
  /** What it says that the environment covers, or that git tracks. */
  readonly beneath?: Readonly<Record<string, string>>;
  /** What it says that does not count. */
  readonly untaken?: Readonly<Record<string, string>>;
  /** The env file was only found, unless the command line names one. */
  readonly found?: true;
}

/** An env file as it is laid under the environment. */
export function layerOf(
  entries: EnvFileLayer["entries"],
  file: string,
  authority: EnvFileLayer["authority"],
  passed: readonly string[] = [],
): EnvFileLayer {
  return { entries, file, authority, passed: new Set(passed) };
}

export function intentOf(scene: Scene): BuiltIntent {
  const { words = [], env = {}, envFile, lines = {}, found } = scene;
  const argv = parseArgv(words);
  const authority = found && !argv.guard.has("guard-env-file") ? "found" : "named";
  const entries = Object.entries(lines).map(([name, value], at) => ({ name, value, line: at + 1 }));
  return buildIntent(
    "server",
    argv,
    layerEnvironment(env, layerOf(entries, envFile ?? "my.env", authority)),
    envFile ?? null,
    linesOf(scene.beneath, envFile),
    linesOf(scene.untaken, envFile),
  );
}

function linesOf(lines: Scene["lines"] = {}, file = "my.env"): Map<string, Setting> {
  return new Map(
    Object.entries(lines).map(([name, value], at) => [
      name,
      { value, origin: { kind: "file", name, file, line: at + 1 } },
    ]),
  );
}

export function bindFactOf(host: string, hosts: Scene["hosts"] = {}): BindFact {
  const read = readBindHost(host);
  if (read.kind === "literal") return { ...read, addresses: [read.address] };
  return { ...read, addresses: read.kind === "name" ? (hosts[read.name.toLowerCase()] ?? []) : [] };
}

export function factsOf(scene: Scene): Facts {
  const { intent } = intentOf(scene);
  const host = String(intent.options.get("host")?.value ?? "127.0.0.1");
  return {
    today: "2026-11-23",
    program: "mlflow-guard",
    npmStart: false,
    cwd: CWD,
    uid: 1000,
    isRoot: false,
    hostName: "gpu-box",
    canConfirm: false,
    isPid1: false,
    underInit: false,
    interfaces: [
      { interface: "lo", address: "127.0.0.1" },
      { interface: "lo", address: "::1" },
      { interface: "eth0", address: "192.168.1.20" },
      { interface: "eth0", address: "fd00::20" },
    ],
    bind: bindFactOf(host, scene.hosts),
    container: { inside: false, network: null },
    mlflow: MLFLOW,
    secretKey: null,
    adminPassword: null,
    kekPassphrase: secretFact(KEK_PASSPHRASE),
    earlierPassphrase: null,
    coveredSecrets: [],
    adminUsername: "admin",
    home: "/home/ada",
    authConfig: defaultAuthConfig(),
    authStore: {
      uri: new Secret("sqlite:///basic_auth.db"),
      kind: "sqlite",
      file: "/home/ada/project/basic_auth.db",
      exists: false,
      replicas: [],
    },
    storedAccounts: null,
    otherUsers: [],
    openStores: [],
    backendStore: new Secret("sqlite:///mlflow.db"),
    fileStores: [],
    artifactFolders: [ARTIFACTS],
    files: [],
    changeable: [],
    inside: null,
    unusableFiles: [],
    trackedSecrets: null,
    foundFile: { inGit: false, occupied: false, openings: [] },
    leftOut: [],
    pythonPath: [],
    libraryPath: [],
    shadowing: [],
    managedPython: "3.11",
    ...scene.facts,
  };
}

/** A home, and the managed MLflow as a command names it there. */
export const AT_HOME = { HOME: "/home/ada" };
export const NAMING_MANAGED = `--guard-mlflow /home/ada/.local/share/mlflow-guard/mlflow-${MANAGED_VERSION}/bin/mlflow`;

/** The decision on a scene, without any I/O. */
export function decisionOf(scene: Scene): Decision {
  return evaluate(intentOf(scene).intent, factsOf(scene));
}

/** What a rule is given to look at. */
export function worldOf(scene: Scene): World {
  const { intent } = intentOf(scene);
  const facts = factsOf(scene);
  return readWorld(intent, facts);
}

/** What one rule says by itself. */
export function hitsOf(rule: string, scene: Scene): readonly Hit[] {
  return RULES.filter(({ id }) => id === rule).flatMap(({ check, severities }) => {
    const hits = check(worldOf(scene));
    const strange = hits.filter(({ severity }) => !severities.includes(severity));
    if (strange.length > 0)
      throw new Error(`${rule} does not say that it can be ${strange[0]?.severity}`);
    return hits;
  });
}

/** The findings of one rule. Whatever it says must become a finding, or be waived. */
export function findingsOf(rule: string, scene: Scene): readonly Finding[] {
  const { findings, waived } = decisionOf(scene);
  const shown = [...findings, ...waived.map(({ finding }) => finding)];
  const lost = hitsOf(rule, scene).filter((hit) => !shown.some(({ what }) => what === hit.what));
  if (lost.length > 0) throw new Error(`${rule} says what is not shown: ${JSON.stringify(lost)}`);
  return findings.filter(({ id }) => id === rule);
}

/** An exposed start with a login plugin that has all it needs. */
export const OIDC: Scene = {
  words: ["--host", "0.0.0.0", "--app-name", "oidc-auth"],
  env: {
    OIDC_DISCOVERY_URL: "https://idp.example/.well-known/openid-configuration",
    OIDC_CLIENT_ID: "mlflow",
    OIDC_CLIENT_SECRET: "Wq8-provider-gave-this-out-3kZ",
    SECRET_KEY: "Jq3-tests-only-9vX0ZpLw2mKc7RtYb5Hd8Ns",
  },
  facts: { mlflow: WITH_OIDC, secretKey: secretFact(OIDC_SECRET_KEY) },
};
