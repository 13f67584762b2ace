import {
  chmodSync,
  existsSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MANAGED_VERSION } from "../../src/mlflow/versions/versions.ts";
import { makeFolder, PYTHON, runGuard } from "../support/guard.ts";

const FOLDER = `mlflow-guard/mlflow-${MANAGED_VERSION}`;
const SITE = `${FOLDER}/lib/python3.12/site-packages`;

/** Notes what it is asked for; the packages that it installs are what a lock of today brings. */
const PIP = `#!/bin/sh
PATH=/usr/bin:/bin
echo "$@" >> "$(dirname "$0")/asked"
mkdir -p "$(dirname "$0")/../lib/python3.12/site-packages/prometheus_flask_exporter-0.23.2.dist-info"
`;

/** A managed environment that an older launcher made, and a machine without uv. */
function olderEnvironment(): { data: string; env: Record<string, string> } {
  const data = makeFolder({
    [`${FOLDER}/bin/python`]: PIP,
    [`${FOLDER}/.mlflow-guard-complete`]: "",
    [`${SITE}/mlflow-${MANAGED_VERSION}.dist-info/METADATA`]: "",
    [`${SITE}/flask_wtf-1.2.dist-info/METADATA`]: "",
    "path/kept": "",
  });
  const python = join(data, FOLDER, "bin", "python");
  chmodSync(python, 0o755);
  writeFileSync(join(data, FOLDER, "bin", "mlflow"), `#!${python}\n`);
  symlinkSync(realpathSync(PYTHON), join(data, "path", "python3"));
  return { data, env: { XDG_DATA_HOME: data, PATH: join(data, "path") } };
}

describe("a managed MLflow from before the lock had the exporter of metrics", () => {
  it("gets what it lacks, in place, once", async () => {
    const { data, env } = olderEnvironment();
    const first = await runGuard(["install-mlflow"], { env });
    expect(first.code, first.stderr).toBe(0);
    expect(first.stderr).toContain("installing");
    const asked = readFileSync(join(data, FOLDER, "bin", "asked"), "utf8")
      .trim()
      .split("\n");
    expect(asked).toEqual([
      expect.stringMatching(/^-m pip .*install .*--require-hashes -r \/.*\/mlflow-[\d.]+\.txt$/),
    ]);
    expect(existsSync(join(data, FOLDER, ".mlflow-guard-complete"))).toBe(true);

    const second = await runGuard(["install-mlflow"], { env });
    expect(second.code, second.stderr).toBe(0);
    expect(second.stderr).not.toContain("installing");
    expect(readFileSync(join(data, FOLDER, "bin", "asked"), "utf8").trim()).toBe(asked[0]);
  });
});
