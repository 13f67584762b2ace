"""
A small parent for MLflow, run by MLflow's own Python. It is a child subreaper (prctl(2)): whatever MLflow starts stays
below it, however it forks, so that it can be looked at and ended. It waits for the command on its standard input, which
the launcher writes once the guardian knows the group; without one it goes, and if MLflow cannot be started a file says
why. When MLflow has ended it ends what is left, and takes MLflow's exit status for its own. SIGUSR1 makes it end
everything at once; when the launcher dies it ends everything, too, within the stop timeout, and takes the private
folder away, should the guardian be gone. While the launcher is stopped (SIGSTOP, a terminal with `stty tostop`, a
debugger), so is MLflow: it must not go on unwatched. A launcher that hangs is as good as stopped, if others can reach
the server.
"""

import errno
import json
import os
import shutil
import signal
import sys
import time


def adopt_descendants():
    try:
        import ctypes

        # PR_SET_CHILD_SUBREAPER, and PR_SET_PDEATHSIG: told when the launcher dies, by what wakes it from a stop.
        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
        ctypes.CDLL(None).prctl(1, int(signal.SIGCONT), 0, 0, 0)
    except Exception:
        pass


def send(pid: int, number: int):
    try:
        os.kill(pid, number)
    except OSError:
        pass


class Processes:
    """The table of processes, whatever is mounted there or taken away later."""

    def __init__(self, instead: str):
        try:
            self.folder = os.open("/proc", os.O_RDONLY)
        except OSError:
            # There is none: a folder without processes.
            self.folder = os.open(instead, os.O_RDONLY)

    def opener(self, name: str, flags: int):
        return os.open(name, flags, dir_fd=self.folder)

    def parents(self):
        found = {}
        for name in filter(str.isdigit, os.listdir(self.folder)):
            try:
                with open("%s/stat" % name, "rb", opener=self.opener) as stat:
                    found[int(name)] = int(stat.read().rpartition(b")")[2].split()[1])
            except OSError:
                pass
        return found

    def children(self):
        return [pid for pid, parent in self.parents().items() if parent == os.getpid()]

    def below(self):
        known, found = self.parents(), {os.getpid()}
        while True:
            more = {pid for pid, parent in known.items() if parent in found} - found
            if not more:
                return found - {os.getpid()}
            found |= more


class Launcher:
    """What started this: is it there, and does it still watch?"""

    def __init__(self, processes: Processes, pulse: str, longest_silence: float):
        self.processes = processes
        self.pulse = pulse
        self.longest_silence = longest_silence
        self.pid = os.getppid()
        self.turns = None
        self.looked = time.monotonic()
        self.silent = 0

    def is_stopped(self):
        """By a signal, or by a debugger that keeps it: one that only follows it lets it run in between."""
        before = self.turns
        try:
            with open("%d/status" % self.pid, errors="replace", opener=self.processes.opener) as status:
                seen = {name: value for name, _, value in (line.partition(":") for line in status)}
        except OSError:
            return False
        state = seen["State"].strip()[0]
        self.turns = seen["voluntary_ctxt_switches"], seen["nonvoluntary_ctxt_switches"]
        return state == "T" or (state == "t" and self.turns == before)

    def is_silent(self, must_look: bool):
        """Has it not looked for too long, twice in a row?"""
        try:
            with open(self.pulse, "rb") as pulse:
                self.looked = int(pulse.read().split()[1]) / 1000
        except (OSError, ValueError, IndexError):
            pass
        late = must_look and time.monotonic() - self.looked > self.longest_silence
        self.silent = self.silent + 1 if late else 0
        return self.silent > 1


