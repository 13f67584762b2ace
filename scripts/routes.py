"""Prints every route of the MLflow of the Python that runs this, with its own login: one `METHOD path` a line."""

import os
import sys
import tempfile
import warnings
from typing import Any

warnings.simplefilter("ignore")
# The accounts' database is made here and goes with it; what MLflow prints meanwhile is no route.
folder = tempfile.TemporaryDirectory()
os.chdir(folder.name)
sys.path[:] = [path for path in sys.path if path not in ("", os.path.dirname(os.path.abspath(__file__)))]
shown, sys.stdout = sys.stdout, sys.stderr
os.environ.update(
    MLFLOW_FLASK_SERVER_SECRET_KEY="no-session-is-ever-signed-with-this-one",
    MLFLOW_AUTH_ADMIN_USERNAME="admin",
    MLFLOW_AUTH_ADMIN_PASSWORD="nobody-ever-logs-in-with-it-4711",
    # What `mlflow server` says to its app where uvicorn serves: the native routes are there, too.
    _MLFLOW_SGI_NAME="uvicorn",
    _MLFLOW_SERVER_FILE_STORE="sqlite:///mlflow.db",
    _MLFLOW_SERVER_ARTIFACT_ROOT="./mlruns",
    _MLFLOW_SERVER_SERVE_ARTIFACTS="true",
    MLFLOW_ENABLE_WORKSPACES="true",
)
with open("auth.ini", "w") as config:
    config.write(
        "[mlflow]\ndefault_permission = READ\ndatabase_uri = sqlite:///auth.db\n"
        "admin_username = admin\nadmin_password = nobody-ever-logs-in-with-it-4711\n"
        "authorization_function = mlflow.server.auth:authenticate_request_basic_auth\n"
    )
os.environ["MLFLOW_AUTH_CONFIG_PATH"] = os.path.abspath("auth.ini")

from mlflow.server import app  # noqa: E402
from mlflow.server.auth import create_app  # noqa: E402

found = set()


def natives(routes, prefix=""):
    for route in routes:
        path = prefix + (getattr(route, "path", None) or "")
        # A newer FastAPI puts what was included behind an object of its own.
        included = getattr(route, "original_router", None)
        if included is not None:
            natives(included.routes, prefix + (getattr(route.include_context, "prefix", None) or ""))
        elif getattr(route, "routes", None):
            natives(route.routes, path)
        for method in getattr(route, "methods", None) or ():
            found.add((method, path))


# One of Flask or of FastAPI, by the version.
made: Any = create_app(app)
for rule in app.url_map.iter_rules():
    found.update((method, rule.rule) for method in rule.methods or ())
if hasattr(made, "router"):
    natives(made.router.routes)
routes = [(method, path) for method, path in sorted(found) if method not in ("HEAD", "OPTIONS")]
if __name__ == "__main__":
    for method, path in routes:
        print(method, path, file=shown)
