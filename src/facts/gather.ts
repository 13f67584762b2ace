import { hostname } from "node:os";
import { delimiter, resolve } from "node:path";
import { homeOfAccount } from "../files/home.ts";
import { whoCanChange } from "../files/who-can-change.ts";
import type { AuthConfig } from "../intent/auth-config.ts";
import { readVariable } from "../intent/environment/environment.ts";
import type { ServerIntent, Setting } from "../intent/types.ts";
import { findLoginPlugin } from "../mlflow/login/login-plugins.ts";
import { levelOf, widest } from "../net/address-class.ts";
import { type FileAccess, fileAccess } from "../secrets/file-mode.ts";
import {
  ADMIN_PASSWORD,
  ADMIN_USERNAME,
  KEK_PASSPHRASE,
  OIDC_CLIENT_SECRET,
  SECRET_KEY,
} from "../secrets/names.ts";
import { Secret } from "../secrets/secret.ts";
import { gradeSecret, type SecretUse } from "../secrets/strength.ts";
import { mayHoldSecret } from "../secrets/uri.ts";
import { readAuthConfig, readAuthStore } from "./files/accounts.ts";
import { readChangeable } from "./files/changeable.ts";
import { findEarlierPassphrase } from "./files/earlier-passphrase.ts";
import type { ReadEnvironment } from "./files/environment.ts";
import { readContainerUse } from "./machine/container-use.ts";
import {
  type Resolver,
  readBindFact,
  readInside,
  readInterfaces,
  readUnderInit,
} from "./machine/network.ts";
import type { FoundMlflow } from "./mlflow/find.ts";
import { readManagedPython } from "./mlflow/managed-python.ts";
import { hidingModules, importableModules, judgeEntry, judgeFolder } from "./mlflow/python-path.ts";
import { readArtifactFolders } from "./stores/artifact-folders.ts";
import { backendStore, readFileStores } from "./stores/file-stores.ts";
import { readKeptFiles, tlsKeys } from "./stores/kept-files.ts";
import { readOpenStores } from "./stores/open-stores.ts";
import type { BindFact, ContainerFact, Facts, PathEntry, SecretFact } from "./types.ts";

/** What the readers need of the process that they do not look up themselves. */
export interface Surroundings {
  readonly cwd: string;
  readonly uid: number;
  readonly program: string;
  readonly npmStart: boolean;
  readonly today: string;
  readonly canConfirm: boolean;
  readonly pid: number;
  /** The process that started this one. */
  readonly parent: number;
  readonly resolver: Resolver;
}

/** Reads the machine once. */
export async function gatherFacts(
  intent: ServerIntent,
  read: ReadEnvironment,
  mlflow: FoundMlflow | null,
  around: Surroundings,
): Promise<Facts> {
  const authConfig = readAuthConfig(intent, around.cwd);
  const authStore = readAuthStore(authConfig, around.cwd);
  const secret = {
    envFile: holdsSecret(read, secretKeyName(intent)),
    authConfig: configHoldsSecret(authConfig),
  };
  const deciding = { read, authStore, mlflow, secret, cwd: around.cwd, uid: around.uid };
  const changeable = readChangeable(intent, deciding);
  const bind = await readBindFact(intent.host.value, around.resolver);
  const container = await readContainer(intent, bind, mlflow);
  return {
    ...readSecrets(intent, authConfig),
    earlierPassphrase: findEarlierPassphrase(intent, around.cwd),
    ...readProcess(around),
    bind,
    container,
    mlflow,
    adminUsername:
      readVariable(intent.environment, ADMIN_USERNAME)?.value ??
      authConfig.values.get("admin_username") ??
      "admin",
    authConfig,
    authStore,
    storedAccounts: null,
    otherUsers: [],
    openStores: readOpenStores(intent, authStore, around.cwd),
    backendStore: new Secret(backendStore(intent, mlflow?.version ?? null, around.cwd)),
    fileStores: readFileStores(intent, mlflow?.version ?? null, around.cwd),
    artifactFolders: readArtifactFolders(intent, {
      ...{ cwd: around.cwd, uid: around.uid, packages: mlflow?.sitePackages ?? null },
      kept: readKeptFiles(intent, read, authStore, secret, around.cwd, around.uid),
    }),
    changeable,
    inside: container.inside && changeable.length > 0 ? readContainerUse() : null,
    files: readFiles(read, intent, authConfig, around.cwd),
    ...ofEnvFile(intent, read, around),
    ...readPythonPath(intent, mlflow, around),
    libraryPath: readLibraryPath(intent, around),
  };
}

/** What the process and its machine are. */
function readProcess({ uid, pid, parent, resolver: _resolver, ...around }: Surroundings) {
  return {
    ...around,
    uid,
    isRoot: uid === 0,
    hostName: hostname(),
    home: homeOfAccount(),
    isPid1: pid === 1,
    underInit: readUnderInit(parent),
    interfaces: readInterfaces(),
  };
}

function ofEnvFile(intent: ServerIntent, read: ReadEnvironment, around: Surroundings) {
  const { inGit, occupied, unusable, tracked, leftOut } = read;
  const openings = openingsOf(intent, read, around);
  return {
    unusableFiles: unusable,
    trackedSecrets: tracked,
    foundFile: { inGit, occupied, openings },
    leftOut,
  };
}

