import { atLeast } from "../versions/versions.ts";

/** What a key of the authorization config takes. */
export type AuthConfigKind = "permission" | "boolean" | "integer" | "text";

export interface AuthConfigKey {
  readonly name: string;
  readonly kind: AuthConfigKind;
  readonly since: string;
}

/**
 * The keys that MLflow reads of the section `[mlflow]`. It leaves every other one out without a word, and takes its
 * own default instead.
 *
 * Source: `mlflow/server/auth/config.py` of the wheels 2.20.2, 2.22.1, 3.1.4, 3.5.0, 3.8.1, 3.9.0, 3.10.0, 3.11.1,
 * 3.12.0, 3.13.0, 3.14.0, 3.16.0, 3.16.1, 3.17.0, 3.17.2 and 3.18.0; `since` is the first of these that has the key.
 * @see https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/server/auth/config.py
 */
export const AUTH_CONFIG_KEYS: readonly AuthConfigKey[] = [
  { name: "default_permission", kind: "permission", since: "0" },
  { name: "database_uri", kind: "text", since: "0" },
  { name: "admin_username", kind: "text", since: "0" },
  { name: "admin_password", kind: "text", since: "0" },
  { name: "authorization_function", kind: "text", since: "0" },
  { name: "grant_default_workspace_access", kind: "boolean", since: "3.10.0" },
  { name: "workspace_cache_max_size", kind: "integer", since: "3.10.0" },
  { name: "workspace_cache_ttl_seconds", kind: "integer", since: "3.10.0" },
  { name: "auth_cache_max_size", kind: "integer", since: "3.12.0" },
  { name: "auth_cache_ttl_seconds", kind: "integer", since: "3.12.0" },
  { name: "read_database_uri", kind: "text", since: "3.13.0" },
];

/**
 * The values of `default_permission`, as MLflow spells them. With any other one it fails at each request of an account
 * that is no admin (`get_permission`, a KeyError that is answered with 500).
 *
 * Source: `ALL_PERMISSIONS` in `mlflow/server/auth/permissions.py` of the same wheels.
 * @see https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/server/auth/permissions.py
 */
const DEFAULT_PERMISSIONS: readonly { readonly value: string; readonly since: string }[] = [
  { value: "READ", since: "0" },
  { value: "EDIT", since: "0" },
  { value: "MANAGE", since: "0" },
  { value: "NO_PERMISSIONS", since: "0" },
  { value: "USE", since: "3.9.0" },
  { value: "DENY", since: "3.17.0" },
];

/** What this version takes; an unknown one is taken for the managed one. */
export function defaultPermissions(version: string | null): string[] {
  return DEFAULT_PERMISSIONS.filter(({ since }) => atLeast(version, since)).map(
    ({ value }) => value,
  );
}

/**
 * As Python's configparser reads them (`getboolean`, `getint`).
 * @see https://github.com/python/cpython/blob/3.13/Lib/configparser.py
 */
const READABLE: Readonly<Record<"boolean" | "integer", RegExp>> = {
  boolean: /^(?:1|yes|true|on|0|no|false|off)$/i,
  integer: /^\s*[+-]?\d+(?:_\d+)*\s*$/,
};

/** Would MLflow end at the start, since it cannot read the value? */
export function isUnreadable(kind: AuthConfigKind, value: string): boolean {
  return (kind === "boolean" || kind === "integer") && !READABLE[kind].test(value);
}
