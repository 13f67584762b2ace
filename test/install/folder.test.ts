import { chmodSync, chownSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { othersPlace } from "../../src/install/folder.ts";
import { installManaged } from "../../src/install/install.ts";
import { COMPLETE } from "../../src/mlflow/versions/managed.ts";
import type { Ports } from "../../src/ports.ts";
import { makeFolder } from "../support/guard.ts";
import { needs } from "../support/needs.ts";

const UID = process.getuid?.() ?? -1;
const ALICE = 41_001;

function scene() {
  const root = join(makeFolder(), "mlflow-guard");
  const folder = join(root, "mlflow-3.17.2");
  mkdirSync(join(folder, "bin"), { recursive: true, mode: 0o755 });
  for (const name of [COMPLETE, "bin/python", "bin/mlflow"])
    writeFileSync(join(folder, name), "", { mode: 0o755 });
  const request = {
    ...{ version: "3.17.2", python: null, root, program: "mlflow-guard" },
    sudo: "" as const,
  };
  return { root, folder, request };
}

describe("the place of an installation", () => {
  it("is fine where nobody else can change it", () => {
    const { folder, request } = scene();
    expect(othersPlace(request, folder, UID)).toBeNull();
  });

  it("is none where others can write, and nothing is run or changed there", async () => {
    const { root, folder, request } = scene();
    chmodSync(root, 0o777);
    const problem = othersPlace(request, folder, UID);
    expect(problem?.what).toContain(`${root} is no place to install into`);
    expect(problem?.fix).toContain("XDG_DATA_HOME=/path mlflow-guard install-mlflow");
    const ports = { uid: UID, pid: process.pid, env: {}, err: () => {} } as unknown as Ports;
    expect(await installManaged(request, ports)).toEqual(problem);
  });

  it("is none where it is somebody else's, or what is there", needs("root"), () => {
    const { root, folder, request } = scene();
    chownSync(join(folder, "bin", "mlflow"), ALICE, -1);
    expect(othersPlace(request, folder, UID)?.what).toBe(
      `${folder} is there, and others can change it`,
    );
    chownSync(root, ALICE, -1);
    expect(othersPlace(request, folder, UID)?.what).toContain(`belongs to uid ${ALICE}`);
  });
});
