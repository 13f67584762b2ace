import { describe, expect, it } from "vitest";
import type { Setting } from "../../src/intent/types.ts";
import { envFileChoosesCode } from "../../src/policy/rules/env-file-chooses-code.ts";
import { runCommand } from "../policy/run-command.ts";
import { decisionOf, findingsOf, type Scene, worldOf } from "../support/world.ts";

const RULE = "env-file-chooses-code";
const STORE = "MLFLOW_BACKEND_STORE_URI";
const ODBC = "mssql+pyodbc:///?odbc_connect=";

function found(uri: string, name = STORE): Scene {
  return { found: true, envFile: ".env", lines: { [name]: uri } };
}

const REFUSED: readonly (readonly [string, string])[] = [
  [`${ODBC}DRIVER%3D/path/libdriver.so%3BSERVER%3Dx`, "the parameter odbc_connect"],
  [`${ODBC}DRIVER%3D%7B/path/x.so%7D`, "the parameter odbc_connect"],
  [`${ODBC}SERVER%3Dx%3BPWD%3D%7Ba%3BDRIVER%3D/x.so%7D`, "the parameter odbc_connect"],
  [`${ODBC}SERVER%3Dx%3BPWD%3D+%7Ba%3BDRIVER%3D/x.so%7D`, "the parameter odbc_connect"],
  [`${ODBC}FILEDSN%3Dx`, "the parameter odbc_connect"],
  [`${ODBC}odbc_connect%3DDRIVER`, "the parameter odbc_connect"],
  ["mssql+pyodbc://h/db?driver=/path/evil.so", "the parameter driver"],
  ["mssql+pyodbc://h/db?DRIVER=./evil.so", "the parameter DRIVER"],
  ["mssql+pyodbc://h/db?%64river=%2Fpath%2Fevil.so", "the parameter driver"],
  ["mssql+pyodbc://h/db?driver=a%7D%3BDRIVER%3D%7B/evil", "the parameter driver"],
  ["mssql+pyodbc://h/db?encrypt=no%3BDRIVER%3D/evil", "a parameter"],
  ["mssql+pyodbc://h/db?encrypt%3Dno%3BDRIVER=/evil", "a parameter"],
  ["mssql+pyodbc://h/db?encrypt=no&driver=/evil", "the parameter driver"],
  ["mysql+mysqldb://h/db?read_default_file=my.cnf", "the parameter read_default_file"],
  ["mysql+pymysql://h/db?ssl_key=x", "the parameter ssl_key"],
  ["mysql+pymysql://u:p?w@h/db?init_command=x", "a parameter"],
  ["mysql+mysqlconnector://h/db?option_files=my.cnf", "the parameter option_files"],
  ["postgresql://h/db?sslkey=engine:evil", "the parameter sslkey"],
  ["postgresql://h/db?sslcert=x", "the parameter sslcert"],
  ["postgresql://h/db?sslrootcert=engine:x", "a parameter"],
  ["postgresql://h/db?service=x", "the parameter service"],
  ["postgresql://h/db?passfile=x", "the parameter passfile"],
  ["postgresql://h/db?options=-c+local_preload_libraries=x", "the parameter options"],
  ["postgresql://h/db?plugin=evil", "the parameter plugin"],
  ["postgresql://h/db?hunter2", "a parameter"],
  ["postgresql://h/db?__proto__=x&constructor=x", "a parameter"],
  ["oracle+oracledb://h/db?wallet_location=x", "the parameter wallet_location"],
  ["sqlite:///x.db?factory=x", "a parameter"],
  ["s3://bucket/x?anything=1", "a parameter"],
  ["snowflake://h/db", "the scheme snowflake"],
  ["postgresql+evil://h/db", "the scheme postgresql+evil"],
  ["sqlite+pysqlcipher:///x.db", "the scheme sqlite+pysqlcipher"],
  [" evil://h", "the scheme evil"],
  ["evil:x", "the scheme evil"],
];

const HARMLESS: readonly string[] = [
  "postgresql://u:p@h/db",
  "postgres://u:p@h/db",
  "postgresql+psycopg2://u:p@h/db?sslmode=verify-full&sslrootcert=/etc/ssl/rds.pem",
  "postgresql+psycopg://h/db?connect_timeout=5&application_name=my+app",
  "postgresql+asyncpg://h/db?ssl=require",
  "postgresql+pg8000://h/db",
  "postgresql://u@/db?host=/var/run/postgresql&password=a/b=c",
  "postgresql://u@/db?host=one:1&host=two:2&target_session_attrs=read-write",
  "postgresql://h/db?options=-csearch_path%3Dmlflow",
  "mysql+pymysql://u:p@h/db?charset=utf8mb4&ssl_ca=/etc/ssl/ca.pem",
  "mariadb+mysqldb://h/db?unix_socket=/run/mysqld/mysqld.sock",
  "mssql+pyodbc://u:p@h/db?driver=ODBC+Driver+18+for+SQL+Server&Encrypt=yes&TrustServerCertificate=no",
  `${ODBC}DRIVER%3D%7BODBC+Driver+18+for+SQL+Server%7D%3BSERVER%3Dtcp%3Ah%2C1433%3BUID%3Du%3BPWD%3Dp%2F%2B%3D%3B`,
  "mssql+pymssql://u:p@h/db?tds_version=7.3",
  "oracle+oracledb://u:p@h?service_name=x",
  "sqlite:///x.db",
  "sqlite:///x.db?timeout=30",
  "s3://bucket/x",
  "mlflow-artifacts:/",
  "file:./mlruns",
  "./mlruns?x",
  "C:/mlruns",
];

