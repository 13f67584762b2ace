import { readVariable } from "../../intent/environment/environment.ts";
import { splitList } from "../../intent/settings.ts";
import type { Setting } from "../../intent/types.ts";
import { findOption } from "../../mlflow/options/options.ts";
import { describeOrigin, isLocalName } from "../exposure/exposure.ts";
import { foundFile } from "../found-file.ts";
import { mergeRepairs } from "../repair/command.ts";
import type { Hit, Repair, Rule, World } from "../types.ts";

export const envFileNotNamed: Rule = {
  id: "env-file-not-named",
  title: "A .env file that nobody named would decide who reaches the server",
  severities: ["error"],
  why: "whoever wrote the file, the author of a cloned repository perhaps, would decide who reaches this machine",
  check: (world) => {
    const file = foundFile(world.intent);
    if (file === null) return [];
    const [first, ...more] = [...widening(world), ...assistant(world)].filter(isInFile);
    return first ? [hit([first, ...more], file)] : [];
  },
};

/** A setting that reaches further than this machine, and the flag by which a person would say so. */
interface Widening {
  readonly setting: Setting<string | boolean>;
  readonly flag: string | null;
}

/** What each option would have to say to widen nothing; the others of MLflow's decide nothing about who gets in. */
const WIDENS: Readonly<Record<string, (value: string | boolean, world: World) => boolean>> = {
  host: (_value, { exposure }) => exposure.bindLevel !== "loopback",
  "allowed-hosts": (value) => !splitList(String(value)).every(isLocalName),
  "cors-allowed-origins": (value) => !splitList(String(value)).every(isLocalOrigin),
  "disable-security-middleware": (value) => value === true,
  "x-frame-options": (value) => !/^(?:sameorigin|deny)$/i.test(String(value)),
  "static-prefix": () => true,
  "gunicorn-opts": () => true,
  "uvicorn-opts": () => true,
};

function widening(world: World): Widening[] {
  return Object.entries(WIDENS).flatMap(([name, widens]) => {
    const setting = world.intent.options.get(name);
    return setting && widens(setting.value, world) ? [{ setting, flag: name }] : [];
  });
}

/** It drives a shell for whoever reaches it; see the rule remote-assistant. */
function assistant({ intent }: World): Widening[] {
  const setting = readVariable(intent.environment, "MLFLOW_ENABLE_REMOTE_ASSISTANT");
  return setting && /^(?:true|1)$/i.test(setting.value) ? [{ setting, flag: null }] : [];
}

function isLocalOrigin(origin: string): boolean {
  return URL.canParse(origin) && isLocalName(new URL(origin).host);
}

function isInFile({ setting }: Widening): boolean {
  return setting.origin.kind === "file";
}

/** One finding for all of them: the way back, and the way on, is one command. */
function hit(found: readonly [Widening, ...Widening[]], file: string): Hit {
  const { origin } = found[0].setting;
  const places = found.map(({ setting }) => describeOrigin(setting.origin)).join(", ");
  const flags = found.flatMap(({ flag }) => (flag === null ? [] : [flagWords(flag)])).join(" ");
  const note = `if you want it, say it yourself: ${flags}; or name the file, if you trust it`;
  return {
    severity: "error",
    what: `${places} would widen who reaches the server, and nobody named that file`,
    origin,
    repairs: [mergeRepairs(found.map(stayPrivate)), { set: { "guard-env-file": file } }],
    notes: flags === "" ? [] : [{ kind: "note", text: note }],
  };
}

function stayPrivate({ setting, flag }: Widening): Repair {
  return flag === "host" ? { set: { host: "127.0.0.1" } } : { blank: [setting.origin.name] };
}

function flagWords(flag: string): string {
  return findOption(flag)?.kind === "flag" ? `--${flag}` : `--${flag} VALUE`;
}
