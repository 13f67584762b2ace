/**
 * Reads the accounts of MLflow's basic-auth, or gives one a new password, with the libraries of the MLflow that will
 * be launched, without MLflow itself: nothing is created or migrated. Asked and answered in JSON over stdin and
 * stdout, so that no URI and no password stands in a process list; of an error only its kind is told, since its text
 * may hold the URI.
 * @see https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/server/auth/db/models.py
 */
export const ACCOUNT_SCRIPT = `
import json, os, sys
from contextlib import closing


class Lite:
    def __init__(self, file, mode):
        import pathlib, sqlite3
        uri = pathlib.Path(file).as_uri() + "?mode=" + mode
        self.connection = sqlite3.connect(uri, uri=True, isolation_level=None)

    def run(self, statement, **values):
        return self.connection.execute(statement, values)

    def has_users(self):
        return self.run("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'users'").fetchone()

    def close(self):
        self.connection.close()


class Remote:
    def __init__(self, uri):
        from sqlalchemy import create_engine
        self.engine = create_engine(uri, isolation_level="AUTOCOMMIT")
        self.connection = self.engine.connect()

    def run(self, statement, **values):
        from sqlalchemy import text
        return self.connection.execute(text(statement), values)

    def has_users(self):
        from sqlalchemy import inspect
        return inspect(self.connection).has_table("users")

    def close(self):
        self.connection.close()
        self.engine.dispose()


def look(store, asked):
    from werkzeug.security import check_password_hash
    query = "SELECT username, password_hash, is_admin FROM users"
    rows = [tuple(row) for row in store.run(query)] if store.has_users() else []
    mine = [digest for user, digest, _ in rows if user == asked["user"]]
    configured = asked["password"]
    return {
        "accounts": len(rows),
        "known": len(mine) > 0,
        "same": check_password_hash(mine[0], configured) if mine and configured else None,
        "published": [
            {"user": user, "password": one}
            for user, digest, admin in rows if admin
            for one in asked["published"] if check_password_hash(digest, one)
        ],
    }


def give(store, asked):
    from werkzeug.security import generate_password_hash
    if not store.has_users():
        return {"changed": 0}
    statement = "UPDATE users SET password_hash = :digest WHERE username = :user"
    digest = generate_password_hash(asked["password"])
    return {"changed": store.run(statement, digest=digest, user=asked["user"]).rowcount}


def answer(asked):
    giving = asked["act"] == "give"
    file = asked["file"]
    store = Lite(file, "rw" if giving else "ro") if file else Remote(asked["uri"])
    with closing(store):
        return give(store, asked) if giving else look(store, asked)


# What a driver prints about its server may hold the URI.
out = os.fdopen(os.dup(1), "w")
null = os.open(os.devnull, os.O_WRONLY)
os.dup2(null, 1)
os.dup2(null, 2)
try:
    json.dump(answer(json.load(sys.stdin)), out)
except BaseException as error:
    json.dump({"error": type(error).__name__}, out)
out.close()
`;
