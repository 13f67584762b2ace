import { describe, expect, it } from "vitest";
import type { ArtifactFolder, HeldFile } from "../../src/facts/types.ts";
import { runCommand } from "../policy/run-command.ts";
import { ARTIFACTS, decisionOf, findingsOf, type Scene, STRONG } from "../support/world.ts";

const RULE = "artifacts-serve-secrets";
const HERE = ["--artifacts-destination", "."];
const OPEN = ["--host", "0.0.0.0"];
const BASIC = ["--app-name", "basic-auth"];
const FLAG = { kind: "flag", name: "--artifacts-destination" } as const;

const ALL: readonly HeldFile[] = [
  { file: ".env", kind: "secrets" },
  { file: "auth.ini", kind: "settings" },
  { file: "/tmp", kind: "private" },
  { file: "basic_auth.db", kind: "accounts" },
  { file: "mlflow.db", kind: "data" },
  { file: "logs/audit.log", kind: "audit" },
];

function serving(words: readonly string[], ...kinds: readonly HeldFile["kind"][]): Scene {
  const holds = ALL.filter(({ kind }) => kinds.includes(kind));
  const folder: ArtifactFolder = { ...ARTIFACTS, folder: ".", origin: FLAG, holds };
  return { words: [...HERE, ...words], facts: { ...STRONG, artifactFolders: [folder] } };
}

describe(RULE, () => {
  it("warns of a database that would be handed out, and sends the artifacts elsewhere", () => {
    expect(findingsOf(RULE, serving([], "data"))).toMatchObject([
      {
        severity: "warning",
        what: "--artifacts-destination (command line) makes the server hand out the working directory, and in it mlflow.db (MLflow's database)",
        origin: FLAG,
        fix: [
          { kind: "shell", text: "mlflow-guard server --artifacts-destination ./mlartifacts" },
          {
            kind: "note",
            text: "artifacts that are in the working directory already are folders with numbers as names: move them to ./mlartifacts while no server runs",
          },
        ],
      },
    ]);
  });

  it("names all of them in one finding", () => {
    const [found, ...more] = findingsOf(
      RULE,
      serving(BASIC, "secrets", "settings", "private", "accounts", "data"),
    );
    expect(more).toEqual([]);
    expect(found?.what).toContain(
      "in it .env (secrets), auth.ini (settings of the start), /tmp (the launcher's private files), basic_auth.db (the accounts), mlflow.db (MLflow's database)",
    );
  });

  it.each([
    ["secrets", "error"],
    ["private", "error"],
    ["accounts", "error"],
    ["audit", "error"],
    ["settings", "warning"],
    ["data", "warning"],
  ] as const)("takes %s for an %s on an exposed server, for a warning on loopback", (kind, level) => {
    const exposed = serving(OPEN, kind);
    expect(findingsOf(RULE, exposed)).toMatchObject([{ severity: level }]);
    expect(decisionOf(exposed).verdict).toBe(level === "error" ? "refuse" : "allow");
    expect(findingsOf(RULE, serving(BASIC, kind))).toMatchObject([{ severity: "warning" }]);
    expect(decisionOf(serving(BASIC, kind)).verdict).toBe("allow");
  });

  it("is fixed by what it prints, by the remedy too", () => {
    const scene = serving(OPEN, "secrets");
    const { remedy } = decisionOf(scene);
    expect(remedy).toEqual([
      "mlflow-guard server --artifacts-destination ./mlartifacts --host 0.0.0.0",
    ]);
    expect(findingsOf(RULE, runCommand(remedy[0] ?? "", scene))).toEqual([]);
  });

  it.each([
    ["mlartifacts", ["--guard-audit-log", "./audit.log"]],
    ["/srv/artifacts", ["--guard-audit-log", "./audit.log"]],
    [".", ["--artifacts-destination", "./mlartifacts"]],
    ["/home", ["--artifacts-destination", "./mlartifacts"]],
  ])("moves the audit log alone out of %s, where that is enough", (name, [
    option = "",
    place = "",
  ]) => {
    const folder = { ...ARTIFACTS, folder: name, origin: FLAG, holds: ALL.slice(-1) };
    const log = ["--guard-audit-log", "logs/audit.log"];
    const scene: Scene = {
      words: [...OPEN, "--artifacts-destination", name, ...log],
      facts: { ...STRONG, artifactFolders: [folder] },
    };
    const [found] = findingsOf(RULE, scene);
    expect(found?.what).toContain("and in it logs/audit.log (the audit log)");
    const { remedy, verdict } = decisionOf(scene);
    expect([verdict, remedy]).toEqual(["refuse", [found?.fix[0]?.text]]);
    expect(remedy[0]).toContain(`${option} ${place}`);
    expect(findingsOf(RULE, runCommand(remedy[0] ?? "", scene))).toEqual([]);
    const both = { ...folder, holds: [...ALL.slice(0, 1), ...ALL.slice(-1)] };
    const [second] = findingsOf(RULE, {
      ...scene,
      facts: { ...STRONG, artifactFolders: [both] },
    });
    expect(second?.fix[0]?.text).toContain("--artifacts-destination ./mlartifacts");
  });

  it("is an error for one of several that is a key", () => {
    const held = serving(OPEN, "secrets", "data", "settings");
    expect(findingsOf(RULE, held)).toMatchObject([{ severity: "error" }]);
  });

  it("moves the artifacts where more than the log is among them", () => {
    const folder = { ...ARTIFACTS, origin: FLAG, holds: [...ALL.slice(0, 1), ...ALL.slice(-1)] };
    const [found] = findingsOf(RULE, { facts: { artifactFolders: [folder] } });
    expect(found?.fix.map(({ text }) => text)).toEqual([
      "mlflow-guard server --artifacts-destination ./mlartifacts",
      expect.stringContaining("move them to ./mlartifacts"),
    ]);
  });

  it("says nothing about artifacts where the log alone moves", () => {
    const folder = { ...ARTIFACTS, origin: FLAG, holds: ALL.slice(-1) };
    const [found] = findingsOf(RULE, { facts: { artifactFolders: [folder] } });
    expect(found?.fix).toEqual([
      { kind: "shell", text: "mlflow-guard server --guard-audit-log ./audit.log" },
    ]);
  });

  it("cannot be waived", () => {
    expect(findingsOf(RULE, serving(OPEN, "accounts"))[0]?.waivable).toBe(false);
  });

  it("names the env file that set the folder", () => {
    const origin = {
      kind: "file",
      name: "MLFLOW_ARTIFACTS_DESTINATION",
      file: ".env",
      line: 3,
    } as const;
    const folder: ArtifactFolder = { ...ARTIFACTS, folder: "/", origin, holds: ALL };
    const [found] = findingsOf(RULE, { facts: { artifactFolders: [folder] } });
    expect(found?.what).toMatch(/^MLFLOW_ARTIFACTS_DESTINATION \(\.env:3\) makes /);
    expect(found?.fix[0]?.text).toBe("mlflow-guard server --artifacts-destination ./mlartifacts");
  });

  it.each([
    ["accounts that no login uses", serving([], "accounts")],
    ["accounts beside another app", serving(["--app-name", "mine"], "accounts")],
    ["a folder with nothing in it", serving(OPEN)],
    ["the default folder", {}],
    ["no local folder", { facts: { artifactFolders: [] } }],
  ])("is silent for %s", (_what, scene) => {
    expect(findingsOf(RULE, scene)).toEqual([]);
  });
});
