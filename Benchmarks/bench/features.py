"""What failover and recalls cost a request that neither touches: instructions with and without them, in one build.

Instructions, not times: a few per cent would drown in what else a machine does. Those of the event loop: what other threads
do by the clock (segments, signatures, looks at the ledger) falls into one round and not into the next. The processes run
side by side and are loaded in turns.
"""

import contextlib
import dataclasses
import functools
import sys

from .instructions import Counted, load_all
from .lanes import median
from .subjects import serve_holdfast

PROVIDER = """\
providers:
  upstream: {{kind: openai-compatible, base_url: "http://127.0.0.1:{upstream}/v1", credential: env:BENCH_UPSTREAM_KEY}}
lineages:
  bench/model: {{}}
"""

# What is on where nobody says anything: breakers, queue, six clocks, retries and their budget, the budget of attempts;
# with two substitutes and a last resort behind the model that answers.
ON = """\
models:
  first: {{provider: upstream, id: first, lineage: bench/model}}
  second: {{provider: upstream, id: second, lineage: bench/model}}
  third: {{provider: upstream, id: third, lineage: bench/model}}
routes:
  bench: {{serve: [first, second, third], last_resort: {{text: "Please try again later."}}{more}}}
"""

# All that can be taken away is, and the clocks that cannot are set to a day.
OFF = """\
models:
  first:
    {{provider: upstream, id: first, lineage: bench/model, breaker: off, limits: {{concurrency: 100000, queue: off}}}}
routes:
  bench:
    serve: [first]
    attempts: 1
    retries: {{same_model: 0, last_model: 0}}
    timeouts:
      {{connect: 24h, head: 24h, first_content: 24h, idle: 24h, floor: 0, floor_window: 24h, attempt: 24h, total: 24h}}
"""

VARIANTS = {
    "off": PROVIDER + OFF,
    "on": PROVIDER + ON.replace("{more}", ""),
    # Beside a recall of another lineage stands one of the model that answers, for requests that none of these is.
    "on, recalls": PROVIDER
    + "  bench/other: {{}}\n"
    + ON.replace("{more}", "").replace("routes:", "  other: {{provider: upstream, id: other, lineage: bench/other}}\nroutes:"),
    # Not on by default, and no bar: such a route writes every stream anew.
    "on, continue": PROVIDER + ON.replace("{more}", ", continue: true"),
}


ORDERS = {"on, recalls": (("recall", "bench/other"), ("recall", "bench/model", "--tag", "purpose=none"))}


@dataclasses.dataclass(frozen=True)
class Load:
    name: str
    requests: int
    connections: int
    shape: dict


QUICK = (
    Load("plain", 640, 64, {}),
    # One stream at a time, frames so far apart that a process under callgrind takes each of them alone: which frames come
    # together must not be up to the machine.
    Load("stream", 12, 1, {"stream": True, "frames": 10, "interval_ms": 20}),
)
# All frames at once, which are read and written together: the least work beside that of the features.
ALL = (*QUICK, Load("burst", 64, 16, {"stream": True, "frames": 50, "interval_ms": 0}))


def measure(binary, workbench, folder, upstream_port, loops, names, loads, rounds, progress=True):
    """From a load's name to its rounds, each a dictionary from variant to instructions per request."""
    found = {load.name: [] for load in loads}
    with contextlib.ExitStack() as stack:
        running = {}
        for place, name in enumerate(names):
            start = functools.partial(
                serve, binary, VARIANTS[name].format(upstream=upstream_port), loops, ORDERS.get(name, ())
            )
            running[name] = stack.enter_context(Counted(start, folder / f"features-{place}"))
        # Whatever is done the first time, is done here.
        for counted in running.values():
            for load in loads:
                per_request(workbench, counted, load)
        for load in loads:
            for number in range(rounds):
                if progress:
                    told = f"\rfeatures, {load.name}: round {number + 1} of {rounds}   "
                    print(told, end="", file=sys.stderr, flush=True)
                # The order turns, as that of the lanes does.
                order = names[number % len(names) :] + names[: number % len(names)]
                found[load.name].append({name: per_request(workbench, running[name], load) for name in order})
    if progress:
        print("\r" + " " * 60 + "\r", end="", file=sys.stderr, flush=True)
    return found


def per_request(workbench, counted, load):
    counts = counted.count(lambda subject: load_all(workbench, subject, load.requests, load.connections, **load.shape))
    return counts["loop"] / load.requests


def serve(binary, routing, loops, orders, folder, wrapper, environment):
    return serve_holdfast(binary, folder, routing, loops, wrapper, environment, seconds=240, orders=orders)


def ratios(rounds, name="on", base="off"):
    """Instructions of one variant as a multiple of another's, round by round."""
    return [results[name] / results[base] for results in rounds if name in results]


def instructions(rounds, name):
    return median([results[name] for results in rounds if name in results])
