import { describe, expect, it } from "vitest";
import { MANAGED_VERSION } from "../../../src/mlflow/versions/versions.ts";
import { mergeRepairs, plainWords, renderRepair } from "../../../src/policy/repair/command.ts";
import type { Repair } from "../../../src/policy/types.ts";
import { type Scene, worldOf } from "../../support/world.ts";

const env = { HOME: "/home/ada" };
const MANAGED = "/home/ada/.local/share/mlflow-guard/mlflow-3.17.2/bin/mlflow";

function commandOf(repair: Repair, scene: Scene = {}): string {
  return renderRepair(worldOf(scene), repair);
}

describe("a repair as a command", () => {
  it.each([
    ["stays as it was typed", {}, {}, "mlflow-guard server --guard-install"],
    ["is what npm start says itself", {}, { npmStart: true }, "npm start --"],
    [
      "goes where one is installed before",
      { managed: true },
      {},
      `mlflow-guard install-mlflow && mlflow-guard server --guard-mlflow ${MANAGED}`,
    ],
  ] as const)("--guard-install %s", (_what, repair, facts, text) => {
    expect(commandOf(repair, { words: ["--guard-install"], env, facts })).toBe(text);
  });

  it.each<[string, Repair, string]>([
    ["nothing", {}, "mlflow-guard server"],
    ["init", { init: true }, "mlflow-guard init && mlflow-guard server"],
    ["no init", { init: false, rotate: [] }, "mlflow-guard server"],
    [
      "new secrets",
      { rotate: ["A", "B"] },
      "mlflow-guard init --rotate A --rotate B && mlflow-guard server",
    ],
    [
      "file modes",
      { chmod: ["/a b", "/c"] },
      "chmod 600 '/a b' && chmod 600 /c && mlflow-guard server",
    ],
    [
      "files that others reach",
      { closeToOthers: ["/a b", "/c"] },
      "chmod o-rwx '/a b' && chmod o-rwx /c && mlflow-guard server",
    ],
    ["variables taken away", { unset: ["A", "B"] }, "env -u A -u B mlflow-guard server"],
    ["variables blanked", { blank: ["A", "B"] }, "env A= B= mlflow-guard server"],
    ["both", { unset: ["A"], blank: ["B"] }, "env -u A B= mlflow-guard server"],
    ["options", { set: { host: "::1", port: "1" } }, "mlflow-guard server --host ::1 --port 1"],
    ["values", { assign: { A: "b c" } }, "env A='b c' mlflow-guard server"],
    [
      "a file that git forgets",
      { untrack: ["my env"] },
      "git rm --cached -q -- 'my env' && mlflow-guard server",
    ],
    [
      "a store that moves",
      { migrate: [{ source: "my runs", target: "sqlite:///m.db" }] },
      "/opt/mlflow/bin/mlflow migrate-filestore --source 'my runs' --target sqlite:///m.db && mlflow-guard server",
    ],
    [
      "a password",
      { passwd: ["ada l"], blank: ["A"] },
      "env A= mlflow-guard user passwd 'ada l' --offline && env A= mlflow-guard server",
    ],
    [
      "a key of a plugin",
      { keyFile: "SECRET_KEY" },
      "sh -c 'umask 077; set -C; openssl rand -base64 32 > oidc-secret-key.txt' && env SECRET_KEY= SECRET_KEY_FILE=oidc-secret-key.txt mlflow-guard server",
    ],
  ])("%s", (_what, repair, text) => {
    expect(commandOf(repair)).toBe(text);
  });

  it("goes from the files over MLflow and the secrets to the server", () => {
    const repair = { chmod: ["/c"], managed: true, init: true, unset: ["A"], drop: ["host"] };
    expect(commandOf(repair, { words: ["--host", "::1", "-p", "1"], env })).toBe(
      `chmod 600 /c && mlflow-guard install-mlflow && mlflow-guard init && env -u A mlflow-guard server --guard-mlflow ${MANAGED} --port 1`,
    );
  });

  it("makes a home for the managed MLflow where there is none, and launches it, whatever else is there", () => {
    const words = ["--guard-mlflow", "/opt/old/bin/mlflow"];
    expect(commandOf({ managed: true }, { words })).toBe(
      'export HOME="$(mktemp -d /var/tmp/mlflow-guard-XXXXXX)" && mlflow-guard install-mlflow && ' +
        `mlflow-guard server --guard-mlflow "$HOME/.local/share/mlflow-guard/mlflow-${MANAGED_VERSION}/bin/mlflow"`,
    );
  });

  it.each([
    [{ init: true }, "init --file 'my env' && mlflow-guard server"],
    [{ rotate: ["A"] }, "init --file 'my env' --rotate A && mlflow-guard server"],
  ])("keeps secrets in the env file that was named, %j", (repair, text) => {
    const words = ["--guard-env-file", "my env"];
    expect(commandOf(repair, { words })).toBe(`mlflow-guard ${text} --guard-env-file 'my env'`);
  });

  it.each<[string, string | undefined, string]>([
    ["of a file that is found, which init knows", ".env", "init"],
    ["of another one", "secrets.env", "init --file secrets.env"],
  ])("names the file %s", (_what, file, init) => {
    const set = file ? { "guard-env-file": file } : {};
    expect(commandOf({ init: true, set }, { found: true, envFile: ".env" })).toBe(
      `mlflow-guard ${init} && mlflow-guard server --guard-env-file ${file}`,
    );
  });

  it("keeps secrets in the named file that it names anew", () => {
    const scene = { words: ["--guard-env-file", "my.env"], envFile: "my.env" };
    const set = { "guard-env-file": "my.env" };
    expect(commandOf({ init: true, set }, scene)).toBe(
      "mlflow-guard init --file my.env && mlflow-guard server --guard-env-file my.env",
    );
  });

  it("copies the files of a store by whatever MLflow there will be", () => {
    const migrate = [{ source: "mlruns", target: "sqlite:///m.db" }];
    expect(commandOf({ migrate }, { facts: { mlflow: null } })).toContain(
      "mlflow migrate-filestore --source mlruns",
    );
  });

  it("leaves to the managed MLflow what it knows", () => {
    const words = ["--artifacts-presigned-only", "--port", "1", "--new=x"];
    expect(commandOf({ managed: true }, { words, env })).toBe(
      `mlflow-guard install-mlflow && mlflow-guard server --guard-mlflow ${MANAGED} --port 1`,
    );
  });

  it("is of the command that was asked for", () => {
    const world = worldOf({});
    const intent = { ...world.intent, command: "ui" as const };
    expect(renderRepair({ ...world, intent }, {})).toBe("mlflow-guard ui");
  });

  it.each([
    ["an option", ["--host", "::1"], { drop: ["host"] }, ""],
    ["a short option", ["-h", "::1"], { drop: ["host"] }, ""],
    ["an option that is set anew", ["-h", "::1"], { set: { host: "a" } }, " --host a"],
    ["an option of the launcher", ["--guard-reason", "x"], { drop: ["guard-reason"] }, ""],
    [
      "every value of one",
      ["--guard-unsafe=a", "--guard-unsafe=b"],
      { drop: ["guard-unsafe"] },
      "",
    ],
  ])("drops %s", (_what, words, repair, left) => {
    expect(commandOf(repair, { words })).toBe(`mlflow-guard server${left}`);
  });

  it.each(["/opt/other/mlflow", "-odd/mlflow"])("takes the managed MLflow over %s", (path) => {
    const words = [`--guard-mlflow=${path}`, "--guard-reason", "x"];
    expect(commandOf({ managed: true }, { words, env })).toBe(
      `mlflow-guard install-mlflow && mlflow-guard server --guard-mlflow ${MANAGED} --guard-reason x`,
    );
  });

  it.each([
    [["--guard-unsafe", "a", "--guard-unsafe", "b"], " --guard-unsafe a --guard-unsafe b"],
    [["--guard-reason=-x y"], " --guard-reason='-x y'"],
    [["--new=a b"], " '--new=a b'"],
    [["--new=postgresql://ada:hunter2@db/x"], ""],
    [["--dev", "--no-serve-artifacts"], " --no-serve-artifacts --dev"],
    [["--disable-workspaces"], " --disable-workspaces"],
    [["--app-name", "https://ada:x@app"], ""],
    [["--app-name", "https://app"], " --app-name https://app"],
    [["--app-name", "ada:hunter2@db"], ""],
    [["--app-name", "Server=db;Pwd=x"], ""],
    [["--app-name", "host=db password=x"], ""],
    [["--app-name", "a=db  b=x"], ""],
    [["--app-name", "my a=db password=x"], ""],
    [["--app-name", "a=b"], " --app-name a=b"],
    [["--cors-allowed-origins", "http://ml?"], " --cors-allowed-origins 'http://ml?'"],
    [
      ["--guard-behind-proxy", "https://ada:hunter2@ml.example/x"],
      " --guard-behind-proxy https://ml.example/x",
    ],
  ])("leaves %j", (words, text) => {
    expect(commandOf({}, { words })).toBe(`mlflow-guard server${text}`);
  });

  it("leaves to the environment what it says, of MLflow and of the launcher", () => {
    const scene = { env: { MLFLOW_PORT: "6000", MLFLOW_GUARD_LOG_FORMAT: "json" } };
    expect(commandOf({}, scene)).toBe("mlflow-guard server");
  });
});

