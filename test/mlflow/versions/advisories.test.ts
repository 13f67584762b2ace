import { describe, expect, it } from "vitest";
import { ADVISORIES, ADVISORIES_READ } from "../../../src/mlflow/versions/advisories.ts";
import { atLeast, inRange, isVersion } from "../../../src/mlflow/versions/versions.ts";

const ID = /^(?:CVE-20\d\d-\d{4,}|GHSA(?:-[0-9a-z]{4}){3}|PYSEC-20\d\d-\d+|no-id\/[a-z-]+)$/;

function idsOf(version: string): string[] {
  return ADVISORIES.filter((advisory) => inRange(version, advisory)).map(({ id }) => id);
}

describe("the table of advisories", () => {
  it.each(ADVISORIES)("is well formed: $id", (advisory) => {
    const { id, aliases, from, below, what, source } = advisory;
    expect([id, ...aliases].filter((one) => !ID.test(one))).toEqual([]);
    expect(from === "0" || isVersion(from)).toBe(true);
    expect(below === null || (isVersion(below) && !atLeast(from, below))).toBe(true);
    expect(what).toMatch(/^[a-z][\x20-\x7e]{10,90}$/);
    expect(URL.canParse(source) && source.startsWith("https://")).toBe(true);
  });

  it("has each range once, and no id as an alias of another", () => {
    const ranges = ADVISORIES.map(({ id, from }) => `${id} ${from}`);
    expect(new Set(ranges).size).toBe(ranges.length);
    const ids = new Set(ADVISORIES.map(({ id }) => id));
    expect(ADVISORIES.flatMap(({ aliases }) => aliases).filter((one) => ids.has(one))).toEqual([]);
  });

  it("is dated, and begins with the newest", () => {
    expect(ADVISORIES_READ).toBe("2026-11-28");
    const years = ADVISORIES.map(({ id }) => /^CVE-(\d+)/.exec(id)?.[1]).filter(Boolean);
    expect(years).toEqual([...years].sort().reverse());
  });

  it.each([
    ["CVE-2026-2635", "2.3.2", "2.4.0", "3.16.0", "3.16.1"],
    ["CVE-2026-2652", "3.3.0", "3.4.0", "3.9.0", "3.10.0"],
    ["CVE-2026-0545", "3.4.0", "3.5.0", "3.9.0", "3.10.0"],
    ["CVE-2026-48710", "3.8.1", "3.9.0", "3.13.0", "3.14.0"],
    ["CVE-2026-2611", "3.8.1", "3.9.0", "3.9.0", "3.10.0"],
    ["CVE-2026-8147", "2.13.2", "2.14.0", "3.13.0", "3.14.0"],
    ["CVE-2025-15381", "2.13.2", "2.14.0", "3.13.0", "3.14.0"],
    ["CVE-2026-3198", "3.8.1", "3.9.0", "3.9.0", "3.17.2"],
    ["CVE-2026-64849", "3.9.0", "3.10.0", "3.14.0", "3.15.0"],
    ["CVE-2026-116692", "3.11.1", "3.12.0", "3.16.1", "3.17.0"],
    ["CVE-2026-115886", "3.11.1", "3.12.0", "3.16.1", "3.17.0"],
    ["CVE-2026-2393", "3.2.0", "3.3.0", "3.8.1", "3.9.0"],
    ["CVE-2026-118624", "3.4.0", "3.5.0", "3.16.1", "3.17.0"],
    ["CVE-2026-118626", "3.10.1", "3.11.0", "3.15.2", "3.16.0"],
    ["CVE-2025-1473", "2.16.2", "2.17.0", "2.20.1", "2.20.2"],
    ["CVE-2024-1560", "2.9.1", "2.9.2", "2.9.2", "3.17.2"],
    ["CVE-2025-11201", "2.22.4", "3.0.0rc1", "3.0.0rc3", "3.0.0"],
    ["GHSA-7xcw-g7v8-rq26", "3.8.1", "3.9.0", "3.17.2", "3.18.0"],
    ["GHSA-98p3-crmr-mxcx", "3.7.0", "3.8.0", "3.17.2", "3.18.0"],
    ["no-id/host-patterns", "3.4.0", "3.5.0", "3.17.2", "3.18.0"],
  ])("knows where %s begins and ends", (id, before, first, last, fixed) => {
    const affected = [before, first, last, fixed].map((version) => idsOf(version).includes(id));
    expect(affected).toEqual([false, true, true, false]);
  });

  it.each([
    ["CVE-2026-33866", "3.10.1", "3.11.0"],
    ["CVE-2026-2651", "3.10.1", "3.11.0rc1"],
    ["CVE-2026-2614", "3.9.0", "3.10.0"],
    ["CVE-2026-71211", "3.16.1", "3.17.0"],
    ["CVE-2026-118625", "3.15.2", "3.16.0"],
    ["CVE-2025-14297", "3.7.0", "3.8.0"],
    ["CVE-2025-14279", "3.4.0", "3.5.0"],
    ["CVE-2025-11201", "2.22.3", "2.22.4"],
    ["CVE-2025-11200", "2.21.0", "2.22.0"],
    ["CVE-2025-1474", "2.21.0", "2.22.0"],
    ["GHSA-wxj7-3fx5-pp9m", "2.22.1", "2.22.2"],
    ["CVE-2024-4263", "2.10.0", "2.10.1"],
    ["CVE-2023-6909", "2.9.1", "2.9.2"],
    ["CVE-2023-6831", "2.9.1", "2.9.2"],
    ["GHSA-4qq5-mxxx-m6gg", "2.7.1", "2.8.0"],
    ["CVE-2023-2780", "2.3.0", "2.3.1"],
    ["CVE-2023-2356", "2.3.0", "2.3.1"],
    ["CVE-2023-1176", "2.2.1", "2.2.2"],
    ["CVE-2023-1177", "2.2.0", "2.2.1"],
    ["no-id/static-prefix", "3.17.2", "3.18.0"],
  ])("knows where %s ends", (id, last, fixed) => {
    expect([last, fixed].map((version) => idsOf(version).includes(id))).toEqual([true, false]);
  });

  it("knows nothing of the newest version", () => {
    expect(idsOf("3.18.0")).toEqual([]);
  });
});
