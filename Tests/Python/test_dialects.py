"""Any application, any model: each dialect's own SDK against models that speak only one of the three.

A route's name is the dialect that its model speaks, so that a pair is (caller, route).
"""
import asyncio
import json
import threading
import urllib.request

import anthropic
import openai
import pytest

from callers import CALLERS, DIALECTS, PNG, SHORT, City
from gateway import wait_until
from vendor import TEXT, Reply, plain, response, streamed

ANSWER = "Good morning from the practice model."

PROVIDERS = "".join(
    f"""
  {dialect}: {{kind: rehearsal, dialects: [{dialect}], rehearsal: {{answer: "{ANSWER}"}}}}
  cut-{dialect}: {{kind: rehearsal, dialects: [{dialect}], rehearsal: {{answer: "one two three four five six",
    faults: [{{kind: cut, after: 3}}]}}}}
  endless-{dialect}: {{kind: rehearsal, dialects: [{dialect}], rehearsal: {{answer: "one two three four",
    faults: [{{kind: unterminated, after: 2}}]}}}}
  vendor-{dialect}: {{kind: openai-compatible, base_url: "VENDOR", auth: none, dialects: [{dialect}]}}"""
    + "".join(
        f"""
  e{status}-{dialect}: {{kind: rehearsal, dialects: [{dialect}], rehearsal: {{faults:
    [{{kind: status, status: {status}, retry_after: 7}}]}}}}"""
        for status in (400, 401, 429, 500)
    )
    for dialect in DIALECTS
)
MODELS = "".join(
    f"""
  {dialect}: {{provider: {dialect}}}
  cut-{dialect}: {{provider: cut-{dialect}, breaker: off}}
  endless-{dialect}: {{provider: endless-{dialect}}}
  images-{dialect}: {{provider: vendor-{dialect}, id: vendor-model, lineage: test/model, capabilities: [tools, images]}}
  vendor-{dialect}: {{provider: vendor-{dialect}, id: vendor-model, lineage: test/model, limits: {{output: 1000}}, breaker: off}}"""
    + "".join(
        f"""
  e{status}-{dialect}: {{provider: e{status}-{dialect}, breaker: off}}"""
        for status in (400, 401, 429, 500)
    )
    for dialect in DIALECTS
)
ROUTES = "".join(
    f"""
  {dialect}: {{serve: [{dialect}]}}
  strict-{dialect}: {{serve: [{dialect}], strict: true}}
  cut-{dialect}: {{serve: [cut-{dialect}]}}
  endless-{dialect}: {{serve: [endless-{dialect}]}}
  images-{dialect}: {{serve: [images-{dialect}]}}
  vendor-{dialect}: {{serve: [vendor-{dialect}]}}
  vendor-{dialect}-then-rehearsal: {{serve: [vendor-{dialect}, {dialect}]}}
  repair-{dialect}: {{serve: [vendor-{dialect}], repair: true}}"""
    + "".join(
        f"""
  e{status}-{dialect}: {{serve: [e{status}-{dialect}]}}"""
        for status in (400, 401, 429, 500)
    )
    + "".join(
        f"""
  {dialect}-then-{other}: {{serve: [e500-{dialect}, {other}]}}"""
        for other in DIALECTS
    )
    for dialect in DIALECTS
)
SETTINGS = f"""
state: {{state}}
keys: {{keys}}
lineages: {{test/model: {{}}}}
providers:{PROVIDERS}
models:{MODELS}
routes:{ROUTES}
  falls-to-vendor: {{serve: [e500-messages, vendor-messages]}}
  repair-and-ask: {{serve: [vendor-chat-completions], repair: true, usage: ask}}
tenants: {{demo: {{}}}}
listeners:
  service: {{bind: 127.0.0.1:0}}
  operator: {{bind: 127.0.0.1:0}}
"""


@pytest.fixture(params=DIALECTS, ids=[f"from-{SHORT[dialect]}" for dialect in DIALECTS])
def caller(request, gateway):
    caller = CALLERS[request.param](gateway)
    yield caller
    caller.close()


@pytest.fixture(params=DIALECTS, ids=[f"to-{SHORT[dialect]}" for dialect in DIALECTS])
def route(request):
    return request.param