describe("an option that may hold a password", () => {
  const URI = "postgresql://ada:hunter2@db/x";
  const STORE = "MLFLOW_BACKEND_STORE_URI";
  const words = ["--backend-store-uri", URI, "--port", "1"];
  const from = (source: string, server = "mlflow-guard server --port 1") =>
    `test -n "$${source}" || ! echo 'first put the URI of --backend-store-uri into ${source}' >&2 && export ${STORE}="$${source}" && ${server}`;

  it.each<[string, Scene, string]>([
    ["nothing else says it", {}, from(STORE)],
    ["the variable is empty", { env: { [STORE]: "" } }, from(STORE)],
    ["the variable says the same", { env: { [STORE]: URI } }, from(STORE)],
    ["the variable says another one", { env: { [STORE]: "x" } }, from("BACKEND_STORE_URI")],
    ["an env file says another one", { lines: { [STORE]: "x" } }, from(STORE)],
  ])("is exported, where %s", (_what, scene, text) => {
    expect(commandOf({}, { words, ...scene })).toBe(text);
  });

  it("takes a file away that says another one", () => {
    const world = worldOf({ words });
    const origin = { kind: "file", name: `${STORE}_FILE`, file: "/run/uri" } as const;
    const environment = new Map([[STORE, { value: "x", origin }]]);
    expect(renderRepair({ ...world, intent: { ...world.intent, environment } }, {})).toBe(
      from(STORE, `env -u ${STORE}_FILE mlflow-guard server --port 1`),
    );
  });
});

