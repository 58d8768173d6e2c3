"""The vendors' own clients against the built binary: what an application sees that only changed its base_url."""
import json
import time

import anthropic
import openai
import pytest

from gateway import Gateway, wait_until

SETTINGS = """
state: {state}
keys: {keys}
providers:
  practice: {kind: rehearsal, rehearsal: {answer: "Good morning from the practice model."}}
  slow: {kind: rehearsal, rehearsal: {answer: "one two three four five six seven eight nine ten", between_tokens: 200ms}}
  broken: {kind: rehearsal, rehearsal: {faults: [{kind: status, status: 429, retry_after: 7, every: 1}]}}
  cut: {kind: rehearsal, rehearsal: {answer: "one two three four five six", faults: [{kind: cut, after: 3, every: 1}]}}
  cutearly: {kind: rehearsal, rehearsal: {faults: [{kind: reset, every: 1}]}}
models:
  practice: {provider: practice}
  slow: {provider: slow}
  broken: {provider: broken}
  cut: {provider: cut}
  cutearly: {provider: cutearly}
routes:
  chat: {serve: [practice]}
  slow: {serve: [slow]}
  broken: {serve: [broken]}
  cut: {serve: [cut]}
  falls: {serve: [cutearly, practice]}
tenants:
  demo: {}
listeners:
  service: {bind: 127.0.0.1:0}
  operator: {bind: 127.0.0.1:0}
"""

TOOL = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "Weather of a city",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}


@pytest.fixture(scope="module")
def gateway():
    gateway = Gateway(SETTINGS)
    gateway.key = gateway.make_key()
    with gateway:
        yield gateway


@pytest.fixture
def chat(gateway):
    with openai.OpenAI(base_url=gateway.base + "/v1", api_key=gateway.key, max_retries=0) as client:
        yield client


@pytest.fixture
def claude(gateway):
    with anthropic.Anthropic(base_url=gateway.base, api_key=gateway.key, max_retries=0) as client:
        yield client


def journal(gateway, **match):
    records = json.loads(gateway.run("journal", "--json", "--limit", "50"))["exchanges"]
    return [record for record in records if all(record.get(name) == value for name, value in match.items())]


HELLO = [{"role": "user", "content": "Hello"}]


def test_chat_plain(chat):
    answer = chat.chat.completions.create(model="chat", messages=HELLO)
    assert answer.choices[0].message.content == "Good morning from the practice model."
    assert answer.usage.completion_tokens > 0


def test_chat_stream(chat):
    text, finish = "", None
    for chunk in chat.chat.completions.create(model="chat", messages=HELLO, stream=True):
        if chunk.choices:
            text += chunk.choices[0].delta.content or ""
            finish = chunk.choices[0].finish_reason or finish
    assert text == "Good morning from the practice model."
    assert finish == "stop"


def test_chat_tools(chat):
    answer = chat.chat.completions.create(
        model="chat", messages=[{"role": "user", "content": "use get_weather please"}], tools=[TOOL]
    )
    call = answer.choices[0].message.tool_calls[0]
    assert call.function.name == "get_weather"
    assert "city" in json.loads(call.function.arguments)


def test_chat_tools_streamed(chat):
    with chat.chat.completions.stream(
        model="chat", messages=[{"role": "user", "content": "use get_weather please"}], tools=[TOOL]
    ) as stream:
        final = stream.get_final_completion()
    assert final.choices[0].message.tool_calls[0].function.name == "get_weather"
    assert final.choices[0].finish_reason == "tool_calls"


def test_responses_plain_and_stream(chat):
    answer = chat.responses.create(model="chat", input="Hello")
    assert answer.output_text == "Good morning from the practice model."
    with chat.responses.stream(model="chat", input="Hello") as stream:
        for _ in stream:
            pass
        assert stream.get_final_response().output_text == "Good morning from the practice model."


def test_previous_response_goes_to_the_model_that_made_it(chat):
    first = chat.responses.create(model="chat", input="Hello")
    second = chat.responses.create(model="chat", input="Again", previous_response_id=first.id)
    assert second.output_text


def test_messages_plain(claude):
    answer = claude.messages.create(model="chat", max_tokens=100, messages=HELLO)
    assert answer.content[0].text == "Good morning from the practice model."
    assert answer.usage.output_tokens > 0


def test_messages_stream(claude):
    with claude.messages.stream(model="chat", max_tokens=100, messages=HELLO) as stream:
        text = "".join(stream.text_stream)
        final = stream.get_final_message()
    assert text == "Good morning from the practice model."
    assert final.stop_reason == "end_turn"


