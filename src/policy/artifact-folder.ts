import type { ArtifactFolder } from "../facts/types.ts";
import { shownPath } from "../secrets/uri.ts";
import type { Fix, Repair } from "./types.ts";

/** How the folder is named in a sentence. */
export function placeOf({ folder }: Pick<ArtifactFolder, "folder">): string {
  return folder === "." ? "the working directory" : shownPath(folder);
}

/** Artifacts go to another folder, wherever the setting came from: a flag wins. */
export function keepElsewhere({ option, elsewhere }: ArtifactFolder): Repair {
  return { set: { [option]: elsewhere } };
}

/** What the new folder does not have yet. An experiment remembers its folder, except where the server serves it. */
export function moveNote({ folder, served, elsewhere }: ArtifactFolder): Fix {
  const place = placeOf({ folder });
  const text = served
    ? `artifacts that are in ${place} already are folders with numbers as names: move them to ${elsewhere} while no server runs`
    : `experiments that are there already stay in ${place}; new ones go to ${elsewhere}`;
  return { kind: "note", text };
}
