#!/usr/bin/env python3
"""Measures what Holdfast costs beside nginx: same machine, same run, one subject loaded at a time.

Exit status: 0 all bars hold, 1 one does not, 2 the bench itself could not be carried out.
What the figures mean and what they do not show: docs/performance.md.
"""

import argparse
import dataclasses
import json
import os
import pathlib
import platform
import resource
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True  # before our own modules: a run leaves nothing in the source folder

from bench import bars as bars_, failover, features, hold, instructions, lanes as lanes_, ledger, memory as memory_
from bench import probes, report
from bench.processes import Failed
from bench.subjects import Upstream, nginx_binary, start_holdfast, start_litellm, start_nginx

ROOT = pathlib.Path(__file__).resolve().parent.parent
SUBJECTS = ("direct", "nginx", "holdfast")
# Another gateway, for comparison only: it needs an environment of its own (`make bench-litellm`).
OPTIONAL = ("litellm",)
# Of counts with failover's features on and off; they repeat so well that a median of few will do.
FEATURE_ROUNDS, QUICK_FEATURE_ROUNDS = 5, 3
PROBE_ROUNDS, QUICK_PROBE_ROUNDS = 3, 1


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--quick", action="store_true", help="only what the bars need, shorter rounds"
    )
    parser.add_argument("--rounds", type=int, help="rounds of each lane (default 7)")
    parser.add_argument("--seconds", type=float, help="length of a round (default 2, quick 1.5)")
    parser.add_argument("--loops", type=int, default=1, help="event loops of Holdfast, workers of nginx (default 1)")
    parser.add_argument("--subjects", default=",".join(SUBJECTS), help="default: direct,nginx,holdfast")
    parser.add_argument("--binary", default=ROOT / ".build/release/holdfast", type=pathlib.Path)
    parser.add_argument("--workbench", default=ROOT / ".build/release/workbench", type=pathlib.Path)
    parser.add_argument("--litellm", default=ROOT / ".venv-litellm/bin/litellm", type=pathlib.Path)
    parser.add_argument("--keep", action="store_true", help="keep the scratch folder with all logs and print its name")
    chosen = parser.parse_args()
    chosen.subjects = chosen.subjects.split(",")
    unknown = set(chosen.subjects) - {*SUBJECTS, *OPTIONAL}
    if unknown:
        parser.error(f"unknown subject {', '.join(sorted(unknown))}; there are {', '.join(SUBJECTS + OPTIONAL)}")
    chosen.rounds = chosen.rounds or 7
    chosen.seconds = chosen.seconds or (1.5 if chosen.quick else 2.0)
    return chosen


def check_parts(chosen):
    needed = [chosen.workbench] + ([chosen.binary] if "holdfast" in chosen.subjects else [])
    for path in needed:
        if not path.exists():
            raise Failed(f"{path} is missing: run `make release`")
    if "litellm" in chosen.subjects and not chosen.litellm.exists():
        raise Failed(f"{chosen.litellm} is missing: run `make bench-litellm`")
    if "nginx" in chosen.subjects and not nginx_binary():
        raise Failed("nginx is not installed: run `scripts/setup bench`")


