"""Durable appends to the ledger, beside bare inserts of the same bytes into the same database engine."""

import json
import subprocess

from .processes import Failed

# Events an append: what a busy moment brings together, and what one command does.
GROUPS = (500, 1)
EVENTS = {500: 10_000, 1: 300}


def measure(workbench, group):
    argv = [workbench, "append", "--json", "--group", group, "--events", EVENTS[group]]
    done = subprocess.run([str(part) for part in argv], capture_output=True, text=True, timeout=120)
    if done.returncode != 0:
        raise Failed(f"workbench append gave {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)
