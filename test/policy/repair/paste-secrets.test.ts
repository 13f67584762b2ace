import { describe, expect, it } from "vitest";
import type { SecretFact } from "../../../src/facts/types.ts";
import { defaultAuthConfig } from "../../../src/intent/auth-config.ts";
import { paste } from "../../../src/policy/repair/paste.ts";
import type { Repair } from "../../../src/policy/types.ts";
import {
  ADMIN_PASSWORD,
  ADMIN_USERNAME,
  OIDC_SECRET_KEY,
  SECRET_KEY,
} from "../../../src/secrets/names.ts";
import { OIDC, type Scene, secretFact, worldOf } from "../../support/world.ts";

const FILE = `${SECRET_KEY}_FILE`;
const LINE = { kind: "file", name: SECRET_KEY, file: ".env", line: 1 } as const;
const CONFIG = { kind: "env", name: "MLFLOW_AUTH_CONFIG_PATH" } as const;
const UNREAD = ["it was not looked at"];

function factsAfter(scene: Scene, repair: Repair) {
  return paste(worldOf(scene), repair).facts;
}

const weaknessOf = (fact: SecretFact | null) => fact?.grade.weak ?? null;

describe("the secret key of a pasted command", () => {
  const weak = secretFact(SECRET_KEY, { weak: ["short"], origin: LINE });
  const ofLine = { lines: { [SECRET_KEY]: "x" }, envFile: ".env", facts: { secretKey: weak } };
  const exported = { env: { [SECRET_KEY]: "x" }, facts: { secretKey: secretFact(SECRET_KEY) } };
  const file = { beneath: { [FILE]: "key" }, envFile: ".env" };

  it.each<[string, Scene, Repair, readonly string[] | null]>([
    [
      "an export that is empty stays in the way of init",
      { env: { [SECRET_KEY]: "" } },
      { init: true },
      null,
    ],
    [
      "a line that is empty does not",
      { ...ofLine, lines: { [SECRET_KEY]: "" }, facts: {} },
      { init: true },
      [],
    ],
    ["a line is rotated", ofLine, { rotate: [SECRET_KEY] }, []],
    ["a file that nobody has read is rotated", file, { rotate: [SECRET_KEY] }, []],
    ["another one is rotated", ofLine, { rotate: [ADMIN_PASSWORD] }, ["short"]],
    [
      "a file that nobody has read is named",
      { ...exported, ...file },
      { unset: [SECRET_KEY] },
      UNREAD,
    ],
    ["and silenced", { ...exported, ...file }, { unset: [SECRET_KEY], blank: [FILE] }, null],
  ])("%s", (_what, scene, repair, weakness) => {
    expect(weaknessOf(factsAfter(scene, repair).secretKey)).toEqual(weakness);
  });

  it("that init writes is strong, not published, and comes from a file", () => {
    const { secretKey } = factsAfter({}, { init: true });
    expect(secretKey).toMatchObject({
      origin: { kind: "file", name: SECRET_KEY },
      grade: { weak: [], published: false },
    });
    expect(secretKey?.secret.reveal()).not.toBe("");
  });

  it("is not replaced by a rotation while a secret file of the environment names it", () => {
    const origin = { kind: "file", name: FILE, file: "/run/key" } as const;
    const world = worldOf({ facts: { secretKey: { ...weak, origin } } });
    const environment = new Map([[SECRET_KEY, { value: "x", origin }]]);
    const named = { ...world, intent: { ...world.intent, environment } };
    expect(weaknessOf(paste(named, { rotate: [SECRET_KEY] }).facts.secretKey)).toEqual(["short"]);
  });

  it("is the one that was weighed under the export, of the same name", () => {
    const coveredSecrets = [
      secretFact(ADMIN_PASSWORD, { weak: ["other"] }),
      secretFact(SECRET_KEY, { weak: ["covered"], origin: LINE }),
    ];
    const scene = {
      ...{ env: { [SECRET_KEY]: "x" }, beneath: { [SECRET_KEY]: "y" }, envFile: ".env" },
      facts: { coveredSecrets },
    };
    expect(weaknessOf(factsAfter(scene, { unset: [SECRET_KEY] }).secretKey)).toEqual(["covered"]);
  });
});

describe("a secret that git has seen", () => {
  const lines = [ADMIN_PASSWORD, SECRET_KEY].map((name) => ({ name, line: 1 }));
  const seen = (tracked: typeof lines): Scene => ({
    ...({ found: true, envFile: ".env", beneath: { [SECRET_KEY]: "told" } } as const),
    facts: {
      trackedSecrets: { certain: true, lines: tracked },
      coveredSecrets: [secretFact(SECRET_KEY, { origin: LINE })],
    },
  });

  it.each<[string, Scene, Repair, readonly string[]]>([
    ["is not trusted once its file is out of git", seen(lines), { untrack: [".env"] }, UNREAD],
    ["is taken where its file is named", seen(lines), { set: { "guard-env-file": ".env" } }, []],
    ["is not the one beside it", seen(lines.slice(0, 1)), { untrack: [".env"] }, []],
  ])("%s", (_what, scene, repair, weakness) => {
    expect(weaknessOf(factsAfter(scene, repair).secretKey)).toEqual(weakness);
  });
});

