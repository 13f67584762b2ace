import { describe, expect, it } from "vitest";
import { IGNORED_VARIABLES } from "../../src/mlflow/options/ignored-variables.ts";
import { READ_BY_MLFLOW } from "../../src/mlflow/options/server-variables.ts";
import { shownSetting } from "../../src/secrets/quoted.ts";
import { CONTAINER, factsOf, findingsOf, MLFLOW, STRONG } from "../support/world.ts";

const RULE = "setting-without-effect";
const UNSAFE = ["--guard-unsafe"];
const WHY = ["--guard-reason", "demo", "--guard-until", "2026-12-01"];
const OPEN = ["--host", "0.0.0.0"];
const PUBLISHED = ["--guard-published", "loopback"];
const CONFIG = { MLFLOW_AUTH_CONFIG_PATH: "auth.ini" };

const said = (env: Readonly<Record<string, string>>) =>
  findingsOf(RULE, { env })
    .map(({ what }) => what)
    .join("\n");

describe(RULE, () => {
  it.each(IGNORED_VARIABLES)("warns of $name", ({ name, instead }) => {
    const [finding] = findingsOf(RULE, { env: { [name]: "true" } });
    expect(finding).toMatchObject({ severity: "warning", origin: { kind: "env", name } });
    expect(finding?.what).toBe(`${name} (environment) is read by nobody; ${instead}`);
    expect(finding?.fix[0]?.text).toBe(`env ${name}= mlflow-guard server`);
  });

  it.each([
    ["MLFLOW_AUTH_ADMIN_PASSWROD", "did you mean MLFLOW_AUTH_ADMIN_PASSWORD?"],
    ["MLFLOW_SERVER_ALLOWED_HOST", "did you mean MLFLOW_SERVER_ALLOWED_HOSTS?"],
    ["MLFLOW_BACKEND_STORE_URL", "did you mean MLFLOW_BACKEND_STORE_URI?"],
    ["MLFLOW_HSOT", "did you mean MLFLOW_HOST?"],
    ["MLFLOW_ADMIN_PASSWORD", "MLflow has no such setting"],
    ["MLFLOW_AUTH_PASSWORD", "MLflow has no such setting"],
    ["MLFLOW_AUTH_CONFIG", "MLflow has no such setting"],
    ["MLFLOW_BASIC_AUTH", "MLflow has no such setting"],
    ["MLFLOW_FLASK_SECRET_KEY", "MLflow has no such setting"],
    ["MLFLOW_TLS_CERT", "MLflow has no such setting"],
    ["MLFLOW_AUTH_FILE_PASSWORD", "MLflow has no such setting"],
    ["MLFLOW_SSL_KEYFILE", "MLflow has no such setting"],
  ])("warns of %s, and never shows its value", (name, why) => {
    const findings = findingsOf(RULE, { env: { [name]: "hunter2" } });
    expect(findings).toMatchObject([
      {
        ...{ severity: "warning", what: `${name} (environment) is read by nobody; ${why}` },
        fix: [{ kind: "shell", text: `env ${name}= mlflow-guard server` }],
      },
    ]);
    expect(JSON.stringify(findings)).not.toContain("hunter2");
  });

  it("names what a wrapper around MLflow sets", () => {
    const file = "/opt/bin/mlflow";
    const sets = [
      { kind: "file", name: "A", file, line: 2 } as const,
      { kind: "file", name: "B", file, line: 3 } as const,
    ];
    expect(findingsOf(RULE, { facts: { mlflow: { ...MLFLOW, sets } } })).toMatchObject([
      {
        severity: "warning",
        what: "A (/opt/bin/mlflow:2), B (/opt/bin/mlflow:3) do not reach MLflow: its Python is started without the wrapper around it",
        fix: [{ kind: "note", text: "if MLflow needs them, export A, B before the start" }],
      },
    ]);
  });

  it.each([
    ...READ_BY_MLFLOW,
    "MLFLOW_HOME",
    "MLFLOW_TRACKING_URI",
    "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR",
    "MLFLOW_HTTP_REQUEST_TIMEOUT",
  ])("takes %s for a setting of MLflow", (name) => {
    expect(said({ [name]: "1" })).not.toContain("is read by nobody");
  });

  it.each([
    ["MLFLOW_HSOT", ""],
    ["A_MLFLOW_HOST", "x"],
    ["MLFLOW_HOST_FILE_NAME", "x"],
    ["MY_MLFLOW_HOST_FILE", "x"],
    ["MLFLOW_GUARD_RUN", "x"],
    ["MLFLOW_GUARD_TERMINAL", "x"],
    ["MLFLOW_GUARD_AUTH_DATABASE_URI_FILE", "x"],
  ])("says nothing of %s=%j", (name, value) => {
    expect(said({ [name]: value })).toBe("");
  });

  it("says nothing of what a newer MLflow may read, nor of a Service of Kubernetes", () => {
    const mlflow = { ...MLFLOW, version: "9.0.0" };
    expect(findingsOf(RULE, { env: { MLFLOW_AUTH_NEW: "1" }, facts: { mlflow } })).toEqual([]);
    expect(said({ MLFLOW_SERVER_SERVICE_HOST: "10.0.0.1" })).toBe("");
  });

  it("names the passphrase of a rotation that nobody finished, and not its value", () => {
    const name = "MLFLOW_CRYPTO_KEK_PASSPHRASE_BEFORE";
    const earlierPassphrase = { kind: "env", name } as const;
    const [finding] = findingsOf(RULE, {
      env: { [name]: "hunter2" },
      facts: { earlierPassphrase },
    });
    expect(finding).toMatchObject({
      severity: "warning",
      what: `${name} (environment) is the passphrase before the last rotation, and MLflow does not read it`,
      fix: [{ kind: "note" }],
    });
    expect(finding?.fix[0]?.text).toContain('run "mlflow crypto rotate-kek" with');
    expect(JSON.stringify(finding)).not.toContain("hunter2");
    expect(findingsOf(RULE, { env: { MLFLOW_CRYPTO_KEK_PASSPHRASE: "x" } })).toEqual([]);
  });

  it("warns of an authorization config that no login reads", () => {
    const [finding] = findingsOf(RULE, { env: CONFIG });
    expect(finding).toMatchObject({
      severity: "warning",
      what: "MLFLOW_AUTH_CONFIG_PATH (environment) only speaks when --app-name basic-auth is given",
      origin: { kind: "env", name: "MLFLOW_AUTH_CONFIG_PATH" },
      fix: [{ kind: "shell", text: "env MLFLOW_AUTH_CONFIG_PATH= mlflow-guard server" }],
    });
  });

  it.each([
    [
      "--uvicorn-opts (command line)",
      { words: ["--uvicorn-opts", "--workers 8"] },
      "mlflow-guard server",
    ],
    [
      "MLFLOW_GUNICORN_OPTS (environment)",
      { env: { MLFLOW_GUNICORN_OPTS: "-w 8" } },
      "env MLFLOW_GUNICORN_OPTS= mlflow-guard server",
    ],
  ])("warns of workers in %s", (where, scene, fix) => {
    const [finding] = findingsOf(RULE, scene);
    expect(finding).toMatchObject({
      severity: "warning",
      what: `--workers in ${where} is overridden by MLflow's own`,
    });
    expect(finding?.fix).toEqual([
      { kind: "shell", text: fix },
      { kind: "note", text: "write --workers 8 beside it instead" },
    ]);
  });

  it("warns of a published port where no wildcard is bound", () => {
    const words = ["--host", "192.168.1.20", "--guard-published", "loopback"];
    expect(findingsOf(RULE, { words, facts: STRONG })).toMatchObject([
      {
        severity: "warning",
        what: "--guard-published (command line) counts for a wildcard only, and 192.168.1.20 is none",
        origin: { kind: "flag", name: "--guard-published" },
        fix: [{ kind: "shell", text: "mlflow-guard server --host 192.168.1.20" }],
      },
    ]);
  });

  it("warns of a published port beside a proxy that counts", () => {
    const words = [...PUBLISHED, "--guard-behind-proxy", "https://ml.example"];
    expect(findingsOf(RULE, { words }).map(({ origin }) => origin.name)).toEqual([
      "--guard-published",
    ]);
  });

  it("is silent where one of several addresses is a wildcard", () => {
    const hosts = { box: ["10.0.0.7", "0.0.0.0"] };
    expect(findingsOf(RULE, { words: ["--host", "box", ...PUBLISHED], hosts })).toEqual([]);
  });

  it("warns of an opt-out that nothing needs, and takes it away whole", () => {
    const words = [...UNSAFE, "public-without-auth", ...WHY, "--port", "6000"];
    expect(findingsOf(RULE, { words })).toMatchObject([
      {
        severity: "warning",
        what: "--guard-unsafe public-without-auth (command line) waives nothing: the rule has nothing to say",
        origin: { kind: "flag", name: "--guard-unsafe" },
        fix: [{ kind: "shell", text: "mlflow-guard server --port 6000" }],
      },
    ]);
  });

  it("warns of the one of two opt-outs that nothing needs", () => {
    const names = [...UNSAFE, "public-without-auth", ...UNSAFE, "auth-app-unknown"];
    const words = ["--host", "0.0.0.0", ...names, ...WHY];
    const found = findingsOf(RULE, { words });
    expect(found.map(({ what }) => what.split(" ")[1])).toEqual(["auth-app-unknown"]);
  });

  it.each([
    ["variables that MLflow reads", { env: { MLFLOW_HOST: "127.0.0.1" } }],
    ["an empty variable", { env: { MLFLOW_AUTH_ENABLED: "" } }],
    ["a config that the login reads", { words: OPEN, env: CONFIG, facts: STRONG }],
    ["a port that is published", { words: [...OPEN, ...PUBLISHED], facts: CONTAINER }],
    ["a port whose claim has another rule", { words: [...OPEN, ...PUBLISHED] }],
    ["an opt-out that is needed", { words: [...OPEN, ...UNSAFE, "public-without-auth", ...WHY] }],
  ])("is silent for %s", (_what, scene) => {
    expect(findingsOf(RULE, scene)).toEqual([]);
  });
});

