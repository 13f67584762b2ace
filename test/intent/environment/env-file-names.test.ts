import { describe, expect, it } from "vitest";
import { mayEnvFileSet } from "../../../src/intent/environment/env-file-names.ts";
import {
  coveredSettings,
  layerEnvironment,
  leftOut,
  untakenSettings,
} from "../../../src/intent/environment/environment.ts";
import { FILE_TWINS, PLUGIN_FILE_TWINS } from "../../../src/secrets/names.ts";
import { layerOf } from "../../support/world.ts";

/** Each makes a library load code, run a program or read a configuration that does. */
const CODE =
  `AWS_CONFIG_FILE AWS_SHARED_CREDENTIALS_FILE AWS_DATA_PATH AWS_CONTAINER_CREDENTIALS_FULL_URI AWS_WEB_IDENTITY_TOKEN_FILE BOTO_CONFIG
  ODBCSYSINI ODBCINI ODBCINSTINI KUBECONFIG GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES CLOUDSDK_CONFIG
  AZURE_CONFIG_DIR AZURE_CLIENT_CERTIFICATE_PATH PGSERVICEFILE PGSYSCONFDIR PGPASSFILE PGSSLKEY PGSSLCERT PGSSLROOTCERT MYSQL_HOME LIBMYSQL_PLUGINS
  LIBMYSQL_PLUGIN_DIR TNS_ADMIN ORACLE_HOME KRB5_CONFIG KRB5CCNAME SASL_PATH LDAPCONF OPENSSL_CONF OPENSSL_MODULES OPENSSL_ENGINES SSLKEYLOGFILE
  PYTHONPATH PYTHONSTARTUP PYTHONWARNINGS PYTHON_TOKEN LD_PRELOAD LD_LIBRARY_PATH LD_TOKEN DYLD_INSERT_LIBRARIES GIT_SSH_COMMAND GIT_ASKPASS GIT_TOKEN
  SSH_ASKPASS SUDO_ASKPASS BROWSER EDITOR PAGER SHELL PATH HOME TMPDIR USER XDG_CONFIG_HOME XDG_RUNTIME_DIR VIRTUAL_ENV CONDA_PREFIX CONDA_TOKEN
  NODE_OPTIONS NODE_PASSWORD COVERAGE_PROCESS_START COVERAGE_PROCESS_CONFIG HOSTALIASES LOCALDOMAIN RES_OPTIONS GCONV_PATH LOCPATH NLSPATH TZDIR
  BASH_ENV ENV IFS UVICORN_HOST GUNICORN_CMD_ARGS FORWARDED_ALLOW_IPS PORT LISTEN_FDS container KUBERNETES_SERVICE_HOST _MLFLOW_SERVER_FILE_STORE
  REQUESTS_CA_BUNDLE CURL_CA_BUNDLE SSL_CERT_FILE NETRC HADOOP_CONF_DIR JAVA_HOME JAVA_TOOL_OPTIONS SPARK_HOME PIP_TOKEN UV_TOKEN DATABRICKS_CONFIG_FILE
  OTEL_PYTHON_CONFIGURATOR OTEL_TRACES_EXPORTER OIDC_GROUP_DETECTION_PLUGIN AUTH_PROVIDERS_FILE CONFIG_VAULT_ENABLED FLASK_APP FLASK_DEBUG
  MLFLOW_HOME MLFLOW_ENV_ROOT MLFLOW_CONDA_HOME MLFLOW_CONDA_CREATE_ENV_CMD MLFLOW_SERVER_JOB_HUEY_REDIS_URL MLFLOW_SANDBOX_DOCKER_IMAGE
  MLFLOW_ASSISTANT_SANDBOX_CLI_IMAGE MLFLOW_WHEELED_MODEL_PIP_DOWNLOAD_OPTIONS MLFLOW_SERVER_ENABLE_CUSTOM_SCORERS MLFLOW_ALLOW_PICKLE_DESERIALIZATION
  MLFLOW_GATEWAY_RESOLVE_API_KEY_FROM_FILE MLFLOW_JOBS_DOCKER_HOST MLFLOW_JOB_IMAGE MY_PATH AWS_PAGER lower_TOKEN X.Y_TOKEN`.split(
    /\s+/,
  );

const PLAIN =
  `MLFLOW_HOST MLFLOW_S3_ENDPOINT_URL MLFLOW_GUARD_LOG_LEVEL MLFLOW_AUTH_CONFIG_PATH AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
  AWS_PROFILE GOOGLE_APPLICATION_CREDENTIALS
  AWS_REGION AWS_DEFAULT_REGION AWS_ENDPOINT_URL AWS_ENDPOINT_URL_S3 AZURE_CLIENT_ID AZURE_CLIENT_SECRET AZURE_TENANT_ID AZURE_STORAGE_CONNECTION_STRING
  AZURE_STORAGE_ACCESS_KEY GOOGLE_CLOUD_PROJECT STORAGE_EMULATOR_HOST DATABRICKS_HOST DATABRICKS_TOKEN PGPASSWORD PGUSER PGHOST PGSSLMODE MYSQL_PWD
  POSTGRES_PASSWORD MINIO_ROOT_USER OPENAI_API_KEY ANTHROPIC_API_KEY HF_TOKEN OPENAI_BASE_URL OTEL_EXPORTER_OTLP_ENDPOINT OTEL_EXPORTER_OTLP_TRACES_ENDPOINT
  MY_GIT_TOKEN MY_LD_PASSWORD OIDC_CLIENT_ID OIDC_CLIENT_SECRET OIDC_DISCOVERY_URL SECRET_KEY HTTP_PROXY https_proxy NO_PROXY all_proxy LANG LC_ALL LANGUAGE TZ`.split(
    /\s+/,
  );

