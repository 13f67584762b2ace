import { LONGEST_SILENCE, PULSE } from "./pulse.ts";

/**
 * An empty file of the private folder, which goes once MLflow is started, as it does on a full disk. Where the system
 * did not start it, the name of the error is in it; where it stays empty, the reaper itself did not get that far.
 */
export const NOT_STARTED = "not-started";

/**
 * A small parent for MLflow, run by MLflow's own Python. It is a child subreaper (prctl(2)): whatever MLflow starts
 * stays below it, however it forks, so that it can be looked at and ended. It waits for the command on its standard
 * input, which the launcher writes once the guardian knows the group; without one it goes, and where MLflow cannot be
 * started a file says why. When MLflow has ended it
 * ends what is left, and takes MLflow's exit status for its own. SIGUSR1 makes it end everything at once; when the
 * launcher dies it ends everything, too, within the stop timeout, and takes the private folder away, should the guardian
 * be gone. While the launcher is stopped (SIGSTOP, a terminal with `stty tostop`, a debugger), so is MLflow: it must not
 * go on unwatched. A launcher that hangs is as good as stopped, if others can reach the server.
 */
const SCRIPT = `import errno
import json
import os
import shutil
import signal
import sys
import time

try:
    import ctypes
    # PR_SET_CHILD_SUBREAPER, and PR_SET_PDEATHSIG: told when the launcher dies, by what wakes this if it is stopped then.
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
    ctypes.CDLL(None).prctl(1, int(signal.SIGCONT), 0, 0, 0)
except Exception:
    pass


# Whatever is mounted there or taken away later, this is the table of processes.
try:
    proc = os.open("/proc", os.O_RDONLY)
except OSError:
    # There is none: a folder without processes.
    proc = os.open(start["folder"], os.O_RDONLY)


def read(name, flags):
    return os.open(name, flags, dir_fd=proc)


def parents():
    found = {}
    for name in filter(str.isdigit, os.listdir(proc)):
        try:
            with open("%s/stat" % name, "rb", opener=read) as stat:
                found[int(name)] = int(stat.read().rpartition(b")")[2].split()[1])
        except OSError:
            pass
    return found


def children():
    return [pid for pid, parent in parents().items() if parent == os.getpid()]


def below():
    known, found = parents(), {os.getpid()}
    while True:
        more = {pid for pid, parent in known.items() if parent in found} - found
        if not more:
            return found - {os.getpid()}
        found |= more


def send(child, number):
    try:
        os.kill(child, number)
    except OSError:
        pass


def is_stopped():
    """By a signal, or by a debugger that keeps it: one that only follows it lets it run in between."""
    global turns
    before = turns
    try:
        with open("%d/status" % launcher, errors="replace", opener=read) as status:
            seen = dict(line.partition(":")[::2] for line in status)
    except OSError:
        return False
    state = seen["State"].strip()[0]
    turns = seen["voluntary_ctxt_switches"], seen["nonvoluntary_ctxt_switches"]
    return state == "T" or (state == "t" and turns == before)


def is_silent():
    """Has nobody looked for too long, twice in a row, at a server that others can reach?"""
    global looked, silent
    try:
        with open(os.path.join(start["folder"], "${PULSE}"), "rb") as pulse:
            looked = int(pulse.read().split()[1]) / 1000
    except (OSError, ValueError, IndexError):
        pass
    # One that was told to end is not looked at any more.
    late = start["exposed"] and not asked and time.monotonic() - looked > ${LONGEST_SILENCE}
    silent = silent + 1 if late else 0
    return silent > 1


def tick(*_):
    global paused
    stopped = any([is_stopped(), is_silent()])
    # Again and again while it is stopped: what was just forked was missed.
    if stopped or paused:
        for pid in below():
            send(pid, signal.SIGSTOP if stopped else signal.SIGCONT)
    paused = stopped


def hurry(*_):
    global end
    end = 0
    for child in children():
        send(child, signal.SIGKILL)


def woken(*_):
    global alone
    if alone or os.getppid() == launcher:
        return
    alone = True
    asked.append(signal.SIGTERM)
    os.killpg(0, signal.SIGTERM)
    # The same clock: nobody is left to be looked at.
    signal.signal(signal.SIGALRM, hurry)
    signal.alarm(max(1, int(float(sys.argv[1]))))
    for pid in below() if paused else ():
        send(pid, signal.SIGCONT)


def leave():
    # Python gives the signal back to the system when it ends, and the next tick would end this with it.
    signal.setitimer(signal.ITIMER_REAL, 0)
    if alone:
        shutil.rmtree(start["folder"], ignore_errors=True)


launcher = os.getppid()
alone = paused = False
turns = None
silent = 0
looked = time.monotonic()
end = float("inf")
asked = []
signal.signal(signal.SIGUSR1, hurry)
signal.signal(signal.SIGALRM, tick)
signal.setitimer(signal.ITIMER_REAL, 1, 1)
signal.signal(signal.SIGCONT, woken)
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT):
    signal.signal(number, lambda number, _: asked.append(number))

line = sys.stdin.readline()
if asked or not line:
    leave()
    sys.exit(0)
command = json.loads(line)
quiet = os.open(os.devnull, os.O_RDONLY)
os.dup2(quiet, 0)
os.close(quiet)
# Nothing that a shell or a supervisor left open: it may listen.
os.closerange(3, proc)
os.closerange(proc + 1, 65536)
failed = os.path.join(start["folder"], "${NOT_STARTED}")
try:
    main = os.posix_spawn(command[0], command, os.environ, setsigdef=[signal.SIGPIPE])
except OSError as error:
    with open(failed, "w") as told:
        told.write(errno.errorcode.get(error.errno, ""))
    leave()
    sys.exit(1)
try:
    os.unlink(failed)
except OSError:
    pass
# A signal to the group came before MLflow was in it.
if asked:
    send(main, signal.SIGTERM)

while True:
    pid, status = os.wait()
    if pid == main:
        break


def left_alone():
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
        return False
    except ChildProcessError:
        return True


end = min(end, time.monotonic() + 5)
told = set()
while not left_alone():
    late = time.monotonic() > end
    for child in children():
        if late or child not in told:
            told.add(child)
            send(child, signal.SIGKILL if late else signal.SIGTERM)
    time.sleep(0.05)

leave()
code = os.waitstatus_to_exitcode(status)
# Node has no name for what is above: it would see neither code nor signal.
if code < -31:
    sys.exit(128 - code)
if code < 0:
    if -code != signal.SIGKILL:
        signal.signal(-code, signal.SIG_DFL)
    os.kill(os.getpid(), -code)
sys.exit(code)
`;

/** Small enough for a list of processes, where it stands; the script and the folder follow on its input. */
export const REAPER_START =
  'import json, sys; start = json.loads(sys.stdin.readline()); exec(start["script"])  # reaper.py of mlflow-guard';

/**
 * The first line on the input of the reaper.
 * @param folder the private one.
 * @param exposed others can reach the server.
 */
export function reaperLine(folder: string, exposed: boolean): string {
  return `${JSON.stringify({ script: SCRIPT, folder, exposed })}\n`;
}
