"""Starting, measuring and stopping the processes of one run. Only processes started here are ever signalled."""

import contextlib
import os
import pathlib
import signal
import subprocess
import time

TICKS = os.sysconf("SC_CLK_TCK")


class Failed(Exception):
    """Something the bench needs did not happen; the text says what and what to do."""


def wait_until(what, condition, seconds=20.0):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise Failed(f"{what} did not happen within {seconds:.0f} s")


class Child:
    """A started process with its log; a context manager that ends it."""

    def __init__(self, name, argv, log, environment=None):
        self.name = name
        self.log = pathlib.Path(log)
        with open(self.log, "wb") as output:
            self.process = subprocess.Popen(
                [str(part) for part in argv],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(environment or {})},
            )

    @property
    def pid(self):
        return self.process.pid

    def check_alive(self):
        if self.process.poll() is not None:
            tail = self.log.read_text(errors="replace")[-2000:]
            raise Failed(f"{self.name} ended with status {self.process.returncode}:\n{tail}")
        return True

    def wait_for(self, what, condition, seconds=20.0):
        return wait_until(f"{self.name}: {what}", lambda: self.check_alive() and condition(), seconds)

    def stop(self, seconds=30.0):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop(5.0)

    def tree(self):
        """This process and its descendants: the workers of nginx are children of its master."""
        parents = {}
        for entry in os.listdir("/proc"):
            if entry.isdigit():
                fields = stat_fields(entry)
                if fields:
                    parents.setdefault(int(fields[1]), []).append(int(entry))
        found, queue = [], [self.pid]
        while queue:
            pid = queue.pop()
            found.append(pid)
            queue += parents.get(pid, [])
        return found

    def cpu_seconds(self):
        """User and system time of the whole tree, all threads, ended ones included."""
        total = 0
        for pid in self.tree():
            fields = stat_fields(pid)
            if fields:
                total += int(fields[11]) + int(fields[12])
        return total / TICKS

    def threads(self):
        """Of the whole tree; one that ends meanwhile may be among them."""
        return [int(thread) for pid in self.tree() for thread in listed(f"/proc/{pid}/task")]

    def resident_mib(self):
        return self._status("VmRSS")

    def peak_mib(self):
        return self._status("VmHWM")

    def _status(self, field):
        total = 0
        for pid in self.tree():
            try:
                lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
            except OSError:
                continue
            total += sum(int(line.split()[1]) for line in lines if line.startswith(field + ":"))
        return total / 1024


@contextlib.contextmanager
def on_one_core(children):
    """Keeps these processes, and what is started meanwhile, on one core.

    Else the system decides who wakes whom across cores, which costs more than what is measured, and decides it anew
    for each process.
    """
    cores = os.sched_getaffinity(0)
    keep_on(children, {min(cores)})
    try:
        yield
    finally:
        keep_on(children, cores)


def keep_on(children, cores):
    """Us too: whatever we start is kept where we are."""
    for thread in [0] + [thread for child in children for thread in child.threads()]:
        with contextlib.suppress(ProcessLookupError):
            os.sched_setaffinity(thread, cores)


def listed(folder):
    try:
        return os.listdir(folder)
    except OSError:
        return []


def stat_fields(pid):
    """Fields of /proc/PID/stat from the state on: [0] state, [1] parent, [11] user ticks, [12] system ticks."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
