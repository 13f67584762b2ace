import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { MANAGED_VERSION } from "../src/mlflow/versions/versions.ts";

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

  it("holds a launcher, an MLflow and what they need, where the page says, and no tools", () => {
    const file = read("Dockerfile");
    const last = file.split(/^FROM /m).at(-1) ?? "";
    const [, packages = ""] =
      /apt-get install -y --no-install-recommends (.*) \\\n/.exec(last) ?? [];
    expect(packages.split(" ")).toEqual(["ca-certificates", "nodejs", "python3", "tini"]);
    expect(last).not.toMatch(/\b(?:curl|wget|gcc|npm|pip)\b/);
    expect(file).toContain(
      "/opt/mlflow/bin/python -m pip uninstall -q -y pip\n\nFROM ${BASE_IMAGE}\n",
    );
    for (const line of [
      "COPY --from=mlflow /opt/mlflow /opt/mlflow",
      "COPY --from=launcher /opt/mlflow-guard /opt/mlflow-guard",
      "RUN ln -s /opt/mlflow-guard/bin/mlflow-guard.js /usr/local/bin/mlflow-guard \\",
      " && MLFLOW_GUARD_MLFLOW=/opt/mlflow/bin/mlflow mlflow-guard shim /usr/local/bin",
      "ENV HOME=/data \\",
      "WORKDIR /data",
      "VOLUME /data",
      "USER 10001:10001",
      " && install -d -o 10001 -g 0 -m 0770 /data",
    ])
      expect(last.split("\n")).toContain(line);
  });

  it("is built from everything that is published", () => {
    const { files }: { files: string[] } = JSON.parse(read("package.json"));
    const sent = read(".dockerignore").split("\n");
    // The build makes dist itself; what begins with `!` stays out of packages.
    const made = ["dist"];
    expect(sent).toEqual(
      expect.arrayContaining(
        files
          .filter((name) => !made.includes(name) && !name.startsWith("!"))
          .map((name) => `!${name.replace("/*.txt", "")}`),
      ),
    );
  });
});
