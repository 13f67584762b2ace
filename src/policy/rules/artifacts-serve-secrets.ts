import { relative, resolve } from "node:path";
import type { ArtifactFolder, Facts, HeldFile } from "../../facts/types.ts";
import { shownPath } from "../../secrets/uri.ts";
import { keepElsewhere, moveNote, placeOf } from "../artifact-folder.ts";
import { describeOrigin } from "../exposure/exposure.ts";
import { BASIC_AUTH } from "../login/login.ts";
import type { Hit, Repair, Rule, World } from "../types.ts";

const NAMES: Readonly<Record<HeldFile["kind"], string>> = {
  secrets: "secrets",
  settings: "settings of the start",
  private: "the launcher's private files",
  accounts: "the accounts",
  data: "MLflow's database",
  audit: "the audit log",
};

/** Who has one of these is administrator, or signs for one, or takes away what says so. */
const KEYS: readonly HeldFile["kind"][] = ["secrets", "private", "accounts", "audit"];

export const artifactsServeSecrets: Rule = {
  id: "artifacts-serve-secrets",
  title: "The server hands out its own database or secrets as artifacts",
  severities: ["error", "warning"],
  why: "whoever may use the server fetches each file below the artifacts destination by its name, also without a permission of their own, and who may write artifacts replaces it",
  check: (world) => world.facts.artifactFolders.flatMap((folder) => hitsOf(world, folder)),
};

function hitsOf({ exposed, login, facts }: World, folder: ArtifactFolder): Hit[] {
  const held = folder.holds.filter(({ kind }) => kind !== "accounts" || login.app === BASIC_AUTH);
  if (held.length === 0) return [];
  const moved = held.every(({ kind }) => kind === "audit") ? auditElsewhere(folder, facts) : null;
  const files = held.map(({ file, kind }) => `${shownPath(file)} (${NAMES[kind]})`).join(", ");
  return [
    {
      severity: exposed && held.some(({ kind }) => KEYS.includes(kind)) ? "error" : "warning",
      what: `${describeOrigin(folder.origin)} makes the server hand out ${placeOf(folder)}, and in it ${files}`,
      origin: folder.origin,
      repairs: [moved ?? keepElsewhere(folder)],
      notes: moved ? [] : [moveNote(folder)],
    },
  ];
}

/** A log goes where it was started, unless that is served as well; artifacts then stay where they are. */
function auditElsewhere({ folder }: ArtifactFolder, { cwd }: Facts): Repair | null {
  const fromFolder = relative(resolve(cwd, folder), cwd);
  const outside = fromFolder === ".." || fromFolder.startsWith("../");
  return outside ? { set: { "guard-audit-log": "./audit.log" } } : null;
}
