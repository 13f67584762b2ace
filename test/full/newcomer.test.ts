import { dirname } from "node:path";
import { expect, it } from "vitest";
import { commandFolder, freePort, makeFolder, SMALL } from "../support/guard.ts";
import { NETWORK } from "../support/index-network.ts";
import { firstRunLines, startByPasting } from "../support/newcomer.ts";
import { openShell } from "../support/shell.ts";
import { uvPath } from "../support/uv.ts";

it("somebody who has no MLflow either gets to a logged run by pasting what is printed", async () => {
  const cwd = makeFolder();
  const env = {
    ...SMALL,
    ...NETWORK,
    PATH: `${dirname(await uvPath())}:${commandFolder()}`,
    HOME: cwd,
    XDG_DATA_HOME: makeFolder(),
    MLFLOW_PORT: String(await freePort()),
  };
  const server = openShell(cwd, env);
  const first = "mlflow-guard server --host 0.0.0.0";
  // One line brings MLflow, makes the secrets and starts.
  const line =
    /^mlflow-guard install-mlflow && mlflow-guard init && mlflow-guard server .*0\.0\.0\.0$/;
  expect(await startByPasting(server, first)).toEqual([first, expect.stringMatching(line)]);
  const other = openShell(cwd, env);
  for (const printed of firstRunLines(server.screen())) {
    other.paste(printed);
    await other.see(/\n\$ $/, 60_000);
  }
  expect(other.screen()).toContain("View run ");
}, 600_000);