function openingsOf(
  { namedEnvFile }: ServerIntent,
  { envFile }: ReadEnvironment,
  around: Surroundings,
) {
  const found = envFile !== null && namedEnvFile === null;
  return found ? whoCanChange(resolve(around.cwd, envFile), around.uid) : [];
}

/** The network is looked at where a claim rests on it: that takes a process of its own. */
async function readContainer(
  { environment, published, behindProxy }: ServerIntent,
  bind: BindFact,
  mlflow: FoundMlflow | null,
): Promise<ContainerFact> {
  const own = [...environment].filter(([, { origin }]) => origin.kind === "env");
  const inside = readInside(Object.fromEntries(own.map(([name, { value }]) => [name, value])));
  const claimed = published !== null || behindProxy !== null;
  if (!inside || !claimed || widest(bind.addresses.map(levelOf)) === "loopback")
    return { inside, network: null };
  const { readOwnNetwork } = await import("./machine/own-network.ts");
  return { inside, network: await readOwnNetwork(mlflow?.python ?? null) };
}

/** The secrets, graded by what costs nothing. */
function readSecrets(
  intent: ServerIntent,
  config: AuthConfig,
): Pick<Facts, "secretKey" | "adminPassword" | "kekPassphrase" | "coveredSecrets"> {
  const keyName = secretKeyName(intent);
  const key = readVariable(intent.environment, keyName);
  const password = readVariable(intent.environment, ADMIN_PASSWORD) ?? passwordOf(config);
  const kek = readVariable(intent.environment, KEK_PASSPHRASE);
  const read = (name: string, use: SecretUse, setting: Setting | undefined): SecretFact | null => {
    if (!setting) return null;
    const others = [key, password, kek, readVariable(intent.environment, OIDC_CLIENT_SECRET)]
      .filter((one) => one && one !== setting)
      .map((one) => one?.value ?? "");
    const grade = gradeSecret(use, setting.value, null, others);
    return { name, origin: setting.origin, secret: new Secret(setting.value), grade };
  };
  return {
    secretKey: read(keyName, "key", key),
    adminPassword: read(ADMIN_PASSWORD, "password", password),
    kekPassphrase: read(KEK_PASSPHRASE, "key", kek),
    coveredSecrets: [keyName, ADMIN_PASSWORD, KEK_PASSPHRASE].flatMap((name) => {
      const use = name === ADMIN_PASSWORD ? "password" : "key";
      return read(name, use, readVariable(intent.beneath, name)) ?? [];
    }),
  };
}

/** The variable of the key that would sign the session cookies. */
function secretKeyName(intent: ServerIntent): string {
  return findLoginPlugin(intent.appName?.value)?.secretKey ?? SECRET_KEY;
}

function passwordOf(config: AuthConfig) {
  const value = config.values.get("admin_password");
  return value ? { value, origin: config.origin } : undefined;
}

/** Files that hold secrets: the env file if it does, the secret files, a named authorization config. */
function readFiles(
  read: ReadEnvironment,
  intent: ServerIntent,
  config: AuthConfig,
  cwd: string,
): FileAccess[] {
  const keyName = secretKeyName(intent);
  const envFile = holdsSecret(read, keyName) ? [read.envFile] : [];
  const named = configHoldsSecret(config)
    ? read.environment.get("MLFLOW_AUTH_CONFIG_PATH")?.value
    : null;
  const secrets = [...envFile, ...read.secretFiles, named];
  return [
    ...secrets.map((file) => (file ? fileAccess(file, cwd) : null)),
    ...tlsKeys(intent).map((file) => (file ? fileAccess(file, cwd, true) : null)),
  ].filter((access) => access !== null);
}

function configHoldsSecret({ values }: AuthConfig): boolean {
  const uris = ["database_uri", "read_database_uri"].map((key) => values.get(key) ?? "");
  return values.has("admin_password") || uris.some(mayHoldSecret);
}

function holdsSecret(read: ReadEnvironment, keyName: string): boolean {
  const secrets = [keyName, SECRET_KEY, ADMIN_PASSWORD, KEK_PASSPHRASE, OIDC_CLIENT_SECRET];
  return (
    read.envFile !== null &&
    [...read.environment].some(
      ([name, { value, origin }]) =>
        origin.file === read.envFile && (secrets.includes(name) || mayHoldSecret(value)),
    )
  );
}

function readPythonPath(
  intent: ServerIntent,
  mlflow: FoundMlflow | null,
  { cwd, uid }: Surroundings,
): Pick<Facts, "pythonPath" | "shadowing" | "managedPython"> {
  const importable = mlflow ? importableModules(mlflow) : new Set<string>();
  const setting = intent.environment.get("PYTHONPATH");
  const entries = setting?.value ? setting.value.split(delimiter) : [];
  const pythonPath = entries.map((entry) => ({
    entry,
    reason: judgeEntry(entry, cwd, importable, uid),
  }));
  const shadowing = mlflow ? hidingModules(cwd, importable) : [];
  const managedPython = shadowing.length > 0 ? readManagedPython(intent) : null;
  return { pythonPath, shadowing, managedPython };
}

/** ld.so(8) takes colons and semicolons; an empty entry is the working directory. */
function readLibraryPath({ environment }: ServerIntent, { cwd, uid }: Surroundings): PathEntry[] {
  const setting = environment.get("LD_LIBRARY_PATH");
  const entries = setting?.value ? setting.value.split(/[:;]/) : [];
  return entries.map((entry) => ({ entry, reason: judgeFolder(entry, cwd, uid) }));
}
