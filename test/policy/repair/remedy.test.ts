import { describe, expect, it } from "vitest";
import { changeable, opening } from "../../support/openings.ts";
import {
  AT_HOME,
  decisionOf,
  MLFLOW,
  NAMING_MANAGED,
  OIDC,
  type Scene,
  STRONG,
  secretFact,
  WITH_OIDC,
} from "../../support/world.ts";
import { runCommand } from "../run-command.ts";

const KEY = "MLFLOW_FLASK_SERVER_SECRET_KEY";
const PASSWORD = "MLFLOW_AUTH_ADMIN_PASSWORD";
const OPEN = ["--host", "0.0.0.0"];
const BASIC = ["--app-name", "basic-auth"];
const HOME = { HOME: "/home/ada" };

function weak(name: string, weakness: string[] = ["it can be guessed"]) {
  return secretFact(name, { weak: weakness });
}

const FILE = { file: "/home/ada/.env", othersRead: true };
const WRITTEN = changeable(
  "secret",
  "/home/ada/.env",
  opening("/home/ada", { on: "way", how: "group" }),
  opening("/home/ada/.env"),
);
const UNUSABLE = {
  origin: { kind: "env", name: `${KEY}_FILE` },
  what: "/s is empty",
  fix: "x",
} as const;

const SCENES: readonly (readonly [string, Scene])[] = [
  ["an open bind", { words: OPEN }],
  ["an open bind by variable", { env: { MLFLOW_HOST: "0.0.0.0" } }],
  ["a flag over a variable", { words: OPEN, env: { MLFLOW_HOST: "192.168.1.20" } }],
  ["a forwarded name", { words: ["--allowed-hosts", "ml.example"] }],
  ["a forwarded name by variable", { env: { MLFLOW_SERVER_ALLOWED_HOSTS: "ml.example" } }],
  ["development mode", { words: [...OPEN, "--dev"] }],
  ["a bind that is not understood", { words: ["--host", "0"] }],
  ["the same by variable", { env: { MLFLOW_HOST: "0" } }],
  ["server options", { words: ["--uvicorn-opts", "--fd 0"] }],
  ["server options by variable", { env: { MLFLOW_GUNICORN_OPTS: "-b x" } }],
  ["no key", { words: [...OPEN, ...BASIC], facts: { adminPassword: STRONG.adminPassword } }],
  ["empty variables", { words: [...OPEN, ...BASIC], env: { [KEY]: "", [PASSWORD]: "" } }],
  ["a weak key", { words: OPEN, facts: { ...STRONG, secretKey: weak(KEY) } }],
  ["weak secrets", { words: OPEN, facts: { secretKey: weak(KEY), adminPassword: weak(PASSWORD) } }],
  ["another app", { words: [...OPEN, "--app-name", "mine"] }],
  ["a plugin without a provider", { ...OIDC, env: {} }],
  ["a plugin without a key", { ...OIDC, facts: { ...OIDC.facts, secretKey: null } }],
  ["a plugin with gunicorn", { ...OIDC, words: [...(OIDC.words ?? []), "--gunicorn-opts", ""] }],
  [
    "a plugin that is open",
    {
      ...OIDC,
      words: [...(OIDC.words ?? []), "--static-prefix", "/health"],
      facts: {
        ...OIDC.facts,
        mlflow: {
          ...WITH_OIDC,
          apps: [
            {
              name: "oidc-auth",
              target: "mlflow_oidc_auth.app:app",
              from: "mlflow_oidc_auth-7.0.0",
            },
          ],
        },
      },
    },
  ],
  [
    "no extra",
    { words: BASIC, facts: { ...STRONG, mlflow: { ...MLFLOW, authExtra: false } }, env: HOME },
  ],
  [
    "an old MLflow",
    { words: OPEN, facts: { ...STRONG, mlflow: { ...MLFLOW, version: "3.9.0" } }, env: HOME },
  ],
  ["a bad prefix", { words: [...OPEN, "--static-prefix", "/static"], facts: STRONG }],
  ["no host checks", { words: [...OPEN, "--disable-security-middleware"] }],
  ["wildcards", { words: [...OPEN, "--allowed-hosts", "*", "--cors-allowed-origins", "*"] }],
  ["a file of everybody's", { facts: { files: [FILE], changeable: [WRITTEN] } }],
  ["an unusable file", { words: OPEN, facts: { unusableFiles: [UNUSABLE] } }],
  ["a shadowed module", { words: ["--dev"], facts: { shadowing: ["yaml"] }, env: HOME }],
  ["an opt-out that is over", { words: [...OPEN, "--guard-unsafe", "public-without-auth"] }],
  [
    "a wildcard that is handed on",
    { words: ["--guard-pass-env", "FORWARDED_ALLOW_IPS"], env: { FORWARDED_ALLOW_IPS: "*" } },
  ],
  ["an untrue claim", { words: [...OPEN, "--guard-published", "loopback"] }],
  ["a file that was found", { found: true, envFile: ".env", lines: { MLFLOW_HOST: "0.0.0.0" } }],
  [
    "more of a file that was found",
    {
      found: true,
      envFile: ".env",
      lines: { MLFLOW_GUNICORN_OPTS: "-b x", MLFLOW_SERVER_ALLOWED_HOSTS: "ml.example" },
    },
  ],
  [
    "secrets in git",
    {
      words: OPEN,
      envFile: ".env",
      found: true,
      facts: { trackedSecrets: { certain: true, lines: [{ name: KEY, line: 1 }] } },
    },
  ],
  [
    "everything at once",
    {
      words: ["--host", "0", ...BASIC, "--uvicorn-opts", "--fd 0", "--static-prefix", "/health"],
      facts: {
        ...STRONG,
        adminPassword: weak(PASSWORD),
        files: [FILE],
        changeable: [WRITTEN],
        mlflow: { ...MLFLOW, version: "3.9.0" },
      },
      env: HOME,
    },
  ],
];