class Reaper:
    def __init__(self, start: dict, stop_timeout: str):
        self.folder = start["folder"]
        self.exposed = start["exposed"]
        self.not_started = os.path.join(self.folder, start["notStarted"])
        self.stop_timeout = stop_timeout
        self.processes = Processes(self.folder)
        pulse = os.path.join(self.folder, start["pulse"])
        self.launcher = Launcher(self.processes, pulse, start["longestSilence"])
        self.alone = self.paused = False
        self.end = float("inf")
        self.asked = []

    def listen(self):
        signal.signal(signal.SIGUSR1, self.hurry)
        signal.signal(signal.SIGALRM, self.tick)
        signal.setitimer(signal.ITIMER_REAL, 1, 1)
        signal.signal(signal.SIGCONT, self.woken)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT):
            signal.signal(number, lambda number, _: self.asked.append(number))

    def tick(self, *_):
        # A server that others can reach; one that was told to end is not looked at any more.
        must_look = self.exposed and not self.asked
        stopped = any([self.launcher.is_stopped(), self.launcher.is_silent(must_look)])
        # Again and again while it is stopped: what was just forked was missed.
        if stopped or self.paused:
            for pid in self.processes.below():
                send(pid, signal.SIGSTOP if stopped else signal.SIGCONT)
        self.paused = stopped

    def hurry(self, *_):
        self.end = 0
        for child in self.processes.children():
            send(child, signal.SIGKILL)

    def woken(self, *_):
        if self.alone or os.getppid() == self.launcher.pid:
            return
        self.alone = True
        self.asked.append(signal.SIGTERM)
        os.killpg(0, signal.SIGTERM)
        # The same clock: nobody is left to be looked at.
        signal.signal(signal.SIGALRM, self.hurry)
        signal.alarm(max(1, int(float(self.stop_timeout))))
        for pid in self.processes.below() if self.paused else ():
            send(pid, signal.SIGCONT)

    def leave(self):
        # Python gives the signal back to the system when it ends, and the next tick would end this with it.
        signal.setitimer(signal.ITIMER_REAL, 0)
        if self.alone:
            shutil.rmtree(self.folder, ignore_errors=True)

    def close_all(self):
        """Nothing that a shell or a supervisor left open: it may listen."""
        quiet = os.open(os.devnull, os.O_RDONLY)
        os.dup2(quiet, 0)
        os.close(quiet)
        os.closerange(3, self.processes.folder)
        os.closerange(self.processes.folder + 1, 65536)

    def spawn(self, command: list):
        """The process id; None if the system did not start it."""
        try:
            server = os.posix_spawn(command[0], command, os.environ, setsigdef=[signal.SIGPIPE])
        except OSError as error:
            with open(self.not_started, "w") as told:
                told.write(errno.errorcode.get(error.errno or 0, ""))
            return None
        try:
            os.unlink(self.not_started)
        except OSError:
            pass
        return server

    def end_the_rest(self):
        self.end = min(self.end, time.monotonic() + 5)
        told = set()
        while not is_without_children():
            late = time.monotonic() > self.end
            for child in self.processes.children():
                if late or child not in told:
                    told.add(child)
                    send(child, signal.SIGKILL if late else signal.SIGTERM)
            time.sleep(0.05)

    def run(self):
        """The exit code of the command, negative for a signal."""
        line = sys.stdin.readline()
        if self.asked or not line:
            self.leave()
            return 0
        command = json.loads(line)
        self.close_all()
        server = self.spawn(command)
        if server is None:
            self.leave()
            return 1
        # A signal to the group came before MLflow was in it.
        if self.asked:
            send(server, signal.SIGTERM)
        pid, status = os.wait()
        while pid != server:
            pid, status = os.wait()
        self.end_the_rest()
        self.leave()
        return os.waitstatus_to_exitcode(status)


def is_without_children():
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
        return False
    except ChildProcessError:
        return True


def end_as(code: int):
    # Node has no name for what is above: it would see neither code nor signal.
    if code < -31:
        sys.exit(128 - code)
    if code < 0:
        if -code != signal.SIGKILL:
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    sys.exit(code)


def main():
    start = json.loads(sys.stdin.readline())
    adopt_descendants()
    reaper = Reaper(start, sys.argv[1])
    reaper.listen()
    end_as(reaper.run())


if __name__ == "__main__":
    main()
