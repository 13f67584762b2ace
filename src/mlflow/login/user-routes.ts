/** A route of MLflow's basic-auth, and the first version that has it. */
export interface UserRoute {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly path: string;
  /** Read in the wheels around it; "2.4.0" is the oldest that was read. */
  readonly since: string;
}

/**
 * MLflow's own API for accounts. Parameters travel in the query of a GET, else as JSON.
 *
 * Read in the wheels of 2.4.0, 2.20.2, 2.22.1, 3.1.4, 3.8.1, 3.9.0 to 3.14.0, 3.16.0, 3.16.1 and 3.17.2.
 * @see https://github.com/mlflow/mlflow/blob/master/mlflow/server/auth/routes.py
 */
export const USER_ROUTES = {
  /** `username`; an admin may ask for everybody, others for themselves. */
  get: { method: "GET", path: "/api/2.0/mlflow/users/get", since: "2.4.0" },
  /** `username`, `password`. */
  create: { method: "POST", path: "/api/2.0/mlflow/users/create", since: "2.4.0" },
  /** `username`, `password`; of one's own account from 3.13.0 also `current_password`. */
  updatePassword: {
    method: "PATCH",
    path: "/api/2.0/mlflow/users/update-password",
    since: "2.4.0",
  },
  /** `username`; from 3.13.0 nobody can delete the own account. */
  delete: { method: "DELETE", path: "/api/2.0/mlflow/users/delete", since: "2.4.0" },
  /** From 3.13.0 with `is_admin` of each. */
  list: { method: "GET", path: "/api/2.0/mlflow/users/list", since: "3.10.0" },
  /** `username`, `resource_type`, `resource_id`: what counts in the end, default included. */
  permission: {
    method: "GET",
    path: "/api/3.0/mlflow/users/permissions/get",
    since: "3.13.0",
  },
  /** `experiment_id`; 403 where the account may not read it. */
  experiment: { method: "GET", path: "/api/2.0/mlflow/experiments/get", since: "2.4.0" },
  /** Behind the login, too; the whole answer is the version. */
  version: { method: "GET", path: "/version", since: "2.4.0" },
} as const satisfies Readonly<Record<string, UserRoute>>;

/** The column `users.username` is a `String(255)`: `mlflow/server/auth/db/models.py`. */
export const LONGEST_USERNAME = 255;

/** What MLflow lets an account do under each permission, from `mlflow/server/auth/permissions.py`. */
export const PERMISSIONS: Readonly<Record<string, string>> = {
  NO_PERMISSIONS: "may not even read it",
  DENY: "may not even read it",
  READ: "may read it, not change it",
  USE: "may read and use it, not change it",
  EDIT: "may read and change it, not delete it",
  MANAGE: "may read, change and delete it, and say who else may",
};
