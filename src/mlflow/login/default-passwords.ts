import { has } from "../versions/versions.ts";

/** MLflow's published passwords of the first admin: `basic_auth.ini` from 2.22.0 to 3.16.0, and before. */
export const DEFAULT_PASSWORDS = ["password1234", "password"] as const;

export type DefaultPassword = (typeof DEFAULT_PASSWORDS)[number];

/**
 * Does this version let an admin in whose stored password is that one? From 3.16.1 on one of them is rejected, the
 * older one, which is too short to be created today, still opens an account that has it.
 * @see https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/server/auth/__init__.py (`_is_disabled_legacy_admin_login`)
 */
export function acceptsStored(version: string | null, password: DefaultPassword): boolean {
  return password === "password" || !has(version, "adminPasswordVariable");
}
