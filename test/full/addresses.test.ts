import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { canonicalAddress } from "../../src/net/address.ts";
import { type Level, levelOf, widest } from "../../src/net/address-class.ts";
import { readBindHost } from "../../src/net/bind-host.ts";
import { type Bound, bindAll, WAYS } from "../support/bind-oracle.ts";
import { HOST_NAMES, makeNetwork, type Network, networkMissing } from "../support/network.ts";
import { spellings } from "../support/spellings.ts";

const WANTED = 20_000;
const LEVELS: readonly Level[] = ["loopback", "private", "public"];

/** As the launcher classes a bind address; a name by what it resolves to. */
function levelHere(text: string, { resolved }: Bound): Level {
  const read = readBindHost(text);
  if (read.kind === "literal") return levelOf(read.address);
  return read.kind === "name" ? widest(resolved.map(levelOf)) : "public";
}

function boundLevels({ by }: Bound): Level[] {
  return WAYS.flatMap((way) => by[way].map(([, level]) => level));
}

const missing = networkMissing();
let network: Network | null = null;

describe("random spellings of addresses", () => {
  beforeAll(async () => {
    if (missing === null) network = await makeNetwork("spellings");
  });

  afterAll(() => network?.remove());

  it(`are never classed narrower than what any server binds: ${WANTED} spellings`, async () => {
    const seed = Date.now() % 2 ** 31;
    const names = network ? HOST_NAMES : ["localhost"];
    const sample = fc.sample(spellings(names), { numRuns: 2 * WANTED, seed });
    const spelled = [...new Set(sample)].filter((text) => !text.includes("\0"));
    expect(spelled.length).toBeGreaterThanOrEqual(WANTED);
    const bound = await bindAll(network, spelled);

    const cases = spelled.map((text, at) => {
      const one = bound[at] as Bound;
      const levels = boundLevels(one);
      return {
        text,
        kind: readBindHost(text).kind,
        here: levelHere(text, one),
        bound: levels.length > 0 ? widest(levels) : null,
        by: one.by,
      };
    });
    const rank = (level: Level | null) => (level === null ? -1 : LEVELS.indexOf(level));
    const narrower = cases.filter((one) => rank(one.here) < rank(one.bound));
    const elsewhere = cases.filter(
      ({ kind, text, by }) =>
        kind === "literal" &&
        text.toLowerCase() !== "localhost" &&
        [...by.socket, ...by.asyncio].some(([address]) => canonicalAddress(address) !== text),
    );

    const count = (test: (one: (typeof cases)[number]) => boolean) => cases.filter(test).length;
    const table = ["literal", "name", "not-understood"].map(
      (kind) =>
        `${kind}: ` +
        [...LEVELS, null]
          .map((level) => `${count((one) => one.kind === kind && one.bound === level)} ${level}`)
          .join(", "),
    );
    console.log(
      `${spelled.length} spellings (seed ${seed}${missing ? `, no network: ${missing}` : ""}); bound at most\n  ` +
        `${table.join("\n  ")}\n  ${narrower.length} classed narrower`,
    );

    expect(narrower.slice(0, 5), `seed ${seed}`).toEqual([]);
    expect(elsewhere.slice(0, 5), `seed ${seed}`).toEqual([]);
    expect(count(({ kind }) => kind !== "not-understood")).toBeGreaterThan(WANTED / 20);
    // Odd spellings that bind beyond loopback are what the test is about.
    const odd = count(({ kind, bound }) => kind === "not-understood" && rank(bound) > 0);
    expect(odd).toBeGreaterThan(network ? WANTED / 10 : WANTED / 200);
    for (const level of LEVELS)
      expect(count(({ here }) => here === level)).toBeGreaterThan(network ? 100 : 10);
  });
});
