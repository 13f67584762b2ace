import { readVariable } from "../../intent/environment/environment.ts";
import { splitList } from "../../intent/settings.ts";
import type { Origin, Setting } from "../../intent/types.ts";
import { MLFLOW_OPTIONS } from "../../mlflow/options/options.ts";
import { ADMIN_USERNAME, AUTH_DATABASE_URI } from "../../secrets/names.ts";
import { type Kind, placeholderIn, placeholderInUri } from "../../secrets/placeholder.ts";
import { shownSetting } from "../../secrets/quoted.ts";
import { describeOrigin } from "../exposure/exposure.ts";
import { BASIC_AUTH } from "../login/login.ts";
import { optionRepair } from "../repair/option-repair.ts";
import type { Hit, Rule, World } from "../types.ts";

const LISTS: ReadonlySet<string> = new Set(["allowed-hosts", "cors-allowed-origins"]);
const ARTIFACTS: ReadonlySet<string> = new Set(["artifacts-destination", "default-artifact-root"]);
const PATHS: ReadonlySet<string> = new Set(["expose-prometheus", "trace-archival-config"]);

export const placeholderLeft: Rule = {
  id: "placeholder-left",
  title: "A placeholder was never filled in",
  severities: ["error"],
  why: "MLflow takes it literally, as the name of a person, a host or a folder that nobody meant",
  check: (world) => [...options(world), ...launcher(world), ...accounts(world), ...config(world)],
};

/** An address is judged by bind-not-understood. */
function options({ intent }: World): Hit[] {
  return MLFLOW_OPTIONS.flatMap(({ name, secret }) => {
    const setting = intent.options.get(name);
    if (!setting) return [];
    const value = String(setting.value);
    if (LISTS.has(name)) return list(name, setting);
    if (secret) return uri(setting.origin, value, ARTIFACTS.has(name));
    return PATHS.has(name) ? plain(setting.origin, value, "path") : [];
  });
}

/** A claim about a proxy that nobody has, and a log where nobody looks. */
function launcher({ intent: { behindProxy: proxy, auditLog: log } }: World): Hit[] {
  const claim = proxy ? uri(proxy.origin, proxy.value, false) : [];
  return [
    ...claim.map((hit): Hit => ({ ...hit, repairs: [{ drop: ["guard-behind-proxy"] }] })),
    ...(log ? plain(log.origin, log.value, "path") : []),
  ];
}

function list(name: string, setting: Setting<string | boolean>): Hit[] {
  const signs = splitList(String(setting.value)).flatMap((entry) => unfilledEntry(entry) ?? []);
  if (signs.length === 0) return [];
  const shown = signs.map((sign) => shownSetting(sign)).join(", ");
  const hit = hitAt(setting.origin, `holds ${shown}, which nobody filled in`);
  return [{ ...hit, repairs: [optionRepair(name, setting)] }];
}

/** A host with its port, or an origin with its scheme. */
function unfilledEntry(entry: string): string | null {
  return placeholderIn(entry.replace(/^[a-z]+:\/\//i, "").replace(/:[\d*[\]-]*$/, ""), "name");
}

/** Who the admin is, and where the accounts are, where a login is asked for. */
function accounts({ intent, login }: World): Hit[] {
  if (login.app !== BASIC_AUTH) return [];
  const user = readVariable(intent.environment, ADMIN_USERNAME);
  const database = readVariable(intent.environment, AUTH_DATABASE_URI);
  return [
    ...(user ? plain(user.origin, user.value, "name") : []),
    ...(database ? uri(database.origin, database.value, false) : []),
  ];
}

/** Any key: what MLflow does not know is a misspelling of what it knows. */
function config({ intent, facts: { authConfig }, login }: World): Hit[] {
  const file = readVariable(intent.environment, "MLFLOW_AUTH_CONFIG_PATH")?.value;
  if (login.app !== BASIC_AUTH || file === undefined) return [];
  const covered = readVariable(intent.environment, AUTH_DATABASE_URI) ? "database_uri" : null;
  const lines = [...authConfig.lines].filter(([key]) => key !== covered);
  return lines.flatMap(([key, line]) => {
    const value = authConfig.values.get(key) ?? "";
    const origin: Origin = { kind: "file", name: key, file, line };
    if (/uri$/.test(key)) return uri(origin, value, false);
    return plain(origin, value, key === "admin_password" ? "secret" : "name");
  });
}

function plain(origin: Origin, value: string, kind: Kind): Hit[] {
  const sign = placeholderIn(value, kind);
  if (sign === null) return [];
  const shown = kind === "secret" ? "a placeholder" : shownSetting(sign);
  return [hitAt(origin, `holds ${shown}, which nobody filled in`)];
}

function uri(origin: Origin, value: string, artifacts: boolean): Hit[] {
  const found = placeholderInUri(value, artifacts);
  if (!found) return [];
  const shown = found.sign === null ? "a placeholder" : shownSetting(found.sign);
  const where = found.part === null ? "" : `as its ${found.part} `;
  return [hitAt(origin, `has ${where}${shown}, which nobody filled in`)];
}

function hitAt(origin: Origin, what: string): Hit {
  return {
    severity: "error",
    what: `${describeOrigin(origin)} ${what}`,
    origin,
    repairs: [],
    notes: [{ kind: "note", text: fix(origin) }],
  };
}

function fix({ kind, name, file, line }: Origin): string {
  if (kind === "file" && !line) return `write what is meant into ${file}`;
  if (kind === "file") return `write what is meant into line ${line} of ${file}: ${name}`;
  return kind === "flag"
    ? `say what is meant: ${name} VALUE; a shell fills in \${NAME} only outside of single quotes`
    : `give ${name} the value that is meant; an environment is not filled in by a shell`;
}
