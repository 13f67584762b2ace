import { describe, expect, it } from "vitest";
import type { FileStore } from "../../src/facts/stores/file-store.ts";
import type { Facts, OpenStore, StoredAccounts } from "../../src/facts/types.ts";
import { type AuthConfig, defaultAuthConfig } from "../../src/intent/auth-config.ts";
import { paste } from "../../src/policy/repair/paste.ts";
import type { LineEdit, Repair } from "../../src/policy/types.ts";
import { SECRET_KEY } from "../../src/secrets/names.ts";
import { Secret } from "../../src/secrets/secret.ts";
import { changeable, opening } from "../support/openings.ts";
import { ARTIFACTS, CWD, MLFLOW, type Scene, worldOf } from "../support/world.ts";

const CONFIG = "MLFLOW_AUTH_CONFIG_PATH";
const ORIGIN = { kind: "env", name: CONFIG } as const;
const FOUND = { found: true, envFile: ".env" } as const;
const NAMING = { set: { "guard-env-file": ".env" } };

function factsAfter(scene: Scene, repair: Repair): Facts {
  return paste(worldOf(scene), repair).facts;
}

describe("the words of a pasted command", () => {
  const whatIsWrong = (scene: Scene, repair: Repair) =>
    paste(worldOf(scene), repair).problems.map(({ what }) => what);

  it("are wrong by themselves, or for the MLflow of the command", () => {
    expect(whatIsWrong({ words: ["--guard-tls-cert", "c.pem"] }, {})).toEqual([
      "--guard-tls-cert is given without its other half",
    ]);
    const old = { ...MLFLOW, version: "2.9.0" };
    const scene = { words: ["--allowed-hosts", "localhost"], facts: { mlflow: old } };
    expect(whatIsWrong(scene, {})).toEqual([
      "MLflow 2.9.0 (/opt/mlflow/bin/mlflow) has no --allowed-hosts",
    ]);
    expect(whatIsWrong(scene, { managed: true })).toEqual([]);
    expect(whatIsWrong(scene, { drop: ["allowed-hosts"] })).toEqual([]);
  });

  it("admit more of an env file only where it is named, also by a variable", () => {
    const untaken = { PYTHONPATH: "src" };
    const repair = { passEnv: ["PYTHONPATH"] };
    const hears = (scene: Scene) =>
      paste(worldOf(scene), repair).intent.environment.has("PYTHONPATH");
    expect(hears({ ...FOUND, untaken })).toBe(false);
    const env = { MLFLOW_GUARD_ENV_FILE: ".env" };
    expect(hears({ env, envFile: ".env", untaken })).toBe(true);
  });
});

describe("what a pasted command closes or leaves", () => {
  const fileStore = (option: FileStore["option"]): FileStore => ({
    ...{ option, folder: "mlruns", experiments: true, target: "sqlite:///new.db" },
    ...{ both: false, is: "folder", here: null },
    origin: { kind: "default", name: `--${option}` },
  });
  const openStore = (file: string): OpenStore => ({
    ...{ file, mode: 0o666, written: true, accounts: false },
  });
  const facts: Partial<Facts> = {
    fileStores: [fileStore("backend-store-uri"), fileStore("registry-store-uri")],
    openStores: [openStore("a.db"), openStore("b.db")],
    files: ["a.txt", "b.txt"].map((file) => ({ file, othersRead: true })),
  };

  it.each<[string, Repair, { stores?: string[]; open?: string[]; files?: string[] }]>([
    ["nothing", {}, {}],
    [
      "a store that moves",
      { set: { "backend-store-uri": "sqlite:///new.db" } },
      { stores: ["registry-store-uri"] },
    ],
    ["others at a store", { closeToOthers: ["a.db"] }, { open: ["b.db"] }],
    ["everybody at a store", { chmod: ["b.db"] }, { open: ["a.db"] }],
    ["everybody at a secret", { chmod: ["a.txt"] }, { files: ["b.txt"] }],
    ["others at a secret", { closeToOthers: ["b.txt"] }, { files: ["a.txt"] }],
  ])("%s", (_what, repair, left) => {
    const { fileStores, openStores, files } = factsAfter({ facts }, repair);
    expect(fileStores.map(({ option }) => option)).toEqual(
      left.stores ?? ["backend-store-uri", "registry-store-uri"],
    );
    expect(openStores.map(({ file }) => file)).toEqual(left.open ?? ["a.db", "b.db"]);
    expect(files.map(({ file }) => file)).toEqual(left.files ?? ["a.txt", "b.txt"]);
  });

  it("of secrets in git, once nobody only finds their file", () => {
    const trackedSecrets = { certain: true, lines: [{ name: SECRET_KEY, line: 1 }] };
    const scene = { ...FOUND, facts: { trackedSecrets } };
    for (const repair of [{}, { untrack: ["other"] }])
      expect(factsAfter(scene, repair).trackedSecrets).toBe(trackedSecrets);
    for (const repair of [NAMING, { untrack: [".env"] }])
      expect(factsAfter(scene, repair).trackedSecrets).toBeNull();
  });
});

