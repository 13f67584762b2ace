import { describe, expect, it } from "vitest";
import type { ArtifactFolder, FolderNature } from "../../src/facts/types.ts";
import { runCommand } from "../policy/run-command.ts";
import { ARTIFACTS, decisionOf, findingsOf, type Scene, STRONG } from "../support/world.ts";

const RULE = "artifacts-wide";

function keeping(folder: string, nature: FolderNature | null): ArtifactFolder {
  const origin = { kind: "flag", name: "--artifacts-destination" } as const;
  return { ...ARTIFACTS, folder, nature, origin };
}

function sceneOf(folder: ArtifactFolder, ...words: readonly string[]): Scene {
  const { option } = folder;
  return { words: [`--${option}`, folder.folder, ...words], facts: { artifactFolders: [folder] } };
}

describe(RULE, () => {
  it.each([
    ["/", { kind: "everything" }, "which is the whole file system"],
    ["/etc", { kind: "system" }, "a folder of the system"],
    ["/home/ada", { kind: "home" }, "a home folder"],
    ["/data", { kind: "homes", home: "/data/ada" }, "above the home folder /data/ada"],
    [".", { kind: "code", mark: "setup.py" }, "a folder of code: setup.py is in it"],
  ] as const)("warns of %s, and sends the artifacts elsewhere", (folder, nature, text) => {
    const scene = sceneOf(keeping(folder, nature));
    const [found, ...more] = findingsOf(RULE, scene);
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      severity: "warning",
      what: `--artifacts-destination (command line) keeps artifacts in ${folder === "." ? "the working directory" : folder}, ${text}`,
      origin: { kind: "flag", name: "--artifacts-destination" },
    });
    expect(found?.why).toMatch(/fetches each file below this folder/);
    const command = "mlflow-guard server --artifacts-destination ./mlartifacts";
    expect(found?.fix[0]).toEqual({ kind: "shell", text: command });
    expect(findingsOf(RULE, runCommand(command, scene))).toEqual([]);
  });

  it("warns on an exposed server, too", () => {
    const scene = sceneOf(keeping("/", { kind: "everything" }), "--host", "0.0.0.0");
    const facts = { ...STRONG, ...scene.facts };
    expect(findingsOf(RULE, { ...scene, facts })).toMatchObject([{ severity: "warning" }]);
    expect(decisionOf({ ...scene, facts }).verdict).toBe("allow");
  });

  it("says other things of a folder that the server does not hand out", () => {
    const folder: ArtifactFolder = {
      ...keeping("/", { kind: "everything" }),
      option: "default-artifact-root",
      served: false,
      elsewhere: "./mlruns",
    };
    const scene = sceneOf(folder, "--no-serve-artifacts");
    const [found] = findingsOf(RULE, scene);
    expect(found?.why).toMatch(/^MLflow makes folders there/);
    expect(found?.fix).toEqual([
      {
        kind: "shell",
        text: "mlflow-guard server --default-artifact-root ./mlruns --no-serve-artifacts",
      },
      {
        kind: "note",
        text: "experiments that are there already stay in /; new ones go to ./mlruns",
      },
    ]);
    expect(findingsOf(RULE, runCommand(found?.fix[0]?.text ?? "", scene))).toEqual([]);
  });

  it("is silent for a folder of data", () => {
    expect(findingsOf(RULE, {})).toEqual([]);
    expect(findingsOf(RULE, sceneOf(keeping("/srv/data", null)))).toEqual([]);
  });
});
