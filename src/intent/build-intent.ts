import { MLFLOW_OPTIONS, type MlflowOption } from "../mlflow/options/options.ts";
import { shownSetting } from "../secrets/quoted.ts";
import { guardProblems, type ParsedArgv } from "./argv/argv.ts";
import { GUARD_OPTIONS, twinOf } from "./argv/guard-options.ts";
import { parseBoolean, parseInteger } from "./argv/python-values.ts";
import { readServerOptions, serverChoiceProblems } from "./argv/server-options.ts";
import { auditProblems } from "./audit-problems.ts";
import { readVariable } from "./environment/environment.ts";
import { settingName } from "./origin-name.ts";
import { launcherSettings, mlflowSettings } from "./settings.ts";
import { storeProblems } from "./store-problems.ts";
import type { GuardValues, OptionValues, ServerIntent, Setting, UsageProblem } from "./types.ts";

export interface BuiltIntent {
  readonly intent: ServerIntent;
  readonly problems: readonly UsageProblem[];
}

/** Puts the environment under the command line: argv beats variables, an empty variable is not set. */
export function buildIntent(
  command: "server" | "ui",
  argv: ParsedArgv,
  environment: ReadonlyMap<string, Setting>,
  envFile: string | null,
  beneath: ServerIntent["beneath"] = new Map(),
  untaken: ReadonlyMap<string, Setting> = new Map(),
): BuiltIntent {
  const problems = [...argv.problems];
  const options = new Map<string, Setting<string | boolean>>();
  for (const option of MLFLOW_OPTIONS) {
    const setting = argv.options.get(option.name) ?? readVariable(environment, option.env);
    if (setting) options.set(option.name, checked(option, setting, problems));
  }
  const guard = guardValues(argv.guard, environment, problems);
  problems.push(
    ...serverChoiceProblems(options),
    ...devProblems(options),
    ...prefixProblems(options),
    ...userinfoProblems(options),
    ...storeProblems(options, environment),
    ...tlsProblems(options, guard),
    ...codeProblems(environment),
  );
  const server = readServerOptions(options);
  problems.push(...auditProblems(guard, server));
  const { unknown } = argv;
  const layers = { environment, beneath, untaken, envFile };
  const settings = { ...mlflowSettings(options), ...launcherSettings(guard) };
  return { intent: { command, ...settings, options, guard, unknown, server, ...layers }, problems };
}

function guardValues(
  fromArgv: GuardValues,
  environment: ReadonlyMap<string, Setting>,
  problems: UsageProblem[],
): GuardValues {
  const values = new Map(fromArgv);
  for (const option of GUARD_OPTIONS) {
    const twin = option.env ? readVariable(environment, twinOf(option.name)) : undefined;
    if (!twin || values.has(option.name)) continue;
    problems.push(...guardProblems(option, twin));
    values.set(option.name, [twin]);
  }
  return values;
}

/** Reads a value as click would; a value that click refuses becomes a problem. */
function checked(
  option: MlflowOption,
  setting: Setting<string | boolean>,
  problems: UsageProblem[],
): Setting<string | boolean> {
  if (option.kind === "integer") return checkedInteger(option, setting, problems);
  if (option.kind !== "flag" || typeof setting.value === "boolean") return setting;
  const value = parseBoolean(setting.value);
  if (value === null) {
    problems.push({
      what: `${settingName(setting.origin)} is ${shownSetting(setting.value)}, which MLflow does not take as yes or no`,
      fix: "write true or false",
    });
  }
  return { value: value ?? false, origin: setting.origin };
}

function checkedInteger(
  option: MlflowOption,
  setting: Setting<string | boolean>,
  problems: UsageProblem[],
): Setting<string | boolean> {
  const text = String(setting.value);
  const value = parseInteger(text);
  const min = option.min ?? 0;
  const max = option.max ?? Number.MAX_SAFE_INTEGER;
  if (value !== null && value >= min && value <= max)
    return { value: String(value), origin: setting.origin };
  problems.push({
    what: `${settingName(setting.origin)} is ${shownSetting(text)}, not a whole number from ${min} to ${max}`,
    fix: integerFix(option, text),
  });
  return setting;
}

