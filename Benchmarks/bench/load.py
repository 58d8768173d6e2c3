"""Runs `workbench load` against a subject and adds what the subject's process spent meanwhile."""

import json
import subprocess

from .processes import Failed


def run_load(
    workbench,
    subject,
    connections=1,
    seconds=2.0,
    body=1300,
    stream=False,
    rate=None,
    requests=None,
    frames=50,
    interval_ms=5,
    timeout=None,
):
    argv = [
        workbench,
        "load",
        "--json",
        "--url",
        subject.stream_url if stream else subject.plain_url,
        "--connections",
        connections,
        "--seconds",
        seconds,
        "--body-bytes",
        body,
        "--frames",
        frames,
        "--interval-ms",
        interval_ms,
    ]
    argv += ["--stream"] if stream else []
    argv += ["--rate", rate] if rate else []
    argv += ["--requests", requests] if requests else []
    argv += ["--key", subject.key] if subject.key else []
    argv += ["--dialect", subject.dialect]
    before = subject.child.cpu_seconds() if subject.child else 0.0
    done = subprocess.run([str(part) for part in argv], capture_output=True, text=True, timeout=timeout or seconds + 60)
    spent = (subject.child.cpu_seconds() - before) if subject.child else 0.0
    if subject.child:
        subject.child.check_alive()
    try:
        result = json.loads(done.stdout)
    except ValueError:
        raise Failed(f"load on {subject.name} gave no result: {done.stdout}{done.stderr}") from None
    result["cpu_us"] = spent * 1e6
    completed, frames_seen = result["completed"], result["frames"]
    result["cpu_us_per_request"] = result["cpu_us"] / completed if completed and subject.child else None
    result["cpu_us_per_frame"] = result["cpu_us"] / frames_seen if frames_seen and subject.child else None
    result["faults"] = result["errors"] + result["non_200"] + result["truncated"]
    return result
