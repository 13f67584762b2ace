/**
 * Reads the accounts of MLflow's basic-auth, or gives one a new password, with the libraries of the MLflow that will
 * be launched, without MLflow itself: nothing is created or migrated. Asked and answered in JSON over stdin and
 * stdout, so that no URI and no password stands in a process list; of an error only its kind is told, since its text
 * may hold the URI.
 * @see https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/server/auth/db/models.py
 */
export const ACCOUNT_SCRIPT = `
from contextlib import ExitStack, closing
import json, os, sys, time


class Lite:
    def __init__(self, file, mode):
        import pathlib, sqlite3
        uri = pathlib.Path(file).as_uri() + "?mode=" + mode
        self.connection = sqlite3.connect(uri, uri=True, isolation_level=None)
        # A name that is no text is none that anybody logs in with.
        self.connection.text_factory = lambda raw: raw.decode("utf-8", "replace")

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


def check(digest, password):
    """None where the hash is none that this MLflow could check either."""
    from werkzeug.security import check_password_hash
    try:
        return check_password_hash(digest, password)
    except Exception:
        return None


def look(stores, asked):
    from concurrent.futures import ThreadPoolExecutor
    query = "SELECT username, password_hash, is_admin FROM users"
    tables = [[tuple(row) for row in store.run(query)] if store.has_users() else [] for store in stores]
    mine = [digest for user, digest, _ in tables[0] if user == asked["user"]]
    admins = sorted({(str(user), digest) for rows in tables for user, digest, admin in rows if admin})
    pairs = [(user, digest, one) for user, digest in admins for one in asked["published"]]
    configured = asked["password"]
    end = time.monotonic() + asked["seconds"]
    with ThreadPoolExecutor(2) as pool:
        def opens(pair):
            return check(pair[1], pair[2]) if time.monotonic() < end else "late"
        answers = list(pool.map(opens, pairs))
    return {
        "accounts": len(tables[0]),
        "known": len(mine) > 0,
        "same": check(mine[0], configured) if mine and configured else None,
        "published": [
            {"user": user, "password": one}
            for (user, _, one), answer in zip(pairs, answers) if answer is True
        ],
        "unchecked": answers.count("late"),
    }


def give(store, asked):
    from werkzeug.security import generate_password_hash
    if not store.has_users():
        return {"changed": 0}
    statement = "UPDATE users SET password_hash = :digest WHERE username = :user"
    digest = generate_password_hash(asked["password"])
    return {"changed": store.run(statement, digest=digest, user=asked["user"]).rowcount}


def open_store(one, mode):
    return Lite(one["file"], mode) if one["file"] else Remote(one["uri"])


def answer(asked):
    giving = asked["act"] == "give"
    with ExitStack() as stack:
        stores = [stack.enter_context(closing(open_store(one, "rw" if giving else "ro"))) for one in asked["stores"]]
        return give(stores[0], asked) if giving else look(stores, asked)


def kind(error):
    cause = getattr(error, "orig", None) or error
    locked = type(cause).__name__ == "OperationalError" and str(cause) == "database is locked"
    return "locked" if locked else type(error).__name__


# What a driver prints about its server may hold the URI.
out = os.fdopen(os.dup(1), "w")
null = os.open(os.devnull, os.O_WRONLY)
os.dup2(null, 1)
os.dup2(null, 2)
try:
    json.dump(answer(json.load(sys.stdin)), out)
except BaseException as error:
    json.dump({"error": kind(error)}, out)
out.close()
`;