describe("a named env file", () => {
  it.each(CODE)("does not set %s", (name) => {
    expect(mayEnvFileSet(name, "named")).toBe(false);
  });

  it.each(PLAIN)("sets %s", (name) => {
    expect(mayEnvFileSet(name, "named")).toBe(true);
  });

  it.each([
    "AWS_PROFILE",
    "GOOGLE_APPLICATION_CREDENTIALS",
  ])("sets no %s if nobody named it", (name) => {
    expect(mayEnvFileSet(name, "found")).toBe(false);
  });

  it.each([
    ...FILE_TWINS,
    ...Object.values(PLUGIN_FILE_TWINS).flat(),
  ])("names the file of %s", (name) => {
    expect(mayEnvFileSet(`${name}_FILE`, "named")).toBe(true);
  });

  it("sets what the command line admits, and nothing else of its kind", () => {
    const entries = ["KUBECONFIG", "ODBCINI"].map((name, at) => ({
      name,
      value: "x",
      line: at + 1,
    }));
    const layer = layerOf(entries, "f", "named", ["KUBECONFIG"]);
    expect([...layerEnvironment({}, layer).keys()]).toEqual(["KUBECONFIG"]);
    expect(leftOut({}, layer)).toEqual([{ kind: "file", name: "ODBCINI", file: "f", line: 2 }]);
  });

  it("is told of each name once, and of none that counts for nothing", () => {
    const entries = [
      { name: "KUBECONFIG", value: "x", line: 1 },
      { name: "KUBECONFIG", value: "y", line: 2 },
      { name: "ODBCINI", value: "", line: 3 },
      { name: "PATH", value: "x", line: 4 },
      { name: "TZ", value: "UTC", line: 5 },
    ];
    expect(leftOut({ PATH: "" }, layerOf(entries, "f", "named"))).toEqual([
      { kind: "file", name: "KUBECONFIG", file: "f", line: 2 },
    ]);
  });
});

describe("what an env file says beside what counts", () => {
  const entries = [
    { name: "MLFLOW_HOST", value: "::1", line: 1 },
    { name: "MLFLOW_PORT", value: "5001", line: 2 },
    { name: "KUBECONFIG", value: "/k", line: 3 },
    { name: "ODBCINI", value: "", line: 4 },
    { name: "MLFLOW_HOST", value: "::2", line: 5 },
  ];
  const at = (name: string, line: number, value: string) => [
    name,
    { value, origin: { kind: "file", name, file: "f", line } },
  ];

  it("is covered where the environment says it, even empty", () => {
    const layer = layerOf(entries, "f", "named");
    expect([...coveredSettings({ MLFLOW_HOST: "", KUBECONFIG: "/x", PATH: "x" }, layer)]).toEqual([
      at("MLFLOW_HOST", 5, "::2"),
    ]);
    expect([...coveredSettings({ MLFLOW_HOST: undefined }, layer)]).toEqual([]);
  });

  it("is not taken where a file may not say it", () => {
    expect([...untakenSettings(layerOf(entries, "f", "named", ["ODBCINI"]))]).toEqual([
      at("KUBECONFIG", 3, "/k"),
    ]);
    expect([...untakenSettings(layerOf(entries, "f", "found", ["ODBCINI"]))]).toEqual([
      at("KUBECONFIG", 3, "/k"),
      at("ODBCINI", 4, ""),
    ]);
  });
});

describe("an env file that was only found", () => {
  it.each([
    ...CODE,
    "AWS_REGION",
    "MLFLOW_AUTH_CONFIG_PATH",
    "MLFLOW_GUARD_LOG_LEVEL",
  ])("does not set %s", (name) => {
    expect(mayEnvFileSet(name, "found")).toBe(false);
  });

  it("is admitted nothing, and told of MLflow's alone", () => {
    const names = ["MLFLOW_HOST", "AWS_REGION", "MLFLOW_HOME", "MLFLOW_GUARD_PROFILE"];
    const entries = names.map((name, at) => ({ name, value: "x", line: at + 1 }));
    const layer = layerOf(entries, ".env", "found", names);
    expect([...layerEnvironment({}, layer).keys()]).toEqual(["MLFLOW_HOST"]);
    expect(leftOut({}, layer).map(({ name }) => name)).toEqual([
      "MLFLOW_HOME",
      "MLFLOW_GUARD_PROFILE",
    ]);
  });
});
