import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { MANAGED_VERSION } from "../src/mlflow/versions.ts";

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const packagesOf = (lock: string) => [...lock.matchAll(/^\S+==\S+/gm)].map(([line]) => line);

describe("the image", () => {
  it("has the tested MLflow's packages, and the drivers", () => {
    const managed = packagesOf(read(`python/mlflow-${MANAGED_VERSION}.txt`));
    const image = packagesOf(read(`python/mlflow-${MANAGED_VERSION}-image.txt`));
    expect(managed.length).toBeGreaterThan(100);
    expect(image).toEqual(expect.arrayContaining(managed));
    const added = image.filter((line) => !managed.includes(line)).join("\n");
    expect(added).toMatch(/^psycopg2-binary==/m);
    expect(added).toMatch(/^boto3==/m);
  });

  it("stands on a base that is pinned by digest, in every stage", () => {
    const file = read("Dockerfile");
    expect(file).toMatch(/^ARG BASE_IMAGE=\S+:[\w.-]+@sha256:[0-9a-f]{64}$/m);
    const stages = [...file.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
    expect(new Set(stages)).toEqual(new Set(["${BASE_IMAGE}"]));
  });

  it("is built from everything that is published", () => {
    const { files }: { files: string[] } = JSON.parse(read("package.json"));
    const sent = read(".dockerignore").split("\n");
    // The build makes dist itself.
    const made = ["dist"];
    expect(sent).toEqual(
      expect.arrayContaining(
        files.filter((name) => !made.includes(name)).map((name) => `!${name}`),
      ),
    );
  });
});
