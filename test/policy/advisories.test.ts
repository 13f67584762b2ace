import { describe, expect, it } from "vitest";
import { advisoriesFor, fixedVersionNote } from "../../src/policy/advisories.ts";
import { isForwardedHere } from "../../src/policy/exposure/exposure.ts";
import { decisionOf, type Scene, STRONG, worldOf } from "../support/world.ts";

const EXPOSED = ["--host", "0.0.0.0"];

function idsOf(version: string, scene: Scene): string[] {
  return advisoriesFor(worldOf(scene), version).map(({ id }) => id);
}

describe("who is forwarded here", () => {
  it.each<[string, readonly string[], Scene, boolean]>([
    ["nobody on loopback", [], {}, false],
    ["nobody where others connect by themselves", ["--host", "0.0.0.0"], {}, false],
    ["strangers, by a name that is not local", ["--allowed-hosts", "ml.example"], {}, true],
    ["strangers, by a proxy", ["--guard-behind-proxy", "https://ml.example"], {}, true],
  ])("%s", (_what, words, scene, expected) => {
    expect(isForwardedHere(decisionOf({ ...scene, words }).exposure)).toBe(expected);
  });
});

describe("what the launcher closes", () => {
  it.each([
    ["lists that are strict", [], false],
    ["a name of one's own", ["--allowed-hosts", "ml.example,*.ml.example"], false],
    ["a pattern", ["--allowed-hosts", "ml.example,10.*"], true],
    ["everybody", ["--allowed-hosts", "*"], true],
    ["no checks", ["--disable-security-middleware"], true],
  ])("is a Host header, with %s", (_what, words, left) => {
    const found = idsOf("3.17.2", { words: [...EXPOSED, ...words], facts: STRONG });
    expect(found).toEqual(left ? ["GHSA-98p3-crmr-mxcx", "no-id/host-patterns"] : []);
  });

  it("is no Host header before MLflow looks at it", () => {
    expect(idsOf("3.4.0", {})).toEqual(["CVE-2025-14279"]);
    expect(idsOf("3.5.0", {})).toEqual([]);
  });

  it.each([
    ["nobody is believed", EXPOSED, STRONG, false],
    [
      "a proxy is named",
      [...EXPOSED, "--uvicorn-opts", "--forwarded-allow-ips 10.0.0.7"],
      STRONG,
      true,
    ],
    ["another option is given", [...EXPOSED, "--uvicorn-opts", "--no-access-log"], STRONG, false],
    [
      "the variable is handed on",
      [...EXPOSED, "--guard-pass-env", "FORWARDED_ALLOW_IPS"],
      STRONG,
      true,
    ],
    [
      "uvicorn's variable is",
      [...EXPOSED, "--guard-pass-env", "UVICORN_FORWARDED_ALLOW_IPS"],
      STRONG,
      true,
    ],
    ["another variable is", [...EXPOSED, "--guard-pass-env", "TERM"], STRONG, false],
    ["others arrive from here", ["--allowed-hosts", "ml.example"], STRONG, true],
  ])("is a forged forwarding header, where %s", (_what, words, facts, left) => {
    const found = idsOf("3.17.2", { words, facts });
    expect(found).toEqual(left ? ["GHSA-7xcw-g7v8-rq26"] : []);
  });

  it("is what the version gate says, where basic-auth runs", () => {
    const gated = ["CVE-2026-48710", "CVE-2026-2652", "CVE-2026-0545"];
    const has = (scene: Scene) => {
      const found = idsOf("3.9.0", scene);
      return gated.map((id) => found.includes(id));
    };
    expect(has({ words: EXPOSED, facts: STRONG })).toEqual([false, false, false]);
    expect(has({ words: EXPOSED })).toEqual([true, true, true]);
    expect(has({ words: [...EXPOSED, "--app-name", "mine"] })).toEqual([true, true, true]);
  });

  it("is a default password and a bad prefix, by rules of their own", () => {
    const words = [...EXPOSED, "--static-prefix", "/static"];
    const found = idsOf("2.4.0", { words, facts: STRONG });
    for (const id of ["CVE-2026-2635", "CVE-2025-11200", "no-id/static-prefix"])
      expect(found).not.toContain(id);
  });

  it("is not what any account can do", () => {
    expect(idsOf("3.16.1", { words: EXPOSED, facts: STRONG })).toEqual([
      "CVE-2026-118624",
      "CVE-2026-116692",
      "CVE-2026-115886",
      "CVE-2026-71211",
      "CVE-2026-3198",
      "CVE-2024-1560",
    ]);
  });
});

describe("on loopback", () => {
  it.each([
    ["3.17.2", []],
    ["3.10.0", []],
    ["3.9.0", ["CVE-2026-2611"]],
    ["3.8.1", []],
    ["2.2.0", ["CVE-2025-14279"]],
  ])("only a web page counts, with %s", (version, ids) => {
    expect(idsOf(version, {})).toEqual(ids);
  });
});

describe("the version that is without it", () => {
  const at = (below: string | null, id = "CVE-1") => ({ id, below });

  it.each([
    [[at("3.9.0"), at("3.10.0"), at("3.2.0")], "MLflow 3.10.0 is the first without it"],
    [[at("3.18.0")], "MLflow 3.18.0 is the first without it"],
    [[at(null)], "no version without it is known"],
    [
      [at(null, "CVE-2"), at("3.1.0"), at(null, "CVE-3")],
      "MLflow 3.1.0 is the first without it, but for CVE-2, CVE-3 no such version is known",
    ],
  ])("of %j", (advisories, note) => {
    expect(fixedVersionNote(advisories)).toBe(note);
  });
});
