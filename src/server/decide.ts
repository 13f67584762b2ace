import { readEnvironment } from "../facts/files/environment.ts";
import { isTracked } from "../facts/files/git-index.ts";
import { tlsFileProblems } from "../facts/files/tls-files.ts";
import { gatherFacts } from "../facts/gather.ts";
import { withGuesses } from "../facts/guesses.ts";
import { readOtherUsers } from "../facts/machine/other-users.ts";
import { findMlflow, type MlflowSearch } from "../facts/mlflow/find.ts";
import { wheelEnvironment } from "../facts/mlflow/wheel-environment.ts";
import { archivalConfigProblems } from "../facts/stores/archival-config.ts";
import type { Facts } from "../facts/types.ts";
import { parseArgv } from "../intent/argv/argv.ts";
import { takenByNpm } from "../intent/argv/taken-by-npm.ts";
import { buildIntent, withWords } from "../intent/build-intent.ts";
import { launcherSettings, mlflowSettings } from "../intent/settings.ts";
import type { LauncherSettings, ServerIntent, Setting, UsageProblem } from "../intent/types.ts";
import { programFile } from "../package-file.ts";
import { evaluate } from "../policy/evaluate.ts";
import { readExposure } from "../policy/exposure/exposure.ts";
import { readLogin } from "../policy/login/login.ts";
import type { Decision } from "../policy/types.ts";
import { versionProblems } from "../policy/version-problems.ts";
import type { Ports } from "../ports.ts";
import { programName } from "../program-name.ts";
import { FILE_TWINS, PLUGIN_FILE_TWINS } from "../secrets/names.ts";

/** A decision with what it stands on. */
export interface Decided {
  readonly intent: ServerIntent;
  readonly facts: Facts;
  readonly decision: Decision;
  readonly search: MlflowSearch;
}

export type Outcome =
  | { readonly kind: "help" }
  | {
      readonly kind: "usage";
      readonly problems: readonly UsageProblem[];
      readonly settings: LauncherSettings;
    }
  | { readonly kind: "decided"; readonly decided: Decided };

/** What a command was given, beside the process. */
export interface Request {
  readonly command: "server" | "ui";
  readonly words: readonly string[];
  readonly envFile: string | undefined;
  readonly extra?: readonly string[];
}

/** What the decision needs of the process. */
export type Around = Pick<
  Ports,
  | "env"
  | "cwd"
  | "uid"
  | "pid"
  | "ppid"
  | "today"
  | "stdinIsTerminal"
  | "stderrIsTerminal"
  | "resolver"
>;

/** Parse, read the machine, decide. Starts nothing, writes nothing, asks nobody but the name resolver. */
export async function decide(
  request: Request,
  ports: Around,
  mayConfirm: boolean,
): Promise<Outcome> {
  const argv = parseArgv(request.words, request.extra, programName(ports.env));
  if (argv.help) return { kind: "help" };
  const typed = { ...mlflowSettings(argv.options), ...launcherSettings(argv.guard) };
  const taken = takenByNpm(request.words, argv.strays, ports.env);
  if (taken.length > 0) return { kind: "usage", problems: taken, settings: typed };
  const named = namedEnvFile(typed.namedEnvFile, request.envFile, ports);
  const twins = [...FILE_TWINS, ...(PLUGIN_FILE_TWINS[typed.appName?.value ?? ""] ?? [])];
  const passed = new Set(typed.passEnv.map(({ value }) => value));
  const read = await readEnvironment(ports.env, ports, named.file, twins, passed);
  const { environment, beneath, untaken, envFile } = read;
  const layers = [environment, envFile, beneath, untaken] as const;
  const { intent, problems } = buildIntent(request.command, argv, ...layers);
  const all = [...named.problems, ...read.problems, ...problems];
  const search = find(intent, ports);
  const found = "found" in search ? search.found : null;
  const files = [
    ...(await tlsFileProblems(intent, ports.cwd)),
    ...archivalConfigProblems(intent, found?.version ?? null, ports.cwd),
  ];
  const usage = [...versionProblems(intent, found, request.extra), ...all, ...files];
  if (usage.length > 0) return { kind: "usage", problems: usage, settings: intent };
  const full = withEnvFile(intent, named.file);
  const gathered = gatherFacts(full, read, found, {
    cwd: ports.cwd,
    uid: ports.uid,
    program: programName(ports.env),
    npmStart: ports.env.npm_lifecycle_event === "start",
    today: ports.today(),
    canConfirm: mayConfirm && ports.stdinIsTerminal && ports.stderrIsTerminal,
    pid: ports.pid,
    parent: ports.ppid,
    resolver: ports.resolver,
  });
  const facts = await completed(full, await gathered, ports.uid);
  const decision = evaluate(full, facts);
  if (mayBeOversize(full, facts)) {
    const problems = (await import("./oversize.ts")).oversizeProblems(full, facts, decision);
    if (problems.length > 0) return { kind: "usage", problems, settings: full };
  }
  return { kind: "decided", decided: { intent: full, facts, decision, search } };
}

/** Characters of one option, of all variables, and addresses, below which no kernel minds what they become. */
const SMALL = { option: 1024, variables: 32_768, addresses: 32 };

/** Hardly ever; then it is weighed exactly. */
function mayBeOversize({ options, environment }: ServerIntent, { interfaces }: Facts): boolean {
  const variables = [...environment].reduce(
    (sum, [name, { value }]) => sum + name.length + value.length,
    0,
  );
  return (
    variables > SMALL.variables ||
    interfaces.length > SMALL.addresses ||
    [...options.values()].some(({ value }) => String(value).length > SMALL.option)
  );
}

/**
 * What takes time is looked up where it counts: only a stranger guesses, so on loopback the secrets are not weighed;
 * and only where nobody is asked does it matter who else is on this machine.
 */
async function completed(intent: ServerIntent, facts: Facts, uid: number): Promise<Facts> {
  if (readExposure(intent, facts).level !== "loopback") return withGuesses(facts);
  const alone = facts.container.inside || readLogin(intent, facts, false).app !== null;
  return alone ? facts : { ...facts, otherUsers: readOtherUsers(uid) };
}

function namedEnvFile(
  flag: Setting | null,
  group: string | undefined,
  ports: Around,
): { file: string | undefined; problems: UsageProblem[] } {
  const own = flag?.value;
  const problems =
    own !== undefined && group !== undefined && own !== group
      ? [
          {
            what: `--env-file ${group} and --guard-env-file ${own} are both given`,
            fix: "keep one of them",
          },
        ]
      : [];
  return { file: own ?? group ?? (ports.env.MLFLOW_GUARD_ENV_FILE || undefined), problems };
}

/** However it was named, a printed command names the env file as the launcher's own option. */
function withEnvFile(intent: ServerIntent, file: string | undefined): ServerIntent {
  if (file === undefined || intent.namedEnvFile) return intent;
  const origin = { kind: "flag", name: "--env-file" } as const;
  return withWords(intent, { guard: new Map([["guard-env-file", [{ value: file, origin }]]]) });
}

function find(intent: ServerIntent, ports: Around): MlflowSearch {
  return findMlflow({
    cwd: ports.cwd,
    uid: ports.uid,
    environment: ports.env,
    chosen: intent.mlflowPath ?? undefined,
    own: wheelEnvironment(programFile()),
    isTracked,
  });
}
