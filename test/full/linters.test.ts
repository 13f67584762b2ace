import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { shimScript } from "../../src/shell/shim-script.ts";
import { makeFolder, runGuard } from "../support/guard.ts";
import { shellcheckPath, zizmorPath } from "../support/uv.ts";

const ROOT = new URL("../../", import.meta.url).pathname;

/** Says nothing and ends with 0, or shows what it said. */
function passes(command: string, words: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(command, words, { cwd: ROOT, encoding: "utf8" });
  expect([status, status === 0 ? "" : `${stdout}${stderr}`]).toEqual([0, ""]);
}

describe("other people's linters find nothing", () => {
  it("zizmor in the workflows", async () => {
    passes(await zizmorPath(), ["--offline", "--no-progress", ".github/workflows"]);
    const uses = ["ci", "release", "weekly"].flatMap((name) =>
      readFileSync(join(ROOT, ".github", "workflows", `${name}.yml`), "utf8").match(/uses: .*/g),
    );
    expect(uses.filter((one) => !/^uses: \S+@[0-9a-f]{40} # v\d/.test(one ?? ""))).toEqual([]);
  });

  it("shellcheck in what a shell reads: CI's script, a shim, the completion of bash", async () => {
    const folder = makeFolder();
    const shim = join(folder, "mlflow");
    writeFileSync(shim, shimScript({ mlflow: "/m", node: "/n", guard: "/g" }));
    const completion = join(folder, "completion.bash");
    writeFileSync(completion, (await runGuard(["completion", "bash"])).stdout);
    passes(await shellcheckPath(), [".ci/run", shim, completion]);
  });
});
