import { describe, expect, it } from "vitest";
import type { Origin } from "../../../src/intent/types.ts";
import {
  createSecrets,
  createSecretsOutside,
  newSecret,
} from "../../../src/policy/repair/secret-repair.ts";
import { CONTAINER, secretFact, worldOf } from "../../support/world.ts";

const KEY = "MLFLOW_FLASK_SERVER_SECRET_KEY";
const PASSWORD = "MLFLOW_AUTH_ADMIN_PASSWORD";

describe("a new secret in place of a bad one", () => {
  it.each<[string, Origin, object]>([
    ["a variable", { kind: "env", name: KEY }, { init: true, unset: [KEY] }],
    [
      "the env file",
      { kind: "file", name: KEY, file: ".env", line: 2 },
      { init: true, rotate: [KEY] },
    ],
    ["another file", { kind: "file", name: KEY, file: "/etc/env" }, { init: true, blank: [KEY] }],
    [
      "a secret file named by a variable",
      { kind: "file", name: `${KEY}_FILE`, file: "/run/key" },
      { init: true, blank: [`${KEY}_FILE`] },
    ],
    [
      "a secret file named in the env file",
      { kind: "file", name: `${KEY}_FILE`, file: ".env", line: 2 },
      { init: true, blank: [`${KEY}_FILE`] },
    ],
  ])("of %s", (_what, origin, repair) => {
    const world = worldOf({ envFile: ".env" });
    expect(newSecret(world, secretFact(KEY, { origin }))).toEqual(repair);
  });

  it.each<[string, Origin, object]>([
    ["a variable", { kind: "env", name: KEY }, { unset: [KEY] }],
    ["another file", { kind: "file", name: KEY, file: "/etc/env" }, { blank: [KEY] }],
  ])("of %s goes into the file that the env file names", (_what, origin, repair) => {
    const world = worldOf({ envFile: ".env", beneath: { [`${KEY}_FILE`]: "key" } });
    expect(newSecret(world, secretFact(KEY, { origin }))).toEqual({
      ...{ init: true, rotate: [KEY] },
      ...repair,
    });
  });

  it("of a variable where no env file was read", () => {
    const repair = { init: true, unset: [KEY] };
    expect(newSecret(worldOf({}), secretFact(KEY))).toEqual(repair);
  });
});

describe("secrets that are missing", () => {
  it.each([
    [{}, []],
    [{ [KEY]: "" }, [KEY]],
    [{ [PASSWORD]: "", [KEY]: "" }, [KEY, PASSWORD]],
    [{ [PASSWORD]: "x", OTHER: "" }, []],
  ])("are created, and %j unsets %j", (env, unset) => {
    expect(createSecrets(worldOf({ env }))).toEqual({ init: true, unset });
  });

  it("leave an env file alone that sets one to nothing", () => {
    const world = worldOf({});
    const origin = { kind: "file", name: KEY, file: ".env", line: 1 } as const;
    const environment = new Map([[KEY, { value: "", origin }]]);
    const intent = { ...world.intent, environment };
    expect(createSecrets({ ...world, intent })).toEqual({ init: true, unset: [] });
  });
});

describe("secrets that are missing in a container", () => {
  const facts = { ...CONTAINER, cwd: "/data" };
  const texts = (scene: Parameters<typeof worldOf>[0]) =>
    createSecretsOutside(worldOf(scene)).map(({ kind, text }) => [kind, text]);

  it.each([
    [{ facts }, "init"],
    [{ facts, words: ["--guard-env-file", "login.env"] }, "init --file login.env"],
  ])("are made by another one on the same volume: %j", (scene, words) => {
    expect(texts(scene)).toEqual([
      [
        "docker",
        `docker run --rm -v VOLUME:/data IMAGE ${words} (the server reads them from the same volume)`,
      ],
      ["docker", "or a file for each secret: docs/how-to/container.md"],
    ]);
  });

  it("are made on the spot elsewhere", () => {
    expect(texts({})).toEqual([]);
  });
});
