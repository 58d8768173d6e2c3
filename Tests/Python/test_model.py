"""A real model behind all nine pairs: llama.cpp speaks the three dialects, and each provider here is told to use one.

What a small model says is its own affair; that it is a whole answer of the caller's dialect is ours.
"""
import pytest

from callers import CALLERS, DIALECTS, SHORT
from gateway import Gateway, LocalModel

SETTINGS = """
state: {state}
keys: {keys}
lineages: {huggingface/smollm2-135m: {}}
providers:PROVIDERS
models:MODELS
routes:ROUTES
tenants: {demo: {}}
listeners:
  service: {bind: 127.0.0.1:0}
  operator: {bind: 127.0.0.1:0}
"""


def entries(line):
    return "".join("\n  " + line.replace("DIALECT", dialect) for dialect in DIALECTS)


@pytest.fixture(scope="module")
def gateway():
    model = LocalModel()
    provider = f'{{kind: openai-compatible, base_url: "http://127.0.0.1:{model.port}/v1", auth: none, dialects: [DIALECT]}}'
    text = (
        SETTINGS.replace("PROVIDERS", entries("DIALECT: " + provider))
        .replace("MODELS", entries("DIALECT: {provider: DIALECT, id: smollm2-135m, lineage: huggingface/smollm2-135m}"))
        .replace("ROUTES", entries("DIALECT: {serve: [DIALECT]}") + "\n  repaired: {serve: [responses], repair: true}")
    )
    gateway = Gateway(text)
    gateway.key = gateway.make_key()
    try:
        with gateway:
            yield gateway
    finally:
        model.kill()


@pytest.fixture(params=DIALECTS, ids=[f"from-{SHORT[dialect]}" for dialect in DIALECTS])
def caller(request, gateway):
    caller = CALLERS[request.param](gateway)
    yield caller
    caller.close()


@pytest.fixture(params=DIALECTS, ids=[f"to-{SHORT[dialect]}" for dialect in DIALECTS])
def route(request):
    return request.param


def question(caller):
    body = caller.body("Name three colours of the rainbow.", system="You answer briefly.")
    body[caller.limit_key] = 24
    return body


def test_a_plain_answer(caller, route):
    said = caller.ask(route, **question(caller))
    assert said.text.strip()
    assert said.stop in (caller.stop, caller.limit_stop)
    assert said.usage["input"] > 5 and said.usage["output"] > 0
    assert said.final.model == "smollm2-135m"


def test_a_streamed_answer(caller, route):
    if (caller.dialect, route) == ("responses", "responses"):
        # This server's own stream leaves out what the helper needs.
        route = "repaired"
    events, said = caller.stream(route, **question(caller))
    assert len(events) > 5
    assert said.text.strip()
    assert said.stop in (caller.stop, caller.limit_stop)
    assert said.usage["input"] > 5 and said.usage["output"] > 0


def test_a_second_turn(caller, route):
    first = caller.ask(route, **question(caller))
    body = question(caller)
    answer = {"role": "assistant", "content": first.text}
    key = "messages"
    if caller.dialect == "responses":
        # This server takes an answer back only in its full form.
        answer = {"type": "message", **answer, "content": [{"type": "output_text", "text": first.text}]}
        key = "input"
    turns = [answer, {"role": "user", "content": "And one more?"}]
    said = caller.ask(route, **{**body, key: [*body[key], *turns]})
    assert said.text.strip()
    assert said.usage["input"] > first.usage["input"]


def test_tools_are_taken(caller, route):
    """Whether so small a model calls one is chance; that request and answer are whole is not."""
    body = caller.body("What is the weather in Oslo?", tools=["get_weather"])
    body[caller.limit_key] = 32
    said = caller.ask(route, **body)
    assert said.text.strip() or said.calls
    assert all(name == "get_weather" and isinstance(arguments, dict) for name, arguments in said.calls)


def test_errors_of_the_server_have_the_callers_shape(caller, route):
    body = caller.body("word " * 9000)
    with pytest.raises(caller.error.BadRequestError) as caught:
        caller.ask(route, **body)
    assert caught.value.status_code == 400
    assert caught.value.response.headers["x-request-id"].startswith("req_")
