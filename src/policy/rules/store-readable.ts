import { resolve } from "node:path";
import type { ChangeableFile, OpenStore } from "../../facts/types.ts";
import { isPlainPath, shownPath } from "../../secrets/uri.ts";
import { BASIC_AUTH } from "../login/login.ts";
import { mergeRepairs } from "../repair/command.ts";
import { closeOpenings, decidesLogin, describeOpenings, moveNotes } from "../repair/openings.ts";
import type { Hit, Repair, Rule, World } from "../types.ts";

export const storeReadable: Rule = {
  id: "store-readable",
  title: "Others can read or change MLflow's database",
  severities: ["error", "warning"],
  why: "who opens the file needs no login: runs, models and password hashes are in it, and who may write it changes them",
  check: (world) => {
    const login = world.login.app === BASIC_AUTH;
    const changeable = world.facts.changeable.filter(
      ({ role }) => role === "data" || (role === "accounts" && login),
    );
    const errors = changeable.filter((one) => one.role === "accounts" && decidesLogin(one, world));
    const others = changeable.filter((one) => !errors.includes(one));
    const open = world.facts.openStores
      .filter(({ accounts }) => !accounts || login)
      .filter(({ file }) => !isNamed(file, errors, world));
    return [
      ...errors.flatMap((one) => hitsOf(world, "error", [], [one])),
      ...hitsOf(world, "warning", open, others),
    ];
  },
};

/** Is it said already who can change that file, which may be one beside the database? */
function isNamed(file: string, changeable: readonly ChangeableFile[], { facts }: World): boolean {
  const path = resolve(facts.cwd, file);
  return changeable.some(
    (one) => one.file === file || one.openings.some((opening) => opening.path === path),
  );
}

function hitsOf(
  world: World,
  severity: Hit["severity"],
  open: readonly OpenStore[],
  changeable: readonly ChangeableFile[],
): Hit[] {
  const { facts } = world;
  const [first] = [...changeable, ...open];
  if (!first) return [];
  const closed = closeOpenings(changeable, facts);
  const read: Repair = { closeToOthers: open.map(({ file }) => file).filter(isPlainPath) };
  const readOnly = open.filter(({ file }) => !isNamed(file, changeable, world));
  return [
    {
      severity,
      what: [...changeable.map(describeOpenings), ...readOnly.map(describe)].join("; "),
      origin: { kind: "file", name: "mode", file: shownPath(first.file) },
      repairs: closed === null ? [] : [mergeRepairs([closed, read])],
      notes: moveNotes(changeable, facts),
    },
  ];
}

function describe({ file, mode, written }: OpenStore): string {
  const bits = mode.toString(8).padStart(3, "0");
  return `${shownPath(file)} (mode ${bits}) can be ${written ? "written" : "read"} by every account of this machine`;
}
