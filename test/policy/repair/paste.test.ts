import { describe, expect, it } from "vitest";
import type { Facts } from "../../../src/facts/types.ts";
import { paste } from "../../../src/policy/repair/paste.ts";
import type { Repair } from "../../../src/policy/types.ts";
import { ADMIN_PASSWORD, KEK_PASSPHRASE, SECRET_KEY } from "../../../src/secrets/names.ts";
import { opening } from "../../support/openings.ts";
import { MLFLOW, type Scene, STRONG, secretFact, worldOf } from "../../support/world.ts";

const FILE = `${SECRET_KEY}_FILE`;
const ENV_FILE = { kind: "file", name: SECRET_KEY, file: ".env", line: 1 } as const;

function pasted(scene: Scene, repair: Repair) {
  return paste(worldOf(scene), repair);
}

function valueAfter(scene: Scene, repair: Repair, name: string): string | undefined {
  return pasted(scene, repair).intent.environment.get(name)?.value;
}

describe("the variables of a pasted command", () => {
  const covered = { env: { A_TOKEN: "mine" }, beneath: { A_TOKEN: "line" }, envFile: ".env" };

  it.each<[string, Repair, string | undefined]>([
    ["left alone", {}, "mine"],
    ["taken away: the env file speaks", { unset: ["A_TOKEN"] }, "line"],
    ["blanked: the env file is silent", { blank: ["A_TOKEN"] }, ""],
    ["assigned", { assign: { A_TOKEN: "new" } }, "new"],
  ])("%s", (_what, repair, value) => {
    expect(valueAfter(covered, repair, "A_TOKEN")).toBe(value);
  });

  it.each<[string, Repair, string, string | undefined]>([
    ["a file that stays found", {}, "OIDC_CLIENT_ID", undefined],
    ["a file that is named", { set: { "guard-env-file": ".env" } }, "OIDC_CLIENT_ID", "line"],
    ["code of a named file", { set: { "guard-env-file": ".env" } }, "PYTHONPATH", undefined],
    [
      "code that is admitted",
      { set: { "guard-env-file": ".env" }, passEnv: ["PYTHONPATH"] },
      "PYTHONPATH",
      "line",
    ],
  ])("of %s", (_what, repair, name, value) => {
    const untaken = { OIDC_CLIENT_ID: "line", PYTHONPATH: "line" };
    expect(valueAfter({ found: true, envFile: ".env", untaken }, repair, name)).toBe(value);
  });

  it("are those of a tracked file once it is named or out of git", () => {
    const trackedSecrets = { certain: true, lines: [{ name: SECRET_KEY, line: 1 }] };
    const scene = {
      ...({ found: true, envFile: ".env", beneath: { [SECRET_KEY]: "told" } } as const),
      facts: { trackedSecrets },
    };
    expect(valueAfter(scene, {}, SECRET_KEY)).toBeUndefined();
    expect(valueAfter(scene, { untrack: ["other"] }, SECRET_KEY)).toBeUndefined();
    expect(valueAfter(scene, { untrack: [".env"] }, SECRET_KEY)).toBe("told");
    expect(valueAfter(scene, { set: { "guard-env-file": ".env" } }, SECRET_KEY)).toBe("told");
  });
});

describe("a secret file that nobody has read", () => {
  const scene = { env: { [SECRET_KEY]: "x" }, beneath: { [FILE]: "key" }, envFile: ".env" };
  const names = (repair: Repair, one: Scene = scene) =>
    pasted(one, repair).facts.unusableFiles.map(({ origin }) => origin.name);

  it("counts as unusable once the export that hid it is gone", () => {
    expect(names({})).toEqual([]);
    expect(names({ unset: [SECRET_KEY] })).toEqual([FILE]);
    expect(names({ blank: [SECRET_KEY] })).toEqual([FILE]);
  });

  it("does not count where it is kept silent, or its line goes", () => {
    expect(names({ unset: [SECRET_KEY], blank: [FILE] })).toEqual([]);
    expect(names({ unset: [SECRET_KEY], rotate: [SECRET_KEY] })).toEqual([]);
  });

  it("is said once where it could not be used before", () => {
    const unusableFiles = [{ origin: { ...ENV_FILE, name: FILE }, what: "is empty", fix: "" }];
    const known = { ...scene, env: {}, facts: { unusableFiles } };
    expect(names({}, known)).toEqual([FILE]);
  });
});