describe(RULE, () => {
  it.each(REFUSED)("refuses %s of a file that was found: %s", (uri, shown) => {
    const [finding, ...more] = findingsOf(RULE, found(uri));
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      severity: "error",
      what: expect.stringContaining(`${STORE} (.env:1) has ${shown}`),
      origin: { kind: "file", name: STORE, file: ".env", line: 1 },
      waivable: false,
    });
    expect(finding?.what).not.toMatch(/hunter2|evil\.so|engine/);
  });

  it.each(HARMLESS)("lets %s pass", (uri) => {
    expect(findingsOf(RULE, found(uri))).toEqual([]);
  });

  const [[evil] = [""]] = REFUSED;

  it.each([
    "MLFLOW_REGISTRY_STORE_URI",
    "MLFLOW_READ_REPLICA_BACKEND_STORE_URI",
    "MLFLOW_WORKSPACE_STORE_URI",
    "MLFLOW_DEFAULT_ARTIFACT_ROOT",
    "MLFLOW_ARTIFACTS_DESTINATION",
    "MLFLOW_TRACKING_URI",
    "MLFLOW_REGISTRY_URI",
    "MLFLOW_GUARD_AUTH_DATABASE_URI",
    "OIDC_USERS_DB_URI",
  ])("reads %s of a named file", (name) => {
    const words = ["--guard-env-file", "my.env"];
    expect(findingsOf(RULE, { words, envFile: "my.env", lines: { [name]: evil } })).toMatchObject([
      { what: expect.stringContaining(`${name} (my.env:1)`) },
    ]);
  });

  it.each<[string, Scene]>([
    ["the environment", { env: { [STORE]: evil } }],
    ["the command line", { words: ["--backend-store-uri", evil] }],
    ["the environment over a line", { ...found(evil), env: { [STORE]: evil } }],
    [
      "the command line over a line",
      { ...found(evil), words: ["--backend-store-uri", "sqlite:///x.db"] },
    ],
    ["an admitted line", { ...found(evil), words: ["--guard-pass-env", STORE] }],
    ["an admitted file", { ...found(evil), words: ["--guard-pass-env", `${STORE}_FILE`] }],
    [
      "the environment, with such a line beneath",
      { found: true, envFile: ".env", env: { [STORE]: evil }, beneath: { [STORE]: evil } },
    ],
    ["an option that is no URI", { ...found("evil:x", "MLFLOW_STATIC_PREFIX") }],
    ["another variable that is no URI", { ...found("evil:x", "MLFLOW_SERVER_ALLOWED_HOSTS") }],
  ])("leaves alone what comes from %s", (_what, scene) => {
    expect(findingsOf(RULE, scene)).toEqual([]);
  });

  it("is not admitted by another name", () => {
    const scene = { ...found(evil), words: ["--guard-pass-env", "MLFLOW_REGISTRY_STORE_URI"] };
    expect(findingsOf(RULE, scene)).toHaveLength(1);
  });

  describe("a secret file", () => {
    const NAME = "MLFLOW_GUARD_AUTH_DATABASE_URI";
    const TWIN = `${NAME}_FILE`;
    const uri = { kind: "file", name: TWIN, file: "/home/ada/project/run/uri" } as const;
    const line = { kind: "file", name: TWIN, file: ".env", line: 3 } as const;

    /** What the rule says where the URI came from that file, and these lines name a file. */
    function hitsFrom(beneath: readonly (readonly [string, Setting])[]) {
      const world = worldOf({ found: true, envFile: ".env" });
      const environment = new Map([[NAME, { value: evil, origin: uri }]]);
      const intent = { ...world.intent, environment, beneath: new Map(beneath) };
      return envFileChoosesCode.check({ ...world, intent });
    }

    it("that an env file names is the env file's", () => {
      expect(hitsFrom([[TWIN, { value: "run/uri", origin: line }]])).toMatchObject([
        { what: expect.stringContaining(`${TWIN} (.env:3) has the parameter`), origin: line },
      ]);
    });

    it("that the environment names is not, also over a line that names another", () => {
      expect(hitsFrom([])).toEqual([]);
      expect(hitsFrom([[TWIN, { value: "run/other", origin: line }]])).toEqual([]);
      expect(hitsFrom([[NAME, { value: evil, origin: { ...line, name: NAME } }]])).toEqual([]);
    });
  });

  it("is fixed by the one command that admits it", () => {
    const scene = found("snowflake://h/db");
    const decision = decisionOf(scene);
    expect(decision.verdict).toBe("refuse");
    const command = `mlflow-guard server --guard-pass-env ${STORE}`;
    expect(decision.remedy).toEqual([command]);
    expect(decision.findings[0]?.fix).toEqual([
      { kind: "shell", text: command },
      { kind: "note", text: expect.stringContaining(`export ${STORE}`) },
    ]);
    expect(decisionOf(runCommand(command, scene)).verdict).toBe("allow");
  });
});
