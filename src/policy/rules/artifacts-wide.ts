import type { ArtifactFolder, FolderNature } from "../../facts/types.ts";
import { keepElsewhere, moveNote, placeOf } from "../artifact-folder.ts";
import { describeOrigin } from "../exposure/exposure.ts";
import type { Hit, Rule } from "../types.ts";

const NOT_SERVED =
  "MLflow makes folders there and puts the files of its clients into them, among what belongs to something else";

export const artifactsWide: Rule = {
  id: "artifacts-wide",
  title: "Artifacts are kept where other things are",
  severities: ["warning"],
  why: "whoever may use the server fetches each file below this folder by its name, and who may write artifacts replaces it: keys, settings, code that runs later",
  check: ({ facts }) => facts.artifactFolders.flatMap(hitsOf),
};

function hitsOf(folder: ArtifactFolder): Hit[] {
  if (folder.nature === null) return [];
  return [
    {
      severity: "warning",
      what: `${describeOrigin(folder.origin)} keeps artifacts in ${placeOf(folder)}, ${describe(folder.nature)}`,
      ...(folder.served ? {} : { why: NOT_SERVED }),
      origin: folder.origin,
      repairs: [keepElsewhere(folder)],
      notes: [moveNote(folder)],
    },
  ];
}

function describe(nature: FolderNature): string {
  switch (nature.kind) {
    case "everything":
      return "which is the whole file system";
    case "system":
      return "a folder of the system";
    case "home":
      return "a home folder";
    case "homes":
      return `above the home folder ${nature.home}`;
    case "credentials":
      return "where programs keep settings, keys and passwords";
    case "code":
      return `a folder of code: ${nature.mark} is in it`;
  }
}
