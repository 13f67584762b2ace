/** What of the launcher closes a weakness that this MLflow has; whether it does here depends on the settings. */
export type Protection =
  /** Strict host lists at every start. */
  | "host-lists"
  /** The rules about the admin's password. */
  | "password-rules"
  /** `static-prefix-disables-auth`. */
  | "prefix-rule"
  /** Nobody but a proxy on this machine may say where a request comes from. */
  | "forwarded-removed"
  /** `auth-incomplete-in-version` speaks of it, where basic-auth runs. */
  | "version-gate";

/** A published weakness of MLflow. Two entries of the same id are two ranges of versions. */
export interface Advisory {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly from: string;
  /** The first version without it; null where none is known. */
  readonly below: string | null;
  readonly what: string;
  readonly source: string;
  /** Who can use it: whoever reaches the port, any web page in the browser of a user, or somebody with an account. */
  readonly reach: "network" | "browser" | "account";
  readonly neutralisedBy: Protection | null;
  /** Published as a way to run code on the machine of the server. */
  readonly runsCode?: true;
}
