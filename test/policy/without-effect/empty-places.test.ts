import { describe, expect, it } from "vitest";
import { Secret } from "../../../src/secrets/secret.ts";
import { findingsOf, type Scene } from "../../support/world.ts";

const STORE = "MLFLOW_BACKEND_STORE_URI";
const of = (scene: Scene) => findingsOf("setting-without-effect", scene);

describe("a place that is set to nothing", () => {
  it.each<[string, Scene]>([
    ["--backend-store-uri (command line)", { words: ["--backend-store-uri", ""] }],
    [
      "--backend-store-uri (command line)",
      { words: ["--backend-store-uri="], env: { [STORE]: "postgresql://db/x" } },
    ],
    [`${STORE} (environment)`, { env: { [STORE]: "" } }],
    [`${STORE}_FILE (environment)`, { env: { [`${STORE}_FILE`]: "" } }],
  ])("is said: %s, with the store in its place, and no command that goes on", (where, scene) => {
    const backendStore = new Secret("sqlite:///mlflow.db");
    expect(of({ ...scene, facts: { backendStore } })).toMatchObject([
      {
        severity: "warning",
        what: `${where} is empty and counts as not set: MLflow keeps its data in sqlite:///mlflow.db`,
        fix: [{ kind: "note", text: expect.stringContaining("put the URI that you mean into it") }],
      },
    ]);
  });

  it.each([
    "registry-store-uri",
    "workspace-store-uri",
    "read-replica-backend-store-uri",
    "default-artifact-root",
    "artifacts-destination",
  ])("is said of --%s", (name) => {
    const what = `--${name} (command line) is empty and counts as not set: MLflow takes its default`;
    expect(of({ words: [`--${name}`, ""] })).toMatchObject([{ what }]);
  });

  it.each<[string, Scene]>([
    ["a named store", { words: ["--backend-store-uri", "sqlite:///a.db"], env: { [STORE]: "" } }],
    ["nothing", {}],
    ["an empty variable of something else", { env: { MLFLOW_HOST: "" } }],
  ])("is not %s", (_what, scene) => {
    expect(of(scene)).toEqual([]);
  });
});
