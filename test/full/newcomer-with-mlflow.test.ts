import { expect, it } from "vitest";
import { commandFolder, freePort, makeFolder, SMALL } from "../support/guard.ts";
import { ask, EXPERIMENTS } from "../support/http.ts";
import { firstRunLines, startByPasting } from "../support/newcomer.ts";
import { openShell } from "../support/shell.ts";

it("somebody who pastes what is printed, and nothing else, gets to a logged run with a login", async () => {
  const cwd = makeFolder();
  const port = await freePort();
  const env = { ...SMALL, PATH: commandFolder(), HOME: cwd, MLFLOW_PORT: String(port) };
  const server = openShell(cwd, env);
  const pasted = await startByPasting(server, "mlflow-guard server --host 0.0.0.0");
  expect(pasted).toHaveLength(2);
  const lines = firstRunLines(server.screen());
  expect(lines.length).toBeGreaterThan(3);

  const other = openShell(cwd, env);
  for (const line of lines) {
    other.paste(line);
    await other.see(/\n\$ $/, 60_000);
  }
  expect(other.screen()).toContain("View run ");
  expect((await ask(`http://127.0.0.1:${port}${EXPERIMENTS}`)).status).toBe(401);

  server.interrupt();
  await server.see(/\n\$ $/);
});
