"""
As `sitecustomize`, Python reads this at the start of every process of the launch, before anything else. It makes the
working directory a folder without modules, whoever puts it on the import path: `PYTHONSAFEPATH` keeps Python itself
from it, but alembic puts it there (mlflow/server/auth/db/migrations/alembic.ini, `prepend_sys_path`), and so does
gunicorn. If it was on the path before anything ran, by an editable installation or by `--guard-pass-env PYTHONPATH`,
it stays.
"""

import os
import sys


def hide_own_folder():
    own = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [path for path in sys.path if os.path.abspath(path) != own]


def empty_working_directory():
    here = os.path.realpath(os.getcwd())

    def is_here(path):
        if not path or os.path.realpath(path) == here:
            return True
        try:
            return os.path.samefile(path, here)
        except OSError:
            return False

    if any(is_here(path) for path in sys.path if path):
        return

    class Nothing:
        def find_spec(self, name, target=None):
            return None

        def invalidate_caches(self):
            pass

    def hook(path):
        if is_here(path):
            return Nothing()
        raise ImportError(path)

    sys.path_hooks.insert(0, hook)
    sys.path_importer_cache.clear()


def as_terminal(streams):
    """A pipe of the launcher that leads to a terminal is treated as that terminal."""
    ends = os.environ.get("MLFLOW_GUARD_TERMINAL", "").split()
    for stream in filter(None, streams) if ends else ():
        stat = os.fstat(stream.fileno())
        if "%d:%d" % (stat.st_dev, stat.st_ino) in ends:
            stream.isatty = lambda: True
            stream.reconfigure(line_buffering=True)


class OneAtATime:
    """
    Up to 3.16 each worker of a first start makes the database of accounts, all of them at once: under gunicorn the one
    that comes second ends the server. Here each waits for the one before it.
    """

    NAME = "mlflow.server.auth.db.utils"

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name != cls.NAME:
            return None
        sys.meta_path.remove(cls)
        finders = [one for one in sys.meta_path if hasattr(one, "find_spec")]
        spec = next(filter(None, (one.find_spec(name, path, target) for one in finders)), None)
        loader = getattr(spec, "loader", None)
        run = getattr(loader, "exec_module", None)
        if loader and run:
            loader.exec_module = lambda module: (run(module), cls.wrap(module))
        return spec

    @staticmethod
    def wrap(module):
        import fcntl

        migrate = getattr(module, "migrate_if_needed", None)
        if migrate is None:
            return

        def migrate_alone(*words, **named):
            try:
                lock = open(__file__)
                fcntl.flock(lock, fcntl.LOCK_EX)
            except OSError:
                return migrate(*words, **named)
            with lock:
                return migrate(*words, **named)

        module.migrate_if_needed = migrate_alone


def leave_the_name():
    """An environment may have a file of this name itself. Python wants one of the two afterwards."""
    guard = sys.modules.pop("sitecustomize")
    try:
        __import__("sitecustomize")
    except ImportError:
        pass
    finally:
        sys.modules.setdefault("sitecustomize", guard)


if __name__ == "sitecustomize":
    hide_own_folder()
    try:
        empty_working_directory()
        as_terminal((sys.stdout, sys.stderr))
        sys.meta_path.insert(0, OneAtATime)
    finally:
        leave_the_name()
