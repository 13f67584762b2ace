import { describe, expect, it } from "vitest";
import { BIN, freePort, plainEnvironment, SMALL, start } from "../support/guard.ts";
import { ask } from "../support/http.ts";
import { makeServerFolder } from "../support/store.ts";
import { NODES_TESTED } from "../support/tested-versions.ts";

/** The npm package `node` carries the binary of each version. */
function onNode(version: string, words: readonly string[], env: Record<string, string> = {}) {
  const passed = ["PATH", "HOME", "npm_config_cache", "NODE_EXTRA_CA_CERTS"].map((name) => [
    name,
    process.env[name] ?? "",
  ]);
  const home = Object.fromEntries(passed.filter(([, value]) => value !== ""));
  return start("npx", ["--yes", "--package", `node@${version}`, "--", "node", ...words], {
    cwd: makeServerFolder(),
    env: { ...plainEnvironment(env), ...home, npm_config_loglevel: "error" },
    group: true,
  });
}

describe.each(NODES_TESTED)("on Node %s", (version) => {
  it("is really run by it, refuses and starts", async () => {
    const shown = await onNode(version, ["-p", "process.version"]).ended;
    expect(shown.stdout.trim()).toMatch(new RegExp(`^v${version}(\\.|$)`));
    const refused = await onNode(version, [BIN, "server", "--host", "0.0.0.0"]).ended;
    expect([refused.code, refused.stderr]).toEqual([78, expect.stringContaining("REFUSED")]);
    const running = onNode(version, [BIN, "server", "--port", String(await freePort())], SMALL);
    const url = await running.ready();
    expect((await ask(`${url}/health`)).status).toBe(200);
    await running.stop();
  });
});
