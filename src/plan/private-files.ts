import type { FoundMlflow } from "../facts/mlflow/find.ts";
import type { Facts } from "../facts/types.ts";
import { ASKING_FUNCTION, renderAuthConfig } from "../intent/auth-config.ts";
import { has } from "../mlflow/versions/versions.ts";
import { BASIC_AUTH } from "../policy/login/login.ts";
import GUNICORN_CONFIG from "../programs/gunicorn_config.py";
import { Secret } from "../secrets/secret.ts";
import { AUTH_CONFIG_FILE, GUNICORN_CONFIG_FILE, type PrivateFile } from "./types.ts";

/** What decides over the content of the private files, beside the facts. */
export interface PrivateChoice {
  readonly loginApp: string | null;
  readonly gunicorn: boolean;
  /** Fills the place of a password that nobody needs. */
  readonly sparePassword: Secret;
}

/** The files of the run's private folder: copies of what was checked, so that later edits change nothing. */
export function privateFiles(
  facts: Facts,
  mlflow: FoundMlflow,
  { loginApp, gunicorn, sparePassword }: PrivateChoice,
): PrivateFile[] {
  const files: PrivateFile[] = [];
  if (loginApp === BASIC_AUTH) {
    const content = new Secret(authConfig(facts, mlflow, sparePassword));
    files.push({ name: AUTH_CONFIG_FILE, content });
  }
  if (gunicorn) files.push({ name: GUNICORN_CONFIG_FILE, content: new Secret(GUNICORN_CONFIG) });
  return files;
}

/** What was checked, with an absolute database path; the admin's password only where no variable carries it. */
function authConfig(facts: Facts, mlflow: FoundMlflow, spare: Secret): string {
  const values = new Map(facts.authConfig.values);
  values.delete("admin_password");
  values.set("admin_username", facts.adminUsername);
  // On loopback another function was let pass with a warning; it does not run either.
  values.set("authorization_function", ASKING_FUNCTION);
  const { file } = facts.authStore;
  if (file !== null) {
    const uri = facts.authStore.uri.reveal();
    // A question mark ends the path of a URI: below a folder with one in its name the path stays a relative one.
    const absolute = uri.replace(/(:\/\/\/)[^?]*/, (_, slashes) => `${slashes}${file}`);
    values.set("database_uri", file.includes("?") ? uri : absolute);
  }
  const first = firstPassword(facts, mlflow.version, spare);
  if (first !== null) values.set("admin_password", first);
  return renderAuthConfig(values);
}

/**
 * Versions without the variable want a password in the config at every start. Where none is configured, an account
 * that is there keeps its own, and a new one gets a password that nobody knows instead of the published one.
 */
function firstPassword({ adminPassword }: Facts, version: string, spare: Secret): string | null {
  if (has(version, "adminPasswordVariable")) return null;
  return (adminPassword?.secret ?? spare).reveal();
}
