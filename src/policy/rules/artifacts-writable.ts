import type { ArtifactFolder, Facts } from "../../facts/types.ts";
import { isPlainPath } from "../../secrets/uri.ts";
import { keepElsewhere, moveNote, placeOf } from "../artifact-folder.ts";
import { describeOrigin } from "../exposure/exposure.ts";
import type { Fix, Hit, Repair, Rule } from "../types.ts";

const STICKY = 0o1000;

export const artifactsWritable: Rule = {
  id: "artifacts-writable",
  title: "Other accounts of this machine can write to the artifacts",
  severities: ["warning"],
  why: "a stored model is code that whoever loads it runs, and who can write to the folder puts another one there, without a login",
  check: ({ facts }) => facts.artifactFolders.flatMap((folder) => hitsOf(folder, facts)),
};

function hitsOf(folder: ArtifactFolder, facts: Facts): Hit[] {
  const seen = describe(folder, facts);
  if (seen === null) return [];
  return [
    {
      severity: "warning",
      what: `${describeOrigin(folder.origin)} keeps artifacts in ${placeOf(folder)}, ${seen}`,
      origin: folder.origin,
      repairs: [repairOf(folder)],
      notes: [...(isOurs(folder) ? [] : [moveNote(folder)]), lookNote(folder)],
    },
  ];
}

function describe({ open, owner }: ArtifactFolder, { container }: Facts): string | null {
  if (open !== null) {
    const mode = `mode ${open.toString(8).padStart(3, "0")}`;
    return open & STICKY
      ? `where every account of this machine can make the folder of the next experiment (${mode})`
      : `which every account of this machine can write to (${mode})`;
  }
  // A folder of the host, mounted into a container, belongs to an account that the container does not have.
  return owner === null || container.inside ? null : `which belongs to another user (uid ${owner})`;
}

/** A folder that is shared on purpose, as the system's own for temporary files, stays as it is. */
function isOurs({ folder, own, open, nature }: ArtifactFolder): boolean {
  const closable = open !== null && (open & STICKY) === 0 && isPlainPath(folder);
  return own && closable && nature === null;
}

function repairOf(folder: ArtifactFolder): Repair {
  return isOurs(folder) ? { closeToWriters: [folder.folder] } : keepElsewhere(folder);
}

/** What was put there before stays there. */
function lookNote(folder: ArtifactFolder): Fix {
  return {
    kind: "note",
    text: `look for files of others in ${placeOf(folder)} before a model is loaded`,
  };
}
