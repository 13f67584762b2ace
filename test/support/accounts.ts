import { execFileSync } from "node:child_process";
import { PYTHON } from "./guard.ts";

/** An account as it lies in the store. */
export interface StoredAccount {
  readonly user: string;
  readonly password: string;
  readonly admin: boolean;
}

/** Made by MLflow's own migrations; the passwords are put in below its rules, as an older MLflow left them. */
const MAKE = `
import json, sys
from sqlalchemy import text
from werkzeug.security import generate_password_hash
from mlflow.server.auth.sqlalchemy_store import SqlAlchemyStore
INSERT = text("INSERT INTO users (username, password_hash, is_admin) VALUES (:user, :digest, :admin)")
for uri, accounts in json.load(sys.stdin):
    store = SqlAlchemyStore()
    store.init_db(uri)
    with store.engine.begin() as connection:
        for one in accounts:
            digest = generate_password_hash(one["password"])
            connection.execute(INSERT, {"user": one["user"], "digest": digest, "admin": one["admin"]})
`;

/** Makes stores of accounts, by their URI, with the tables of a real MLflow: the one of that Python. */
export function makeStores(
  stores: readonly (readonly [string, readonly StoredAccount[]])[],
  python: string = PYTHON,
): void {
  const env = { ...process.env, MLFLOW_FLASK_SERVER_SECRET_KEY: "for-the-import-alone" };
  const stdio = ["pipe", "ignore", "inherit"] as const;
  execFileSync(python, ["-I", "-c", MAKE], {
    input: JSON.stringify(stores),
    env,
    stdio: [...stdio],
  });
}
