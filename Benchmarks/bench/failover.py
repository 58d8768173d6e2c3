"""How soon a substitute answers when the first model of a route fails, beside nginx with `proxy_next_upstream`."""

import dataclasses
import json
import re
import socket
import subprocess
import sys

from .lanes import median
from .processes import Child, Failed
from .subjects import PATH, Subject, free_port, serve_holdfast, serve_nginx

# What the first model does; `healthy` is what the others compare with.
FIRST_MODELS = ("healthy", "refused", "503", "429", "reset", "cut", "open")
# nginx has handed the head to its client when an answer breaks off.
NGINX = tuple(first for first in FIRST_MODELS if first != "cut")
MODES = ("plain", "stream")
# Of one round and subject, over all kinds: a round takes less than a second.
REQUESTS = 1400
QUICK_REQUESTS = 700


class FailoverUpstream:
    """One process with a sick model of each kind and the substitute; and a port that refuses."""

    def __init__(self, workbench, folder):
        self.child = Child("the failover upstream", [workbench, "failover-upstream"], folder / "failover-upstream.log")
        found = self.child.wait_for(
            "listening", lambda: re.search(r"^listening (\{.*\})$", self.child.log.read_text(), re.MULTILINE)
        )
        self.ports = json.loads(found.group(1))
        # Bound, so that nobody else gets it, and never listening.
        self.refusing = socket.socket()
        self.refusing.bind(("127.0.0.1", 0))
        self.ports["refused"] = self.refusing.getsockname()[1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.child.stop()
        self.refusing.close()


def start_holdfast(binary, folder, ports, loops):
    """A route for each kind. Breakers are off, because they would end the faults; that of `open` opens at the first."""
    providers, models, routes = [], [], []
    for name, port in ports.items():
        breaker = "{failures: 1, cool_down: 1h, longest_cool_down: 1h}" if name == "open" else "off"
        providers.append(
            f'  {name!r}: {{kind: openai-compatible, base_url: "http://127.0.0.1:{port}/v1", '
            "credential: env:BENCH_UPSTREAM_KEY}"
        )
        models.append(f"  {name!r}: {{provider: {name!r}, id: bench-model, lineage: bench/model, breaker: {breaker}}}")
        if name != "substitute":
            routes.append(f"  bench-{name}: {{serve: [{name!r}, substitute]}}")
    lines = ["providers:", *providers, "lineages:", "  bench/model: {}", "models:", *models, "routes:", *routes]
    return serve_holdfast(binary, folder, "\n".join(lines) + "\n", loops)


def start_nginx(folder, ports, loops):
    upstreams, locations = [], []
    for name in NGINX:
        # `max_fails=0` is a breaker that is off.
        fails = "max_fails=1 fail_timeout=1h" if name == "open" else "max_fails=0"
        upstreams.append(
            f"    upstream first_{name} {{\n"
            f"        server 127.0.0.1:{ports[name]} {fails};\n"
            f"        server 127.0.0.1:{ports['substitute']} backup;\n"
            "        keepalive 16;\n"
            "    }\n"
        )
        locations += [
            f"        location /plain/{name}/ {{ proxy_pass http://first_{name}/; }}",
            f"        location /stream/{name}/ {{ proxy_pass http://first_{name}/; proxy_buffering off; }}",
        ]
    values = {"WORKERS": loops, "PORT": free_port()}
    values |= {"UPSTREAMS": "\n".join(upstreams), "LOCATIONS": "\n".join(locations)}
    child = serve_nginx(folder, "nginx-failover.conf", values)
    base = f"http://127.0.0.1:{values['PORT']}"
    return Subject("nginx", f"{base}/plain/{{first}}{PATH}", f"{base}/stream/{{first}}{PATH}", child)


def ask(workbench, subject, mode, requests, seed):
    """From a first model's name to what its requests have shown."""
    argv = [workbench, "failover", "--url", subject.stream_url if mode == "stream" else subject.plain_url]
    argv += ["--model", "bench-{first}", "--requests", requests, "--seed", seed]
    argv += ["--first", ",".join(NGINX if subject.name == "nginx" else FIRST_MODELS)]
    argv += ["--stream"] if mode == "stream" else []
    argv += ["--key", subject.key] if subject.key else []
    done = subprocess.run([str(part) for part in argv], capture_output=True, text=True, timeout=120)
    subject.child.check_alive()
    try:
        return json.loads(done.stdout)
    except ValueError:
        raise Failed(f"failover on {subject.name} gave no result: {done.stdout}{done.stderr}") from None


def measure(chosen, folder, progress=True):
    """From a mode to its rounds, each a dictionary from subject to results. The first opens breakers and is dropped."""
    rounds = {mode: [] for mode in MODES}
    requests = QUICK_REQUESTS if chosen.quick else REQUESTS
    subjects = []
    with FailoverUpstream(chosen.workbench, folder) as upstream:
        try:
            if "nginx" in chosen.subjects:
                subjects.append(start_nginx(folder / "failover-nginx", upstream.ports, chosen.loops))
            if "holdfast" in chosen.subjects:
                subjects.append(
                    start_holdfast(chosen.binary, folder / "failover-holdfast", upstream.ports, chosen.loops)
                )
            for number in range(chosen.rounds + 1):
                if progress:
                    print(f"\rfailover: round {number} of {chosen.rounds}   ", end="", file=sys.stderr, flush=True)
                for mode in MODES:
                    order = subjects[number % 2 :] + subjects[: number % 2]
                    results = {
                        subject.name: ask(chosen.workbench, subject, mode, requests if number else 200, number)
                        for subject in order
                    }
                    if number:
                        rounds[mode].append(results)
        finally:
            for subject in subjects:
                subject.stop()
    if progress:
        print("\r" + " " * 60 + "\r", end="", file=sys.stderr, flush=True)
    return rounds


@dataclasses.dataclass
class Figures:
    """One kind of first model through one subject, over all rounds; times in microseconds."""

    mode: str
    first: str
    proxy: str
    requests: int
    faults: int
    # From the fault to the first byte of the substitute's answer; None where no model saw the request.
    fault_p50_us: float | None
    fault_p99_us: float | None
    # From the sending of the request.
    request_p50_us: float | None
    request_p99_us: float | None
    # p50 beside nginx's of the same round: since the fault, or since the request where there is no time of a fault.
    ratios: list


def figures(rounds):
    """Figures of all modes, kinds and subjects that were measured."""
    found = []
    for mode, results in rounds.items():
        for first in FIRST_MODELS:
            for proxy in results[0] if results else []:
                seen = [result[proxy][first] for result in results if first in result[proxy]]
                if seen:
                    found.append(summary(mode, first, proxy, seen, results))
    return found


def summary(mode, first, proxy, seen, results):
    fault = [sample for result in seen for sample in result["since_fault_us"]]
    request = [sample for result in seen for sample in result["since_request_us"]]
    field = "since_fault_us" if fault else "since_request_us"
    ratios = []
    if proxy != "nginx":
        for result in results:
            theirs = median(result.get("nginx", {}).get(first, {}).get(field, []))
            mine = median(result[proxy][first][field])
            ratios += [mine / theirs] if mine and theirs else []
    return Figures(
        mode=mode,
        first=first,
        proxy=proxy,
        requests=sum(result["completed"] for result in seen),
        faults=sum(result["faults"] for result in seen),
        fault_p50_us=percentile(fault, 0.5),
        fault_p99_us=percentile(fault, 0.99),
        request_p50_us=percentile(request, 0.5),
        request_p99_us=percentile(request, 0.99),
        ratios=ratios,
    )


def percentile(samples, share):
    """The smallest sample that at least `share` of them do not exceed; None without samples."""
    if not samples:
        return None
    return sorted(samples)[max(0, -int(-len(samples) * share // 1) - 1)]
