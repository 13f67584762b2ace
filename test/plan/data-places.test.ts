import { describe, expect, it } from "vitest";
import { dataPlaces } from "../../src/plan/data-places.ts";
import { Secret } from "../../src/secrets/secret.ts";
import { ARTIFACTS, factsOf, intentOf } from "../support/world.ts";

function placesOf(words: readonly string[], store = "sqlite:///mlflow.db") {
  const scene = { words, facts: { backendStore: new Secret(store) } };
  return dataPlaces(intentOf(scene).intent, factsOf(scene));
}

describe("where the data is", () => {
  it.each([
    ["sqlite:///mlflow.db", "/home/ada/project/mlflow.db"],
    ["sqlite:////data/a.db?timeout=5", "/data/a.db"],
    ["./mlruns", "/home/ada/project/mlruns"],
    ["file:///data/runs", "/data/runs"],
    [
      "postgresql://ada:S3cret@db.example:5432/runs?sslmode=require",
      "postgresql://db.example:5432/runs",
    ],
    ["postgresql+psycopg2://ada@corp:S3cret@host/db", "postgresql+psycopg2://host/db"],
    ["postgresql://ada:S3/c@ret@host/db?password=x", "postgresql://..."],
    ["mssql+pyodbc:///?odbc_connect=DRIVER%3Dx%3BPWD%3DS3cret", "mssql+pyodbc:///"],
    ["mssql+pyodbc://ada:S3#cret@dsn", "mssql+pyodbc://..."],
    ["postgresql://ada:S3?cr@et@host/db", "postgresql://..."],
  ])("%s is shown as %s", (uri, shown) => {
    expect(placesOf([], uri)).toEqual({
      store: shown,
      artifacts: "/home/ada/project/mlartifacts",
    });
  });

  it.each([
    [[], "/home/ada/project/mlartifacts"],
    [["--artifacts-destination", "./elsewhere"], "/home/ada/project/elsewhere"],
    [["--artifacts-destination", "s3://bucket/path?key=S3cret"], "s3://bucket/path"],
    [["--default-artifact-root", "/srv/mlflow-artifacts:x"], "/srv/mlflow-artifacts:x"],
    [["--default-artifact-root", "gs://root/x", "--artifacts-destination", "./y"], "gs://root/x"],
    [
      ["--default-artifact-root", "mlflow-artifacts:/", "--artifacts-destination", "/data/y"],
      "/data/y",
    ],
    [
      ["--no-serve-artifacts", "--artifacts-destination", "/data/y"],
      "/home/ada/project/mlartifacts",
    ],
  ])("with %j artifacts are in %s", (words, shown) => {
    expect(placesOf(words).artifacts).toBe(shown);
  });

  it("is the first folder that was looked at, where nobody named one", () => {
    const facts = { artifactFolders: [{ ...ARTIFACTS, folder: "/var/other" }] };
    const scene = { facts };
    expect(dataPlaces(intentOf(scene).intent, factsOf(scene)).artifacts).toBe("/var/other");
  });

  it("is no store for a server that hands out artifacts only", () => {
    expect(placesOf(["--artifacts-only"]).store).toBeNull();
  });

  it("is MLflow's own folder where nothing else was looked at", () => {
    const facts = factsOf({ facts: { artifactFolders: [] } });
    expect(dataPlaces(intentOf({}).intent, facts).artifacts).toBe("/home/ada/project/mlartifacts");
  });
});