describe("who can still change a file", () => {
  const file = opening("/srv/key");
  const way = opening("/srv", { on: "way", how: "group" });
  const foreign = opening("/srv/key", { how: "owner", owner: 1001 });
  const all = { file, way, foreign };
  const leftOf = (role: "secret" | "code", repair: Repair) =>
    factsAfter(
      { facts: { changeable: [changeable(role, "key", ...Object.values(all))] } },
      repair,
    ).changeable.flatMap(({ openings }) => openings);

  it.each<[string, Repair, readonly (keyof typeof all)[]]>([
    ["all of them", {}, ["file", "way", "foreign"]],
    ["not by its mode", { chmod: ["key"] }, ["way", "foreign"]],
    ["by another file's mode", { chmod: ["other"] }, ["file", "way", "foreign"]],
    ["not by writing to it", { closeToChange: ["/srv/key"] }, ["way", "foreign"]],
    ["not by the folder", { closeToChange: ["/srv"] }, ["file", "foreign"]],
    ["not as its owner", { own: ["/srv/key"] }, ["file", "way"]],
    ["as the owner of it, not of the folder", { own: ["/srv"] }, ["file", "way", "foreign"]],
    ["whatever MLflow is launched", { managed: true }, ["file", "way", "foreign"]],
  ])("%s", (_what, repair, left) => {
    expect(leftOf("secret", repair)).toEqual(left.map((one) => all[one]));
  });

  it("does not matter where nobody can, or for the code of an MLflow that is not launched", () => {
    const closed = { own: ["/srv/key"], closeToChange: ["/srv", "/srv/key"] };
    expect(leftOf("secret", closed)).toEqual([]);
    expect(
      factsAfter({ facts: { changeable: [changeable("secret", "key", file)] } }, closed).changeable,
    ).toEqual([]);
    expect(leftOf("code", { managed: true })).toEqual([]);
    expect(leftOf("code", {})).toEqual([file, way, foreign]);
  });

  it("is asked anew of an env file that says more now, and of that file alone", () => {
    const openings = [opening(`${CWD}/.env`)];
    const others = [changeable("settings", ".env", file), changeable("tls", "key.pem", file)];
    const facts = { changeable: others, foundFile: { inGit: false, occupied: false, openings } };
    const [settings, tls] = others;
    expect(factsAfter({ ...FOUND, facts }, {}).changeable).toEqual([settings, tls]);
    expect(factsAfter({ ...FOUND, facts }, NAMING).changeable).toEqual([
      tls,
      changeable("secret", ".env", ...openings),
    ]);
    expect(factsAfter({ facts }, NAMING).changeable).toEqual([settings, tls]);
  });

  it("takes a named env file for one with a secret once more of it is taken", () => {
    const others = [changeable("settings", "e", file), changeable("settings", "auth.ini", file)];
    const scene = {
      ...{
        env: { MLFLOW_GUARD_ENV_FILE: "e" },
        envFile: "e",
        untaken: { MLFLOW_JOB_IMAGE: "a:1" },
      },
      facts: { changeable: others },
    };
    const rolesAfter = (repair: Repair) =>
      factsAfter(scene, repair).changeable.map(({ role }) => role);
    expect(rolesAfter({})).toEqual(["settings", "settings"]);
    expect(rolesAfter({ passEnv: ["OTHER"] })).toEqual(["settings", "settings"]);
    expect(rolesAfter({ passEnv: ["MLFLOW_JOB_IMAGE"] })).toEqual(["secret", "settings"]);
  });
});