def raise_file_limit():
    """1,000 streams need 2,000 descriptors in a proxy; children inherit the limit."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 16384 if hard == resource.RLIM_INFINITY else min(16384, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


@dataclasses.dataclass
class Measured:
    """All that a run has seen. `missing` says what it has not."""

    lanes: dict
    memory: dict
    # From a mode to its rounds, and from a load to its rounds.
    failover: dict
    features: dict
    # Of each size of a group.
    ledger: list
    # From who gave recalls to how long each took to be in effect.
    hold: dict
    # From a pack to its rounds.
    probes: dict
    counts: dict
    missing: list


def measure(chosen, folder):
    missing = []
    with Upstream(chosen.workbench, folder) as upstream:
        started = [upstream] if "direct" in chosen.subjects else []
        try:
            if "nginx" in chosen.subjects:
                started.append(start_nginx(folder / "nginx", upstream.port, chosen.loops))
            if "holdfast" in chosen.subjects:
                started.append(start_holdfast(chosen.binary, folder / "holdfast", upstream.port, chosen.loops))
            if "litellm" in chosen.subjects:
                started.append(start_litellm(chosen.litellm, folder / "litellm", upstream.port, chosen.loops))
            proxies = [subject for subject in started if subject.child]
            memory = {subject.name: {"idle_mib": memory_.idle_mib(subject)} for subject in proxies}
            translated = [subject.in_messages() for subject in proxies if subject.name != "nginx"]

            def rounds_of(lane):
                return lanes_.run_lane(
                    lane, started + translated, chosen.workbench, chosen.rounds, chosen.seconds, sys.stderr.isatty()
                )

            lanes = {lane: rounds_of(lane) for lane in (lanes_.QUICK if chosen.quick else lanes_.ALL)}
            for lane in bars_.lanes_over_their_bar(lanes):
                print(f"{lane.title}: over its bar; as many rounds more, and the median of all decides\n")
                lanes[lane] += rounds_of(lane)
            for subject in proxies:
                figures = memory[subject.name]
                figures["loaded_mib"] = subject.child.resident_mib()
                # No bar is at stake for another gateway, and it may not get there.
                figures["streams_1000_mib"] = (
                    None if subject.name in OPTIONAL else memory_.streams_mib(chosen.workbench, subject, folder)
                )
                figures["peak_mib"] = subject.child.peak_mib()
        finally:
            for subject in started[::-1]:
                if subject.child:
                    subject.stop()
        moved = failover.measure(chosen, folder, sys.stderr.isatty()) if "holdfast" in chosen.subjects else {}
        cost = compare_features(chosen, folder, upstream, missing)
        appends = [ledger.measure(chosen.workbench, group) for group in ledger.GROUPS]
        held, probed = {}, {}
        if "holdfast" in chosen.subjects:
            held = hold.measure(chosen.binary, chosen.workbench, folder / "hold", upstream.port, chosen.loops)
            rounds = QUICK_PROBE_ROUNDS if chosen.quick else PROBE_ROUNDS
            probed = probes.measure(chosen.binary, folder / "probes", upstream.port, rounds)
        counts = {} if chosen.quick else count(chosen, folder, upstream, missing)
    return Measured(lanes, memory, moved, cost, appends, held, probed, counts, missing)


def compare_features(chosen, folder, upstream, missing):
    if "holdfast" not in chosen.subjects:
        return {}
    if not shutil.which("valgrind"):
        missing.append("what failover costs a healthy path: valgrind is not installed (`scripts/setup bench`)")
        return {}
    return features.measure(
        instructions.stripped_copy(chosen.binary, folder),
        chosen.workbench,
        folder,
        upstream.port,
        chosen.loops,
        ["off", "on", "on, recalls"] if chosen.quick else list(features.VARIANTS),
        features.QUICK if chosen.quick else features.ALL,
        QUICK_FEATURE_ROUNDS if chosen.quick else FEATURE_ROUNDS,
        sys.stderr.isatty(),
    )


def count(chosen, folder, upstream, missing):
    """Instructions and allocations; a tool that is missing is said, not hidden."""
    counts = {}
    measured = [name for name in ("nginx", "holdfast") if name in chosen.subjects]
    has_valgrind, has_cc = shutil.which("valgrind"), shutil.which("cc")
    if not has_valgrind:
        missing.append("instructions and retains per request: valgrind is not installed (`scripts/setup bench`)")
    if not has_cc:
        missing.append("allocations per request: there is no C compiler")
    binary = None
    if "holdfast" in measured and (has_valgrind or has_cc):
        binary = instructions.stripped_copy(chosen.binary, folder)
    for name in measured:
        start = instructions.starters(binary, upstream.port, chosen.loops)[name]
        counts[name] = {}
        if has_cc:
            attempt(
                missing,
                f"allocations of {name}",
                lambda: counts[name].update(
                    instructions.by_preload(start, chosen.workbench, folder / f"preload-{name}")
                ),
            )
        if has_valgrind:
            attempt(
                missing,
                f"instructions of {name}",
                lambda: counts[name].update(
                    instructions.by_callgrind(start, chosen.workbench, folder / f"valgrind-{name}")
                ),
            )
    return counts


def attempt(missing, what, action):
    try:
        action()
    except Exception as problem:  # whatever a tool does, the measured rest is worth more than a trace
        missing.append(f"{what}: {problem}")


def print_head(chosen):
    kind = "quick" if chosen.quick else "full"
    rounds = f"{chosen.rounds} interleaved rounds of {chosen.seconds:g} s"
    print(f"Holdfast bench, {kind}: {rounds}, {chosen.loops} event loop(s) / worker(s)")
    machine = f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()} {platform.release()}"
    print(f"{machine}, Python {platform.python_version()}")
    print("Keys, journal and metrics are on in Holdfast; nginx keeps a buffered access log.")
    print("Load and upstream share the cores with what is measured.\n")


def print_start(start):
    sizes = f"binary {start['binary_mb']:.0f} MB, {start['stripped_mb']:.0f} MB without debug information"
    print(f"`holdfast --version`: {start['version_ms']:.1f} ms; {sizes}\n")


def main():
    chosen = arguments()
    raise_file_limit()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="holdfast-bench-"))
    try:
        check_parts(chosen)
        print_head(chosen)
        seen = measure(chosen, folder)
        missing, moved = seen.missing, failover.figures(seen.failover)
        report.print_lanes(seen.lanes)
        report.print_failover(moved)
        report.print_features(seen.features)
        report.print_ledger(seen.ledger)
        report.print_hold(seen.hold)
        report.print_probes(seen.probes)
        report.print_memory(seen.memory)
        report.print_counts(seen.counts)
        result = {
            "lanes": report.lane_entries(seen.lanes),
            "memory": report.memory_entries(seen.memory),
            "failover": report.failover_entries(moved),
            "features": report.features_entries(seen.features),
            "ledger": seen.ledger,
            "hold": seen.hold,
            "probes": seen.probes,
            "counts": seen.counts,
        }
        if "holdfast" in chosen.subjects:
            result["start"] = {}
            attempt(
                missing,
                "start-up time",
                lambda: result["start"].update(instructions.cost_of_start(chosen.binary, folder)),
            )
            if result["start"]:
                print_start(result["start"])
        if "nginx" in chosen.subjects and not chosen.quick:
            for name in ("nginx", "failover-nginx"):
                print(f"nginx.conf of this run ({name}):\n" + (folder / name / "nginx.conf").read_text())
        bars = bars_.judge(seen.lanes, seen.memory, moved, seen.features, seen.probes)
        missing += [f"bar {bar.name!r}" for bar in bars if bar.outcome == "not measured"]
        if chosen.quick:
            missing.append("lanes at other sizes and concurrencies, instructions of nginx, allocations (--quick)")
        missing += ["TLS, real networks, slow clients, other machines"]
        print("Not measured in this run:\n" + "\n".join(f"  {what}" for what in missing) + "\n")
        report.print_bars(bars)
        result["bars"] = [
            {"name": bar.name, "limit": bar.limit, "seen": bar.seen, "outcome": bar.outcome} for bar in bars
        ]
        result["not_measured"] = missing
        target = ROOT / "Benchmarks" / "results" / "latest.json"
        target.parent.mkdir(exist_ok=True)
        target.write_text(json.dumps(result, indent=2) + "\n")
        print(f"Figures: {target.relative_to(ROOT)}")
        if any(bar.outcome == "fail" for bar in bars):
            return 1
        if set(chosen.subjects) == set(SUBJECTS) and any(bar.outcome == "not measured" for bar in bars):
            raise Failed("a bar could not be measured although every subject ran")
        return 0
    except Failed as problem:
        print(f"bench: {problem}", file=sys.stderr)
        return 2
    finally:
        if chosen.keep:
            print(f"Logs: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
