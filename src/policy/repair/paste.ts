import type { FileStore } from "../../facts/stores/file-store.ts";
import type {
  ArtifactFolder,
  BindFact,
  ChangeableFile,
  Facts,
  StoredAccounts,
} from "../../facts/types.ts";
import type { Opening } from "../../files/who-can-change.ts";
import { parseArgv } from "../../intent/argv/argv.ts";
import { ASKING_FUNCTION, type AuthConfig, defaultAuthConfig } from "../../intent/auth-config.ts";
import { buildIntent } from "../../intent/build-intent.ts";
import { type EnvFileRights, isTaken, readVariable } from "../../intent/environment/environment.ts";
import { launcherSettings } from "../../intent/settings.ts";
import type { Origin, ServerIntent, UsageProblem } from "../../intent/types.ts";
import { readBindHost } from "../../net/bind-host.ts";
import { Secret } from "../../secrets/secret.ts";
import { foundFile } from "../found-file.ts";
import type { Repair, World } from "../types.ts";
import { versionProblems } from "../version-problems.ts";
import { plainWords } from "./command.ts";
import { environmentAfter, fileHeardAnew } from "./paste-environment.ts";
import { mlflowAfter } from "./paste-mlflow.ts";
import { secretsAfter } from "./paste-secrets.ts";

/** What a command meets that was pasted, and what is wrong with its own words. */
export interface Pasted {
  readonly intent: ServerIntent;
  readonly facts: Facts;
  readonly problems: readonly UsageProblem[];
}

/**
 * The world as the command of a repair would find it. Its words are read by the parser of the command line; of what
 * nobody has looked at the worst is taken.
 */
export function paste(world: World, repair: Repair): Pasted {
  const { command, envFile } = world.intent;
  const argv = parseArgv(plainWords(world, repair));
  const found =
    foundFile(world.intent) !== null && launcherSettings(argv.guard).namedEnvFile === null;
  const rights: EnvFileRights = {
    authority: found ? "found" : "named",
    passed: new Set(launcherSettings(argv.guard).passEnv.map(({ value }) => value)),
  };
  const { environment, beneath } = environmentAfter(world.intent, repair, rights);
  const { intent, problems } = buildIntent(command, argv, environment, envFile, beneath);
  const facts = factsAfter(world, repair, intent, rights);
  return { intent, facts, problems: [...problems, ...versionProblems(intent, facts.mlflow)] };
}

function factsAfter(
  world: World,
  repair: Repair,
  intent: ServerIntent,
  rights: EnvFileRights,
): Facts {
  const { facts } = world;
  const mlflow = mlflowAfter(world, repair);
  const closed = [...(repair.closeToOthers ?? []), ...(repair.chmod ?? [])];
  return {
    ...facts,
    ...accountsAfter(world, repair, intent),
    ...secretsAfter(world, repair, intent),
    mlflow,
    bind: bindAfter(world, intent),
    fileStores: facts.fileStores.flatMap((store) => fileStoreAfter(store, repair)),
    trackedSecrets:
      fileHeardAnew(world.intent, repair, rights) === null ? facts.trackedSecrets : null,
    changeable: changeableAfter(world, repair, rights).flatMap((file) =>
      closedBy(file, repair, mlflow === facts.mlflow),
    ),
    openStores: facts.openStores.filter(({ file }) => !closed.includes(file)),
    files: facts.files.filter(({ file }) => !closed.includes(file)),
    artifactFolders: facts.artifactFolders.map((folder) => folderAfter(folder, repair)),
  };
}

/** An env file that says more than before: it may hold secrets now. */
function changeableAfter(
  { intent, facts }: World,
  repair: Repair,
  rights: EnvFileRights,
): readonly ChangeableFile[] {
  const file = fileHeardAnew(intent, repair, rights);
  if (file === null) return facts.changeable.map((one) => heardNow(one, intent, rights));
  const others = facts.changeable.filter((one) => one.file !== file);
  return [...others, { file, role: "secret", openings: facts.foundFile.openings }];
}

/** A named env file that had no secret in what was taken from it, and of which more is taken now. */
function heardNow(one: ChangeableFile, { untaken }: ServerIntent, rights: EnvFileRights) {
  const isHeard = [...untaken].some(
    ([name, { origin }]) => origin.file === one.file && isTaken(name, rights),
  );
  return isHeard && one.role === "settings" ? { ...one, role: "secret" as const } : one;
}

