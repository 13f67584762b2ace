import type { ChangeableFile } from "../../facts/types.ts";
import { closeOpenings, describeOpenings, isUsable, moveNotes } from "../repair/openings.ts";
import type { Hit, Rule, World } from "../types.ts";

export const codeChangeable: Rule = {
  id: "code-changeable",
  title: "Others can change the MLflow that is launched",
  severities: ["error", "warning"],
  why: "what they put there runs with all rights of the server, and decides whom it lets in",
  check: (world) => {
    const files = world.facts.changeable.filter(({ role }) => role === "code");
    const [first] = files;
    if (!first) return [];
    const repair = closeOpenings(files, world.facts);
    return [
      {
        severity: severityOf(world, files),
        what: [...new Set(files.flatMap(separate))].join("; "),
        origin: { kind: "file", name: "mode", file: first.file },
        repairs: repair ? [repair] : [],
        notes: moveNotes([first], world.facts),
      },
    ];
  },
};

/** A folder that is open is open to all that lies below it, and said once. */
function separate(found: ChangeableFile): string[] {
  return found.openings.map((one) =>
    describeOpenings({ ...found, file: one.path, openings: [{ ...one, on: "file" }] }),
  );
}

/** An environment that its maker keeps for others is common; one that every account may write to is nobody's. */
function severityOf({ exposed, facts }: World, files: readonly ChangeableFile[]): Hit["severity"] {
  const openings = files.flatMap((one) => one.openings);
  const free = openings.some((one) => one.how === "everybody" && isUsable(one, facts));
  return exposed && free ? "error" : "warning";
}
