import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { ROUTES } from "../../../src/mlflow/login/proof-routes.ts";
import type { Asking } from "../../../src/watch/login/proof.ts";
import { Inquiry } from "../../../src/watch/login/prover.ts";
import type { Eye } from "../../../src/watch/sockets/observer.ts";

/** A server that answers everybody like this, and what it was asked for. */
async function serve(status: number) {
  const asked: string[] = [];
  const server = createServer(({ method, url, headers }, response) => {
    asked.push(`${method} ${url}`);
    expect(headers["user-agent"]).toMatch(/^mlflow-guard\b/);
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { asked, port: (server.address() as AddressInfo).port };
}

function inquiryAt(port: number, withLogin: boolean) {
  const login = { open: [], browsers: false, nativeRoutes: true, defaults: [], redirects: [] };
  const expected = {
    ...{ login: withLogin ? { ...login, admin: null } : null, hostsChecked: true },
    ...{ address: "127.0.0.1", otherAddresses: [], prefix: "", tls: false },
  };
  const asking: Asking = { expected, port, asked: () => {} };
  const violated = vi.fn();
  const warned = vi.fn();
  return { inquiry: new Inquiry(asking, {} as Eye, { violated, warned }), violated, warned };
}

describe("what is asked again while a server runs", () => {
  let now = 0;
  afterEach(() => {
    vi.restoreAllMocks();
  });
  const at = (seconds: number) => {
    now = seconds * 1000;
  };
  const clock = () => vi.spyOn(performance, "now").mockImplementation(() => now);

  it("is two routes every 30 seconds, other ones each time, until each had its turn", async () => {
    const { asked, port } = await serve(401);
    const { inquiry, violated, warned } = inquiryAt(port, true);
    clock();
    const rounds = Math.ceil(ROUTES.length / 2);
    for (let round = 1; round <= rounds; round++) {
      at(31 * round);
      await inquiry.repeat([]);
      expect(asked).toHaveLength(2 * round);
      at(31 * round + 29);
      await inquiry.repeat([]);
      expect(asked).toHaveLength(2 * round);
    }
    expect(new Set(asked)).toEqual(new Set(ROUTES.map(({ method, path }) => `${method} ${path}`)));
    expect([violated, warned].flatMap(({ mock }) => mock.calls)).toEqual([]);
  });

  it("ends a server that answers one of them without a login", async () => {
    const { port } = await serve(200);
    const { inquiry, violated } = inquiryAt(port, true);
    clock();
    at(31);
    await inquiry.repeat([]);
    expect(violated).toHaveBeenCalledOnce();
  });

  it("is nothing where no login was promised", async () => {
    const { asked, port } = await serve(200);
    const { inquiry } = inquiryAt(port, false);
    clock();
    at(31);
    await inquiry.repeat([]);
    expect(asked).toEqual([]);
  });
});