/** What is left of the ways to change a file; an MLflow that is not launched any more is nobody's concern. */
function closedBy(
  { file, role, openings }: ChangeableFile,
  { own = [], closeToChange = [], chmod = [] }: Repair,
  sameMlflow: boolean,
): ChangeableFile[] {
  const closed = ({ how, on, path }: Opening) =>
    (how === "owner" ? own : closeToChange).includes(path) ||
    (on === "file" && how !== "owner" && chmod.includes(file));
  const left = openings.filter((opening) => !closed(opening));
  const gone = left.length === 0 || (role === "code" && !sameMlflow);
  return gone ? [] : [{ file, role, openings: left }];
}

/** A name that nobody has looked up reaches everybody. */
function bindAfter({ intent: before, facts }: World, intent: ServerIntent): BindFact {
  const host = intent.host.value;
  if (host === before.host.value) return facts.bind;
  const read = readBindHost(host);
  return { ...read, addresses: read.kind === "literal" ? [read.address] : [] };
}

/** Without its config, MLflow takes the store of its defaults, and nobody has looked into that one. */
function accountsAfter(
  { intent: before, facts }: World,
  repair: Repair,
  intent: ServerIntent,
): Pick<Facts, "authConfig" | "authStore" | "storedAccounts"> {
  const { authStore, storedAccounts } = facts;
  const setting = readVariable(intent.environment, CONFIG);
  if (setting && setting.value !== readVariable(before.environment, CONFIG)?.value)
    return { authConfig: unreadConfig(setting.origin), authStore, storedAccounts: null };
  const authConfig = configAfter(facts.authConfig, repair);
  if (!repair.blank?.includes(CONFIG))
    return { authConfig, authStore, storedAccounts: renewed(storedAccounts, repair) };
  const config = defaultAuthConfig();
  const text = config.values.get("database_uri") ?? "";
  // The same one, and who has an account there did not change.
  if (authConfig.values.get("database_uri") === text)
    return { authConfig: config, authStore, storedAccounts: renewed(storedAccounts, repair) };
  const uri = new Secret(text);
  const store = { uri, kind: "sqlite", file: null, exists: false, replicas: [] } as const;
  return { authConfig: config, authStore: store, storedAccounts: null };
}

const CONFIG = "MLFLOW_AUTH_CONFIG_PATH";

/** A config that counts only now, and that may say anything. */
function unreadConfig(origin: Origin): AuthConfig {
  return { ...defaultAuthConfig(), origin, problems: ["nobody has read it"], keeps: ["all of it"] };
}

/** Lines are edited only where nothing else is wrong with the config. */
function configAfter(config: AuthConfig, { edit = [] }: Repair): AuthConfig {
  if (edit.length === 0) return config;
  const values = new Map(config.values);
  if (edit.some(({ how }) => how === "comment-out"))
    values.set("authorization_function", ASKING_FUNCTION);
  return { ...config, values, problems: [], percents: [], wrongLines: [], functionLine: null };
}

function renewed(stored: StoredAccounts | null, { passwd = [] }: Repair): StoredAccounts | null {
  if (!stored?.looked) return stored;
  const published = stored.published.filter(({ user }) => !passwd.includes(user));
  return { ...stored, published, same: passwd.length > 0 ? null : stored.same };
}

function folderAfter(folder: ArtifactFolder, { set = {}, closeToWriters = [] }: Repair) {
  if (closeToWriters.includes(folder.folder)) return { ...folder, open: null };
  const clean = { nature: null, holds: [], open: null, owner: null };
  if (set[folder.option] === folder.elsewhere)
    return { ...folder, ...clean, folder: folder.elsewhere };
  if (set["guard-audit-log"] === undefined) return folder;
  return { ...folder, holds: folder.holds.filter(({ kind }) => kind !== "audit") };
}

/** What it is called may stay that of the registry. */
function fileStoreAfter(store: FileStore, { set = {} }: Repair): FileStore[] {
  if (!(store.option in set)) return [store];
  const registry = store.both && !("registry-store-uri" in set);
  return registry ? [{ ...store, option: "registry-store-uri", both: false }] : [];
}
