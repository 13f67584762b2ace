"""Prints, as JSON, what can change from one MLflow to the next: that of the Python that runs this."""

import asyncio
import importlib.metadata
import json
import os
import re
import sys
from pathlib import Path

# Routes are imported from the repository, which stays as it is.
sys.dont_write_bytecode = True
FOLDER = Path(__file__).resolve().parent
# Seconds: some routes stream.
PATIENCE = 30


def shown(value):
    return None if value is None or callable(value) else str(value)


def options():
    import click
    from mlflow.cli import server

    def kind(param):
        if param.is_flag:
            return "flag"
        return "integer" if isinstance(param.type, click.types.IntParamType) else "text"

    def spelled(names, long):
        return next((name.lstrip("-") for name in names if name.startswith("--") == long), None)

    # Newer versions of click have an object that says "not set".
    def default(param):
        given = param.to_info_dict().get("default")
        return None if "sentinel" in str(given).lower() else shown(given)

    return [
        {
            "name": spelled(param.opts, True),
            "short": spelled(param.opts, False),
            "off": spelled(param.secondary_opts, True),
            "kind": kind(param),
            "env": param.envvar,
            "min": getattr(param.type, "min", None),
            "max": getattr(param.type, "max", None),
            "default": default(param),
        }
        for param in server.params
        if isinstance(param, click.Option)
    ]


def variables():
    """Every name that stands in the code, with its default where it is declared."""
    from mlflow import environment_variables

    package = Path(environment_variables.__file__).parent
    code = (path.read_text("utf-8", "replace") for path in package.rglob("*.py"))
    names = {name for text in code for name in re.findall(r"\bMLFLOW_[A-Z0-9_]*[A-Z0-9]\b", text)}
    declared = {
        value.name: shown(value.default)
        for value in vars(environment_variables).values()
        if hasattr(value, "name") and hasattr(value, "default")
    }
    return {name: declared.get(name) for name in sorted(names | set(declared))}


async def ask(app, method, path):
    """The status of the answer to somebody without credentials; None if there is none in time."""
    status = None
    ended = asyncio.Event()
    sent = False

    async def receive():
        nonlocal sent
        if sent:
            await ended.wait()
            return {"type": "http.disconnect"}
        sent = True
        return {"type": "http.request", "body": b"{}", "more_body": False}

    async def send(message):
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
        if message["type"] == "http.response.body" and not message.get("more_body"):
            ended.set()

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"localhost"), (b"content-type", b"application/json"), (b"content-length", b"2")],
        "client": ("127.0.0.1", 1),
        "server": ("localhost", 80),
    }
    try:
        await asyncio.wait_for(app(scope, receive, send), PATIENCE)
    except Exception:
        return status or 500
    return status


def filled(path):
    """A path with something in each of its places."""
    return re.sub(r"<(?:(\w+):)?\w+>|\{(\w+)(?::\w+)?\}", lambda place: "1" if place[1] == "int" else "x", path)


def routes():
    sys.path.insert(0, str(FOLDER.parent))
    import routes as found

    def status(method, path):
        if hasattr(found.made, "router"):
            return asyncio.run(ask(found.made, method, filled(path)))
        return found.made.test_client().open(filled(path), method=method, json={}).status_code

    # The first request starts what all need.
    status("GET", "/health")
    return {f"{method} {path}": status(method, path) for method, path in found.routes}


out = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
facts = {
    "version": importlib.metadata.version("mlflow"),
    "options": options(),
    "variables": variables(),
    "requires": sorted(importlib.metadata.requires("mlflow") or []),
    "routes": routes(),
}
json.dump(facts, out)
out.flush()
# Threads of the app would keep it.
os._exit(0)