describe("the accounts of a pasted command", () => {
  const uri = "sqlite:///mine.db";
  const config = (more: Partial<AuthConfig> = {}): AuthConfig => ({
    ...defaultAuthConfig(),
    ...{ origin: ORIGIN, functionLine: 3, keeps: ["database_uri"] },
    values: new Map([
      ["database_uri", uri],
      ["authorization_function", "mine:ask"],
    ]),
    ...more,
  });
  const storedAccounts: StoredAccounts = {
    ...{ looked: true, accounts: 2, known: true, same: true },
    published: [
      { user: "admin", password: "password" },
      { user: "ada", password: "password1234" },
    ],
  };
  const scene = (authConfig: AuthConfig): Scene => ({
    env: { [CONFIG]: "auth.ini" },
    facts: { authConfig, storedAccounts },
  });

  it("are those of the config while it stays", () => {
    const authConfig = config();
    const after = factsAfter(scene(authConfig), {});
    expect(after.authConfig).toBe(authConfig);
    expect(after.storedAccounts).toEqual(storedAccounts);
  });

  it("are the default ones without the config, where nobody has looked", () => {
    const after = factsAfter(scene(config()), { blank: [CONFIG] });
    expect(after.authConfig).toEqual(defaultAuthConfig());
    expect(after.storedAccounts).toBeNull();
    expect(after.authStore).toEqual({
      ...{ kind: "sqlite", file: null, exists: false, replicas: [] },
      uri: new Secret("sqlite:///basic_auth.db"),
    });
    expect(after.authStore.uri.reveal()).toBe("sqlite:///basic_auth.db");
  });

  it("stay where the config named the default ones anyway", () => {
    const same = config({ values: new Map([["database_uri", "sqlite:///basic_auth.db"]]) });
    const world = worldOf(scene(same));
    const after = paste(world, { blank: [CONFIG], passwd: ["ada"] }).facts;
    expect(after.authConfig).toEqual(defaultAuthConfig());
    expect(after.authStore).toBe(world.facts.authStore);
    expect(after.storedAccounts).toMatchObject({ accounts: 2, published: [{ user: "admin" }] });
  });

  it("have new passwords where the command sets them, of which nobody knows whether they are the same", () => {
    const after = (repair: Repair) => factsAfter(scene(config()), repair).storedAccounts;
    expect(after({ passwd: ["admin"] })).toEqual({
      ...storedAccounts,
      ...{ same: null, published: [{ user: "ada", password: "password1234" }] },
    });
    const unseen = { looked: false, reason: "no driver" } as const;
    const facts = { storedAccounts: unseen };
    expect(factsAfter({ facts }, { passwd: ["admin"] }).storedAccounts).toBe(unseen);
    expect(
      factsAfter({ facts: { storedAccounts: null } }, { passwd: ["a"] }).storedAccounts,
    ).toBeNull();
  });

  it.each<[LineEdit["how"], string]>([
    ["double-percent", "mine:ask"],
    ["comment-out", defaultAuthConfig().values.get("authorization_function") ?? ""],
  ])("are behind a config whose line is edited: %s", (how, asks) => {
    const authConfig = config({ problems: ["line 2 is odd"], percents: [2] });
    const { values, ...rest } = factsAfter(scene(authConfig), {
      edit: ["double-percent" as const, how].map((one) => ({
        file: "auth.ini",
        line: 2,
        how: one,
      })),
    }).authConfig;
    expect(values.get("authorization_function")).toBe(asks);
    expect(values.get("database_uri")).toBe(uri);
    expect(rest).toMatchObject({ problems: [], percents: [], functionLine: null, origin: ORIGIN });
  });
});

describe("the artifact folder of a pasted command", () => {
  const folder = {
    ...ARTIFACTS,
    ...{ folder: "/srv/all", elsewhere: "./mlartifacts", open: 0o777, owner: 1001 },
    nature: { kind: "home" },
    holds: [
      { file: ".env", kind: "secrets" },
      { file: "audit.log", kind: "audit" },
    ],
  } as const;
  const after = (repair: Repair) =>
    factsAfter({ facts: { artifactFolders: [folder] } }, repair).artifactFolders;

  it.each<[string, Repair, Partial<typeof folder>]>([
    ["the same", {}, {}],
    ["closed to writers", { closeToWriters: ["/srv/all"] }, { open: null } as object],
    ["another one is closed", { closeToWriters: ["/srv"] }, {}],
    ["somewhere that nobody has looked at", { set: { [folder.option]: "/srv/new" } }, {}],
    [
      "without the audit log",
      { set: { "guard-audit-log": "/var/log/mlflow/audit.log" } },
      { holds: [{ file: ".env", kind: "secrets" }] } as object,
    ],
    [
      "another one, which holds nothing",
      { set: { [folder.option]: "./mlartifacts" } },
      { folder: "./mlartifacts", nature: null, holds: [], open: null, owner: null } as object,
    ],
  ])("%s", (_what, repair, change) => {
    expect(after(repair)).toEqual([{ ...folder, ...change }]);
  });
});