describe("the secrets of a pasted command", () => {
  const weak = secretFact(SECRET_KEY, { weak: ["short"] });
  const weakness = (scene: Scene, repair: Repair) =>
    pasted(scene, repair).facts.secretKey?.grade.weak;

  it("are new where init makes them, and none where it does not", () => {
    const { facts } = pasted({}, { init: true });
    const made = [facts.secretKey, facts.adminPassword, facts.kekPassphrase];
    expect(made.map((fact) => fact?.name)).toEqual([SECRET_KEY, ADMIN_PASSWORD, KEK_PASSPHRASE]);
    expect(pasted({}, {}).facts.secretKey).toBeNull();
  });

  it("stay weak while the environment wins over the file that init writes", () => {
    const scene = { env: { [SECRET_KEY]: "x" }, facts: { secretKey: weak } };
    expect(weakness(scene, { rotate: [SECRET_KEY] })).toEqual(["short"]);
    expect(weakness(scene, { init: true, unset: [SECRET_KEY] })).toEqual([]);
  });

  it("are not trusted where nobody has weighed them", () => {
    const scene = { env: { [SECRET_KEY]: "x" }, beneath: { [SECRET_KEY]: "y" } };
    expect(weakness(scene, { unset: [SECRET_KEY] })).toEqual(["it was not looked at"]);
    const coveredSecrets = [secretFact(SECRET_KEY, { origin: ENV_FILE })];
    expect(weakness({ ...scene, facts: { coveredSecrets } }, { unset: [SECRET_KEY] })).toEqual([]);
  });
});

describe("the MLflow of a pasted command", () => {
  const env = { HOME: "/home/ada" };
  const mlflowAfter = (repair: Repair, facts: Partial<Facts> = {}) =>
    pasted({ env, facts }, repair).facts.mlflow;

  it("is the one that is there, with the extra once it is added", () => {
    const mlflow = { ...MLFLOW, authExtra: false };
    expect(mlflowAfter({}, { mlflow })).toBe(mlflow);
    expect(mlflowAfter({ extra: ["pip"] }, { mlflow })?.authExtra).toBe(true);
  });

  it("is the managed one, with the Python that this machine has for it", () => {
    expect(mlflowAfter({ managed: true })).toMatchObject({ version: "3.17.2", authExtra: true });
    expect(mlflowAfter({ managed: true }, { managedPython: "3.13" })?.pythonVersion).toBe("3.13");
    // Nobody knows: the oldest that it takes.
    expect(mlflowAfter({ managed: true }, { managedPython: null })?.pythonVersion).toBe("3.10");
  });
});

describe("what nobody has looked at", () => {
  it("is a config that counts only now", () => {
    const untaken = { MLFLOW_AUTH_CONFIG_PATH: "auth.ini" };
    const scene = { found: true, envFile: ".env", untaken } as const;
    const named = pasted(scene, { set: { "guard-env-file": ".env" } }).facts.authConfig;
    expect(named).toMatchObject({ problems: ["nobody has read it"], keeps: ["all of it"] });
    expect(pasted(scene, {}).facts.authConfig.problems).toEqual([]);
  });

  it("is a name that was not resolved", () => {
    const scene = { words: ["--host", "a.example"], hosts: { "a.example": ["127.0.0.1"] } };
    expect(pasted(scene, {}).facts.bind.addresses).toEqual(["127.0.0.1"]);
    expect(pasted(scene, { set: { host: "b.example" } }).facts.bind.addresses).toEqual([]);
    expect(pasted(scene, { set: { host: "::1" } }).facts.bind.addresses).toEqual(["::1"]);
  });

  it("is who changes an env file that holds secrets only now", () => {
    const openings = [opening("/home/ada/project/.env")];
    const scene = {
      ...({ found: true, envFile: ".env" } as const),
      facts: { ...STRONG, foundFile: { inGit: false, occupied: false, openings } },
    };
    const changeable = (repair: Repair) => pasted(scene, repair).facts.changeable;
    expect(changeable({})).toEqual([]);
    const set = { "guard-env-file": ".env" };
    expect(changeable({ set })).toMatchObject([{ file: ".env", role: "secret" }]);
    expect(changeable({ set, chmod: [".env"] })).toEqual([]);
  });
});