describe("a password that MLflow ignores", () => {
  const looked = (
    same: boolean | null,
    published: { user: string; password: "password" }[] = [],
  ) => ({
    ...STRONG,
    storedAccounts: { looked: true as const, accounts: 1, known: true, same, published },
    authStore: { ...factsOf({}).authStore, exists: true },
  });
  const words = ["--host", "0.0.0.0"];

  it("is said, with the command that stores it", () => {
    const [finding] = findingsOf(RULE, { words, facts: looked(false) });
    expect(finding).toMatchObject({
      severity: "warning",
      what: 'MLFLOW_AUTH_ADMIN_PASSWORD (environment) is not the password that the account "admin" in /home/ada/project/basic_auth.db has, and MLflow keeps the stored one',
      fix: [
        {
          kind: "shell",
          text: "mlflow-guard user passwd admin --offline && mlflow-guard server --host 0.0.0.0",
        },
      ],
    });
  });

  it.each([
    ["the stored one", looked(true)],
    ["nobody's, since there is no such account", looked(null)],
    ["a finding of its own already", looked(false, [{ user: "admin", password: "password" }])],
    ["not looked at", { ...STRONG, storedAccounts: { looked: false as const, reason: "x" } }],
    ["not there", { ...looked(false), adminPassword: null }],
  ])("is no finding where it is %s", (_what, facts) => {
    expect(findingsOf(RULE, { words, facts })).toEqual([]);
  });

  it("is another finding than the published one of somebody else", () => {
    const facts = looked(false, [{ user: "eve", password: "password" }]);
    expect(findingsOf(RULE, { words, facts })).toHaveLength(1);
  });

  it("is nothing to another login", () => {
    const other = [...words, "--app-name", "mine", "--guard-login-app", "mine"];
    expect(findingsOf(RULE, { words: other, facts: looked(false) })).toEqual([]);
  });
});