describe("a printed command does what it promises", () => {
  it.each([
    ["--guard-published", "loopback"],
    ["--guard-behind-proxy", "https://proxy"],
  ])("keeps no %s %s that the same refusal rejects, nor advises it", (option, value) => {
    const { findings, remedy } = decisionOf({ words: [...OPEN, option, value] });
    expect(findings.map(({ id }) => id)).toContain("waiver-invalid");
    const said = [...findings.flatMap(({ fix }) => fix.map(({ text }) => text)), ...remedy];
    expect(said.length).toBeGreaterThan(3);
    expect(said.filter((text) => text.includes(option))).toEqual([]);
  });

  it.each(SCENES)("the remedy of %s starts it", (_what, scene) => {
    const { verdict, remedy } = decisionOf(scene);
    expect(verdict).toBe("refuse");
    expect(remedy).toHaveLength(1);
    expect(decisionOf(runCommand(remedy[0] ?? "", scene)).verdict).toBe("allow");
  });

  it.each(SCENES)("every fix of %s clears its own finding", (_what, scene) => {
    for (const { id, fix } of decisionOf(scene).findings) {
      for (const { text } of fix.filter(({ kind }) => kind === "shell")) {
        const left = decisionOf(runCommand(text, scene)).findings;
        expect([text, left.filter((one) => one.id === id && one.severity === "error")]).toEqual([
          text,
          [],
        ]);
      }
    }
  });
});