describe("the key of a plugin", () => {
  const without = { ...OIDC, facts: { ...OIDC.facts, secretKey: null }, env: {} };

  it("is of no use to MLflow's own login", () => {
    expect(factsAfter(OIDC, {}).secretKey?.name).toBe(OIDC_SECRET_KEY);
    expect(factsAfter(OIDC, { set: { "app-name": "basic-auth" } }).secretKey).toBeNull();
  });

  it("is made by its own step and not by init", () => {
    expect(factsAfter(without, { keyFile: OIDC_SECRET_KEY }).secretKey?.grade.weak).toEqual([]);
    expect(factsAfter(without, { init: true }).secretKey).toBeNull();
    expect(factsAfter({}, { keyFile: OIDC_SECRET_KEY }).secretKey).toBeNull();
  });
});

describe("the admin's password of a pasted command", () => {
  const values = new Map([["admin_password", "of the config"]]);
  const authConfig = { ...defaultAuthConfig(), origin: CONFIG, values };
  const ofConfig = secretFact(ADMIN_PASSWORD, { weak: ["short"], origin: CONFIG });
  const configured = {
    env: { [CONFIG.name]: "auth.ini" },
    facts: { authConfig, adminPassword: ofConfig },
  };
  const exported = {
    env: { ...configured.env, [ADMIN_PASSWORD]: "x" },
    facts: { authConfig, adminPassword: secretFact(ADMIN_PASSWORD, { weak: ["typed"] }) },
  };

  it.each<[string, Scene, Repair, readonly string[] | null]>([
    ["the config's", configured, {}, ["short"]],
    ["none without the config", configured, { blank: [CONFIG.name] }, null],
    ["a new one wins over the config", configured, { init: true }, []],
    ["the exported one", exported, {}, ["typed"]],
    ["the config's, which nobody has weighed", exported, { unset: [ADMIN_PASSWORD] }, UNREAD],
  ])("%s", (_what, scene, repair, weakness) => {
    expect(weaknessOf(factsAfter(scene, repair).adminPassword)).toEqual(weakness);
  });

  it("names the config where it is the config's", () => {
    const { adminPassword } = factsAfter(exported, { unset: [ADMIN_PASSWORD] });
    expect(adminPassword).toMatchObject({
      origin: CONFIG,
      grade: { weak: UNREAD, published: false },
    });
    expect(adminPassword?.secret.reveal()).toBe("of the config");
  });
});

describe("the admin's name of a pasted command", () => {
  const facts = { adminUsername: "root" };

  it.each<[string, Scene, Repair, string]>([
    ["of the config", { facts }, {}, "root"],
    ["that init writes", { facts }, { init: true }, "admin"],
    ["of the variable", { facts, env: { [ADMIN_USERNAME]: "ada" } }, { init: true }, "ada"],
  ])("%s", (_what, scene, repair, name) => {
    expect(factsAfter(scene, repair).adminUsername).toBe(name);
  });
});

describe("secret files that cannot be used", () => {
  const unusable = (name: string, kind: "env" | "file") => ({
    origin: kind === "env" ? { kind, name } : { ...LINE, name },
    ...{ what: "is empty", fix: "" },
  });
  const names = (repair: Repair, scene: Scene) =>
    factsAfter(scene, repair).unusableFiles.map(({ origin }) => origin.name);

  it.each<[string, Repair, "env" | "file", readonly string[]]>([
    ["stay", {}, "file", [FILE]],
    ["go with a rotation of a line", { rotate: [ADMIN_PASSWORD, SECRET_KEY] }, "file", []],
    ["stay with one of another secret", { rotate: [ADMIN_PASSWORD] }, "file", [FILE]],
    ["stay where the environment names them", { rotate: [SECRET_KEY] }, "env", [FILE]],
    ["go with their variable", { unset: [FILE] }, "env", []],
  ])("%s", (_what, repair, kind, expected) => {
    expect(names(repair, { facts: { unusableFiles: [unusable(FILE, kind)] } })).toEqual(expected);
  });

  it("are told with those that nobody has read", () => {
    const other = unusable(`${ADMIN_PASSWORD}_FILE`, "env");
    const scene = {
      ...{ env: { [SECRET_KEY]: "x" }, beneath: { [FILE]: "key" }, envFile: ".env" },
      facts: { unusableFiles: [other] },
    };
    expect(factsAfter(scene, { unset: [SECRET_KEY] }).unusableFiles).toEqual([
      other,
      { origin: { ...LINE, name: FILE }, what: "nobody has read it", fix: "" },
    ]);
  });
});