describe("lines of an env file that do not count", () => {
  const lineOf = (name: string, file: string, line = 1) =>
    ({ kind: "file", name, file, line }) as const;
  const CODE = [lineOf("AWS_CONFIG_FILE", "my.env"), lineOf("KUBECONFIG", "my.env", 4)];

  it("are named once, with the way in", () => {
    const words = ["--guard-env-file", "my.env", "--guard-pass-env", "TZDIR"];
    const [finding, ...more] = findingsOf(RULE, {
      words,
      env: { TZDIR: "/z" },
      envFile: "my.env",
      facts: { leftOut: CODE },
    });
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ severity: "warning", origin: CODE[0] });
    expect(finding?.what).toBe(
      "AWS_CONFIG_FILE (my.env:1), KUBECONFIG (my.env:4) do not count: an env file may not choose code, and more than MLflow's settings and plain credentials is not taken from it",
    );
    expect(finding?.fix).toEqual([
      {
        kind: "shell",
        text: "mlflow-guard server --guard-env-file my.env --guard-pass-env TZDIR --guard-pass-env AWS_CONFIG_FILE --guard-pass-env KUBECONFIG",
      },
      { kind: "note", text: "or set it in the environment" },
    ]);
  });

  it("that name another env file do not count either", () => {
    const lines = { MLFLOW_GUARD_ENV_FILE: "other" };
    const words = ["--guard-env-file", "my.env"];
    expect(findingsOf(RULE, { words, envFile: "my.env", lines })).toMatchObject([
      {
        what: "MLFLOW_GUARD_ENV_FILE (my.env:1) is read by nobody; an env file names no other one",
      },
    ]);
    expect(findingsOf(RULE, { env: lines, envFile: "other" })).toEqual([]);
  });

  const AWS = { AWS_ACCESS_KEY_ID: "hunter2", AWS_SECRET_ACCESS_KEY: "hunter2" };
  const S3 = ["--artifacts-destination", "s3://b/x"];
  const beside = (words: string[], untaken: Record<string, string>, env = {}) =>
    findingsOf(RULE, { words, found: true, envFile: ".env", untaken, env });

  it("of another tool are named once where a place of this server needs them", () => {
    const findings = beside(S3, {
      ...AWS,
      HTTPS_PROXY: "http://p",
      AWS_CONFIG_FILE: "x",
      PGUSER: "y",
    });
    expect(findings).toMatchObject([
      {
        severity: "warning",
        what: "AWS_ACCESS_KEY_ID (.env:1), AWS_SECRET_ACCESS_KEY (.env:2), HTTPS_PROXY (.env:3) do not count: of a .env that nobody named only what begins with MLFLOW_ does",
        fix: [
          {
            kind: "shell",
            text: "mlflow-guard server --guard-env-file .env --artifacts-destination s3://b/x",
          },
          { kind: "note" },
        ],
      },
    ]);
    expect(JSON.stringify(findings)).not.toContain("hunter2");
  });

  it.each([
    ["--backend-store-uri", "postgresql://db/x", "PGPASSWORD", 1],
    ["--backend-store-uri", "postgresql://db/x", "AWS_ACCESS_KEY_ID", 0],
    ["--backend-store-uri", "mysql+pymysql://db/postgres", "PGPASSWORD", 0],
    ["--backend-store-uri", "postgresql://db/mysql", "MYSQL_PWD", 0],
    ["--backend-store-uri", "sqlite:///x.db", "HTTPS_PROXY", 0],
    ["--artifacts-destination", "S3://b/x", "AWS_SECRET_ACCESS_KEY", 1],
    ["--artifacts-destination", "./s3://b", "AWS_SECRET_ACCESS_KEY", 0],
    ["--artifacts-destination", "s3://b/gs://x", "GOOGLE_CLOUD_PROJECT", 0],
    ["--artifacts-destination", "wasb://c@a/x", "AZURE_STORAGE_ACCESS_KEY", 1],
    ["--artifacts-destination", "abfs://c@a/x", "AZURE_STORAGE_ACCESS_KEY", 1],
    ["--artifacts-destination", "s3://b/wasbs:", "AZURE_STORAGE_ACCESS_KEY", 0],
    ["--artifacts-destination", "gs://b/x", "GOOGLE_CLOUD_PROJECT", 1],
    ["--artifacts-destination", "wasb://c@a/x", "no_proxy", 1],
    ["--artifacts-destination", "abfs://c@a/x", "HTTP_PROXY", 1],
    ["--artifacts-destination", "http://h/x", "http_proxy", 1],
    ["--artifacts-destination", "./https://h", "HTTPS_PROXY", 0],
    ["--static-prefix", "/s3:", "AWS_SECRET_ACCESS_KEY", 0],
  ])("for %s %s: %s", (option, uri, name, findings) => {
    expect(beside([option, uri], { [name]: "x" })).toHaveLength(findings);
  });

  it("count one by one, and not where they are empty", () => {
    const [one] = beside(S3, { AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "" });
    expect(one?.what).toMatch(/^AWS_ACCESS_KEY_ID \(\.env:1\) does not count: /);
    expect(one?.fix.at(-1)).toEqual({ kind: "note", text: "or set it in the environment" });
    expect(beside(S3, { AWS_ACCESS_KEY_ID: "" })).toEqual([]);
  });

  it("of another tool are no matter where nothing needs them, or they are set", () => {
    expect(beside([], AWS)).toEqual([]);
    expect(beside(S3, AWS, AWS)).toEqual([]);
    expect(findingsOf(RULE, { words: S3, envFile: ".env", untaken: AWS })).toHaveLength(1);
    expect(
      findingsOf(RULE, {
        words: [...S3, "--guard-env-file", ".env"],
        envFile: ".env",
        untaken: AWS,
      }),
    ).toEqual([]);
  });

  it("of a file that was only found need its name, and what loads code a word more", () => {
    const leftOut = [lineOf("MLFLOW_GUARD_PROFILE", ".env"), lineOf("MLFLOW_HOME", ".env", 2)];
    const [finding] = findingsOf(RULE, { found: true, envFile: ".env", facts: { leftOut } });
    expect(finding?.what).toContain("nobody named that file");
    expect(finding?.fix[0]?.text).toBe(
      "mlflow-guard server --guard-env-file .env --guard-pass-env MLFLOW_HOME",
    );
  });

  it("are blanked where no file may say it", () => {
    const leftOut = [lineOf("MLFLOW_GUARD_MLFLOW", ".env")];
    const [finding] = findingsOf(RULE, { found: true, envFile: ".env", facts: { leftOut } });
    expect(finding?.what).toMatch(/^MLFLOW_GUARD_MLFLOW \(\.env:1\) does not count/);
    expect(finding?.fix[0]?.text).toBe("env MLFLOW_GUARD_MLFLOW= mlflow-guard server");
  });
});