def record(gateway, identifier):
    def found():
        records = json.loads(gateway.run("journal", "--json", "--limit", "20"))["exchanges"]
        return [record for record in records if record["id"] == identifier]

    return wait_until("the record", found)[0]


# MARK: Answers


def test_plain(caller, route):
    said = caller.ask(route, **caller.body())
    assert (said.text, said.calls, said.stop) == (ANSWER, [], caller.stop)
    assert said.usage["input"] > 0 and said.usage["output"] > 0
    assert said.headers["holdfast-rehearsal"] == "yes"
    assert said.lossy == set()


def test_stream(caller, route):
    _, said = caller.stream(route, **caller.body())
    assert (said.text, said.stop) == (ANSWER, caller.stop)
    assert said.usage["input"] > 0 and said.usage["output"] > 0


def test_system_text_reaches_the_model(caller, route, vendor):
    vendor.will(plain(route))
    caller.ask("vendor-" + route, **caller.body(system="You are brief."))
    assert "You are brief." in json.dumps(vendor.asked[0])
    expected = {"chat-completions": "/chat/completions", "responses": "/responses", "messages": "/messages"}
    assert vendor.paths == ["/v1" + expected[route]]
    assert vendor.asked[0]["model"] == "vendor-model"
    if route == "messages" != caller.dialect:
        assert vendor.heads[0]["anthropic-version"] == "2023-06-01"


@pytest.mark.parametrize("streams", [False, True], ids=["plain", "stream"])
def test_tools_and_their_results(caller, route, streams):
    body = caller.body("use get_weather please", tools=["get_weather"])
    said = caller.stream(route, **body)[1] if streams else caller.ask(route, **body)
    assert [name for name, _ in said.calls] == ["get_weather"]
    assert isinstance(said.calls[0][1]["city"], str)
    assert said.stop == caller.call_stop
    again = caller.with_results(body, said, ["21 degrees"])
    said = caller.stream(route, **again)[1] if streams else caller.ask(route, **again)
    assert (said.text, said.calls, said.stop) == (ANSWER, [], caller.stop)


@pytest.mark.parametrize("streams", [False, True], ids=["plain", "stream"])
def test_parallel_tools(caller, route, streams):
    body = caller.body("use get_weather and get_time", tools=["get_weather", "get_time"], parallel=True)
    said = caller.stream(route, **body)[1] if streams else caller.ask(route, **body)
    assert [name for name, _ in said.calls] == ["get_weather", "get_time"]
    assert caller.ask(route, **caller.with_results(body, said, ["21 degrees", "noon"])).text == ANSWER
    one = caller.ask(route, **caller.body("use get_weather and get_time", ["get_weather", "get_time"], parallel=False))
    assert [name for name, _ in one.calls] == ["get_weather"]


def test_parsed_output(caller, route):
    assert isinstance(caller.parse(route, **caller.body()), City)


def test_an_output_limit_ends_the_answer(caller, route):
    limit = 16 if "responses" in (caller.dialect, route) else 4
    long = caller.body("x " * 3)
    long[caller.limit_key] = limit
    # The practice answer has 10 tokens, so that only the smaller limit cuts it.
    said = caller.ask(route, **long)
    assert said.stop == (caller.limit_stop if limit == 4 else caller.stop)


STOP_WORDS = {
    "chat-completions": {"end": "stop", "limit": "length", "refused": "content_filter"},
    "responses": {"end": "completed", "limit": "incomplete", "refused": "incomplete"},
    "messages": {"end": "end_turn", "limit": "max_tokens", "refused": "refusal"},
}


@pytest.mark.parametrize("stop", ["end", "limit", "refused"])
def test_stop_reasons(caller, route, vendor, stop):
    vendor.will(plain(route, stop))
    said = caller.ask("vendor-" + route, **caller.body())
    assert (said.text, said.stop) == (TEXT, STOP_WORDS[caller.dialect][stop])


