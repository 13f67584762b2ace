import { describe, expect, it } from "vitest";
import type { ArtifactFolder } from "../../src/facts/types.ts";
import { runCommand } from "../policy/run-command.ts";
import { ARTIFACTS, CONTAINER, decisionOf, findingsOf, type Scene } from "../support/world.ts";

const RULE = "artifacts-writable";

function sceneOf(seen: Partial<ArtifactFolder>): Scene {
  const folder: ArtifactFolder = { ...ARTIFACTS, folder: "/srv/my data", ...seen };
  return {
    words: ["--artifacts-destination", "/srv/my data"],
    facts: { artifactFolders: [folder] },
  };
}

describe(RULE, () => {
  it("warns of a folder that every account can write to, and closes it", () => {
    const scene = sceneOf({ open: 0o777 });
    expect(findingsOf(RULE, scene)).toMatchObject([
      {
        severity: "warning",
        what: "--artifacts-destination (default) keeps artifacts in /srv/my data, which every account of this machine can write to (mode 777)",
        origin: { kind: "default", name: "--artifacts-destination" },
        fix: [
          {
            kind: "shell",
            text: "chmod o-w '/srv/my data' && mlflow-guard server --artifacts-destination '/srv/my data'",
          },
          {
            kind: "note",
            text: "look for files of others in /srv/my data before a model is loaded",
          },
        ],
      },
    ]);
    expect(decisionOf(scene).verdict).toBe("allow");
  });

  it.each([
    ["shared on purpose", { open: 0o1777 }, /the folder of the next experiment \(mode 1777\)$/],
    ["of root", { open: 0o777, own: false }, /can write to \(mode 777\)$/],
    ["of the system", { open: 0o777, nature: { kind: "system" } }, /\(mode 777\)$/],
    ["shared with hardly anybody", { open: 0o2, own: false }, /can write to \(mode 002\)$/],
    ["of another user", { owner: 4711, own: false }, /belongs to another user \(uid 4711\)$/],
  ] as const)("does not change a folder %s", (_what, seen, text) => {
    const scene = sceneOf(seen);
    const [found] = findingsOf(RULE, scene);
    expect(found?.what).toMatch(text);
    expect(found?.fix.map(({ kind }) => kind)).toEqual(["shell", "note", "note"]);
    expect(found?.fix[0]?.text).toBe("mlflow-guard server --artifacts-destination ./mlartifacts");
  });

  it.each([
    ["a folder of one's own", { open: 0o777 }],
    ["another one", { open: 0o1777 }],
  ])("is fixed by what it prints: %s", (_what, seen) => {
    const scene = sceneOf(seen);
    const text = findingsOf(RULE, scene)[0]?.fix[0]?.text ?? "";
    expect(findingsOf(RULE, runCommand(text, scene))).toEqual([]);
  });

  it("leaves the owner of a mounted folder alone, in a container, but not an open one", () => {
    const { container } = CONTAINER;
    const inside = (seen: Partial<ArtifactFolder>) => {
      const scene = sceneOf(seen);
      return findingsOf(RULE, { ...scene, facts: { ...scene.facts, container } });
    };
    expect(inside({ owner: 4711, own: false })).toEqual([]);
    expect(inside({ open: 0o777 })).toHaveLength(1);
  });

  it("is silent for a folder that others cannot write to", () => {
    expect(findingsOf(RULE, {})).toEqual([]);
    expect(findingsOf(RULE, sceneOf({ own: false }))).toEqual([]);
  });
});
