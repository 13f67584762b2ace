/**
 * The databases of MLflow, by the scheme of their URI. MLflow reads it in any case, SQLAlchemy in small letters alone.
 * @see https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/store/db/db_types.py
 * @see https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/utils/uri.py (`get_uri_scheme`)
 */
export const DATABASES: ReadonlySet<string> = new Set(["postgresql", "mysql", "mssql", "sqlite"]);

/**
 * What people write for them. MLflow ends with "unsupported URI" or "Invalid database engine", and the reader of the
 * accounts and of a replica with "Can't load plugin" of SQLAlchemy (test/full/store-spellings.test.ts starts it).
 */
export const MEANT_DATABASES: Readonly<Record<string, string>> = {
  postgres: "postgresql",
  postgre: "postgresql",
  postgressql: "postgresql",
  pgsql: "postgresql",
  psql: "postgresql",
  pg: "postgresql",
  mariadb: "mysql",
  mysql2: "mysql",
  sqlserver: "mssql",
  sqlite3: "sqlite",
};

/** What else it takes, for all stores or for the registry: Databricks, and stores in files. */
const OTHER_STORES: ReadonlySet<string> = new Set(["file", "databricks", "databricks-uc", "uc"]);

/**
 * Places for artifacts, which are none for data, and whether a host, a bucket or a container follows two slashes.
 * @see https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/store/artifact/artifact_repository_registry.py
 */
export const ARTIFACT_PLACES: Readonly<Record<string, { readonly host: boolean }>> = {
  s3: { host: true },
  r2: { host: true },
  b2: { host: true },
  gs: { host: true },
  wasbs: { host: true },
  abfss: { host: true },
  ftp: { host: false },
  sftp: { host: false },
  hdfs: { host: false },
  viewfs: { host: false },
  dbfs: { host: false },
  "mlflow-artifacts": { host: false },
};

/** What people write for them: "Could not find a registered artifact repository", at the first artifact. */
export const MEANT_PLACES: Readonly<Record<string, string>> = {
  s3a: "s3",
  s3n: "s3",
  gcs: "gs",
  wasb: "wasbs",
  abfs: "abfss",
  az: "wasbs",
  azure: "wasbs",
};

/** The usual drivers of the databases, of which a message may repeat the name. */
export const DRIVERS: ReadonlySet<string> = new Set(
  "psycopg psycopg2 asyncpg pg8000 pymysql mysqldb mysqlconnector pyodbc pymssql pysqlite".split(
    " ",
  ),
);

export const ALL_DATABASES =
  "MLflow's databases are postgresql://, mysql://, mssql:// and sqlite:///";

/** What SQLAlchemy brings for them. */
const BUILT_IN =
  /^(?:postgresql\+(?:psycopg2?|psycopg2cffi|psycopg_async|asyncpg|pg8000)|mysql\+(?:mysqldb|pymysql|cymysql|aiomysql|asyncmy|mysqlconnector|mariadbconnector|pyodbc)|mssql\+(?:pyodbc|aioodbc|pymssql|mssqlpython)|sqlite\+(?:pysqlite|pysqlite_numeric|pysqlcipher|aiosqlite)|postgresql|mysql|mssql|sqlite)$/;

/**
 * Does MLflow know stores of this scheme? What is spelled wrongly is not asked for here, and what has none is a path.
 * @param added what installed packages add; `sqlite.libsql` is a dialect for `sqlite+libsql`.
 * @see https://github.com/sqlalchemy/sqlalchemy/tree/rel_2_0_44/lib/sqlalchemy/dialects
 */
export function isKnownStore(uri: string, added: readonly string[]): boolean {
  const scheme = /^([a-z][\w+.-]+):/i.exec(uri)?.[1]?.toLowerCase();
  if (scheme === undefined || BUILT_IN.test(scheme) || OTHER_STORES.has(scheme)) return true;
  const [dialect = "", ...drivers] = scheme.split("+");
  const misspelt = [MEANT_DATABASES, ARTIFACT_PLACES, MEANT_PLACES].some((one) =>
    Object.hasOwn(one, dialect),
  );
  const said = misspelt || /^(?:https?|jdbc)$/.test(dialect) || drivers.length > 1;
  return said || added.includes(scheme) || added.includes(scheme.replace("+", "."));
}
