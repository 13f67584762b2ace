import { describe, expect, it } from "vitest";
import { artifactFolder } from "../../../src/mlflow/stores/artifact-uri.ts";

describe("the folder of an artifact URI", () => {
  it.each([
    [".", "/srv"],
    ["./mlartifacts", "/srv/mlartifacts"],
    ["..", "/"],
    ["/", "/"],
    ["/data/my artifacts", "/data/my artifacts"],
    ["a#b?c", "/srv/a#b?c"],
    ["C:data", "/srv/C:data"],
    ["%2Fdata%2fx", "/data/x"],
    ["50%", "/srv/50%"],
    ["f%C3%BCr", "/srv/für"],
    ["file:.", "/srv"],
    ["file:x/y", "/srv/x/y"],
    ["file:/data", "/data"],
    ["file:///data?x#y", "/data"],
    ["file://localhost/data", "/data"],
    ["file:///", "/"],
    ["FILE:/data", "/srv/FILE:/data"],
  ])("of %s is %s", (uri, folder) => {
    expect(artifactFolder(uri, "/srv")).toBe(folder);
  });

  it.each([
    "",
    "s3://bucket/x",
    "gs://bucket",
    "wasbs://c@a.blob.core.windows.net/x",
    "hdfs:/x",
    "dbfs:/x",
    "mlflow-artifacts:/",
    "MLFLOW-ARTIFACTS:/x",
    "sqlite:///mlflow.db",
    "postgresql+psycopg2://db/x",
  ])("there is none of %j", (uri) => {
    expect(artifactFolder(uri, "/srv")).toBeNull();
  });
});
