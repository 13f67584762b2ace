import { assert, constantFrom, property, record, stringMatching } from "fast-check";
import { describe, expect, it } from "vitest";
import { fromHere } from "../../src/facts/machine/paths.ts";
import { readArtifactFolders } from "../../src/facts/stores/artifact-folders.ts";
import { backendStore, readFileStores } from "../../src/facts/stores/file-stores.ts";
import { storeFiles } from "../../src/facts/stores/open-stores.ts";
import { findUnwritable } from "../../src/facts/stores/writable.ts";
import type { Facts } from "../../src/facts/types.ts";
import { renderStart } from "../../src/report/start.ts";
import { renderUsage } from "../../src/report/text.ts";
import { Secret } from "../../src/secrets/secret.ts";
import { saidOf } from "../support/said.ts";
import { CWD, factsOf, intentOf, MLFLOW, type Scene } from "../support/world.ts";

const OPTIONS = [
  ["--backend-store-uri", "MLFLOW_BACKEND_STORE_URI"],
  ["--registry-store-uri", "MLFLOW_REGISTRY_STORE_URI"],
  ["--read-replica-backend-store-uri", "MLFLOW_READ_REPLICA_BACKEND_STORE_URI"],
  ["--default-artifact-root", "MLFLOW_DEFAULT_ARTIFACT_ROOT"],
  ["--artifacts-destination", "MLFLOW_ARTIFACTS_DESTINATION"],
  ["--host", "MLFLOW_HOST"],
  ["--static-prefix", "MLFLOW_STATIC_PREFIX"],
] as const;

/** What people write where a URI belongs, or a part of one. */
const shape = constantFrom<(text: string) => string>(
  (text) => `host=db user=mlflow password=${text} dbname=x`,
  (text) => `password=${text}`,
  (text) => `user=mlflow  password='${text}'`,
  (text) => `u:${text}@h/db`,
  (text) => `ada@corp:${text}@h/db`,
  (text) => `//u:${text}@h/db`,
  (text) => `//${text}@h/db`,
  (text) => `/u:${text}@h/db`,
  (text) => `./u:${text}@h/db`,
  (text) => `x/../u:${text}@h/db`,
  (text) => `${text}@h/db`,
  (text) => `u%3A${text}%40h/db`,
  (text) => `Driver=x;Server=h;PWD=${text}`,
  (text) => `DSN=x;UID=ada;PWD={${text}}`,
  (text) => `postgresql:u:${text}@h/db`,
  (text) => `postgresql:/u:${text}@h/db`,
  (text) => `postgresql//u:${text}@h/db`,
  (text) => `postgresql//${text}@h/db`,
  (text) => `jdbc:postgresql://u:${text}@h/db`,
  (text) => `jdbc:sqlserver://h;user=ada;password=${text}`,
  (text) => ` postgresql://u:${text}@h/db`,
  (text) => `"postgresql://u:${text}@h/db"`,
  (text) => `://u:${text}@h/db`,
  (text) => `file:u:${text}@h/db`,
  (text) => `file:${text}@h/db`,
  (text) => `sqlite:///u:${text}@h/db`,
  (text) => `sqlite:///x.db;PWD=${text}`,
  (text) => `{"user": "ada", "password": "${text}"}`,
  (text) => `db?password=${text}`,
);

const start = record({
  option: constantFrom(...OPTIONS),
  where: constantFrom("flag", "env", "file"),
  more: constantFrom([], ["--no-serve-artifacts"], ["--artifacts-only"]),
  files: constantFrom("true", "false"),
  shape,
  secret: stringMatching(/^Qz[A-Za-z0-9]{6,9}$/),
});

/** The same places as the readers find them, with something to say about each. */
function withPlaces(scene: Scene): Scene {
  const { intent } = intentOf(scene);
  const kept = storeFiles(intent.options, CWD).map((file) => ({ file, kind: "data" as const }));
  const around = { cwd: CWD, uid: 1000, packages: null, kept };
  const files = kept.map(({ file }) => fromHere(file, CWD));
  const holds = files.map((file) => ({ file, kind: "data" as const }));
  const opening = { how: "everybody", on: "file", owner: 1000, sticky: false } as const;
  const facts: Partial<Facts> = {
    backendStore: new Secret(backendStore(intent, "3.17.2", CWD)),
    fileStores: readFileStores(intent, "3.17.2", CWD),
    artifactFolders: readArtifactFolders(intent, around).flatMap((folder) => [
      { ...folder, open: 0o777, own: true, holds },
      { ...folder, nature: { kind: "code", mark: "setup.py" } as const },
    ]),
    openStores: files.map((file) => ({ file, mode: 0o644, written: false, accounts: false })),
    changeable: files.map((file) => ({
      ...{ file, role: "data" as const },
      openings: [{ ...opening, path: "/srv", on: "way", readOnly: false }],
    })),
  };
  return { ...scene, facts };
}

function everythingSaid(plain: Scene): string {
  const { intent, problems } = intentOf(plain);
  if (problems.length > 0) return renderUsage(problems, "mlflow-guard");
  const scene = withPlaces(plain);
  const { decision, plan, said } = saidOf(scene);
  return [
    ...said,
    JSON.stringify([decision, plan?.data, plan?.argv, plan?.notes]),
    plan ? renderStart(decision, plan, { found: MLFLOW, passedOver: [] }) : "",
    JSON.stringify(findUnwritable(intent, factsOf(scene), false)),
  ].join("\n");
}

describe("of what is neither a URI nor plainly a path nothing is said", () => {
  it("wherever it is given, whatever there is to say about the place", () => {
    assert(
      property(start, ({ option: [option, name], where, more, files, shape, secret }) => {
        const text = shape(secret);
        const [words, env] = [more, { MLFLOW_ALLOW_FILE_STORE: files }];
        const scenes: Readonly<Record<string, Scene>> = {
          flag: { words: [...words, `${option}=${text}`], env },
          env: { words, env: { ...env, [name]: text } },
          file: { words, env, lines: { [name]: text } },
        };
        expect(everythingSaid(scenes[where] ?? {})).not.toContain(secret);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ["./data/date=x", "./data/date=x"],
    ["ada@work/x", "ada@work/x"],
  ])("also of an odd folder, which is a path all the same: %s", (folder, text) => {
    const scene = { words: ["--backend-store-uri", folder] };
    expect(everythingSaid(scene)).toContain("(a value that is not shown) does not exist");
    expect(everythingSaid(scene)).not.toContain(text);
  });

  it("of a plain path everything is said", () => {
    const said = everythingSaid({ env: { MLFLOW_BACKEND_STORE_URI: "./old runs" } });
    expect(said).toContain("a folder of files: old runs does not exist");
  });
});