describe("what a remedy does beside what was refused", () => {
  const FOUND = { words: OPEN, found: true, envFile: ".env" } as const;
  const foundFile = { inGit: false, occupied: false, openings: [] };
  const NO_SECRETS = ["--uvicorn-opts", "--fd 0"];
  const stuck = changeable(
    "accounts",
    "basic_auth.db",
    opening("/srv/basic_auth.db", { how: "owner", owner: 1001 }),
  );
  const target = "mlflow_oidc_auth.app:app";
  const OLDER = {
    ...{ ...MLFLOW, pythonVersion: "3.10" },
    apps: [{ name: "oidc-auth", target, from: "mlflow_oidc_auth-10.2.0" }],
  };

  it.each<[string, Scene, string]>([
    ["nothing", FOUND, "mlflow-guard init && mlflow-guard server --host 0.0.0.0"],
    [
      "new secrets are not in git",
      { ...FOUND, facts: { foundFile: { ...foundFile, inGit: true } } },
      "git rm --cached -q -- .env && mlflow-guard init && mlflow-guard server --host 0.0.0.0",
    ],
    [
      "a file that may be in git is named",
      { ...FOUND, facts: { foundFile: { ...foundFile, inGit: null } } },
      "mlflow-guard init && mlflow-guard server --guard-env-file .env --host 0.0.0.0",
    ],
    [
      "a file that is named already stays in git",
      {
        ...FOUND,
        words: [...OPEN, "--guard-env-file", ".env"],
        facts: { foundFile: { ...foundFile, inGit: true } },
      },
      "mlflow-guard init --file .env && mlflow-guard server --host 0.0.0.0 --guard-env-file .env",
    ],
    [
      "a file in git that is named and gets secrets leaves it",
      {
        ...FOUND,
        words: [],
        lines: { MLFLOW_STATIC_PREFIX: "/ml" },
        env: { MLFLOW_HOST: "0.0.0.0" },
        facts: { foundFile: { ...foundFile, inGit: true } },
      },
      "git rm --cached -q -- .env && mlflow-guard init && mlflow-guard server --guard-env-file .env",
    ],
    [
      "a file in git that gets no secrets stays there",
      { ...FOUND, words: NO_SECRETS, facts: { foundFile: { ...foundFile, inGit: true } } },
      "mlflow-guard server",
    ],
    [
      "a file that may be in git and gets no secrets is not named",
      { ...FOUND, words: NO_SECRETS, facts: { foundFile: { ...foundFile, inGit: null } } },
      "mlflow-guard server",
    ],
    [
      "secrets go elsewhere where .env is no file",
      { words: OPEN, facts: { foundFile: { ...foundFile, occupied: true } } },
      "mlflow-guard init --file secrets.env && mlflow-guard server --guard-env-file secrets.env --host 0.0.0.0",
    ],
    [
      "no secrets, no other file",
      { words: NO_SECRETS, facts: { foundFile: { ...foundFile, occupied: true } } },
      "mlflow-guard server",
    ],
    [
      "an MLflow is installed where there is none",
      { words: OPEN, env: AT_HOME, facts: { mlflow: null } },
      `mlflow-guard install-mlflow && mlflow-guard init && mlflow-guard server ${NAMING_MANAGED} --host 0.0.0.0`,
    ],
    [
      "the safest, where what was asked for leads nowhere",
      { words: OPEN, facts: { changeable: [stuck] } },
      "mlflow-guard server",
    ],
    [
      "what was asked for, beside an error that has one way out",
      { words: [...OPEN, "--uvicorn-opts", "--fd 0"] },
      "mlflow-guard init && mlflow-guard server --host 0.0.0.0",
    ],
    [
      "MLflow's own login takes the place of one that the managed MLflow does not have",
      {
        ...OIDC,
        env: { ...OIDC.env, ...HOME },
        facts: { ...OIDC.facts, mlflow: OLDER, shadowing: ["yaml"] },
      },
      "mlflow-guard install-mlflow && mlflow-guard init && mlflow-guard server --guard-mlflow /home/ada/.local/share/mlflow-guard/mlflow-3.17.2/bin/mlflow --app-name basic-auth --host 0.0.0.0",
    ],
  ])("%s", (_what, scene, command) => {
    expect(decisionOf(scene).remedy).toEqual([command]);
  });

  it("installs nothing for a warning alone", () => {
    const { findings } = decisionOf({ env: { MLFLOW_HSOT: "x" }, facts: { mlflow: null } });
    expect(findings.flatMap(({ fix }) => fix)).toEqual([
      { kind: "shell", text: "env MLFLOW_HSOT= mlflow-guard server" },
    ]);
  });
});

describe("a printed command is the user's own", () => {
  function remedyOf(words: readonly string[], env: Scene["env"] = {}): string {
    return decisionOf({ words: [...OPEN, ...words], env }).remedy[0] ?? "";
  }

  it.each([
    [["--port", "6000", "-w", "2"], "--host 0.0.0.0 --port 6000 --workers 2"],
    [["--default-artifact-root", "s3://b/my path"], "'s3://b/my path'"],
    [["--default-artifact-root", "it's"], "'it'\\''s'"],
    [["--default-artifact-root", "`reboot`"], "'`reboot`'"],
    [["--default-artifact-root", "-x"], "--default-artifact-root=-x"],
    [["--no-serve-artifacts"], "--no-serve-artifacts"],
    [["--serve-artifacts"], "--serve-artifacts"],
    [["--backend-store-uri", "sqlite:///x.db"], "--backend-store-uri sqlite:///x.db"],
    [
      ["--backend-store-uri", "postgresql://a:hunter2@db/x"],
      '>&2 && export MLFLOW_BACKEND_STORE_URI="$MLFLOW_BACKEND_STORE_URI" && ',
    ],
    [["--guard-log-format", "json"], "--guard-log-format json"],
    [["--brand-new-option=1"], "--brand-new-option=1"],
  ])("%j stays", (words, text) => {
    expect(remedyOf(words)).toContain(text);
    expect(remedyOf(words)).not.toContain("hunter2");
  });

  it("leaves what the environment says to the environment", () => {
    expect(remedyOf([], { MLFLOW_PORT: "6000", MLFLOW_GUARD_LOG_FORMAT: "json" })).toBe(
      "mlflow-guard init && mlflow-guard server --host 0.0.0.0",
    );
  });

  it("is called as the program was called", () => {
    const facts = { program: "npx mlflow-guard" };
    const [command] = decisionOf({ words: OPEN, facts }).remedy;
    expect(command).toBe("npx mlflow-guard init && npx mlflow-guard server --host 0.0.0.0");
  });

  it("is not there where nothing is refused", () => {
    expect(decisionOf({ words: ["--disable-security-middleware"] }).remedy).toEqual([]);
  });
});
