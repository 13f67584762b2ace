import { type EnvFileRights, isTaken } from "../../intent/environment/environment.ts";
import type { ServerIntent, Setting } from "../../intent/types.ts";
import { FILE_TWINS, PLUGIN_FILE_TWINS } from "../../secrets/names.ts";
import { foundFile } from "../found-file.ts";
import type { Repair } from "../types.ts";

type Layers = Pick<ServerIntent, "environment" | "beneath">;

/**
 * The variables as the command of a repair finds them: more lines of the env file count if it names the file, and
 * `env -u NAME` takes a variable away so that the file speaks, while `env NAME=` keeps it silent.
 * @param rights how much of the env file counts then.
 */
export function environmentAfter(
  intent: ServerIntent,
  repair: Repair,
  rights: EnvFileRights,
): Layers {
  const { unset = [], blank = [], assign = {} } = repair;
  const { environment, beneath } = layersHeard(intent, repair, rights);
  const after = new Map(environment);
  const still = new Map(beneath);
  for (const [name, { origin }] of environment) {
    const taken = blank.includes(origin.name) || (origin.kind === "env" && unset.includes(name));
    if (!taken) continue;
    after.delete(name);
    const covered = beneath.get(name);
    const gone = covered?.origin.kind === "env" && unset.includes(name);
    const heard = gone ? covered.under : covered;
    if (heard) after.set(name, heard);
    still.delete(name);
  }
  for (const name of blank) {
    after.set(name, { value: "", origin: { kind: "env", name } });
  }
  for (const [name, value] of Object.entries(assign)) {
    after.set(name, { value, origin: { kind: "env", name } });
  }
  return { environment: after, beneath: still };
}

/** The file that was only found and says more now, since it is named or out of git; null without one. */
export function fileHeardAnew(
  intent: ServerIntent,
  { untrack = [] }: Repair,
  { authority }: EnvFileRights,
): string | null {
  const file = foundFile(intent);
  return authority === "named" || untrack.some((one) => one === file) ? file : null;
}

/** The layers with the lines that count now; of a line that names a secret file, only that it is there. */
function layersHeard(intent: ServerIntent, repair: Repair, rights: EnvFileRights): Layers {
  const { untaken, environment, beneath } = intent;
  const lines = [...untaken].filter(([name]) => isTaken(name, rights));
  const secrets = fileHeardAnew(intent, repair, rights) === null ? [] : beneath;
  const after = new Map(environment);
  const still = new Map(beneath);
  for (const [name, setting] of [...lines, ...secrets]) {
    const present = environment.get(name)?.origin;
    const covered = present?.kind === "env" || present?.name === `${name}_FILE`;
    if (covered || plainNameOf(name)) still.set(name, setting);
    else after.set(name, setting);
  }
  return { environment: after, beneath: still };
}

const TWINS = [...FILE_TWINS, ...Object.values(PLUGIN_FILE_TWINS).flat()];

/** The variable whose file this one names; undefined for every other name. */
function plainNameOf(twin: string): string | undefined {
  return TWINS.find((one) => twin === `${one}_FILE`);
}

/** Lines that name a secret file which the command reads and nobody has read yet. */
export function unreadFiles(before: ServerIntent, after: Layers, { rotate }: Repair): Setting[] {
  return [...after.beneath].flatMap(([name, setting]) => {
    const plain = plainNameOf(name);
    if (plain === undefined || setting.value === "") return [];
    const known = before.environment.get(plain)?.origin.name === name;
    const now = after.environment.get(plain);
    const covered = now?.origin.kind === "env" && now.value !== "";
    const silent = covered || after.environment.has(name) || rotate?.includes(plain);
    return known || silent ? [] : [setting];
  });
}
