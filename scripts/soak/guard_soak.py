"""Runs in every Python process of MLflow in the soak, and does what links in a folder say. A link is read without a
descriptor, so this also works where there is none left. `clock` leads to the seconds that the wall clock is wrong by,
`stray` to `PID PORT HOW` of a listener that nobody approved, `noise` to `PID BYTES NUMBER` of output."""

import os
import socket
import subprocess
import sys
import threading
import time

FOLDER = os.environ.get("GUARD_SOAK", "")
SERVE = """import socket, sys
listening = socket.create_server(("0.0.0.0", int(sys.argv[1])))
while True:
    taken, _ = listening.accept()
    taken.sendall(b"stray")
    taken.close()
"""
real = time.time


def told(name):
    try:
        return os.readlink(os.path.join(FOLDER, name)).split()
    except OSError:
        return []


def listen(port, how):
    # Out of the group and the session, and without the mark of the run.
    if how == "detached":
        words = [sys.executable, "-I", "-S", "-c", SERVE, port]
        subprocess.Popen(words, start_new_session=True, env={}, stdin=subprocess.DEVNULL)
    else:
        inside = {"sys": type("sys", (), {"argv": ["", port]}), "socket": socket}
        source = SERVE.replace("import socket, sys\n", "")
        threading.Thread(target=exec, args=(source, inside), daemon=True).start()


def write(size):
    line = b"noise " + b"x" * 1000 + b"\n"
    for _ in range(size // len(line)):
        rest = line
        while rest:
            rest = rest[os.write(1, rest) :]


def obey():
    me, done = str(os.getpid()), set()
    while True:
        time.sleep(0.05)
        for name in ("stray", "noise"):
            words = told(name)
            if words[:1] != [me] or tuple(words) in done:
                continue
            done.add(tuple(words))
            if name == "stray":
                listen(words[1], words[2])
            else:
                threading.Thread(target=write, args=(int(words[1]),), daemon=True).start()


if FOLDER:
    time.time = lambda: real() + float((told("clock") or ["0"])[0])
    threading.Thread(target=obey, daemon=True).start()
