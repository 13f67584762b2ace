import type { ChangeableFile, FileRole } from "../../facts/types.ts";
import {
  closeOpenings,
  decidesLogin,
  describeOpenings,
  isOpenMode,
  moveNotes,
} from "../repair/openings.ts";
import type { Hit, Repair, Rule, World } from "../types.ts";

const ROLES: readonly FileRole[] = ["secret", "settings", "tls"];

export const secretFileReadable: Rule = {
  id: "secret-file-readable",
  title: "Others can read or change a file that decides the login",
  severities: ["error", "warning"],
  why: "every account of this machine, and every process that got into one, can take or plant the secret",
  check: (world) => {
    const changeable = world.facts.changeable.filter(({ role }) => ROLES.includes(role));
    const read = world.facts.files.filter(
      ({ file, othersRead }) => othersRead && !changeable.some((one) => isSecret(one, file)),
    );
    return [
      ...changeable.map((file) => changeHit(world, file)),
      ...read.map(({ file }): Hit => {
        const what = `${file} can be read by other users`;
        return { severity: "warning", what, origin: modeOf(file), repairs: [{ chmod: [file] }] };
      }),
    ];
  },
};

/** Closing it to writers closes it to readers, too. */
function isSecret({ role, file, openings }: ChangeableFile, readable: string): boolean {
  return role === "secret" && file === readable && openings.some(isOpenMode);
}

function changeHit(world: World, file: ChangeableFile): Hit {
  const isMistake = file.role === "secret" && file.openings.some(isOpenMode);
  const repair = repairOf(world, file);
  return {
    severity: isMistake || decidesLogin(file, world) ? "error" : "warning",
    what: describeOpenings(file),
    origin: modeOf(file.file),
    repairs: repair ? [repair] : [],
    notes: moveNotes([file], world.facts),
  };
}

function repairOf({ facts }: World, file: ChangeableFile): Repair | null {
  const all = closeOpenings([file], facts);
  if (all === null || file.role !== "secret" || !file.openings.some(isOpenMode)) return all;
  const rest = (all.closeToChange ?? []).filter((path) =>
    file.openings.some((one) => one.path === path && one.on === "way"),
  );
  return { ...all, closeToChange: rest, chmod: [file.file] };
}

const modeOf = (file: string) => ({ kind: "file", name: "mode", file }) as const;
