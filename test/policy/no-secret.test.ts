import { array, assert, constantFrom, property, record, stringMatching } from "fast-check";
import { describe, expect, it } from "vitest";
import { versionProblems } from "../../src/policy/version-problems.ts";
import { renderUsage } from "../../src/report/text.ts";
import { saidOf } from "../support/said.ts";
import { intentOf, MLFLOW, type Scene } from "../support/world.ts";

const OPTIONS = [
  ["--backend-store-uri", "MLFLOW_BACKEND_STORE_URI"],
  ["--registry-store-uri", "MLFLOW_REGISTRY_STORE_URI"],
  ["--read-replica-backend-store-uri", "MLFLOW_READ_REPLICA_BACKEND_STORE_URI"],
  ["--workspace-store-uri", "MLFLOW_WORKSPACE_STORE_URI"],
  ["--default-artifact-root", "MLFLOW_DEFAULT_ARTIFACT_ROOT"],
  ["--artifacts-destination", "MLFLOW_ARTIFACTS_DESTINATION"],
  // No place for a URI, and it is typed there all the same.
  ["--host", "MLFLOW_HOST"],
  ["--port", "MLFLOW_PORT"],
  ["--static-prefix", "MLFLOW_STATIC_PREFIX"],
  ["--allowed-hosts", "MLFLOW_SERVER_ALLOWED_HOSTS"],
  ["--cors-allowed-origins", "MLFLOW_SERVER_CORS_ALLOWED_ORIGINS"],
  ["--guard-behind-proxy", "MLFLOW_X"],
  ["--guard-log-format", "MLFLOW_GUARD_LOG_FORMAT"],
] as const;

/** Pieces that stand nowhere else, with what tears a URI apart between them. */
const piece = stringMatching(/^Qz[A-Za-z0-9]{4,8}$/);
const joint = constantFrom(
  "",
  "@",
  ":",
  "/",
  "?",
  "#",
  "[",
  "]",
  "%40",
  "&",
  "=",
  ";",
  "'",
  '"',
  " ",
  "\n",
  "\u202e",
  "+",
  "\\",
  "$",
  "`",
);
const secret = record({ pieces: array(piece, { minLength: 1, maxLength: 3 }), joint });
const scheme = constantFrom(
  "postgresql",
  "postgresql+psycopg2",
  "mysql",
  "mssql+pyodbc",
  "https",
  "s3",
  "sqlite",
  "wasbs",
  "odd",
);
const shape = constantFrom<(text: string) => string>(
  (text) => `ada:${text}@db.example/mlflow`,
  (text) => `ada@corp:${text}@db.example:5432/mlflow`,
  (text) => `ada%40corp:${text}@db.example/mlflow?sslmode=require`,
  (text) => `:${text}@db.example/mlflow`,
  (text) => `ada:${text}@/mlflow?host=db.example`,
  (text) => `ada:x@db.example/mlflow?password=${text}`,
  (text) => `db.example/mlflow?anything=${text}&x=1`,
  (text) => `/?odbc_connect=${encodeURIComponent(`DRIVER=ODBC;UID=ada;PWD=${text}`)}`,
  (text) => `/?odbc_connect=DRIVER=ODBC;UID=ada;PWD=${text}`,
  (text) => `db.example/mlflow#${text}`,
);

const start = record({
  option: constantFrom(...OPTIONS),
  where: constantFrom("flag", "env", "file"),
  host: constantFrom("127.0.0.1", "0.0.0.0"),
  scheme,
  shape,
  secret,
});

function sceneOf(
  where: string,
  [option, name]: readonly [string, string],
  uri: string,
  host: string,
): Scene {
  const open = option === "--host" ? [] : ["--host", host];
  if (where === "flag") return { words: [...open, `${option}=${uri}`] };
  return where === "env"
    ? { words: open, env: { [name]: uri } }
    : { words: open, lines: { [name]: uri } };
}

/** All that is said about a start, and the command line of MLflow. */
function everythingSaid(scene: Scene): string {
  const { intent, problems } = intentOf(scene);
  const usage = [...problems, ...versionProblems(intent, MLFLOW)];
  if (usage.length > 0) return renderUsage(usage, "mlflow-guard");
  const { plan, said } = saidOf(scene);
  return [...said, ...(plan?.argv ?? []), ...(plan?.notes ?? [])].join("\n");
}

describe("of a secret in a URI nothing is said and nothing stands on MLflow's command line", () => {
  it("whatever it looks like, wherever it comes from", () => {
    assert(
      property(start, ({ option, where, host, scheme, shape, secret }) => {
        const uri = `${scheme}://${shape(secret.pieces.join(secret.joint))}`;
        const said = everythingSaid(sceneOf(where, option, uri, host));
        expect(secret.pieces.filter((one) => said.includes(one))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});
