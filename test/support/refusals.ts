import { chmodSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Difference, makeEnvironment } from "./environments.ts";
import { git } from "./git.ts";
import { makeFolder } from "./guard.ts";
import { OIDC_LOGIN, PLUGINS } from "./stand-in.ts";

/** A command that a rule has something to say about, and the folder it is run in. */
export interface Refusal {
  readonly rule: string;
  readonly title: string;
  readonly words: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly modes?: Readonly<Record<string, number>>;
  /** What the person puts into a variable before pasting, as the command asks. */
  readonly typed?: Readonly<Record<string, string>>;
  /** The files that git tracks. */
  readonly tracked?: readonly string[];
  /** Run with a changed copy of the managed environment. */
  readonly mlflow?: Difference;
  /** Every account may write to the folder of that environment's programs. */
  readonly open?: true;
  /** Only the name of what would run is there: the remedy is right, and cannot be started here. */
  readonly nameOnly?: true;
}

const KEY = { MLFLOW_FLASK_SERVER_SECRET_KEY: "Jq3-tests-only-9vX0ZpLw2mKc7RtYb5Hd8Ns" };
const PASSWORD = { MLFLOW_AUTH_ADMIN_PASSWORD: "unusual-Falcon-71-drift" };
const LOGIN = { ...KEY, ...PASSWORD };
const PUBLISHED_KEK = "mlflow-default-kek-passphrase-for-development-only";
const PUBLIC = ["--host", "0.0.0.0"];
const ENV_FILE = Object.entries(LOGIN)
  .map(([name, value]) => `${name}=${value}\n`)
  .join("");

