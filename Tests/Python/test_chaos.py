"""Chaos: fifty streams at once through a gateway whose providers break in every way that llmock knows.

Judged from three sides, which must agree: what each client got, llmock's own log with its verdict on us as its client, the
journal. The faults are drawn with a seed; what each of them hits is up to the order in which requests arrive, so that a seed
gives the same faults again and not the same run.

    HOLDFAST_CHAOS_SEED=7 HOLDFAST_CHAOS_STREAMS=5000 scripts/test-python chaos
"""
import collections
import itertools
import json
import os
import pathlib
import random
import re
import urllib.request

import pytest

from callers import DIALECTS
from chaos_account import Account
from chaos_clients import Crowd, Subject, make_client, make_crowd
from chaos_reading import Ending
from chaos_upstream import Upstreams
from gateway import Gateway, wait_until

SEED = int(os.environ.get("HOLDFAST_CHAOS_SEED", "1"))
STREAMS = int(os.environ.get("HOLDFAST_CHAOS_STREAMS", "250"))
LAST_RESORT = "The assistant cannot be reached just now. Please call the help desk."

# A 404 that a fault made up would have the gateway ask after the model itself, and hold it: scenario S41 is about that.
# Otherwise as a user would have it, but for the clocks, for this is an hour in ten seconds: three seconds instead of 300 (head, first
# content) and 120 (between contents), and a breaker that cools down for a tenth of a second instead of 15 and more.
SETTINGS = """
state: {state}
keys: {keys}
lineages: {llmock/first: {}, llmock/second: {}, llmock/third: {}, llmock/well: {}}
providers:
  first: {kind: openai-compatible, base_url: "SICK/v1", auth: none}
  second: {kind: anthropic, base_url: "SICK/anthropic/v1", credential: env:CHAOS_KEY}
  third: {kind: openai-compatible, base_url: "TIGHT/v1", auth: none, dialects: [responses]}
  well: {kind: openai-compatible, base_url: "WELL/v1", auth: none}
models:
  first: {provider: first, id: chaos-first, lineage: llmock/first, BREAKER}
  second: {provider: second, id: chaos-second, lineage: llmock/second, BREAKER}
  third: {provider: third, id: chaos-third, lineage: llmock/third, BREAKER}
  well: {provider: well, id: chaos-well, lineage: llmock/well}
routes:
  sound: {serve: [first, second, well], TIMEOUTS, continue: CONTINUES}
  bare: {serve: [second, third], TIMEOUTS, continue: CONTINUES}
  worded: {serve: [third], TIMEOUTS, last_resort: {text: "WORDS"}}
  calm: {serve: [well]}
signals: {model_gone: nothing}
tenants: {demo: {}}
listeners:
  service: {bind: 127.0.0.1:0}
  operator: {bind: 127.0.0.1:0}
""".replace("BREAKER", "breaker: {cool_down: 100ms, longest_cool_down: 100ms}").replace(
    "TIMEOUTS", "timeouts: {head: 3s, first_content: 3s, idle: 3s}"
).replace("WORDS", LAST_RESORT)
ROUTES = ["sound", "sound", "sound", "bare", "bare", "worded"]


@pytest.fixture(scope="module")
def process():
    process = Upstreams()
    yield process
    process.stop()


@pytest.fixture(scope="module")
def clients():
    return list(make_crowd(random.Random(SEED), ROUTES, STREAMS + MOST_WAVES * WAVE))


@pytest.fixture
def upstreams(process):
    process.rest()
    process.forget()
    return process


@pytest.fixture
def gateway(request, upstreams):
    text = SETTINGS.replace("CONTINUES", str(request.param).lower())
    for name, upstream in upstreams.all.items():
        text = text.replace(name.upper() + "/", upstream.url + "/")
    gateway = Gateway(text, environment={"CHAOS_KEY": "not-a-secret"})
    gateway.key = gateway.make_key()
    with gateway:
        yield gateway


def subject(gateway):
    return Subject(gateway.base + "/v1", gateway.base, gateway.key)


