import { KEK_PASSPHRASE, variableOf } from "../../secrets/names.ts";
import { foundFile } from "../found-file.ts";
import type { Hit, Repair, Rule, World } from "../types.ts";

export const envFileInGit: Rule = {
  id: "env-file-in-git",
  title: "Secrets in a .env file that git tracks",
  severities: ["error", "warning"],
  why: "everybody who has the repository knows them, and its author may have chosen them; they are not used",
  check: (world) => {
    const file = foundFile(world.intent);
    const tracked = world.facts.trackedSecrets;
    return file === null || tracked === null ? [] : [hit(world, file, tracked)];
  },
};

type Tracked = NonNullable<World["facts"]["trackedSecrets"]>;

/** An error where the start would be another one without them. */
function hit(world: World, file: string, { certain, lines }: Tracked): Hit {
  const passphrase = lines.some(({ name }) => variableOf(name) === KEK_PASSPHRASE);
  const wanted = world.exposed || world.login.app !== null || passphrase;
  const names = lines.map(({ name, line }) => `${name} (${file}:${line})`).join(", ");
  const git = certain ? `git tracks ${file}` : `git may track ${file}: its index cannot be read`;
  return {
    severity: wanted ? "error" : "warning",
    what: `${git}, so what it says of ${names} is not used`,
    origin: { kind: "file", name: lines[0]?.name ?? file, file, line: lines[0]?.line ?? 1 },
    repairs: [
      certain
        ? { init: true, ...takenOutOfGit(file, { lines }) }
        : { set: { "guard-env-file": file } },
    ],
    notes: [{ kind: "note", text: `if all who have it may log in: --guard-env-file ${file}` }],
  };
}

/** Out of git, which keeps the file here, and secrets that were never in it, also in place of the files it names. */
export function takenOutOfGit(file: string, tracked: Pick<Tracked, "lines"> | null): Repair {
  const names = tracked?.lines.map(({ name }) => variableOf(name)) ?? [];
  return { untrack: [file], rotate: [...new Set(names)] };
}
