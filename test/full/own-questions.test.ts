import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { freePort, runGuard, SMALL, startGuard, whenFinished } from "../support/guard.ts";
import { LOGIN } from "../support/stand-in.ts";
import { makeServerFolder } from "../support/store.ts";

/** Somebody who notes who asks. */
async function noting(): Promise<{ url: string; agents: (string | undefined)[] }> {
  const agents: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    agents.push(request.headers["user-agent"]);
    response.writeHead(401).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  whenFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, agents };
}

it("the first screen of an exposed server has no attack and no warning that is the launcher's doing", async () => {
  const port = await freePort();
  const words = ["server", "--host", "::", "--port", String(port)];
  const names = ["--allowed-hosts", "[fd00::77],*.wild.example"];
  const guard = startGuard([...words, ...names], {
    env: { ...SMALL, ...LOGIN },
    cwd: makeServerFolder(),
  });
  await guard.ready();
  // Of an address of this machine, as flask-cors took it for a set of characters.
  const origin = "http://d.evil.example";
  const { headers } = await fetch(`http://[::1]:${port}/health`, { headers: { origin } });
  expect(headers.get("access-control-allow-origin")).toBeNull();
  const { stderr, stdout } = await guard.stop();
  const screen = stdout + stderr;
  const rejected = [...screen.matchAll(/invalid Host header: (\S+)/gi)].map(([, host]) => host);
  expect(rejected.length).toBeGreaterThan(0);
  expect(rejected.filter((host) => !host?.endsWith("host-check.invalid"))).toEqual([]);
  expect(screen).not.toMatch(/FutureWarning|nested set|SyntaxWarning/);
});

it("each question of a command says who asks", async () => {
  const { url, agents } = await noting();
  await runGuard(["healthcheck", "--url", url]);
  await runGuard(["user", "list", "--url", url], { env: LOGIN });
  expect(agents.length).toBeGreaterThan(1);
  expect(agents.filter((agent) => !agent?.startsWith("mlflow-guard "))).toEqual([]);
});
