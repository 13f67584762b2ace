import fc from "fast-check";
import { MANAGED_VERSION } from "../../src/mlflow/versions/versions.ts";
import { ADMIN_PASSWORD, KEK_PASSPHRASE, SECRET_KEY } from "../../src/secrets/names.ts";
import { type Environment, LAN, type Spec } from "./machine.ts";

const KEY = "Jq3-tests-only-9vX0ZpLw2mKc7RtYb5Hd8Ns";
const PASSWORD = "unusual-Falcon-71-drift";
const PUBLISHED = "mlflow-default-kek-passphrase-for-development-only";
const CONFIG =
  "[mlflow]\ndefault_permission = READ\ndatabase_uri = sqlite:///basic_auth.db\nadmin_username = admin\n";

/** Files that settings may name. */
const FILES = {
  key: `${KEY}\n`,
  password: `${PASSWORD}\n`,
  weak: "x\n",
  empty: "",
  "auth.ini": CONFIG,
  "open.ini": `${CONFIG}authorization_function = open:f\n`,
  "percent.ini": CONFIG.replace("basic_auth", "50%basic"),
  "evil-uri": "mysql+mysqldb://h/d?read_default_file=my.cnf\n",
  "default.ini": `${CONFIG}admin_password = password1234\n`,
};

const SECRET_FILES = ["key", "password", "weak", "empty", "nowhere"];
const PREFIXES = ["/static", "/health", "/mlflow"];
const HOSTS = [
  "0.0.0.0",
  "::",
  "127.0.0.1",
  "localhost",
  LAN,
  "lan.example",
  "nowhere.example",
  "0",
];
const NAMES = ["ml.example", "*", "localhost", "10.*"];

/** MLflow's options, and those of the launcher that decide something. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  "--allowed-hosts": NAMES,
  "--cors-allowed-origins": ["*", "https://a.example", "null"],
  "--static-prefix": PREFIXES,
  "--gunicorn-opts": ["-b 0.0.0.0:1", "--workers 3", "--timeout 60"],
  "--uvicorn-opts": ["--fd 0", "--timeout-keep-alive 5", "--forwarded-allow-ips *"],
  "--expose-prometheus": ["metrics"],
  "--artifacts-destination": [".", "s3://bucket/x", "/tmp"],
  "--backend-store-uri": ["sqlite:///x.db", "./mlruns", "postgresql://ada:hunter2@db/x"],
  "--default-artifact-root": ["/etc", "s3://bucket/y"],
  "--workers": ["2"],
  "--port": ["5001"],
  "--x-frame-options": ["NONE", "SAMEORIGIN"],
  "--guard-published": ["loopback"],
  "--guard-behind-proxy": ["https://proxy.example", "no url"],
  "--guard-login-app": ["open"],
  "--guard-pass-env": ["FORWARDED_ALLOW_IPS", "PYTHONPATH", "MLFLOW_JOB_IMAGE"],
};

const WAIVER = ["--guard-unsafe=public-without-auth", "--guard-reason=lab"];
const SWITCHES: readonly (readonly string[])[] = [
  ["--dev"],
  ["--disable-security-middleware"],
  ["--no-serve-artifacts"],
  [...WAIVER, "--guard-until=2026-12-01"],
  [...WAIVER, "--guard-until=2020-01-01"],
  WAIVER.slice(0, 1),
  ["--guard-reason=lab"],
];

/** What the environment and an env file may say. */
const SETTINGS: Readonly<Record<string, readonly string[]>> = {
  MLFLOW_HOST: HOSTS,
  MLFLOW_SERVER_ALLOWED_HOSTS: NAMES,
  MLFLOW_SERVER_CORS_ALLOWED_ORIGINS: ["*", "https://a.example"],
  MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE: ["true", "false"],
  MLFLOW_SERVER_X_FRAME_OPTIONS: ["NONE"],
  MLFLOW_STATIC_PREFIX: PREFIXES,
  MLFLOW_GUNICORN_OPTS: ["-b 0.0.0.0:1", "--timeout 60"],
  MLFLOW_UVICORN_OPTS: ["--uds x", "--timeout-keep-alive 5"],
  MLFLOW_BACKEND_STORE_URI: ["", "sqlite:///x.db", "./mlruns", "mssql+pyodbc://h/d?driver=/x.so"],
  MLFLOW_BACKEND_STORE_URI_FILE: ["evil-uri"],
  MLFLOW_AUTH_CONFIG_PATH: ["auth.ini", "open.ini", "percent.ini", "default.ini", "nowhere.ini"],
  MLFLOW_AUTH_ADMIN_USERNAME: ["admin", "root"],
  MLFLOW_ENABLE_REMOTE_ASSISTANT: ["true"],
  MLFLOW_ALLOW_FILE_STORE: ["true", "false"],
  MLFLOW_JOB_IMAGE: ["jobs:1"],
  MLFLOW_EXPOSE_PROMETHEUS: ["metrics"],
  MLFLOW_GUARD_LOGIN_APP: ["open"],
  MLFLOW_GUARD_MLFLOW: ["/nowhere/mlflow"],
  MLFLOW_GUARD_LOG_FORMAT: ["json"],
  MLFLOW_TRACKING_PASSWORD: [PASSWORD],
  MLFLOW_HOME: ["/srv"],
  AWS_CONFIG_FILE: ["aws"],
  FORWARDED_ALLOW_IPS: ["*"],
  PYTHONPATH: ["."],
  prometheus_multiproc_dir: ["metrics"],
  OIDC_DISCOVERY_URL: ["https://idp.example/.well-known/openid-configuration"],
  OIDC_CLIENT_ID: ["mlflow"],
  OIDC_CLIENT_SECRET: ["Wq8-provider-gave-this-out-3kZ"],
  SECRET_KEY: ["", KEY],
  SECRET_KEY_FILE: SECRET_FILES,
};