function integerFix(option: MlflowOption, text: string): string {
  if (option.name === "port" && text.startsWith("tcp://")) {
    return "a Kubernetes Service named mlflow injects MLFLOW_PORT; set enableServiceLinks: false in the pod, or --port 5000";
  }
  return `give --${option.name} a plain number`;
}

function devProblems(options: OptionValues): UsageProblem[] {
  if (options.get("dev")?.value !== true) return [];
  return ["gunicorn-opts", "uvicorn-opts", "app-name"].flatMap((name) => {
    const rival = options.get(name);
    if (!rival?.value) return [];
    const what = `MLflow's --dev cannot be used with ${settingName(rival.origin)}`;
    return [{ what, fix: `leave out --dev or ${rival.origin.name}` }];
  });
}

function prefixProblems(options: OptionValues): UsageProblem[] {
  const setting = options.get("static-prefix");
  if (!setting) return [];
  const value = String(setting.value);
  // Characters that mean themselves in a URL and in a shell (RFC 3986, "unreserved"); clients take dots for steps.
  if (/^(?:\/(?!\.\.?(?:\/|$))[A-Za-z0-9._~-]+)+$/.test(value)) return [];
  const what = `${settingName(setting.origin)} is ${shownSetting(value)}, which is no path such as /mlflow`;
  return [
    {
      what,
      fix: "begin it with / and do not end it with /; letters, digits, . _ ~ and - may be in it",
    },
  ];
}

const NAME_ALONE = "name the server alone: without user, password and parameters";

/** What stands on MLflow's command line for all to see, and never has user info or parameters. */
const FOR_ALL_TO_SEE = [
  { name: "allowed-hosts", has: "no name of a server has one", fix: NAME_ALONE },
  { name: "cors-allowed-origins", has: "no name of a server has one", fix: NAME_ALONE },
  { name: "x-frame-options", has: "browsers know no such value", fix: "take SAMEORIGIN or DENY" },
  { name: "app-name", has: "no app is called so", fix: "name an app: --app-name basic-auth" },
  { name: "expose-prometheus", has: "it takes a folder", fix: "name a folder without them" },
] as const;

function userinfoProblems(options: OptionValues): UsageProblem[] {
  return FOR_ALL_TO_SEE.flatMap(({ name, has, fix }) => {
    const setting = options.get(name);
    if (!setting || !/[@=#]/.test(String(setting.value))) return [];
    return [{ what: `${settingName(setting.origin)} holds an @, = or #, and ${has}`, fix }];
  });
}

/** A certificate without its key, or one that nobody would serve, must not look like TLS. */
function tlsProblems(options: OptionValues, guard: GuardValues): UsageProblem[] {
  const given = ["guard-tls-cert", "guard-tls-key"].flatMap((name) => guard.get(name)?.[0] ?? []);
  const [first] = given;
  if (!first) return [];
  const problems: UsageProblem[] = [];
  if (given.length === 1) {
    const what = `${settingName(first.origin)} is given without its other half`;
    problems.push({ what, fix: "give both: --guard-tls-cert FILE --guard-tls-key FILE" });
  }
  if (options.get("dev")?.value === true) {
    problems.push({
      what: "MLflow's --dev takes no TLS options",
      fix: "leave out --dev or the certificate",
    });
  }
  return problems;
}

/** An env file says which MLflow to talk to, not which program to run. */
function codeProblems(environment: ReadonlyMap<string, Setting>): UsageProblem[] {
  const name = twinOf("guard-mlflow");
  const origin = readVariable(environment, name)?.origin;
  if (origin?.kind !== "file") return [];
  const what = `${settingName(origin)} stands in an env file, which may not choose code`;
  return [{ what, fix: "take it out there; export it, or give --guard-mlflow PATH" }];
}

/** The same intent with other words for some of its options, as if they had been typed so. */
export function withWords(
  intent: ServerIntent,
  words: { readonly options?: OptionValues; readonly guard?: GuardValues },
): ServerIntent {
  const options = new Map([...intent.options, ...(words.options ?? [])]);
  const guard = new Map([...intent.guard, ...(words.guard ?? [])]);
  return { ...intent, ...mlflowSettings(options), ...launcherSettings(guard), options, guard };
}
