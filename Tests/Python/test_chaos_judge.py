"""The judge of the chaos suite, judged: it must find every lie that an upstream, or a broken gateway, can tell."""
import collections
import random

import pytest

from callers import DIALECTS, SHORT
from chaos_account import complaint, is_said, nonce_of, rest
from chaos_bytes import ask
from chaos_clients import Client, Crowd, Seen, Subject, make_prompt
from chaos_reading import Reading
from chaos_upstream import Upstreams, answers_to


@pytest.fixture(scope="module")
def sick():
    upstreams = Upstreams()
    yield upstreams.all["sick"]
    upstreams.stop()


@pytest.mark.parametrize("manner", ["reads", "sdk"])
def test_without_a_gateway_it_finds_what_llmock_breaks(manner, sick):
    """The same clients straight at llmock: an SDK takes half an answer for a whole one, and the judge says so."""
    sick.ask("POST", "/_llmock/reset")
    rng = random.Random(1)
    clients = [
        Client(nonce, "chaos-first", DIALECTS[number % 3], manner, prompt)
        for number, (nonce, prompt) in enumerate(make_prompt(number, rng) for number in range(60))
    ]
    faults = iter(["truncate", "malformed", "disconnect", None] * 15)

    async def break_something():
        kind = next(faults)
        if kind:
            fault = {"type": "stream_fault", "kind": kind, "after_chunks": 8}
            await ask("POST", sick.url + "/_llmock/scenario", {"behaviors": [fault]})

    subject = Subject(sick.url + "/v1", sick.url + "/anthropic", "none")
    seen = Crowd(subject).play(clients, before=break_something)
    records = {nonce_of(record): record for record in sick.records()}
    found = collections.Counter()
    for each in seen:
        record = records[each.client.nonce]
        parts = [[Reading.of(each.client.dialect, b"".join(answers_to(record)[0])).said]]
        fault = (record["fault"] or "none").partition("@")[0].removeprefix("stream:")
        # A whole answer is all that anybody could have without a fault, and with one nobody has it.
        assert (complaint(each, parts) is None) == (fault == "none"), (each, record)
        found[fault] += 1
    assert found == {"truncate": 15, "malformed": 15, "disconnect": 15, "none": 15}
    assert not sick.verdict()["passed"]


def test_it_knows_what_a_model_that_goes_on_adds():
    """The rules of docs/configuration.md, Continuation: what is repeated word for word is cut."""
    long = "Hello! chaos-first received it"
    for shown, more, is_prefilled, is_whole, added in [
        ("Hello! ", "Hello! again", False, True, "again"), ("Hello! ", "Hello! again", True, True, "Hello! again"),
        (long, long + " all", True, True, " all"), (long, "Hello! chaos-second", False, True, "Hello! chaos-second"),
        (long, "Hello! ", False, True, "Hello! "), (long, "Hello! ", False, False, ""), (long, " all", False, True, " all"),
    ]:
        assert rest(shown, more, is_prefilled, is_whole) == added, (shown, more)
        said, parts = (shown + added, ()), [[(shown, ())], [(more, ())]]
        assert is_said(said, parts, ways=[(False, False), (is_prefilled, is_whole)])
        assert not is_said((shown + added + "!", ()), parts, ways=[(False, False), (is_prefilled, is_whole)])


@pytest.mark.parametrize("dialect", DIALECTS, ids=SHORT.values())
def test_it_sees_each_way_to_lie(dialect):
    """A whole answer, spoilt in one place: the judge must object to each of these."""
    nonce, prompt = make_prompt(1, random.Random(1))
    client = Client(nonce, "chaos-first", dialect, "reads", prompt, asks_for_usage=True)
    paths = {"chat-completions": "/v1/chat/completions", "responses": "/v1/responses", "messages": "/anthropic/v1/messages"}
    frames = answers_to({"body": client.body, "path": paths[dialect]})[0]
    opening = 1 if dialect == "chat-completions" else 3 if dialect == "messages" else 4
    first = opening + 4
    errors = {
        "chat-completions": b'data: {"error":{"message":"it broke","type":"server_error"}}\n\n',
        "responses": b'event: error\ndata: {"type":"error","message":"it broke"}\n\n',
        "messages": b'event: error\ndata: {"type":"error","error":{"type":"api_error","message":"it broke"}}\n\n',
    }
    whole, told = b"".join(frames), b"".join(frames[: first + 1]) + errors[dialect]
    broken = frames[first][: len(frames[first]) // 2]

    def objection(body, is_body_whole, shown=None):
        reading = Reading.of(dialect, body)
        seen = Seen(client, reading.ending(is_body_whole), 200, {}, None, reading)
        return complaint(seen, [[Reading.of(dialect, b"".join(frames[:shown])).said]])

    assert objection(whole, True) is None
    assert objection(told, False, first + 1) is None
    lies = {
        "no terminator": (b"".join(frames[:-1]), True),
        "no terminator, cut": (b"".join(frames[:-1]), False),
        "half of it, ended like a whole one": (b"".join(frames[: first + 1] + frames[-3:]), True),
        "a word is missing": (b"".join(frames[:first] + frames[first + 1:]), True),
        "a word stands twice": (b"".join(frames[: first + 1] + frames[first:]), True),
        "two beginnings": (b"".join(frames[:opening] + frames), True),
        "two ends": (whole + frames[-1], True),
        "something behind the end": (whole + frames[first], True),
        "half a frame": (b"".join(frames[: first + 1]) + broken, True),
        "a broken frame": (b"".join(frames[:first]) + broken + b"\n\n" + b"".join(frames[first + 1:]), True),
        "another client's answer": (whole.replace(nonce.encode(), b"n00002"), True),
        "a whole answer, and then an error": (whole + errors[dialect], True),
        "told, but ended cleanly": (told, True, first + 1),
        "told twice": (told + errors[dialect], False, first + 1),
        "told, and a word is missing": (told.replace(frames[first], b""), False, first + 1),
        "nothing at all": (b"", True),
    }
    assert [name for name, (*lie,) in lies.items() if objection(*lie) is None] == []