@pytest.mark.parametrize("streams", [False, True], ids=["plain", "stream"])
def test_usage_with_cache_and_reasoning(caller, route, vendor, gateway, streams):
    vendor.will(streamed(route) if streams else plain(route))
    ask = (lambda **body: caller.stream("vendor-" + route, **body)[1]) if streams else (
        lambda **body: caller.ask("vendor-" + route, **body))
    said = ask(**caller.body())
    assert said.text == TEXT
    assert said.usage == {"input": 100, "cached": 40, "output": 50, "reasoning": 20}
    kept = record(gateway, said.headers["x-request-id"])
    found = {name: kept[f"tokens_{name}"] for name in ("in", "out", "cached", "reasoning")}
    assert found == {"in": 100, "out": 50, "cached": 40, "reasoning": 20}
    assert kept["finish_reason"] and kept["outcome"] == "completed"


def test_images(caller, route, vendor):
    body = caller.body("What is this?", image=PNG)
    with pytest.raises(caller.error.BadRequestError) as caught:
        caller.ask(route, **body)
    assert error_of(caught.value)["code"] == "capability_missing"
    assert "images" in str(caught.value)
    vendor.will(plain(route))
    caller.ask("images-" + route, **body)
    assert PNG in json.dumps(vendor.asked[0])


def test_async_clients(caller, route):
    whole, streamed_ = asyncio.run(caller.ask_async(route, **caller.body()))
    assert (whole.text, whole.stop) == (streamed_.text, streamed_.stop) == (ANSWER, caller.stop)


# MARK: Indistinguishable

# What only some vendors say of themselves, and what is different in each answer.
OWN = {"system_fingerprint", "service_tier", "created", "created_at", "completed_at", "model", "inference_geo"}
# The rehearsal model counts the bytes of the request as its dialect writes it.
COUNTED = {"input_tokens", "prompt_tokens", "total_tokens"}
# Which counts of nothing a vendor tells is its own affair.
COUNTS = {
    "completion_tokens_details", "prompt_tokens_details", "input_tokens_details", "output_tokens_details",
}
COUNT = {"cache_creation_input_tokens", "cache_read_input_tokens"}
# Repeated in answers; where the caller did not say them, a vendor tells its defaults, and a translation keeps nothing.
UNSAID = {"temperature", "top_p", "store", "truncation", "reasoning"}


def normal(value, names):
    """Ids by their order, no times, no names of models."""
    if hasattr(value, "model_dump"):
        value = value.model_dump(warnings=False)
    if isinstance(value, dict):
        return {
            key: normal_id(found, names) if key in ("id", "item_id", "call_id") else
            (found and "counted") if key in COUNTED else told(found) if key in COUNTS else
            found or None if key in COUNT else normal(found, names)
            for key, found in value.items() if key not in OWN | UNSAID
        }
    if isinstance(value, (list, tuple)):
        return [normal(found, names) for found in value]
    return value


def told(counts):
    return isinstance(counts, dict) and {name: count for name, count in counts.items() if count} or None


def normal_id(value, names):
    """Ids of calls keep the form that their model gave them, for they must come back to it."""
    if not value:
        return value
    form = value.split("_")[0].split("-")[0]
    return names.setdefault(value, f"{'call' if form == 'toolu' else form} {len(names)}")


def parts(chunk):
    """What a chunk says, one thing after the other: how much of it stands in one chunk is chunking."""
    for choice in chunk.choices:
        if choice.delta.role:
            yield "role"
        if choice.delta.content:
            yield "content"
        yield from (f"call {call.index}" for call in choice.delta.tool_calls or [])
        if choice.finish_reason:
            yield choice.finish_reason
    if chunk.usage:
        yield "usage"


def shape(events):
    """The types of events, pieces of the same thing taken together."""
    types = []
    for event in events:
        if event.type == "chunk":
            types += parts(event.chunk)
        elif event.type == "content_block_delta":
            types.append((event.type, event.index, event.delta.type))
        else:
            types.append(event.type)
    # What a helper derives comes in turns with what it derives it from: a run of repeated pairs is one pair.
    folded = []
    for kind in types:
        folded.append(kind)
        if len(folded) >= 2 and folded[-1] == folded[-2]:
            folded.pop()
        elif len(folded) >= 4 and folded[-2:] == folded[-4:-2]:
            del folded[-2:]
    return folded