def test_messages_tools(claude):
    tool = {"name": "get_weather", "input_schema": TOOL["function"]["parameters"]}
    answer = claude.messages.create(
        model="chat", max_tokens=100, tools=[tool], messages=[{"role": "user", "content": "use get_weather please"}]
    )
    assert answer.stop_reason == "tool_use"
    assert answer.content[-1].name == "get_weather"


def test_count_tokens(claude):
    assert claude.messages.count_tokens(model="chat", messages=HELLO).input_tokens > 0


def test_embeddings(chat):
    answer = chat.embeddings.create(model="chat", input=["one", "two"])
    assert len(answer.data) == 2
    assert len(answer.data[0].embedding) > 8


def test_models_in_both_shapes(chat, claude):
    assert "chat" in [model.id for model in chat.models.list()]
    assert "chat" in [model.id for model in claude.models.list()]


def test_unknown_route_lists_the_routes(chat, claude):
    with pytest.raises(openai.NotFoundError) as caught:
        chat.chat.completions.create(model="nope", messages=HELLO)
    assert "chat" in str(caught.value) and caught.value.request_id.startswith("req_")
    assert caught.value.code == "unknown_route"
    with pytest.raises(anthropic.NotFoundError) as caught:
        claude.messages.create(model="nope", max_tokens=10, messages=HELLO)
    assert caught.value.body["error"]["type"] == "not_found_error"
    assert caught.value.request_id.startswith("req_")


def test_wrong_key_is_an_authentication_error(gateway):
    with openai.OpenAI(base_url=gateway.base + "/v1", api_key="hf_wrong", max_retries=0) as client:
        with pytest.raises(openai.AuthenticationError):
            client.chat.completions.create(model="chat", messages=HELLO)
    with anthropic.Anthropic(base_url=gateway.base, api_key="hf_wrong", max_retries=0) as client:
        with pytest.raises(anthropic.AuthenticationError):
            client.messages.create(model="chat", max_tokens=10, messages=HELLO)


def test_vendor_errors_pass_with_their_status_and_advice(chat):
    with pytest.raises(openai.RateLimitError) as caught:
        chat.chat.completions.create(model="broken", messages=HELLO)
    assert caught.value.response.headers["retry-after"] == "7"


def test_a_failing_model_is_not_noticed(gateway, chat):
    raw = chat.chat.completions.with_raw_response.create(model="falls", messages=HELLO)
    assert raw.parse().choices[0].message.content == "Good morning from the practice model."
    assert raw.headers["holdfast-model"] == "practice"
    record = wait_until("the record", lambda: journal(gateway, id=raw.headers["x-request-id"]))[0]
    assert [attempt["model"] for attempt in record["attempts"]] == ["cutearly", "practice"]


def test_a_stream_cut_after_content_is_an_error_not_an_answer(chat, claude):
    with pytest.raises((openai.APIError, Exception)) as caught:
        for _ in chat.chat.completions.create(model="cut", messages=HELLO, stream=True):
            pass
    assert not isinstance(caught.value, AssertionError)
    with pytest.raises(Exception):
        with claude.messages.stream(model="cut", max_tokens=100, messages=HELLO) as stream:
            stream.get_final_message()


def test_cancelling_is_recorded_and_stops_the_work(gateway, chat):
    stream = chat.chat.completions.create(model="slow", messages=HELLO, stream=True)
    identifier = stream.response.headers["x-request-id"]
    next(iter(stream))
    stream.close()
    record = wait_until("the record", lambda: journal(gateway, id=identifier))[0]
    assert record["outcome"] == "cancelled"


def test_ids_and_epoch_are_on_every_answer(chat):
    raw = chat.chat.completions.with_raw_response.create(model="chat", messages=HELLO)
    assert raw.headers["x-request-id"] == raw.headers["request-id"]
    assert int(raw.headers["holdfast-epoch"]) > 0
    assert raw.headers["holdfast-route"] == "chat"


def test_a_revoked_key_stops_at_once(gateway):
    made = json.loads(gateway.run("key", "create", "--tenant", "demo", "--json"))
    with openai.OpenAI(base_url=gateway.base + "/v1", api_key=made["secret"], max_retries=0) as client:
        wait_until("the new key's first answer", lambda: works(client))
        gateway.run("key", "revoke", made["id"])
        started = time.monotonic()
        wait_until("the refusal", lambda: not works(client), seconds=5)
        print(f"refused {1000 * (time.monotonic() - started):.0f} ms after the command ended")


def works(client) -> bool:
    try:
        client.chat.completions.create(model="chat", messages=HELLO)
        return True
    except openai.AuthenticationError:
        return False
