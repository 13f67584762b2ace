/**
 * What a URI may say without choosing a program, a library or a file to read: data for URIs that come from an env file.
 * What is not here may load code: `driver=/path/x.so`, `plugin=NAME`, `read_default_file=FILE` (its `plugin-dir`),
 * `sslkey=engine:...`, `service`, `passfile`, `option_files`, `lib_dir`, `wallet_location`, `init_command`.
 *
 * Another dialect is the entry point of another package. Only what is installed can be reached by it, but what its
 * parameters do is not known.
 * @see https://docs.sqlalchemy.org/en/20/dialects/
 */
const DIALECTS: Readonly<Record<string, RegExp>> = {
  postgresql: /^(?:postgres|postgresql)(?:\+(?:psycopg|psycopg2|asyncpg|pg8000))?$/,
  mysql: /^(?:mysql|mariadb)(?:\+(?:pymysql|mysqldb|mysqlconnector|mariadbconnector))?$/,
  mssql: /^mssql(?:\+(?:pyodbc|pymssql))?$/,
  oracle: /^oracle(?:\+(?:oracledb|cx_oracle))?$/,
  sqlite: /^sqlite(?:\+pysqlite)?$/,
};

/** MLflow's own, which read no parameters: artifact repositories, and the stores that are no database. */
const WITHOUT_PARAMETERS =
  /^(?:file|s3|r2|gs|wasbs?|abfss?|adl|hdfs|viewfs|dbfs|ftp|sftp|https?|mlflow-artifacts|databricks|databricks-uc|uc|models|runs)$/;

/** A word or a number. */
const WORD = /^[\w .,:+*-]{0,200}$/;
const FILE = /^[\w./ ~-]{1,500}$/;
/** A socket is only where the server is, as a host name. */
const HOST = /^[\w./:,[\]-]{0,500}$/;
/** A password may hold anything that cannot begin another parameter of ODBC. */
const TEXT = /^[^;{}]*$/;

type Table = Readonly<Record<string, RegExp>>;

function words(names: string): Table {
  return Object.fromEntries(names.split(" ").map((name) => [name, WORD]));
}

/** In small letters: ODBC takes any case. */
const PARAMETERS: Readonly<Record<string, Table>> = {
  /** @see https://www.postgresql.org/docs/17/libpq-connect.html#LIBPQ-PARAMKEYWORDS */
  postgresql: {
    ...words(
      "sslmode ssl sslnegotiation sslsni sslcompression ssl_min_protocol_version ssl_max_protocol_version channel_binding gssencmode require_auth",
    ),
    ...words(
      "connect_timeout timeout command_timeout tcp_user_timeout keepalives keepalives_idle keepalives_interval keepalives_count",
    ),
    ...words(
      "application_name fallback_application_name client_encoding target_session_attrs load_balance_hosts prepared_statement_cache_size port dbname",
    ),
    ...{ host: HOST, hostaddr: HOST, user: TEXT, password: TEXT, sslrootcert: FILE },
    options: /^(?:-c ?search_path=[\w,$" ]+|(?:endpoint|project)=[\w-]+)$/,
  },
  /**
   * @see https://mysqlclient.readthedocs.io/user_guide.html#functions-and-attributes
   * @see https://pymysql.readthedocs.io/en/latest/modules/connections.html
   */
  mysql: {
    ...words(
      "charset collation use_unicode autocommit compress connect_timeout connection_timeout read_timeout write_timeout",
    ),
    ...words("ssl ssl_mode ssl_disabled ssl_check_hostname ssl_verify_cert ssl_verify_identity"),
    ...{ unix_socket: HOST, ssl_ca: FILE, user: TEXT, password: TEXT, passwd: TEXT },
  },
  /** @see https://learn.microsoft.com/sql/connect/odbc/dsn-connection-string-attribute */
  mssql: {
    ...words(
      "encrypt trustservercertificate trusted_connection multisubnetfailover applicationintent mars_connection hostnameincertificate app",
    ),
    ...words(
      "timeout login_timeout connect_timeout connectretrycount connectretryinterval tds_version charset autocommit ansi port dsn",
    ),
    "connection timeout": WORD,
    "application name": WORD,
    authentication: /^(?:SqlPassword|ActiveDirectory(?:Password|Msi|ServicePrincipal))$/,
    // unixODBC loads what has a slash in it as a library.
    driver: /^\{?[\w .()-]{1,100}\}?$/,
    ...{ server: /^[\w.:,\\-]*$/, database: TEXT, uid: TEXT, pwd: TEXT },
  },
  /** @see https://docs.sqlalchemy.org/en/20/dialects/oracle.html */
  oracle: words("service_name sid encoding nencoding events threaded tcp_connect_timeout"),
  /** @see https://docs.sqlalchemy.org/en/20/dialects/sqlite.html */
  sqlite: words("timeout mode cache check_same_thread isolation_level uri"),
};

/** What in a URI may choose code; a parameter is only named where its name is known. */
export type ChoosesCode =
  | { readonly kind: "scheme"; readonly scheme: string }
  | { readonly kind: "parameter"; readonly name: string | null };

/** What in a URI is not known to leave code alone; null where nothing is. A text without a scheme is a path. */
export function choosesCode(uri: string): ChoosesCode | null {
  const scheme = /^([a-z][\w+.-]+):/i.exec(uri.trim())?.[1];
  if (scheme === undefined) return null;
  const mark = uri.indexOf("?");
  const query = mark === -1 ? "" : uri.slice(mark + 1);
  const dialect = Object.entries(DIALECTS).find(([, names]) => names.test(scheme.toLowerCase()));
  if (!dialect) {
    if (!WITHOUT_PARAMETERS.test(scheme.toLowerCase())) return { kind: "scheme", scheme };
    return query === "" ? null : { kind: "parameter", name: null };
  }
  const table = PARAMETERS[dialect[0]] ?? {};
  for (const [name, value] of new URLSearchParams(query)) {
    if (!isHarmless(table, name, value)) return named(name);
  }
  return null;
}

function isHarmless(table: Table, name: string, value: string): boolean {
  const key = name.toLowerCase();
  if (key === "odbc_connect" && table === PARAMETERS.mssql) return isHarmlessOdbc(value);
  return Object.hasOwn(table, key) && table[key]?.test(value) === true;
}

/** A connection string that every reader cuts alike: no `;` in braces. */
function isHarmlessOdbc(text: string): boolean {
  return text.split(";").every((pair) => {
    if (pair.trim() === "") return true;
    const [, name = "", braced, plain = ""] =
      /^\s*([\w ]+?)\s*=(?:\{([^{}]*)\}|([^{}]*))$/.exec(pair) ?? [];
    return name !== "odbc_connect" && isHarmless(PARAMETERS.mssql ?? {}, name, braced ?? plain);
  });
}

/** Names that say what they are; any other word of a query may be a piece of a password. */
const KNOWN =
  /^(?:odbc_connect|driver|plugin|read_default_file|read_default_group|option_files|plugin_dir|init_command|local_infile|ssl(?:key|cert|password|crl|crldir)|ssl_(?:key|cert|capath)|service|servicefile|passfile|options|wallet_location|config_dir|lib_dir)$/i;

function named(name: string): ChoosesCode {
  return { kind: "parameter", name: KNOWN.test(name) ? name : null };
}
