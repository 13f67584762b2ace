import { describe, expect, it } from "vitest";
import type { Covered, ServerIntent, Setting } from "../../../src/intent/types.ts";
import { environmentAfter, unreadFiles } from "../../../src/policy/repair/paste-environment.ts";
import type { Repair } from "../../../src/policy/types.ts";
import { SECRET_KEY } from "../../../src/secrets/names.ts";
import { intentOf, type Scene } from "../../support/world.ts";

const FILE = `${SECRET_KEY}_FILE`;
const NAMED = { authority: "named", passed: new Set<string>() } as const;

/** A line of the env file. */
function line(value: string, name = SECRET_KEY): Setting {
  return { value, origin: { kind: "file", name, file: ".env", line: 1 } };
}

const EXPORTED: Setting = { value: "exported", origin: { kind: "env", name: SECRET_KEY } };

/** Read from the file that NAME_FILE names. */
const READ: Setting = { value: "read", origin: { kind: "file", name: FILE, file: "/run/key" } };

function intentWith(
  environment: readonly Setting[],
  beneath: readonly Covered[] = [],
  scene: Scene = {},
): ServerIntent {
  const keyed = (settings: readonly Setting[]) =>
    settings.map((one) => [one === READ ? SECRET_KEY : one.origin.name, one] as const);
  return {
    ...intentOf({ envFile: ".env", ...scene }).intent,
    environment: new Map(keyed(environment)),
    beneath: new Map(keyed(beneath)),
  };
}

describe("the variables behind a command", () => {
  const heardBy = (intent: ServerIntent, repair: Repair) => {
    const { environment, beneath } = environmentAfter(intent, repair, NAMED);
    return { now: environment, beneath: [...beneath.keys()] };
  };

  it.each<[string, ServerIntent, Repair, string | undefined]>([
    ["a line is not unset", intentWith([line("line")]), { unset: [SECRET_KEY] }, "line"],
    ["a line is blanked", intentWith([line("line")]), { blank: [SECRET_KEY] }, ""],
    ["an export is unset", intentWith([EXPORTED]), { unset: [SECRET_KEY] }, undefined],
    ["another is unset", intentWith([EXPORTED], [line("line")]), { unset: ["X"] }, "exported"],
    [
      "the file goes: the export that it covered is heard",
      intentWith([READ], [EXPORTED]),
      { blank: [FILE] },
      "exported",
    ],
    [
      "the file and the export go: the line is heard",
      intentWith([READ], [{ ...EXPORTED, under: line("line") }]),
      { blank: [FILE], unset: [SECRET_KEY] },
      "line",
    ],
    [
      "the file goes: a line that it covered is not unset",
      intentWith([READ], [line("line")]),
      { blank: [FILE], unset: [SECRET_KEY] },
      "line",
    ],
  ])("%s", (_what, intent, repair, value) => {
    const { now } = heardBy(intent, repair);
    expect(now.get(SECRET_KEY)?.value).toBe(value);
    expect(now.has(SECRET_KEY)).toBe(value !== undefined);
  });

  it("cover nothing any more once they are gone", () => {
    const intent = intentWith([EXPORTED], [line("line")]);
    expect(heardBy(intent, {}).beneath).toEqual([SECRET_KEY]);
    expect(heardBy(intent, { unset: [SECRET_KEY] }).beneath).toEqual([]);
  });

  it("that a command sets itself come from the environment, not from a file", () => {
    const { environment } = environmentAfter(
      intentWith([line("line")]),
      { blank: [SECRET_KEY], assign: { LANG: "C" } },
      NAMED,
    );
    expect([...environment].map(([name, { origin }]) => [name, origin])).toEqual([
      [SECRET_KEY, { kind: "env", name: SECRET_KEY }],
      ["LANG", { kind: "env", name: "LANG" }],
    ]);
  });
});

describe("a line of a found file that counts now", () => {
  const client = line("line", "OIDC_CLIENT_ID");
  const untaken = { OIDC_CLIENT_ID: "line", SECRET_KEY_FILE: "key" };
  const heard = (intent: ServerIntent) => environmentAfter(intent, {}, NAMED);

  it("is heard where nothing else sets the variable", () => {
    const { environment } = heard(intentWith([], [], { untaken }));
    expect(environment.get("OIDC_CLIENT_ID")?.value).toBe(client.value);
  });

  it("stays under what is exported, also empty", () => {
    const exported: Setting = { value: "", origin: { kind: "env", name: "OIDC_CLIENT_ID" } };
    const { environment, beneath } = heard(intentWith([exported], [], { untaken }));
    expect(environment.get("OIDC_CLIENT_ID")).toBe(exported);
    expect(beneath.get("OIDC_CLIENT_ID")?.value).toBe("line");
  });

  it("stays under a secret file of that variable", () => {
    const { environment } = heard(intentWith([READ], [line("told")]));
    expect(environment.get(SECRET_KEY)).toBe(READ);
  });

  it("names a secret file, also of a plugin, and is no variable of the server", () => {
    const { environment, beneath } = heard(intentWith([], [line("key", FILE)], { untaken }));
    expect([...environment.keys()]).toEqual(["OIDC_CLIENT_ID"]);
    expect([...beneath.keys()]).toEqual([FILE, "SECRET_KEY_FILE"]);
  });
});

describe("a secret file that nobody has read yet", () => {
  const named = line("key", FILE);
  const names = (after: ServerIntent, repair: Repair = {}, before = intentWith([EXPORTED])) =>
    unreadFiles(before, after, repair).map(({ origin }) => origin.name);

  it.each<[string, ServerIntent, readonly string[]]>([
    ["a line names it", intentWith([], [named]), [FILE]],
    ["an export is in its way", intentWith([EXPORTED], [named]), []],
    ["an empty export is not", intentWith([{ ...EXPORTED, value: "" }], [named]), [FILE]],
    ["a line of the same secret is not", intentWith([line("line")], [named]), [FILE]],
    ["the line is empty", intentWith([], [line("", FILE)]), []],
    ["the line is silenced", intentWith([line("", FILE)], [named]), []],
    ["a line that names no secret", intentWith([], [line("x", "A_FILE")]), []],
  ])("%s", (_what, after, expected) => {
    expect(names(after)).toEqual(expected);
  });

  it("was read before, or its line goes", () => {
    const after = intentWith([READ], [named]);
    expect(names(after, {}, after)).toEqual([]);
    expect(names(intentWith([], [named]), { rotate: [SECRET_KEY] })).toEqual([]);
    expect(names(intentWith([], [named]), { rotate: ["other"] })).toEqual([FILE]);
  });
});
