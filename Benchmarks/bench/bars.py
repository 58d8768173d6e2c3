"""The bars that decide the exit status: ratios and differences within one round, losses, memory. Never bare times."""

import dataclasses

from . import features, probes
from .lanes import BAR, PACED, TRANSLATED, TRANSLATED_FRAMES, TRANSLATED_STREAMS
from .lanes import added, median, paired_added_ratios, paired_ratios

CPU_RATIO = 2.0
ADDED_LATENCY_RATIO = 2.0
TRANSLATED_RATIO = 2.5
TRANSLATED_FRAME_US = 50.0
FEATURES_RATIO = 1.10
RECALLS_RATIO = 1.02
IDLE_MIB = 50.0
STREAMS_MIB = 100.0
PROBES_MIB = 100.0
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


def features_bar(what, rounds):
    return Bar(f"instructions per {what}, failover on / off", FEATURES_RATIO, median(features.ratios(rounds)))


def recalls_bar(what, rounds):
    ratio = median(features.ratios(rounds, "on, recalls", "on"))
    return Bar(f"instructions per {what}, recalls standing / none", RECALLS_RATIO, ratio)


def failover_bar(figures):
    """A request that the substitute did not answer is a failover that did not happen."""
    mine = [row for row in figures if row.proxy == "holdfast"]
    lost = float(sum(row.faults for row in mine)) if mine else None
    return Bar("requests lost while failing over", 0, lost)


def lane_bars(lanes):
    """From each lane that a bar is about to that bar. lanes: from Lane to its rounds."""
    bar, paced = lanes.get(BAR, []), lanes.get(PACED, [])
    return {
        BAR: Bar(
            "CPU per request / nginx, 1.3 KB x64",
            CPU_RATIO,
            median(paired_ratios(bar, "cpu_us_per_request")),
            faults_note(bar),
        ),
        PACED: Bar(
            "added p50 / nginx's, one connection",
            ADDED_LATENCY_RATIO,
            median(paired_added_ratios(paced, "p50_us")),
            faults_note(paced),
        ),
        TRANSLATED: translated_bar(
            "CPU per request, translated / same dialect, 1.3 KB x64", lanes.get(TRANSLATED, [])
        ),
        TRANSLATED_STREAMS: translated_bar(
            "CPU per stream, translated / same dialect, 1.3 KB x64", lanes.get(TRANSLATED_STREAMS, [])
        ),
        TRANSLATED_FRAMES: translated_frame_bar(lanes.get(TRANSLATED_FRAMES, [])),
    }


def lanes_over_their_bar(lanes):
    """Lanes whose ratio is too high, as a bad minute of the machine makes it: more rounds tell. Faults do not go away."""
    return [lane for lane, bar in lane_bars(lanes).items() if bar.outcome == "fail" and not bar.note]


def judge(lanes, memory, failover, cost, probed):
    """lanes: from Lane to its rounds; memory: from subject to its figures; failover: `failover.figures`; cost: from a
    load of `features` to its rounds; probed: from a pack of `probes` to its rounds.
    """
    mine = memory.get("holdfast", {})
    return [
        *lane_bars(lanes).values(),
        features_bar("request", cost.get("plain", [])),
        features_bar("stream", cost.get("stream", [])),
        recalls_bar("request", cost.get("plain", [])),
        recalls_bar("stream", cost.get("stream", [])),
        failover_bar(failover),
        Bar("memory idle, MiB", IDLE_MIB, mine.get("idle_mib"), strict=True),
        Bar("memory with 1,000 streams, MiB", STREAMS_MIB, mine.get("streams_1000_mib"), strict=True),
        Bar("memory of a run of probes, MiB", PROBES_MIB, probes.peak_mib(probed), strict=True),
    ]