QUESTIONS = {
    "text": dict(text="Hello"),
    "tool": dict(text="use get_weather please", tools=["get_weather"]),
    "two tools": dict(text="use get_weather and get_time", tools=["get_weather", "get_time"], parallel=True),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_nobody_can_tell_from_a_stream_which_dialect_served(caller, question):
    seen = {}
    for route in DIALECTS:
        events, said = caller.stream(route, **caller.body(**QUESTIONS[question]))
        seen[route] = (shape(events), normal(said.final, {}))
    own = seen[caller.dialect]
    for route in DIALECTS:
        assert seen[route][0] == own[0], f"events of {route}"
        assert seen[route][1] == own[1], f"answer of {route}"


@pytest.mark.parametrize("question", QUESTIONS)
def test_nobody_can_tell_from_an_answer_which_dialect_served(caller, question):
    body = caller.body(**QUESTIONS[question])
    seen = {route: normal(caller.ask(route, **body).final, {}) for route in DIALECTS}
    for route in DIALECTS:
        assert seen[route] == seen[caller.dialect], f"answer of {route}"


def test_ids_have_the_form_of_the_callers_dialect(caller, route):
    prefix = {"chat-completions": "chatcmpl-", "responses": "resp_", "messages": "msg_"}[caller.dialect]
    assert caller.ask(route, **caller.body()).final.id.startswith(prefix)
    assert caller.stream(route, **caller.body())[1].final.id.startswith(prefix)


# MARK: Errors


def error_of(error):
    body = error.body
    return body.get("error", body) if isinstance(body, dict) else {}


# Status → class of the SDKs' errors, and the type that the vendors give it: OpenAI, Anthropic.
ERRORS = {
    400: ("BadRequestError", "invalid_request_error", "invalid_request_error"),
    429: ("RateLimitError", "requests", "rate_limit_error"),
    500: ("InternalServerError", "server_error", "api_error"),
}


@pytest.mark.parametrize("streams", [False, True], ids=["plain", "stream"])
@pytest.mark.parametrize("status", ERRORS)
def test_errors_of_providers(caller, route, status, streams):
    name, *types = ERRORS[status]
    ask = caller.raw_stream if streams else caller.ask
    with pytest.raises(getattr(caller.error, name)) as caught:
        ask(f"e{status}-{route}", **caller.body())
    error = caught.value
    assert error.status_code == status
    assert error.response.headers["retry-after"] == "7"
    assert error.response.headers["holdfast-upstream-request-id"].startswith("req_")
    assert error.request_id == error.response.headers["x-request-id"]
    assert "told to fail" in str(error)
    # OpenAI's clients take any type, so it stays; Anthropic's know a closed set, and a foreign one becomes the code.
    given = types[route == "messages"]
    own = types[1] if caller.dialect == "messages" else given
    assert error_of(error)["type"] == own
    if own != given:
        assert error_of(error)["code"] in ("rate_limit_exceeded", given)
    body = json.loads(error.response.content)
    assert ("request_id" in body and body["type"] == "error") == (caller.dialect == "messages")


def test_a_refused_credential_of_ours_is_not_the_callers(caller, route):
    with pytest.raises(caller.error.InternalServerError) as caught:
        caller.ask("e401-" + route, **caller.body())
    error = error_of(caught.value)
    assert error["code"] == "credential_unavailable"
    # Our own body names the attempt's id at the vendor, for no header of the vendor's comes along.
    assert error["upstream_request_id"].startswith("req_")


def test_a_model_of_another_dialect_answers_when_the_first_fails(caller, route, gateway):
    for first in DIALECTS:
        said = caller.ask(f"{first}-then-{route}", **caller.body())
        assert (said.text, said.headers["holdfast-model"]) == (ANSWER, route)
        _, said = caller.stream(f"{first}-then-{route}", **caller.body())
        assert said.text == ANSWER
    attempts = record(gateway, said.headers["x-request-id"])["attempts"]
    assert [attempt["model"] for attempt in attempts] == [f"e500-{first}", route]


# MARK: Broken streams


def text_of(event):
    if event.__class__.__name__ == "ChatCompletionChunk":
        return (event.choices[0].delta.content or "") if event.choices else ""
    if event.type == "response.output_text.delta":
        return event.delta
    return getattr(event.delta, "text", "") if event.type == "content_block_delta" else ""


def events_until_the_error(caller, route):
    """All events of a stream that breaks, and the error that its client raises or finds in it."""
    events, error = [], None
    try:
        for event in caller.raw_stream(route, **caller.body()):
            events.append(event)
    except (openai.APIError, anthropic.APIError) as caught:
        error = caught
    except Exception as caught:  # noqa: BLE001 older clients let the broken connection's own error through
        assert "incomplete chunked read" in str(caught)
    return events, error


@pytest.mark.parametrize("fault", ["cut", "endless"])
def test_a_broken_stream_ends_with_the_callers_error_and_never_looks_complete(caller, route, gateway, fault):
    events, error = events_until_the_error(caller, f"{fault}-{route}")
    assert "".join(map(text_of, events)) == ("one two three" if fault == "cut" else "one two")
    whole = {"response.completed", "response.incomplete", "message_stop", "message_delta"}
    assert not whole & {getattr(event, "type", None) for event in events}
    if caller.dialect == "chat-completions":
        assert all(choice.finish_reason is None for event in events for choice in event.choices)
    if caller.dialect == "responses":
        assert events[-1].type == "error"
        found = events[-1].model_dump()
    else:
        found = error_of(error)
    assert found["code"] == "stream_interrupted"


FAILED = {"code": "rate_limit_exceeded", "message": "Too much at once."}
# A vendor's error inside of a stream, the status that goes with it, its type and its code.
INNER_ERRORS = {
    "chat-completions": ((None, {"error": {**FAILED, "type": "tokens", "param": None}}), 429, "tokens", FAILED["code"]),
    "responses": (
        ("response.failed", {
            "type": "response.failed", "sequence_number": 7, "response": {**response("failed", []), "error": FAILED},
        }),
        429, "rate_limit_error", FAILED["code"],
    ),
    "messages": (
        ("error", {"type": "error", "error": {"type": "overloaded_error", "message": FAILED["message"]}}),
        529, "overloaded_error", None,
    ),
}


def check_inner_error(error, caller, route, code):
    _, status, kind, _ = INNER_ERRORS[route]
    assert FAILED["message"] in error["message"]
    assert error.get("code") == code
    if caller.dialect == "messages":
        kind = "rate_limit_error" if status == 429 else "overloaded_error"
    assert error["type"] == kind


def test_an_error_event_before_any_content_becomes_a_status_with_the_vendors_own_words(caller, route, vendor):
    frame, status, _, code = INNER_ERRORS[route]
    vendor.will(Reply(frames=[*streamed(route, ends=False).frames[:1], frame]))
    with pytest.raises(caller.error.APIStatusError) as caught:
        list(caller.raw_stream("vendor-" + route, **caller.body()))
    assert caught.value.status_code == status
    check_inner_error(error_of(caught.value), caller, route, code)
    assert caught.value.response.headers["content-type"] == "application/json"


def test_an_error_event_before_any_content_moves_on(caller, vendor):
    for route in DIALECTS:
        vendor.will(Reply(frames=[INNER_ERRORS[route][0]]))
        assert caller.stream(f"vendor-{route}-then-rehearsal", **caller.body())[1].text == ANSWER


def test_an_error_event_after_content_keeps_the_vendors_own_words(caller, route, vendor):
    frame, _, kind, code = INNER_ERRORS[route]
    gate = threading.Event()
    vendor.will(Reply(frames=[*streamed(route, ends=False).frames, frame], gate=gate))
    events, error = [], None
    try:
        for event in caller.raw_stream("vendor-" + route, **caller.body()):
            events.append(event)
            gate.set()
    except (openai.APIError, anthropic.APIError) as caught:
        error = caught
    except Exception as caught:  # noqa: BLE001 older clients let the broken connection's own error through
        assert "incomplete chunked read" in str(caught)
    if caller.dialect == "responses":
        found = events.pop().model_dump()
        assert (found["type"], found["code"]) == ("error", code or kind)
        assert FAILED["message"] in found["message"]
    else:
        check_inner_error(error_of(error), caller, route, code or "stream_interrupted")
    assert "".join(map(text_of, events)) == TEXT


@pytest.mark.parametrize("name", ["chat-completions", "responses"])
def test_a_plain_answer_that_is_an_error_is_told_as_one(caller, name, vendor):
    body = {"error": {**FAILED, "type": "tokens"}}
    if name == "responses":
        body = {**response("failed", []), "error": FAILED}
    vendor.will(Reply(body))
    with pytest.raises(caller.error.RateLimitError) as caught:
        caller.ask("vendor-" + name, **caller.body())
    assert error_of(caught.value)["code"] == FAILED["code"]
    assert FAILED["message"] in str(caught.value)
    vendor.will(Reply(body))
    assert caller.ask(f"vendor-{name}-then-rehearsal", **caller.body()).text == ANSWER


def test_a_refused_credential_inside_of_a_stream_stays_with_us(caller, vendor):
    told = {"type": "authentication_error", "message": "key sk-secret of account 7"}
    vendor.will(Reply(frames=[("error", {"type": "error", "error": told})]))
    with pytest.raises(caller.error.InternalServerError) as caught:
        list(caller.raw_stream("vendor-messages", **caller.body()))
    assert "account 7" not in str(caught.value)


# MARK: Losses

LOSSES = {
    # What a caller says that the other cannot: (caller, model) → (more of the request, what is told)
    ("chat-completions", "responses"): ({"stop": ["x"], "seed": 7}, {"stop", "seed"}),
    ("chat-completions", "messages"): ({"seed": 7, "metadata": {"team": "blue"}}, {"seed", "metadata"}),
    ("messages", "chat-completions"): ({"extra_body": {"top_k": 5}}, {"top_k"}),
    ("messages", "responses"): ({"stop_sequences": ["x"], "extra_body": {"top_k": 5}}, {"stop", "top_k"}),
    ("responses", "messages"): ({"metadata": {"team": "blue"}}, {"metadata"}),
    ("responses", "chat-completions"): ({"extra_body": {"new_wish": 1}}, {"new_wish"}),
}


@pytest.mark.parametrize("pair", LOSSES, ids=lambda pair: f"{SHORT[pair[0]]}-{SHORT[pair[1]]}")
def test_losses_are_told_and_a_strict_route_refuses_them(pair, gateway):
    dialect, route = pair
    more, lost = LOSSES[pair]
    caller = CALLERS[dialect](gateway)
    assert caller.ask(route, **caller.body(**more)).lossy == lost
    assert caller.stream(route, **caller.body(**more))[1].lossy == lost
    assert caller.ask("strict-" + route, **caller.body()).lossy == set()
    for ask in (caller.ask, caller.raw_stream):
        with pytest.raises(caller.error.BadRequestError) as caught:
            ask("strict-" + route, **caller.body(**more))
        assert error_of(caught.value)["code"] == "untranslatable"
        assert "strict" in str(caught.value)
    caller.close()


def test_what_the_policy_refuses_is_refused_with_its_name(gateway):
    caller = CALLERS["chat-completions"](gateway)
    for route in ("responses", "messages"):
        with pytest.raises(openai.BadRequestError) as caught:
            caller.ask(route, **caller.body(n=2))
        assert (caught.value.code, caught.value.param) == ("untranslatable", "choices")
    caller.close()


def test_memory_of_another_dialects_model_is_not_pretended(gateway):
    caller = CALLERS["responses"](gateway)
    first = caller.ask("responses", **caller.body())
    second = caller.ask("responses", **caller.body(previous_response_id=first.final.id))
    assert second.text == ANSWER
    for route in ("chat-completions", "messages"):
        with pytest.raises(openai.BadRequestError) as caught:
            caller.ask(route, **caller.body(previous_response_id="resp_elsewhere"))
        assert (caught.value.code, caught.value.param) == ("untranslatable", "previous_response")
        with pytest.raises(openai.NotFoundError) as caught:
            caller.ask(route, **caller.body(previous_response_id=first.final.id))
        assert caught.value.code == "bound_model_unavailable"
    caller.close()


def test_token_counts_are_the_vendors_or_none(gateway, route):
    claude, chat = CALLERS["messages"](gateway), CALLERS["responses"](gateway)
    messages = [{"role": "user", "content": "Hello"}]
    if route == "messages":
        assert claude.client.messages.count_tokens(model=route, messages=messages).input_tokens > 0
    else:
        with pytest.raises(anthropic.NotFoundError) as caught:
            claude.client.messages.count_tokens(model=route, messages=messages)
        assert error_of(caught.value)["code"] == "dialect_not_served"
        assert "not available" in str(caught.value)
    if route == "responses":
        assert chat.client.responses.input_tokens.count(model=route, input="Hello").input_tokens > 0
    else:
        with pytest.raises(openai.NotFoundError) as caught:
            chat.client.responses.input_tokens.count(model=route, input="Hello")
        assert caught.value.code == "dialect_not_served"
        assert "not available" in str(caught.value)
    claude.close(), chat.close()


# MARK: Repair


def test_repair_gives_the_helper_what_a_server_left_out(gateway, vendor):
    caller = CALLERS["responses"](gateway)
    vendor.will(streamed("responses", has_created_output=False))
    with caller.client.responses.with_streaming_response.create(
        model="vendor-responses", stream=True, **caller.body()
    ) as stream:
        created = next(line for line in stream.iter_lines() if line.startswith("data: "))
    assert "output" not in json.loads(created[6:])["response"]
    vendor.will(streamed("responses", has_created_output=False))
    events, said = caller.stream("repair-responses", **caller.body())
    assert said.text == TEXT
    assert events[0].response.output == []
    caller.close()


def raw_events(gateway, caller, model, **more):
    """A stream as it comes over the wire: names of events and their JSON, `[DONE]` as it stands."""
    body = {"model": model, "stream": True, **caller.body(), **more}
    request = urllib.request.Request(
        f"{gateway.base}/v1/{caller.dialect.replace('-', '/')}", json.dumps(body).encode(),
        {"content-type": "application/json", "authorization": f"Bearer {gateway.key}"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert answer.headers["holdfast-lossy"] is None
        blocks = [block for block in answer.read().decode().split("\n\n") if block]
    events = []
    for block in blocks:
        lines = dict(line.split(": ", 1) for line in block.split("\n"))
        events.append((lines.get("event"), lines["data"] if lines["data"] == "[DONE]" else json.loads(lines["data"])))
    return events


CUSTOM = {"id": "ctc_1", "type": "custom_tool_call", "call_id": "call_1", "name": "apply_patch", "input": "*** Begin", "status": "completed"}
COMPACTION = {"id": "cmp_1", "type": "compaction", "encrypted_content": "Y29tcGFjdGlvbg=="}


def whole_and_rich(name):
    """A whole stream with members in every event that are nobody's, and with what only its dialect has."""
    events = [(event, data if data == "[DONE]" else {**data, "x_vendor": {"n": [1.5, None]}}) for event, data in streamed(name).frames]
    if name == "responses":
        settings = {"store": True, "tool_choice": "required", "temperature": 0.5, "service_tier": "flex", "truncation": "auto",
                    "metadata": {"k": "v"}, "parallel_tool_calls": False, "previous_response_id": "resp_0", "instructions": "I"}
        for _, data in events:
            if "response" in data:
                data["response"] = {**data["response"], **settings}
        last = events.pop()
        place = {"item_id": "ctc_1", "output_index": 1}
        more = [
            {"type": "response.output_item.added", "output_index": 1, "item": {**CUSTOM, "input": "", "status": "in_progress"}},
            {"type": "response.custom_tool_call_input.delta", **place, "delta": "*** Begin"},
            {"type": "response.custom_tool_call_input.done", **place, "input": "*** Begin"},
            {"type": "response.output_item.done", "output_index": 1, "item": CUSTOM},
            {"type": "response.output_item.added", "output_index": 2, "item": COMPACTION},
            {"type": "response.output_item.done", "output_index": 2, "item": COMPACTION},
        ]
        last[1]["response"]["output"] += [CUSTOM, COMPACTION]
        events += [(event["type"], event) for event in more] + [last]
        events = [(event, {**data, "sequence_number": number}) for number, (event, data) in enumerate(events)]
    if name == "chat-completions":
        def chunk(index, delta, finish=None):
            return None, {**events[0][1], "choices": [{"index": index, "delta": delta, "logprobs": None, "finish_reason": finish}]}
        call = {"index": 0, "id": "call_1", "type": "custom", "custom": {"name": "apply_patch", "input": ""}}
        events[1:1] = [
            chunk(1, {"role": "assistant", "content": None, "refusal": None}),
            chunk(1, {"tool_calls": [call]}),
            chunk(1, {"tool_calls": [{"index": 0, "custom": {"input": "*** Begin }{"}}]}),
            chunk(1, {"annotations": [{"type": "url_citation", "url_citation": {"url": "u"}}]}),
            chunk(1, {}, "tool_calls"),
        ]
    if name == "messages":
        signature = {"type": "content_block_delta", "index": 0, "delta": {"type": "signature_delta"}}
        thinking = [
            {"type": "content_block_start", "index": 0, "content_block": {"type": "thinking", "thinking": "", "signature": ""}},
            *({**signature, "delta": {"type": "signature_delta", "signature": half}} for half in ("aa", "bb")),
            {"type": "content_block_stop", "index": 0},
        ]
        rest = [(event, {**data, "index": data["index"] + 1} if "index" in data else data) for event, data in events[1:]]
        events = events[:1] + [(event["type"], event) for event in thinking] + rest
    return events


def test_repair_gives_back_a_whole_stream_event_for_event(caller, vendor, gateway):
    events = whole_and_rich(caller.dialect)
    vendor.will(Reply(frames=events))
    more = {"stream_options": {"include_usage": True}} if caller.dialect == "chat-completions" else {}
    assert raw_events(gateway, caller, f"repair-{caller.dialect}", **more) == events


def test_repair_keeps_usage_from_a_caller_who_did_not_ask_for_it(gateway, vendor):
    caller = CALLERS["chat-completions"](gateway)
    vendor.will(streamed("chat-completions"))
    events = raw_events(gateway, caller, "repair-and-ask")
    assert vendor.asked[0]["stream_options"] == {"include_usage": True}
    assert events == [event for event in streamed("chat-completions").frames if "usage" not in event[1]]
    caller.close()


def test_repair_changes_nothing_that_is_whole(caller, vendor, gateway):
    name = caller.dialect
    vendor.will(streamed(name), streamed(name))
    as_it_is, repaired = (caller.stream(f"{way}-{name}", **caller.body()) for way in ("vendor", "repair"))
    assert shape(repaired[0]) == shape(as_it_is[0])
    for what in ("text", "calls", "stop", "usage"):
        assert getattr(repaired[1], what) == getattr(as_it_is[1], what)
    assert (repaired[1].final.id, repaired[1].final.model) == (as_it_is[1].final.id, as_it_is[1].final.model)


# MARK: Reasoning that belongs to another model


SEAL = "c2VhbA=="
SEALED = [
    {"role": "user", "content": "Hello"},
    {"role": "assistant", "content": [
        {"type": "thinking", "thinking": "Say hello.", "signature": SEAL}, {"type": "text", "text": "Hi."},
    ]},
    {"role": "user", "content": "Again"},
]


@pytest.mark.parametrize("name", ["vendor-chat-completions", "vendor-responses", "falls-to-vendor"])
def test_sealed_reasoning_is_not_replayed_to_another_model(gateway, vendor, name):
    claude = CALLERS["messages"](gateway)
    vendor.will(plain(name.removeprefix("vendor-") if name.startswith("vendor-") else "messages"))
    said = claude.ask(name, max_tokens=100, messages=SEALED)
    assert SEAL not in json.dumps(vendor.asked[0])
    assert "Hi." in json.dumps(vendor.asked[0])
    assert "reasoning_seal" in said.lossy
    claude.close()


def test_sealed_reasoning_goes_to_the_model_that_made_it_and_is_taken_out_when_it_says_no(gateway, vendor):
    claude = CALLERS["messages"](gateway)
    vendor.will(plain("messages"))
    assert claude.ask("vendor-messages", max_tokens=100, messages=SEALED).lossy == set()
    assert SEAL in json.dumps(vendor.asked[0])
    refusal = {"type": "error", "error": {"type": "invalid_request_error", "message": "Invalid `signature` in `thinking`"}}
    vendor.will(Reply(refusal, status=400), plain("messages"))
    said = claude.ask("vendor-messages", max_tokens=100, messages=SEALED)
    assert (said.text, said.lossy) == (TEXT, {"reasoning_seal", "reasoning_content"})
    assert [SEAL in json.dumps(asked) for asked in vendor.asked] == [True, False]
    claude.close()
