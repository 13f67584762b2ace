import { type EnvFileRights, isTaken } from "../intent/environment.ts";
import type { ServerIntent, Setting } from "../intent/types.ts";
import { FILE_TWINS, PLUGIN_FILE_TWINS } from "../secrets/names.ts";
import { foundFile } from "./found-file.ts";
import type { Repair, World } from "./types.ts";

type Layers = Pick<ServerIntent, "environment" | "beneath">;

/**
 * The variables as the command of a repair finds them: more lines of the env file count if it names the file, and
 * `env -u NAME` takes a variable away so that the file speaks, while `env NAME=` keeps it silent.
 * @param rights how much of the env file counts then.
 */
export function environmentAfter(
  { intent, facts }: Pick<World, "intent" | "facts">,
  repair: Repair,
  rights: EnvFileRights,
): Layers {
  const secrets = facts.trackedSecrets !== null && hearsMore(intent, repair, rights);
  const layers = layersHeard(intent, secrets, rights);
  const { unset = [], blank = [], assign = {} } = repair;
  const { environment, beneath } = layers;
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

/** Does a file that was only found say more, since it is named or out of git? */
export function hearsMore(intent: ServerIntent, { untrack = [] }: Repair, rights: EnvFileRights) {
  const file = foundFile(intent);
  return file !== null && (rights.authority === "named" || untrack.includes(file));
}

/** The layers with the lines that count now; of a line that names a secret file, only that it is there. */
function layersHeard(intent: ServerIntent, withSecrets: boolean, rights: EnvFileRights): Layers {
  const { untaken, environment, beneath } = intent;
  const lines = [...untaken].filter(([name]) => isTaken(name, rights));
  const secrets = withSecrets ? [...beneath].filter(isLine) : [];
  const after = new Map(environment);
  const still = new Map(beneath);
  for (const [name, setting] of [...lines, ...secrets]) {
    const present = environment.get(name)?.origin;
    const covered = present?.kind === "env" || present?.name === `${name}_FILE`;
    if (covered || isTwin(name)) still.set(name, setting);
    else after.set(name, setting);
  }
  return { environment: after, beneath: still };
}

const TWINS = [...FILE_TWINS, ...Object.values(PLUGIN_FILE_TWINS).flat()];

function isTwin(name: string): boolean {
  return TWINS.some((one) => name === `${one}_FILE`);
}

function isLine([, { origin }]: readonly [string, Setting]): boolean {
  return origin.kind === "file";
}

/** Lines that name a secret file which the command reads and nobody has read yet. */
export function unreadFiles(before: ServerIntent, after: Layers, repair: Repair): Setting[] {
  return [...after.beneath].flatMap(([name, setting]) => {
    const stem = name.replace(/_FILE$/, "");
    const known = before.environment.get(stem)?.origin.name === name;
    const plain = after.environment.get(stem);
    const covered = plain?.origin.kind === "env" && plain.value !== "";
    const silent = covered || after.environment.has(name) || repair.rotate?.includes(stem);
    return isTwin(name) && setting.value !== "" && isLine([name, setting]) && !known && !silent
      ? [setting]
      : [];
  });
}
