"""Resident memory: idle, after load, with 1,000 open streams."""

import subprocess
import time

from .processes import Failed, wait_until

STREAMS = 1000
SETTLE_SECONDS = 2.0


def idle_mib(subject):
    time.sleep(SETTLE_SECONDS)
    return subject.child.resident_mib()


def streams_mib(workbench, subject, folder, count=STREAMS):
    """Opens the streams, lets each of them carry a few frames, reads, and closes them again."""
    log = folder / f"streams-{subject.name}.log"
    argv = [workbench, "hold-streams", "--url", subject.stream_url, "--count", count, "--seconds", 60]
    argv += ["--key", subject.key] if subject.key else []
    with open(log, "wb") as output:
        holder = subprocess.Popen([str(part) for part in argv], stdout=output, stderr=subprocess.STDOUT)
    try:
        wait_until(f"{count} streams open through {subject.name}", lambda: f"open {count}" in log.read_text(), 40)
        time.sleep(SETTLE_SECONDS)
        if holder.poll() is not None:
            raise Failed(f"the streams through {subject.name} did not stay open: {log.read_text()}")
        return subject.child.resident_mib()
    finally:
        holder.kill()
        holder.wait()
