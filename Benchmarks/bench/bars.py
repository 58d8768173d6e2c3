"""The bars that decide the exit status: ratios and differences within one round, and memory. Never absolute times."""

import dataclasses

from .lanes import BAR, PACED, TRANSLATED, TRANSLATED_FRAMES, TRANSLATED_STREAMS
from .lanes import added, median, paired_added_ratios, paired_ratios

CPU_RATIO = 2.0
ADDED_LATENCY_RATIO = 2.0
TRANSLATED_RATIO = 2.5
TRANSLATED_FRAME_US = 50.0
IDLE_MIB = 50.0
STREAMS_MIB = 100.0
# A round in which more requests failed measures failures.
TOLERATED_FAULTS = 0.001


@dataclasses.dataclass
class Bar:
    name: str
    limit: float
    seen: float | None
    note: str = ""
    strict: bool = False

    @property
    def outcome(self):
        if self.note:
            return "fail"
        if self.seen is None:
            return "not measured"
        within = self.seen < self.limit if self.strict else self.seen <= self.limit
        return "pass" if within else "fail"


def faults_note(rounds):
    """Why a lane cannot be trusted; empty when it can."""
    for results in rounds:
        for name, result in results.items():
            if name.startswith("litellm"):
                continue  # its faults are told, and are no fault of what the bars judge
            if result["faults"] > TOLERATED_FAULTS * max(1, result["completed"]) or not result["completed"]:
                return f"{name}: {result['faults']} faults in {result['completed']} requests"
    return ""


def translated_bar(name, rounds):
    ratios = paired_ratios(rounds, "cpu_us_per_request", "holdfast-messages", "holdfast")
    return Bar(name, TRANSLATED_RATIO, median(ratios), faults_note(rounds))


def translated_frame_bar(rounds):
    delays = added(rounds, "frame_delay_p50_us", "holdfast-messages", "holdfast")
    return Bar(
        "added to a frame by translating, one stream, us",
        TRANSLATED_FRAME_US,
        median(delays),
        faults_note(rounds),
        strict=True,
    )


def judge(lanes, memory):
    """lanes: from Lane to its rounds; memory: from subject to its figures."""
    bar, paced = lanes.get(BAR, []), lanes.get(PACED, [])
    mine = memory.get("holdfast", {})
    return [
        Bar(
            "CPU per request / nginx, 1.3 KB x64",
            CPU_RATIO,
            median(paired_ratios(bar, "cpu_us_per_request")),
            faults_note(bar),
        ),
        Bar(
            "added p50 / nginx's, one connection",
            ADDED_LATENCY_RATIO,
            median(paired_added_ratios(paced, "p50_us")),
            faults_note(paced),
        ),
        translated_bar("CPU per request, translated / same dialect, 1.3 KB x64", lanes.get(TRANSLATED, [])),
        translated_bar("CPU per stream, translated / same dialect, 1.3 KB x64", lanes.get(TRANSLATED_STREAMS, [])),
        translated_frame_bar(lanes.get(TRANSLATED_FRAMES, [])),
        Bar("memory idle, MiB", IDLE_MIB, mine.get("idle_mib"), strict=True),
        Bar("memory with 1,000 streams, MiB", STREAMS_MIB, mine.get("streams_1000_mib"), strict=True),
    ]