describe("the words of a repair, as the shell would hand them over", () => {
  it("are plain, whatever they hold", () => {
    const words = [
      "--dev",
      "--no-serve-artifacts",
      "--new=a b",
      "--backend-store-uri",
      "sqlite:///a b",
    ];
    expect(plainWords(worldOf({ words }), { set: { host: "::1" } })).toEqual([
      "--host=::1",
      "--backend-store-uri=sqlite:///a b",
      "--no-serve-artifacts",
      "--dev",
      "--new=a b",
    ]);
  });
});

describe("several repairs in one", () => {
  it("set what no later one drops", () => {
    const [set, drop] = [{ set: { host: "::1", port: "1" } }, { drop: ["host"] }];
    expect(mergeRepairs([set, drop]).set).toEqual({ port: "1" });
    expect(mergeRepairs([drop, set]).set).toEqual(set.set);
  });

  it("make the key of a plugin, unless another login takes its place", () => {
    const key = { keyFile: "SECRET_KEY" };
    expect(mergeRepairs([{ set: { port: "1" } }, key]).keyFile).toBe("SECRET_KEY");
    expect(mergeRepairs([key, { set: { "app-name": "basic-auth" } }]).keyFile).toBeUndefined();
  });

  it("keep everything once", () => {
    const one = {
      assign: { V: "1" },
      init: true,
      rotate: ["A"],
      unset: ["B"],
      drop: ["c"],
      set: { d: "1", e: "1" },
    };
    const files = {
      assign: { V: "2", W: "3" },
      migrate: [{ source: "m", target: "t" }],
      chmod: ["/g"],
      untrack: ["/u"],
      passEnv: ["P"],
      closeToOthers: ["/h"],
      closeToWriters: ["/w"],
      passwd: ["i"],
      closeToChange: ["/g", "/x"],
      own: ["/o"],
      edit: [{ file: "/e", line: 3, how: "comment-out" }],
    } as const;
    const two = { managed: true, rotate: ["A", "X"], blank: ["F"], ...files, set: { d: "2" } };
    expect(mergeRepairs([one, two])).toEqual({
      init: true,
      managed: true,
      rotate: ["A", "X"],
      unset: ["B"],
      blank: ["F"],
      drop: ["c"],
      chmod: ["/g"],
      untrack: ["/u"],
      passEnv: ["P"],
      closeToOthers: ["/h"],
      closeToWriters: ["/w"],
      closeToChange: ["/g", "/x"],
      own: ["/o"],
      edit: [{ file: "/e", line: 3, how: "comment-out" }],
      passwd: ["i"],
      assign: { V: "2", W: "3" },
      migrate: [{ source: "m", target: "t" }],
      set: { d: "2", e: "1" },
    });
  });

  it("are nothing where there are none", () => {
    expect(mergeRepairs([{}, {}])).toEqual({
      init: false,
      managed: false,
      rotate: [],
      unset: [],
      blank: [],
      drop: [],
      chmod: [],
      untrack: [],
      passEnv: [],
      closeToOthers: [],
      closeToWriters: [],
      closeToChange: [],
      own: [],
      edit: [],
      passwd: [],
      assign: {},
      migrate: [],
      set: {},
    });
  });
});
