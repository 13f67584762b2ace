import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { levelOf, widest } from "../../src/net/address-class.ts";
import { readBindHost } from "../../src/net/bind-host.ts";
import { decisionOf } from "../support/world.ts";

interface HostCase {
  readonly input: string;
  readonly environment: string | null;
  readonly worst: "any" | "loopback only" | "non-loopback" | "unix socket only" | "fails";
  readonly group: string;
  readonly uvicorn: Measured;
  readonly uvicorn_one_worker: Measured;
  readonly gunicorn: Measured;
}

interface Measured {
  readonly binds: readonly string[] | null;
}

const corpus: { hosts_file: Record<string, string[]>; cases: HostCase[] } = JSON.parse(
  readFileSync(new URL("../fixtures/corpus/hosts.json", import.meta.url), "utf8"),
);
const hosts = Object.fromEntries(
  Object.entries(corpus.hosts_file).map(([name, addresses]) => [name.toLowerCase(), addresses]),
);

/** MLflow is handed 127.0.0.1 for it, so no hosts file can move it. */
const isTable = (input: string) => input.toLowerCase() === "localhost";

/** The hosts file of the measurement; under another one, what was bound there tells what the name stood for. */
function resolverOf({
  input,
  environment,
  ...measured
}: HostCase): Record<string, readonly string[]> {
  if (environment === null) return hosts;
  const servers = [measured.uvicorn, measured.uvicorn_one_worker, measured.gunicorn];
  const bound = servers
    .flatMap(({ binds }) => binds ?? [])
    .map((address) => address.replace(/[[\]]/g, ""));
  return { [input.toLowerCase()]: bound };
}

function decide(one: HostCase) {
  return decisionOf({ words: [`--host=${one.input}`], hosts: resolverOf(one) });
}

describe("the measured host strings", () => {
  it.each(
    corpus.cases.filter(({ worst, input }) => worst !== "loopback only" && !isTable(input)),
  )("never takes $input for loopback ($group)", (one) => {
    expect(decide(one).exposure.level).not.toBe("loopback");
  });

  it.each(
    corpus.cases.filter(({ input }) => readBindHost(input).kind === "not-understood"),
  )("refuses the spelling $input", (one) => {
    expect(decide(one).findings.map(({ id }) => id)).toContain("bind-not-understood");
  });

  it.each(
    corpus.cases.filter(
      ({ input, environment }) =>
        environment === null && readBindHost(input).kind !== "not-understood",
    ),
  )("classes the plain $input as it was measured: $worst", (one) => {
    const { input, worst } = one;
    const addresses = hosts[input.toLowerCase()] ?? [];
    const level = decide(one).exposure.level;
    if (worst === "loopback only") expect(["loopback", isName(input, addresses)]).toContain(level);
    if (worst === "any" || worst === "non-loopback") expect(level).not.toBe("loopback");
    if (addresses.length > 0 && !isTable(input)) expect(level).toBe(widest(addresses.map(levelOf)));
  });

  it("knows plain spellings of every class", () => {
    const kinds = corpus.cases.map(({ input }) => readBindHost(input).kind);
    expect(kinds.filter((kind) => kind === "literal").length).toBeGreaterThan(15);
    expect(kinds.filter((kind) => kind === "name").length).toBeGreaterThan(25);
    expect(kinds.filter((kind) => kind === "not-understood").length).toBeGreaterThan(150);
  });
});

/** A name of the test network's DNS, which this resolver does not have, does not resolve: public. */
function isName(input: string, addresses: readonly string[]): string {
  return readBindHost(input).kind === "name" && addresses.length === 0 ? "public" : "loopback";
}