/** At least one for each rule that offers a command. */
export const REFUSALS: readonly Refusal[] = [
  { rule: "public-without-auth", title: "a flag", words: PUBLIC },
  { rule: "public-without-auth", title: "a variable", words: [], env: { MLFLOW_HOST: "0.0.0.0" } },
  {
    rule: "public-without-auth",
    title: "a .env file",
    words: [],
    files: { ".env": "MLFLOW_HOST=0.0.0.0\n" },
  },
  {
    rule: "public-without-auth",
    title: "beside a virtual environment named .env",
    words: PUBLIC,
    files: { ".env/pyvenv.cfg": "" },
  },
  {
    rule: "env-file-not-named",
    title: "an address and a login",
    words: [],
    files: { ".env": `MLFLOW_HOST=0.0.0.0\n${ENV_FILE}` },
  },
  {
    rule: "env-file-not-named",
    title: "everything at once, without a login",
    words: [],
    files: {
      ".env":
        "MLFLOW_HOST=::\nMLFLOW_SERVER_ALLOWED_HOSTS=ml.example\nMLFLOW_STATIC_PREFIX=/ml\nMLFLOW_UVICORN_OPTS=--uds x\n",
    },
  },
  {
    rule: "env-file-chooses-code",
    title: "a .env file with a parameter that nobody knows",
    words: [],
    files: { ".env": "MLFLOW_BACKEND_STORE_URI=sqlite:///x.db?detect_types=0\n" },
  },
  {
    rule: "env-file-chooses-code",
    title: "a named file with a driver that is a path",
    words: ["--guard-env-file", "my settings.env"],
    files: {
      "my settings.env": "MLFLOW_BACKEND_STORE_URI=mssql+pyodbc://h/db?driver=/srv/libdriver.so\n",
    },
    nameOnly: true,
  },
  {
    rule: "placeholder-left",
    title: "hosts and origins of a template",
    words: ["--cors-allowed-origins", "https://{{ ui }}"],
    env: { MLFLOW_SERVER_ALLOWED_HOSTS: "<host>:5000" },
  },
  {
    rule: "metrics-exporter-missing",
    title: "an environment without it",
    words: ["--expose-prometheus", "metrics"],
    mlflow: { without: /^prometheus_flask_exporter/ },
  },
  {
    rule: "metrics-readable",
    title: "no login",
    words: [...PUBLIC, "--expose-prometheus", "metrics"],
  },
  {
    rule: "jobs-outlive-server",
    title: "an image for them",
    words: PUBLIC,
    env: { ...LOGIN, MLFLOW_JOB_IMAGE: "jobs:1" },
    mlflow: { version: "3.18.0" },
    nameOnly: true,
  },
  {
    rule: "file-store-refused",
    title: "an experiment of an older MLflow",
    words: [],
    files: {
      "mlruns/0/meta.yaml":
        "artifact_location: mlruns/0\nexperiment_id: '0'\nlifecycle_stage: active\nname: Default\n",
    },
  },
  {
    rule: "file-store-refused",
    title: "a database by its path",
    words: ["--backend-store-uri", "runs.db", "--registry-store-uri", "./runs.db"],
    // SQLite takes an empty file for an empty database.
    files: { "runs.db": "" },
  },
  {
    rule: "file-store-refused",
    title: "a path at which nothing is",
    words: ["--backend-store-uri", "my-runs"],
  },
  {
    rule: "code-changeable",
    title: "programs that every account may write",
    words: [],
    mlflow: {},
    open: true,
  },
  {
    rule: "env-file-in-git",
    title: "a login",
    words: PUBLIC,
    files: { ".env": ENV_FILE },
    tracked: [".env"],
  },
  {
    rule: "env-file-in-git",
    title: "a secret file and the passphrase",
    words: ["--app-name", "basic-auth"],
    files: {
      ".env": `${ENV_FILE}MLFLOW_FLASK_SERVER_SECRET_KEY=\nMLFLOW_FLASK_SERVER_SECRET_KEY_FILE=key\nMLFLOW_CRYPTO_KEK_PASSPHRASE=Kp2-only-for-tests-93xLw7Qv\n`,
      key: KEY.MLFLOW_FLASK_SERVER_SECRET_KEY,
    },
    tracked: [".env", "key"],
  },
  {
    rule: "public-without-auth",
    title: "a forwarded name",
    words: ["--allowed-hosts=mlflow.example"],
  },
  { rule: "public-without-auth", title: "development mode", words: [...PUBLIC, "--dev"] },
  {
    rule: "public-without-auth",
    title: "an env file of the group option",
    words: ["--guard-env-file", "my settings.env"],
    files: { "my settings.env": "MLFLOW_HOST=0.0.0.0\n" },
  },
  {
    rule: "public-without-auth",
    title: "secrets exported empty",
    words: PUBLIC,
    env: { MLFLOW_FLASK_SERVER_SECRET_KEY: "", MLFLOW_AUTH_ADMIN_PASSWORD: "" },
  },
  { rule: "secret-key-missing", title: "only a password", words: PUBLIC, env: PASSWORD },
  {
    rule: "secret-key-weak",
    title: "a variable",
    words: PUBLIC,
    env: { ...LOGIN, MLFLOW_FLASK_SERVER_SECRET_KEY: "x" },
  },
  {
    rule: "secret-key-weak",
    title: "a .env file",
    words: PUBLIC,
    env: PASSWORD,
    files: {
      ".env":
        "# mine\nMLFLOW_FLASK_SERVER_SECRET_KEY='${FLASK_KEY}xxxxxxxxxxxxxxxxxxxxxxxxx'\n".replace(
          "${FLASK_KEY}",
          "change-me",
        ),
    },
  },
  { rule: "admin-password-missing", title: "only a key", words: PUBLIC, env: KEY },
  {
    rule: "admin-password-missing",
    title: "on loopback",
    words: ["--app-name", "basic-auth"],
    env: KEY,
  },
  {
    rule: "default-admin-password",
    title: "a variable",
    words: PUBLIC,
    env: { ...KEY, MLFLOW_AUTH_ADMIN_PASSWORD: "password1234" },
  },
  {
    rule: "default-admin-password",
    title: "an authorization config",
    words: PUBLIC,
    env: { ...KEY, MLFLOW_AUTH_CONFIG_PATH: "auth.ini" },
    files: {
      "auth.ini":
        "[mlflow]\ndefault_permission = READ\ndatabase_uri = sqlite:///auth.db\nadmin_username = root\nadmin_password = password1234\n",
    },
  },
  {
    rule: "admin-password-weak",
    title: "a .env file",
    words: PUBLIC,
    files: { ".env": `${ENV_FILE}MLFLOW_AUTH_ADMIN_PASSWORD=aaaaaaaaaaaa\n` },
  },
  {
    rule: "auth-app-unknown",
    title: "a plugin",
    words: [...PUBLIC, "--app-name", "open"],
    mlflow: { plugin: "[mlflow.app]\nopen = mlflow.server.fastapi_app:app\n" },
  },
  {
    rule: "auth-extra-missing",
    title: "no Flask-WTF",
    words: PUBLIC,
    env: LOGIN,
    mlflow: { without: /^flask_wtf/i },
  },
  {
    rule: "auth-incomplete-in-version",
    title: "3.9.0",
    words: PUBLIC,
    env: LOGIN,
    mlflow: { version: "3.9.0" },
  },
  {
    rule: "auth-ineffective",
    title: "another function",
    words: PUBLIC,
    env: { ...LOGIN, MLFLOW_AUTH_CONFIG_PATH: "auth.ini" },
    files: {
      "auth.ini":
        "[mlflow]\ndefault_permission = READ\ndatabase_uri = sqlite:///auth.db\nadmin_username = admin\nauthorization_function = open:f\n",
    },
  },
  {
    rule: "auth-ineffective",
    title: "a percent sign that is not doubled",
    words: PUBLIC,
    env: { ...LOGIN, MLFLOW_AUTH_CONFIG_PATH: "auth.ini" },
    files: {
      "auth.ini":
        "[mlflow]\ndefault_permission = READ\ndatabase_uri = sqlite:///50%auth.db\nadmin_username = admin\nauthorization_function = mlflow.server.auth:authenticate_request_basic_auth\n",
    },
  },
  {
    rule: "auth-ineffective",
    title: "a plugin of the same name",
    words: PUBLIC,
    env: LOGIN,
    mlflow: { plugin: "[mlflow.app]\nbasic-auth = mlflow.server.fastapi_app:app\n" },
  },
  { rule: "bind-not-understood", title: "0", words: ["--host", "0"] },
  { rule: "bind-not-understood", title: "a blank variable", words: [], env: { MLFLOW_HOST: " " } },
  {
    rule: "bind-added-by-server-options",
    title: "a flag",
    words: ["--gunicorn-opts", "-b 0.0.0.0:1"],
  },
  {
    rule: "bind-added-by-server-options",
    title: "a variable",
    words: [],
    env: { MLFLOW_UVICORN_OPTS: "--uds x" },
  },
  {
    rule: "waiver-invalid",
    title: "an expired opt-out",
    words: [
      ...PUBLIC,
      "--guard-unsafe=public-without-auth",
      "--guard-reason=lab",
      "--guard-until=2020-01-01",
    ],
  },
  {
    rule: "waiver-invalid",
    title: "an untrue claim",
    words: [...PUBLIC, "--guard-published", "loopback"],
  },
  {
    rule: "secret-file-unusable",
    title: "a missing file",
    words: PUBLIC,
    env: { ...KEY, MLFLOW_AUTH_ADMIN_PASSWORD_FILE: "nowhere" },
  },
  {
    rule: "secret-file-unusable",
    title: "both",
    words: PUBLIC,
    env: { ...LOGIN, MLFLOW_AUTH_ADMIN_PASSWORD_FILE: "password" },
    files: { password: "unusual-Falcon-71-drift" },
  },
  {
    rule: "secret-file-readable",
    title: "others write",
    words: PUBLIC,
    files: { ".env": ENV_FILE },
    modes: { ".env": 0o666 },
  },
  {
    rule: "secret-file-readable",
    title: "others read",
    words: PUBLIC,
    files: { ".env": ENV_FILE },
    modes: { ".env": 0o644 },
  },
  { rule: "gateway-default-passphrase", title: "none", words: PUBLIC, env: LOGIN },
  {
    rule: "gateway-default-passphrase",
    title: "MLflow's own, exported",
    words: PUBLIC,
    env: { ...LOGIN, MLFLOW_CRYPTO_KEK_PASSPHRASE: PUBLISHED_KEK },
  },
  {
    rule: "gateway-default-passphrase",
    title: "MLflow's own, in a .env file",
    words: PUBLIC,
    files: { ".env": `${ENV_FILE}MLFLOW_CRYPTO_KEK_PASSPHRASE=${PUBLISHED_KEK}\n` },
  },
  {
    rule: "gateway-default-passphrase",
    title: "exported empty",
    words: PUBLIC,
    env: { ...LOGIN, MLFLOW_CRYPTO_KEK_PASSPHRASE: "" },
  },
  {
    rule: "store-readable",
    title: "the default one",
    words: [],
    files: { "mlflow.db": "" },
    modes: { ".": 0o755, "mlflow.db": 0o644 },
  },
  {
    rule: "store-readable",
    title: "two, in a folder with a blank",
    words: [...["--app-name", "basic-auth"], ...["--backend-store-uri", "sqlite:///my data/x.db"]],
    env: LOGIN,
    files: { "my data/x.db": "", "basic_auth.db": "" },
    modes: { ".": 0o755, "my data": 0o755, "my data/x.db": 0o666, "basic_auth.db": 0o644 },
  },
  {
    rule: "store-readable",
    title: "a journal beside the accounts, exposed",
    words: PUBLIC,
    env: LOGIN,
    files: { "basic_auth.db-journal": "" },
    modes: { ".": 0o755, "basic_auth.db-journal": 0o666 },
  },
  {
    rule: "artifacts-serve-secrets",
    title: "everything here, exposed",
    words: [...PUBLIC, "--artifacts-destination", "."],
    files: { ".env": ENV_FILE },
  },
  {
    rule: "artifacts-serve-secrets",
    title: "a .env file",
    words: [],
    files: { ".env": "MLFLOW_ARTIFACTS_DESTINATION=/\n" },
  },
  {
    rule: "artifacts-serve-secrets",
    title: "a database in the default folder",
    words: ["--backend-store-uri", "sqlite:///mlartifacts/x.db"],
    files: { "mlartifacts/x.db": "" },
  },
  {
    rule: "artifacts-wide",
    title: "a folder of code",
    words: ["--artifacts-destination", "file:my code"],
    files: { "my code/setup.py": "" },
  },
  {
    rule: "artifacts-wide",
    title: "a system folder, not served",
    words: ["--no-serve-artifacts"],
    env: { MLFLOW_DEFAULT_ARTIFACT_ROOT: "/etc" },
  },
  {
    rule: "artifacts-writable",
    title: "the default one",
    words: [],
    files: { "mlartifacts/1/x": "" },
    modes: { ".": 0o755, mlartifacts: 0o777 },
  },
  {
    rule: "artifacts-writable",
    title: "the system's own for temporary files",
    words: ["--artifacts-destination", "/tmp"],
  },
  {
    rule: "host-validation-off",
    title: "a flag",
    words: [...PUBLIC, "--disable-security-middleware"],
  },
  {
    rule: "host-validation-off",
    title: "a variable",
    words: PUBLIC,
    env: { MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE: "true" },
  },
  { rule: "hosts-wildcard", title: "a flag", words: [...PUBLIC, "--allowed-hosts", "*"] },
  {
    rule: "cors-wildcard",
    title: "a variable",
    words: PUBLIC,
    env: { MLFLOW_SERVER_CORS_ALLOWED_ORIGINS: "*" },
  },
  {
    rule: "static-prefix-disables-auth",
    title: "a flag",
    words: [...PUBLIC, "--static-prefix", "/static"],
    env: LOGIN,
  },
  {
    rule: "python-path-shadowed",
    title: "development mode",
    words: ["--dev"],
    files: { "yaml.py": "" },
  },
  {
    rule: "proxy-trust-wildcard",
    title: "handed on",
    words: ["--guard-pass-env", "FORWARDED_ALLOW_IPS"],
    env: { FORWARDED_ALLOW_IPS: "*" },
  },
  {
    rule: "remote-assistant",
    title: "a variable",
    words: [],
    env: { MLFLOW_ENABLE_REMOTE_ASSISTANT: "true" },
  },
  {
    rule: "remote-assistant",
    title: "a .env file",
    words: [],
    files: { ".env": "MLFLOW_ENABLE_REMOTE_ASSISTANT=1\n" },
  },
  {
    rule: "mlflow-vulnerable",
    title: "3.9.0 on loopback",
    words: [],
    mlflow: { version: "3.9.0" },
  },
  {
    rule: "mlflow-vulnerable",
    title: "3.16.1, exposed",
    words: PUBLIC,
    env: LOGIN,
    mlflow: { version: "3.16.1" },
  },
  {
    rule: "secret-on-command-line",
    title: "a database",
    words: ["--backend-store-uri", "postgresql://ada:hunter2@127.0.0.1:1/mlflow"],
    env: { MLFLOW_BACKEND_STORE_URI: "" },
    typed: { MLFLOW_BACKEND_STORE_URI: "sqlite:///typed.db" },
  },
  {
    rule: "setting-without-effect",
    title: "a variable",
    words: [],
    env: { MLFLOW_AUTH_ENABLED: "true" },
  },
  { rule: "setting-without-effect", title: "workers", words: ["--gunicorn-opts", "--workers 9"] },
  {
    rule: "auth-ineffective",
    title: "a login plugin without a provider",
    words: [...PUBLIC, "--app-name", "oidc-auth"],
    env: { SECRET_KEY: OIDC_LOGIN.SECRET_KEY },
    mlflow: PLUGINS,
  },
  {
    rule: "secret-key-missing",
    title: "a login plugin",
    words: [...PUBLIC, "--app-name", "oidc-auth"],
    env: { ...OIDC_LOGIN, SECRET_KEY: "" },
    mlflow: PLUGINS,
    nameOnly: true,
  },
];

/** Everything a refusal needs, in a fresh folder: where to run it and with what. */
export function stage(refusal: Refusal): {
  cwd: string;
  env: Record<string, string>;
  words: string[];
} {
  const cwd = makeFolder(refusal.files);
  if (refusal.tracked) {
    git(cwd, "init", "-q");
    git(cwd, "add", ...refusal.tracked);
  }
  for (const [name, mode] of Object.entries(refusal.modes ?? {})) chmodSync(join(cwd, name), mode);
  const env: Record<string, string> = {
    MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false",
    ...refusal.env,
  };
  if (refusal.mlflow) env.MLFLOW_GUARD_MLFLOW = makeEnvironment(makeFolder(), refusal.mlflow);
  if (refusal.open) chmodSync(dirname(env.MLFLOW_GUARD_MLFLOW ?? ""), 0o777);
  return { cwd, env, words: [...refusal.words] };
}
