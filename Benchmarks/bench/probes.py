"""How fast `holdfast probe` makes its trials against a target that answers at once, and what it needs for that."""

import json
import os
import subprocess
import time

from .processes import Failed
from .subjects import ROUTING, write_settings

# Trials of each pack: short prompts, each asked once, whose cost is the runner's own; and a usual pack, with prompts of up to
# 16,000 tokens and trials of several requests.
TRIALS = {"demo": 5_000, "leak-core": 2_000}
# The same trials in each round.
SEED = 1


def measure(binary, folder, upstream_port, rounds):
    """From each pack to its rounds."""
    settings, variables = write_settings(folder, ROUTING.format(upstream=upstream_port), loops=1)
    return {pack: [one_round(binary, settings, variables, pack) for _ in range(rounds)] for pack in TRIALS}


def one_round(binary, settings, variables, pack):
    """The whole command counts, from its start to its end."""
    trials = TRIALS[pack]
    argv = [binary, "probe", "model:bench", "--pack", pack, "--trials", trials, "--seed", SEED, "--json", "--config", settings]
    output = settings.with_name("probe.json")
    with open(output, "wb") as out, open(settings.with_name("probe.log"), "wb") as log:
        began = time.perf_counter()
        child = subprocess.Popen(
            [str(part) for part in argv], stdin=subprocess.DEVNULL, stdout=out, stderr=log, env={**os.environ, **variables}
        )
        # Its own accounts, which end with it. Their peak is never below what we ourselves had when it was started.
        _, status, used = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise Failed(f"`holdfast probe` ended with {child.returncode}:\n{log_of(settings)}")
    seen = json.loads(output.read_text())["packs"][0]
    if seen["made"] != trials or seen["errors"] or seen["hits"]:
        raise Failed(f"the trials against the bench's upstream came to something else than they must: {seen}")
    return {
        "trials": trials,
        "scored": seen["scored"],
        "per_second": trials / seconds,
        "cpu_us_per_trial": (used.ru_utime + used.ru_stime) * 1e6 / trials,
        "peak_mib": used.ru_maxrss / 1024,
    }


def log_of(settings):
    return settings.with_name("probe.log").read_text(errors="replace")[-2000:]


def peak_mib(figures):
    """The most that any round of any load had."""
    return max((row["peak_mib"] for rows in figures.values() for row in rows), default=None)