describe("a file for a setting that takes none", () => {
  it.each([
    "MLFLOW_HOST",
    "MLFLOW_PORT",
    "MLFLOW_AUTH_CONFIG_PATH",
    "MLFLOW_SECRET_KEY",
  ])("%s_FILE is named, in the environment and in an env file", (name) => {
    const file = `${name}_FILE`;
    const text = `is read by nobody; a file is taken for secrets and for URIs of stores, so set ${name} itself`;
    const [finding, ...more] = findingsOf(RULE, { env: { [file]: "/run/secrets/x" } });
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ severity: "warning", what: `${file} (environment) ${text}` });
    expect(finding?.fix[0]?.text).toBe(`env ${file}= mlflow-guard server`);
    expect(findingsOf(RULE, { lines: { [file]: "x" } })).toMatchObject([
      { what: `${file} (my.env:1) ${text}` },
    ]);
  });

  it.each([
    ["MLFLOW_BACKEND_STORE_URI_FILE", "/run/secrets/uri"],
    ["MLFLOW_GATEWAY_RESOLVE_API_KEY_FROM_FILE", "true"],
    ["MLFLOW_HOST_FILE", ""],
    ["OTHER_HOST_FILE", "x"],
  ])("%s=%s is none", (name, value) => {
    const found = findingsOf(RULE, { env: { [name]: value } });
    expect(found.filter(({ what }) => what.includes("a file is taken"))).toEqual([]);
  });

  it("is named once where it is known for something else", () => {
    expect(findingsOf(RULE, { env: { MLFLOW_ENV_FILE: "x" } })).toHaveLength(1);
    expect(findingsOf(RULE, { env: { MLFLOW_GUARD_LOG_LEVEL_FILE: "x" } })).toHaveLength(1);
  });
});