def resident(gateway, member="VmRSS"):
    """In MiB, as Linux tells it."""
    status = pathlib.Path(f"/proc/{gateway.process.pid}/status").read_text()
    return int(re.search(rf"{member}:\s+(\d+) kB", status).group(1)) / 1024


def metrics(gateway):
    token = (gateway.state / "operator.token").read_text().strip()
    request = urllib.request.Request(
        gateway.addresses["operator"] + "/metrics", headers={"authorization": f"Bearer {token}"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        lines = answer.read().decode().splitlines()
    found = collections.defaultdict(float)
    for line in lines:
        if not line.startswith("#"):
            name, _, value = line.rpartition(" ")
            found[name] = float(value)
    return found


def summed(found, name, **labels):
    wanted = [f'{key}="{value}"' for key, value in labels.items()]
    return sum(
        value for series, value in found.items()
        if re.split("[{ ]", series)[0] == name and all(each in series for each in wanted)
    )


def journal(gateway, count):
    def found():
        records = json.loads(gateway.run("journal", "--json", "--limit", "100000"))["exchanges"]
        return len(records) >= count and records

    return wait_until(f"{count} records in the journal", found)


def settled(upstreams):
    """llmock writes of a request when it has ended; those that it still holds back end by themselves."""
    before = [None]

    def found():
        records = upstreams.records()
        counts = {name: len(each) for name, each in records.items()}
        is_settled, before[0] = before[0] == counts, counts
        return is_settled and records

    return wait_until("the end of llmock's requests", found)


# MARK: The run


@pytest.mark.parametrize("gateway", [False, True], indirect=True, ids=["told", "continued"])
def test_no_answer_lies(request, clients, gateway, upstreams, capsys):
    continues = request.node.callspec.params["gateway"]
    warm_up(gateway, upstreams)
    before = resident(gateway)
    crowd = Crowd(subject(gateway))
    account = play(crowd, clients, gateway, upstreams, continues)
    grown = resident(gateway, "VmHWM") - before
    with capsys.disabled():
        print(f"\nseed {SEED}: {summary(account)}\n  memory: {before:.0f} MiB, and {grown:.0f} more at most")

    assert not account.complaints, f"seed {SEED}\n" + "\n".join(account.complaints)
    assert crowd.most_under_way == 50
    its_outcomes_add_up(account, metrics(gateway))
    llmock_finds_no_failure(account, upstreams)
    a_healthy_model_at_the_end_means_an_answer(account.seen)
    assert not what_it_did_not_meet(account, continues)
    assert continues or account.continued == 0
    what_comes_after(gateway)
    # A few KiB for each of fifty answers are nothing; a leak of every exchange's bytes would be.
    assert grown < MOST_GROWTH


def play(crowd, clients, gateway, upstreams, continues):
    """Whom a fault meets is chance: where one had no effect yet, some more are sent."""
    waiting, seen = iter(clients), []
    upstreams.draw(SEED)
    for count in (STREAMS, *[WAVE] * MOST_WAVES):
        seen += crowd.play(itertools.islice(waiting, count))
        records = settled(upstreams)
        account = Account(seen, journal(gateway, len(seen) + WARM_UP)[:-WARM_UP], records, LAST_RESORT)
        if account.complaints or not what_it_did_not_meet(account, continues):
            break
    upstreams.rest()
    return account


WARM_UP = 20
# MiB, of a debug build.
MOST_GROWTH = 24
# Of clients, after the first STREAMS of them.
WAVE, MOST_WAVES = 60, 5


def warm_up(gateway, upstreams):
    """So that memory is compared with a process that has worked before."""
    clients = [make_client(90000 + number, "calm", DIALECTS[number % 3]) for number in range(WARM_UP)]
    assert {each.ending for each in Crowd(subject(gateway)).play(clients)} == {Ending.WHOLE}
    upstreams.forget()


def summary(account):
    def words(counter):
        return ", ".join(f"{count} {getattr(name, 'value', name)}" for name, count in counter.most_common())

    return "\n  ".join([
        f"{len(account.seen)} streams, {sum(account.faults.values())} requests to llmock", f"clients: {words(account.endings)}",
        f"journal: {words(account.outcomes)}; finished by another model: {account.continued}; asked again: {account.retried}",
        f"llmock: {words(account.faults)}",
        f"failures: {words(account.failures)}",
    ])


def its_outcomes_add_up(account, found):
    """Each record was compared with what its client saw: they add up if none is left over, and the counters say the same."""
    assert len({each.headers["x-request-id"] for each in account.seen}) == len(account.journal) == len(account.seen)
    for outcome in ("completed", "refused", "failed", "cancelled", "interrupted", "last_resort"):
        warmed = WARM_UP if outcome == "completed" else 0
        assert summed(found, "holdfast_exchanges_total", outcome=outcome) == account.outcomes[outcome] + warmed
    attempts = sum(len(record["attempts"]) for record in account.journal.values())
    assert summed(found, "holdfast_attempts_total") == attempts + WARM_UP


# llmock takes requests of one body for one call, and the next model's request is none of them. So it cannot see that a
# stream which it cut was noticed: another model was asked, or the caller was told. These three of its rules say "nobody
# asked *me* again", and each single finding of theirs has to be answered by the journal's account of that very request.
# All other rules hold as they are: Retry-After, storms, hopeless retries, retries without a pause, no read timeout.
SEEN_FROM_ONE_MODEL = {
    "truncated_stream_accepted": {"unterminated"},
    "malformed_chunk_ignored": {"bad_frame"},
    "gave_up": None,  # any failure
}


def llmock_finds_no_failure(account, upstreams):
    for name, upstream in upstreams.all.items():
        verdict = upstream.verdict()
        assert verdict["attempts"] == len(account.records[name])
        for finding in verdict["findings"]:
            assert finding["code"] in SEEN_FROM_ONE_MODEL, finding
            failures = SEEN_FROM_ONE_MODEL[finding["code"]]
            for number in finding["requests"]:
                attempt = account.attempts[name, number]
                assert attempt["outcome"] in ("failed", "interrupted", "cancelled"), (finding, attempt)
                if attempt["outcome"] != "cancelled":
                    assert failures is None or attempt["failure"] in failures, (finding, attempt)
    assert upstreams.all["well"].verdict()["findings"] == []


def a_healthy_model_at_the_end_means_an_answer(seen):
    """Only what a provider says of the request itself stops there."""
    refused = [each for each in seen if each.client.route == "sound" and each.ending is Ending.REFUSED]
    assert {each.status for each in refused} <= {400, 422}, [(each.client.nonce, each.error) for each in refused]


def what_it_did_not_meet(account, continues):
    """A run in which nothing happened proves nothing."""
    wanted = {
        *(f"scenario:{status}" for status in (401, 404, 408, 429, 500, 502, 503, 504, 529)),
        "stream:truncate", "stream:disconnect", "stream:malformed", "stream:stall", "context_window", "ratelimit:requests",
        "unterminated", "cut", "bad_frame", "idle_timeout", "first_content_timeout", "head_timeout", "breaker_open",
        Ending.WHOLE, Ending.TOLD, Ending.REFUSED, Ending.LEFT, "last_resort", "asked again",
    }
    met = {*account.faults, *account.failures, *account.endings, *account.outcomes}
    if account.retried:
        met.add("asked again")
    if account.continued:
        met.add("finished by another model")
    return wanted - met | ({"finished by another model"} - met if continues else set())


def what_comes_after(gateway):
    """Nothing is left over, and a healthy request is answered by the first model that is asked."""
    def is_idle():
        found = metrics(gateway)
        gauges = ("holdfast_exchanges_in_flight", "holdfast_buffered_bytes", "holdfast_model_in_flight", "holdfast_model_waiting")
        return all(summed(found, gauge) == 0 for gauge in gauges)

    wait_until("the end of all exchanges", is_idle)
    clients = [
        make_client(80000 + number, route, dialect)
        for number, (route, dialect) in enumerate(itertools.product(("calm", "sound"), DIALECTS))
    ]
    for each in Crowd(subject(gateway), at_once=1).play(clients):
        assert each.ending is Ending.WHOLE, each
        assert each.client.route == "sound" or each.headers["holdfast-attempts"] == "1"
