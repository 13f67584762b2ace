"""
Reads the accounts of MLflow's basic-auth, or gives one a new password, with the libraries of the MLflow that will be
launched, without MLflow itself: nothing is created or migrated. Asked and answered in JSON over stdin and stdout, so
that no URI and no password stands in a process list; of an error only its kind is told, since its text may hold the
URI.

https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/server/auth/db/models.py
"""

import json
import os
import sys
import time
from contextlib import ExitStack, closing


class Lite:
    def __init__(self, file: str, mode: str):
        import pathlib
        import sqlite3

        uri = pathlib.Path(file).as_uri() + "?mode=" + mode
        self.connection = sqlite3.connect(uri, uri=True, isolation_level=None)
        # A name that is no text is none that anybody logs in with.
        self.connection.text_factory = lambda raw: raw.decode("utf-8", "replace")

    def run(self, statement: str, **values):
        return self.connection.execute(statement, values)

    def has_users(self):
        return self.run("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'users'").fetchone()

    def close(self):
        self.connection.close()


class Remote:
    def __init__(self, uri: str):
        from sqlalchemy import create_engine

        self.engine = create_engine(uri, isolation_level="AUTOCOMMIT")
        self.connection = self.engine.connect()

    def run(self, statement: str, **values):
        from sqlalchemy import text

        return self.connection.execute(text(statement), values)

    def has_users(self):
        from sqlalchemy import inspect

        return inspect(self.connection).has_table("users")

    def close(self):
        self.connection.close()
        self.engine.dispose()


def check(digest, password: str):
    """None if the hash is none that this MLflow could check either."""
    from werkzeug.security import check_password_hash

    try:
        return check_password_hash(digest, password)
    except Exception:
        return None


def users_of(store):
    query = "SELECT username, password_hash, is_admin FROM users"
    return [tuple(row) for row in store.run(query)] if store.has_users() else []


def check_all(pairs: list, seconds: float):
    """For each user, hash and password what `check` says; `late` for those that were not tried in time."""
    from concurrent.futures import ThreadPoolExecutor

    end = time.monotonic() + seconds

    def opens(pair):
        return check(pair[1], pair[2]) if time.monotonic() < end else "late"

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(opens, pairs))


def look(stores: list, asked: dict):
    tables = [users_of(store) for store in stores]
    mine = [digest for user, digest, _ in tables[0] if user == asked["user"]]
    admins = sorted({(str(user), digest) for rows in tables for user, digest, admin in rows if admin})
    pairs = [(user, digest, one) for user, digest in admins for one in asked["published"]]
    answers = check_all(pairs, asked["seconds"])
    configured = asked["password"]
    return {
        "accounts": len(tables[0]),
        "known": len(mine) > 0,
        "same": check(mine[0], configured) if mine and configured else None,
        "published": [
            {"user": user, "password": one} for (user, _, one), answer in zip(pairs, answers) if answer is True
        ],
        "unchecked": answers.count("late"),
    }


def give(store, asked: dict):
    from werkzeug.security import generate_password_hash

    if not store.has_users():
        return {"changed": 0}
    statement = "UPDATE users SET password_hash = :digest WHERE username = :user"
    digest = generate_password_hash(asked["password"])
    return {"changed": store.run(statement, digest=digest, user=asked["user"]).rowcount}


def open_store(one: dict, mode: str):
    return Lite(one["file"], mode) if one["file"] else Remote(one["uri"])


def answer(asked: dict):
    giving = asked["act"] == "give"
    mode = "rw" if giving else "ro"
    with ExitStack() as stack:
        stores = [stack.enter_context(closing(open_store(one, mode))) for one in asked["stores"]]
        return give(stores[0], asked) if giving else look(stores, asked)


def kind(error: BaseException):
    cause = getattr(error, "orig", None) or error
    locked = type(cause).__name__ == "OperationalError" and str(cause) == "database is locked"
    return "locked" if locked else type(error).__name__


def main():
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


if __name__ == "__main__":
    main()