const SECRETS: Readonly<Record<string, readonly string[]>> = {
  [SECRET_KEY]: ["", KEY, "x", "change-mexxxxxxxxxxxxxxxxxxxxxxxxx"],
  [`${SECRET_KEY}_FILE`]: SECRET_FILES,
  [ADMIN_PASSWORD]: ["", PASSWORD, "password1234", "aaaaaaaaaaaa"],
  [`${ADMIN_PASSWORD}_FILE`]: SECRET_FILES,
  [KEK_PASSPHRASE]: ["", "Kp2-only-for-tests-93xLw7Qv", PUBLISHED],
  [`${KEK_PASSPHRASE}_FILE`]: SECRET_FILES,
};

type Table = Readonly<Record<string, readonly string[]>>;

function pairsOf(table: Table): fc.Arbitrary<readonly [string, string]> {
  return fc
    .constantFrom(...Object.entries(table))
    .chain(([name, values]) => fc.constantFrom(...values).map((value) => [name, value] as const));
}

const settings = (most: number): fc.Arbitrary<Record<string, string>> =>
  fc
    .tuple(
      fc.array(pairsOf(SETTINGS), { maxLength: most }),
      fc.array(pairsOf(SECRETS), { maxLength: most }),
    )
    .map((pairs) => Object.fromEntries(pairs.flat()));

/** Most people who are refused have said an address. */
const host = fc.oneof(
  { weight: 3, arbitrary: fc.constant(["--host", "0.0.0.0"]) },
  { weight: 2, arbitrary: fc.constantFrom(...HOSTS).map((name) => ["--host", name]) },
  { weight: 3, arbitrary: fc.constant([]) },
);

const app = fc.oneof(
  { weight: 4, arbitrary: fc.constant([]) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom("basic-auth", "basic-auth", "open", "oidc-auth", "kubernetes-auth")
      .map((name) => ["--app-name", name]),
  },
);

const words = fc
  .tuple(
    host,
    app,
    fc.array(
      pairsOf(WORDS).map(([name, value]) => [`${name}=${value}`]),
      { maxLength: 3 },
    ),
    fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.constantFrom(...SWITCHES) },
    ),
  )
  .map(([first, login, options, more]) => [first, login, ...options, more].flat());

/** Ways in which the address, the name or the login come with a plugin of MLflow. */
const APPS: readonly Environment["apps"][] = [
  [],
  [],
  [],
  [["open", "open:app", "guardplugin-1.0"]],
  [["oidc-auth", "mlflow_oidc_auth.app:app", "mlflow_oidc_auth-11.0.2"]],
  [["oidc-auth", "mlflow_oidc_auth.app:app", "mlflow_oidc_auth-7.0.0"]],
  [["basic-auth", "open:app", "guardplugin-1.0"]],
  [["kubernetes-auth", "kubernetes_plugin:app", "mlflow_kubernetes_plugins-1.0"]],
];

const environment: fc.Arbitrary<Environment | null> = fc.option(
  fc.record({
    version: fc.constantFrom(
      MANAGED_VERSION,
      MANAGED_VERSION,
      "3.18.0",
      "3.16.1",
      "3.9.0",
      "2.22.0",
    ),
    python: fc.constantFrom("3.10", "3.12", "3.12"),
    extra: fc.boolean(),
    exporter: fc.boolean(),
    pip: fc.boolean(),
    apps: fc.constantFrom(...APPS),
  }),
  { freq: 8 },
);

/** The env file: only found, named on the command line, named by the environment; perhaps tracked, perhaps open. */
const envFile = fc.record({
  how: fc.constantFrom("found", "found", "flag", "variable", "none"),
  lines: settings(3),
  mode: fc.constantFrom(0o600, 0o600, 0o600, 0o644, 0o666),
  tracked: fc.oneof(
    { weight: 4, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
});

const there = (weight: number) =>
  fc.oneof({ weight, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) });

const EXPERIMENT = "artifact_location: mlruns/0\nexperiment_id: '0'\nname: Default\n";

function filesNamedIn(values: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(FILES).filter(([name]) => values.includes(name)));
}

/** What somebody may have typed, anywhere. */
export const specs: fc.Arbitrary<Spec> = fc
  .record({
    words,
    env: settings(2),
    envFile,
    mlflow: environment,
    managed: fc.boolean(),
    python: fc.constantFrom("3.10", "3.11", "3.13"),
    published: fc.option(fc.constantFrom([], ["admin"], ["root"]), { freq: 2 }),
    shadow: there(6),
    files: there(8),
    container: there(10),
  })
  .map(({ envFile: { how, lines, mode, tracked }, shadow, files, container, ...rest }) => {
    const name = how === "found" ? ".env" : "my settings.env";
    const text = Object.entries(lines).map(([one, value]) => `${one}=${value}\n`);
    return {
      ...rest,
      words: [...rest.words, ...(how === "flag" ? ["--guard-env-file", name] : [])],
      env: {
        ...rest.env,
        ...(how === "variable" ? { MLFLOW_GUARD_ENV_FILE: name } : {}),
        ...(container ? { container: "docker" } : {}),
      },
      files: {
        ...filesNamedIn([...Object.values(rest.env), ...Object.values(lines)]),
        ...(how === "none" ? {} : { [name]: text.join("") }),
        ...(shadow ? { "yaml.py": "" } : {}),
        ...(files ? { "mlruns/0/meta.yaml": EXPERIMENT } : {}),
      },
      modes: { [name]: mode },
      tracked: tracked && how !== "none" ? [name] : [],
    };
  });
