"""Counts that do not move with the weather: instructions, allocations and retains per request.

Instructions are counted between two marks in the life of one process, so that neither start nor end is among them.
"""

import os
import pathlib
import re
import shutil
import statistics
import subprocess
import time

from .load import run_load
from .processes import Failed
from .subjects import start_holdfast, start_nginx

HERE = pathlib.Path(__file__).resolve().parent.parent
RETAINS = ("swift_retain", "swift_retain_n", "swift_bridgeObjectRetain", "swift_bridgeObjectRetain_n")
RELEASES = ("swift_release", "swift_release_n", "swift_bridgeObjectRelease", "swift_bridgeObjectRelease_n")


def starters(binary, upstream_port, loops):
    """Functions (folder, wrapper, environment) that start a subject; nginx without its master, to have one process."""

    def holdfast(folder, wrapper, environment):
        return start_holdfast(binary, folder, upstream_port, loops, wrapper, environment, seconds=240)

    def nginx(folder, wrapper, environment):
        return start_nginx(folder, upstream_port, 1, wrapper, environment, single=True)

    return {"nginx": nginx} | ({"holdfast": holdfast} if binary else {})


class Counted:
    """A subject under callgrind: counts between two marks, as often as is asked."""

    def __init__(self, start, folder):
        folder.mkdir(parents=True, exist_ok=True)
        self.out = folder / "callgrind.out"
        self.dumps = 0
        # Of the event loop, as soon as it is known.
        self.loop = None
        self.subject = start(
            folder,
            ["valgrind", "--tool=callgrind", "--separate-threads=yes", f"--callgrind-out-file={self.out}", "--quiet"],
            {},
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # Long enough for the process to end under the tool.
        self.subject.child.stop(120)

    def count(self, load):
        """Counts of all threads while `load` runs, which is given the subject; `loop`: instructions of the event loop alone.

        The first load has to be many requests: it tells which of the threads that is.
        """
        self.control("--zero")
        load(self.subject)
        self.control("--dump")
        self.dumps += 1
        prefix = f"{self.out.name}.{self.dumps}-"
        threads = {path.name.removeprefix(prefix): read_callgrind(path) for path in self.out.parent.glob(prefix + "*")}
        if not threads:
            raise Failed(f"callgrind left no counts; see {self.subject.child.log}")
        self.loop = self.loop or max(threads, key=lambda name: threads[name]["instructions"])
        counts = {name: sum(thread[name] for thread in threads.values()) for name in threads[self.loop]}
        return counts | {"loop": threads[self.loop]["instructions"]}

    def control(self, action):
        pid = str(self.subject.child.pid)
        done = subprocess.run(["callgrind_control", action, pid], capture_output=True, text=True, timeout=60)
        if done.returncode != 0:
            raise Failed(f"callgrind_control {action} failed: {done.stdout}{done.stderr}")


def by_callgrind(start, workbench, folder, requests=800):
    """Counts while requests are answered, after some that warm the process up."""
    with Counted(start, folder) as counted:
        load_all(workbench, counted.subject, 200)
        counts = counted.count(lambda subject: load_all(workbench, subject, requests))
    return {name: count / requests for name, count in counts.items() if name != "loop"}


def load_all(workbench, subject, count, connections=4, **shape):
    """Load of which every request has to be answered, or what is counted is something else."""
    result = run_load(workbench, subject, connections, 120, requests=count, timeout=240, **shape)
    if result["completed"] < count or result["faults"]:
        raise Failed(f"under callgrind {result['completed']} of {count} requests were answered: {result}")
    return result


def read_callgrind(path):
    """Total instructions, and how often the named functions were called."""
    names, calls, callee, total = {}, {}, None, 0
    with open(path, errors="replace") as lines:
        for line in lines:
            if line.startswith("cfn="):
                match = re.match(r"cfn=\((\d+)\)(?: (.*))?", line.rstrip())
                if match and match.group(2):
                    names[match.group(1)] = match.group(2)
                callee = match.group(1) if match else None
            elif line.startswith("fn="):
                match = re.match(r"fn=\((\d+)\) (.*)", line.rstrip())
                if match:
                    names[match.group(1)] = match.group(2)
            elif line.startswith("calls=") and callee:
                calls[callee] = calls.get(callee, 0) + int(line[6:].split()[0])
            elif line.startswith(("summary:", "totals:")):
                total = max(total, int(line.split()[1]))
    by_name = {}
    for number, count in calls.items():
        name = names.get(number, "").split("'")[0]
        by_name[name] = by_name.get(name, 0) + count
    return {
        "instructions": total,
        "retains": sum(by_name.get(name, 0) for name in RETAINS),
        "releases": sum(by_name.get(name, 0) for name in RELEASES),
    }


def stripped_copy(binary, folder):
    """Debug information of Swift is more than valgrind can read; the symbols stay."""
    copy = folder / "holdfast-stripped"
    shutil.copy(binary, copy)
    done = subprocess.run(["strip", "-g", copy], capture_output=True, text=True)
    if done.returncode != 0:
        raise Failed(f"strip -g does not work on {binary}: {done.stderr.strip()}")
    return copy


def by_preload(start, workbench, folder, requests=4000):
    """Allocations per request and per frame of a stream, bytes asked for per request."""
    folder.mkdir(parents=True, exist_ok=True)
    counter = folder / "allocations.counter"
    environment = {"LD_PRELOAD": str(preload_library(folder)), "HOLDFAST_ALLOCATIONS": str(counter)}
    with start(folder, [], environment) as subject:
        run_load(workbench, subject, connections=16, seconds=30, requests=1000)
        before = read_counter(counter)
        plain = run_load(workbench, subject, connections=16, seconds=60, requests=requests)
        after = read_counter(counter)
        short, long = (stream_allocations(workbench, subject, counter, frames) for frames in (10, 60))
    done = plain["completed"]
    return {
        "allocations": (after[0] - before[0]) / done,
        "allocated_bytes": (after[1] - before[1]) / done,
        "allocations_per_frame": (long - short) / 50,
    }


def stream_allocations(workbench, subject, counter, frames, streams=64):
    before = read_counter(counter)
    result = run_load(workbench, subject, connections=16, seconds=60, stream=True, requests=streams, frames=frames)
    return (read_counter(counter)[0] - before[0]) / result["completed"]


def preload_library(folder):
    library = folder / "allocations.so"
    built = subprocess.run(
        ["cc", "-O2", "-shared", "-fPIC", "-o", library, HERE / "allocations.c"], capture_output=True, text=True
    )
    if built.returncode != 0:
        raise Failed(f"allocations.c does not compile: {built.stderr}")
    return library


def read_counter(path):
    raw = path.read_bytes()
    if len(raw) < 16:
        raise Failed("the allocation counter is empty: LD_PRELOAD had no effect")
    return int.from_bytes(raw[:8], "little"), int.from_bytes(raw[8:16], "little")


def cost_of_start(binary, folder, times=10):
    """Milliseconds from start to end of `holdfast --version` (median), and megabytes of the file."""
    spent = []
    for _ in range(times):
        begin = time.perf_counter()
        subprocess.run([binary, "--version"], stdout=subprocess.DEVNULL, check=True, timeout=30)
        spent.append((time.perf_counter() - begin) * 1000)
    return {
        "version_ms": statistics.median(spent),
        "binary_mb": os.path.getsize(binary) / 1e6,
        "stripped_mb": os.path.getsize(stripped_copy(binary, folder)) / 1e6,
    }
