"""Interleaved rounds: in each round every subject is loaded once, alone, so that a slow minute hits all of them."""

import dataclasses
import statistics
import sys

from .load import run_load
from .processes import on_one_core


@dataclasses.dataclass(frozen=True)
class Lane:
    name: str
    concurrency: int
    body: int = 1300
    stream: bool = False
    rate: float | None = None
    # Client, subject and upstream share one core.
    one_core: bool = False
    # Each round in so many, each so much shorter, because a machine changes its pace within a second.
    splits: int = 1
    # Who takes part; empty: everybody who speaks Chat Completions.
    subjects: tuple = ()

    @property
    def title(self):
        return f"{self.name} x{self.concurrency}" + (f" at {self.rate:.0f}/s" if self.rate else "")


CONCURRENCIES = (1, 16, 64, 256)
PACED = Lane("paced", 1, 1300, rate=200, one_core=True, splits=4)
BAR = Lane("1.3KB", 64, 1300)
STREAMS = Lane("sse", 64, 1300, stream=True)
TRANSLATED_SUBJECTS = ("direct", "holdfast", "holdfast-messages", "litellm", "litellm-messages")
# The same application once in the upstream's dialect and once in another, through the same process.
TRANSLATED = Lane("translated", 64, 1300, subjects=TRANSLATED_SUBJECTS)
TRANSLATED_STREAMS = dataclasses.replace(TRANSLATED, name="translated-sse", stream=True)
# One stream, so that what is added to a frame is work and not waiting for other streams.
TRANSLATED_FRAMES = dataclasses.replace(TRANSLATED_STREAMS, concurrency=1)
TRANSLATED_LANES = [TRANSLATED, TRANSLATED_STREAMS, TRANSLATED_FRAMES]
ALL = (
    [Lane("1.3KB", c, 1300) for c in CONCURRENCIES]
    + [Lane("20KB", c, 20_000) for c in CONCURRENCIES]
    + [STREAMS, PACED]
    + TRANSLATED_LANES
)
QUICK = [BAR, STREAMS, PACED] + TRANSLATED_LANES


def run_lane(lane, subjects, workbench, rounds, seconds, progress=True):
    """A list of rounds, each a dictionary from subject name to result. A first round warms up and is dropped."""
    if lane.subjects:
        subjects = [subject for subject in subjects if subject.name in lane.subjects]
    else:
        subjects = [subject for subject in subjects if subject.dialect == "chat-completions"]
    if not subjects:
        return []
    rounds, seconds = rounds * lane.splits, seconds / lane.splits
    if lane.one_core:
        with on_one_core([subject.process for subject in subjects if subject.process]):
            return run_rounds(lane, subjects, workbench, rounds, seconds, progress)
    return run_rounds(lane, subjects, workbench, rounds, seconds, progress)


def run_rounds(lane, subjects, workbench, rounds, seconds, progress):
    kept = []
    for number in range(rounds + 1):
        # The order turns, so that nobody is always measured after the same neighbour.
        order = subjects[number % len(subjects) :] + subjects[: number % len(subjects)]
        duration = seconds if number else min(1.0, seconds)
        if progress:
            print(f"\r{lane.title}: round {number} of {rounds}   ", end="", file=sys.stderr, flush=True)
        results = {
            subject.name: run_load(workbench, subject, lane.concurrency, duration, lane.body, lane.stream, lane.rate)
            for subject in order
        }
        if number:
            kept.append({subject.name: results[subject.name] for subject in subjects})
    if progress:
        print("\r" + " " * 60 + "\r", end="", file=sys.stderr, flush=True)
    return kept


def median(values):
    values = [value for value in values if value is not None]
    return statistics.median(values) if values else None


def column(rounds, name, field):
    return [results[name][field] for results in rounds if name in results]


def paired_ratios(rounds, field, name="holdfast", base="nginx"):
    """name ÷ base within each round; empty when either was not measured."""
    pairs = [(results[name][field], results[base][field]) for results in rounds if name in results and base in results]
    return [mine / theirs for mine, theirs in pairs if mine is not None and theirs]


def added(rounds, field, name, base="direct"):
    """What a proxy adds to the direct way, round by round, in the unit of the field."""
    pairs = [(results[name][field], results[base][field]) for results in rounds if {name, base} <= set(results)]
    return [through - direct for through, direct in pairs if through is not None and direct is not None]


def paired_added_ratios(rounds, field):
    mine, theirs = added(rounds, field, "holdfast"), added(rounds, field, "nginx")
    return [ours / nginx for ours, nginx in zip(mine, theirs) if nginx > 0]
