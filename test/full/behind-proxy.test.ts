import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import { freePort, SMALL, startGuard, waitFor } from "../support/guard.ts";
import { ask, EXPERIMENTS } from "../support/http.ts";
import { makeServerFolder } from "../support/store.ts";

/** A proxy of which only the answer to strangers matters. */
async function proxyThatAnswers(status: number) {
  const port = await freePort();
  const server = createServer((_request, response) => response.writeHead(status).end());
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${port}`, server };
}

describe("--guard-behind-proxy", () => {
  it.each([
    ["is believed when the proxy asks", 401, false],
    ["is doubted aloud when the proxy lets strangers in", 200, true],
  ])("%s", async (_what, status, warned) => {
    const { url, server } = await proxyThatAnswers(status);
    const words = [
      "server",
      "--port",
      String(await freePort()),
      "--allowed-hosts",
      "mlflow.example",
    ];
    const guard = startGuard([...words, "--guard-behind-proxy", url], {
      cwd: makeServerFolder(),
      env: SMALL,
    });
    const local = await guard.ready();
    const headers = { host: "mlflow.example" };
    expect((await ask(`${local}${EXPERIMENTS}`, { headers })).status).toBe(200);
    expect(guard.stderr()).toContain("claimed, not verified");
    const said = () => guard.stderr().replace(/\s+/g, " ");
    if (warned)
      await waitFor(() => said().includes("answered 200 to a request without a password"));
    await guard.stop();
    expect(said().includes("warning: the proxy")).toBe(warned);
    server.close();
  });
});