describe("a setting of the launcher that it does not have", () => {
  it.each([
    ["MLFLOW_GUARD_PASS_ENV", "--guard-pass-env stands on the command line only"],
    ["MLFLOW_GUARD_AUDITLOG", "mlflow-guard has no such setting"],
  ])("%s is named", (name, why) => {
    expect(findingsOf(RULE, { env: { [name]: "x" } })).toMatchObject([
      {
        what: `${name} (environment) is read by nobody; ${why}`,
        fix: [{ text: `env ${name}= mlflow-guard server` }],
      },
    ]);
  });

  it.each([
    ["MLFLOW_GUARD_STOP_TIMEOUT", "5"],
    ["MLFLOW_GUARD_AUTH_DATABASE_URI", "sqlite:///x.db"],
    ["MLFLOW_GUARD_DEBUG", "1"],
    ["MLFLOW_GUARD_AUDITLOG", ""],
    ["MLFLOW_GUARD_PORT", "tcp://10.0.0.1:80"],
    ["MLFLOW_GUARD_SERVICE_HOST", "10.0.0.1"],
    ["MLFLOW_SERVER_PORT", "tcp://10.0.0.1:80"],
  ])("but %s=%s is not", (name, value) => {
    expect(findingsOf(RULE, { env: { [name]: value } })).toEqual([]);
  });
});

