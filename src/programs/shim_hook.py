"""
mlflow-guard shim: "python -m mlflow server" goes through mlflow-guard. To undo it: mlflow-guard shim --remove

Python imports this at its start in the environment. What it was started for is read as Python reads it
(Python/initconfig.c, `config_parse_cmdline`): `sys.argv` is not there yet.
"""

import os
import sys

# Replaced by the path of the shim when this is written into an environment.
SHIM = b""


def words_of_mlflow(words):
    """The words behind `-m mlflow`; None if Python was started for something else."""
    words = iter(words)
    for word in words:
        if not word.startswith("-") or word == "-":
            return None
        if word.startswith("--"):
            if word == "--check-hash-based-pycs":
                next(words, None)
            continue
        for at, letter in enumerate(word, 1):
            if letter == "m":
                return list(words) if (word[at:] or next(words, None)) == "mlflow" else None
            if letter == "c":
                return None
            if letter in "XW":
                if not word[at:]:
                    next(words, None)
                break
    return None


words = words_of_mlflow(getattr(sys, "orig_argv", ())[1:])
if words and not {"server", "ui"}.isdisjoint(words) and os.path.isfile(SHIM):
    os.execv("/bin/sh", ["sh", SHIM, *words])