describe("credentials where nobody is asked for any", () => {
  const CLIENT = { MLFLOW_TRACKING_USERNAME: "ada", MLFLOW_TRACKING_PASSWORD: "hunter2" };
  const WAIVED = [...OPEN, "--guard-unsafe", "public-without-auth", ...WHY];

  it("of a client are named, without their values", () => {
    const [finding, ...more] = findingsOf(RULE, { env: CLIENT });
    expect(more).toEqual([]);
    expect(finding?.what).toBe(
      "MLFLOW_TRACKING_USERNAME (environment), MLFLOW_TRACKING_PASSWORD (environment) do not make this server ask for a login: clients send them, and a login is switched on with --app-name basic-auth",
    );
    expect(finding?.fix[0]?.text).toBe(
      "env MLFLOW_TRACKING_USERNAME= MLFLOW_TRACKING_PASSWORD= mlflow-guard server",
    );
  });

  it("are one thing where there is one", () => {
    const [finding] = findingsOf(RULE, { env: { MLFLOW_TRACKING_TOKEN: "x" } });
    expect(finding?.what).toContain("MLFLOW_TRACKING_TOKEN (environment) does not make");
  });

  it("of the login are named where the server is open all the same", () => {
    const env = { MLFLOW_AUTH_ADMIN_PASSWORD: "x" };
    expect(findingsOf(RULE, { env, words: WAIVED })).toMatchObject([
      { origin: { name: "MLFLOW_AUTH_ADMIN_PASSWORD" } },
    ]);
    expect(findingsOf(RULE, { env })).toEqual([]);
  });

  it("are nothing to speak of with a login", () => {
    expect(findingsOf(RULE, { env: CLIENT, words: ["--app-name", "basic-auth"] })).toEqual([]);
  });
});

describe("names that no request has", () => {
  const HOSTS = "allowed-hosts";
  const ORIGINS = "cors-allowed-origins";
  const SCHEME = "a Host header has no scheme, path or network mask";
  const BLANK = "a host name has no blank and does not begin with a dot";
  const SLASH = "an Origin header has no path and no slash at its end";

  it.each([
    [HOSTS, "https://ml.example", ",ml.example", SCHEME],
    [HOSTS, "10.0.0.0/8", "", SCHEME],
    [HOSTS, "^ml$", "", "MLflow takes * and ?, no regular expression"],
    [HOSTS, "ml\\.example", "", "MLflow takes * and ?, no regular expression"],
    [HOSTS, ".ml.example", ",*.ml.example", BLANK],
    [HOSTS, "a.example b.example", ",a.example,b.example", BLANK],
    [HOSTS, "ML.example", ",ml.example", "clients send host names in small letters"],
    [ORIGINS, "ml.example", "", "an Origin header begins with http:// or https://"],
    [ORIGINS, "https://ml.example/", ",https://ml.example", SLASH],
    [ORIGINS, "https://ml.example/ui", ",https://ml.example", SLASH],
    [ORIGINS, "see https://ml.example/", "", SLASH],
    [HOSTS, "a.example   b.example", ",a.example,b.example", BLANK],
    [HOSTS, "https://ml.example//", ",ml.example", SCHEME],
    [HOSTS, "ml.example/http://", "", SCHEME],
  ])("--%s %j becomes %j", (option, entry, meant, why) => {
    const local = option === HOSTS ? "localhost" : "http://localhost";
    const [finding] = findingsOf(RULE, { words: [`--${option}=${local},${entry}`] });
    expect(finding).toMatchObject({
      severity: "warning",
      what: `${shownSetting(entry)} in --${option} (command line) matches no request: ${why}`,
    });
    const [name, value] = finding?.fix[0]?.text.split(" ").slice(-2) ?? [];
    expect([name, value?.replaceAll("'", "")]).toEqual([`--${option}`, `${local}${meant}`]);
  });

  it("are left out where nothing else is in the list", () => {
    const [finding] = findingsOf(RULE, { words: ["--allowed-hosts=10.0.0.0/8"] });
    expect(finding?.fix[0]?.text).toBe("mlflow-guard server");
  });

  it.each([
    [HOSTS, "ml.example,ml.example:8443,*.ml.example,[::1]:5000,10.*,[[]::1]"],
    [ORIGINS, "https://ml.example,https://*.ml.example,*,*.ml.example"],
  ])("are not among those of --%s=%s", (option, text) => {
    expect(findingsOf(RULE, { words: [`--${option}=${text}`] })).toEqual([]);
  });
});
