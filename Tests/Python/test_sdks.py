"""The vendors' own clients against the built binary: what an application sees that only changed its base_url."""
import asyncio
import json
import math
import signal
import time
import urllib.request

import anthropic
import openai
import pydantic
import pytest
from anthropic.types import Message, RawMessageStreamEvent
from openai.types import CreateEmbeddingResponse
from openai.types.chat import ChatCompletion, ChatCompletionChunk
from openai.types.responses import Response, ResponseStreamEvent

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
  broken: {provider: broken, breaker: off}
  cut: {provider: cut, breaker: off}
  cutearly: {provider: cutearly, breaker: off}
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

ANSWER = "Good morning from the practice model."

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


def async_chat(gateway):
    return openai.AsyncOpenAI(base_url=gateway.base + "/v1", api_key=gateway.key, max_retries=0)


def async_claude(gateway):
    return anthropic.AsyncAnthropic(base_url=gateway.base, api_key=gateway.key, max_retries=0)


def journal(gateway, **match):
    records = json.loads(gateway.run("journal", "--json", "--limit", "50"))["exchanges"]
    return [record for record in records if all(record.get(name) == value for name, value in match.items())]


HELLO = [{"role": "user", "content": "Hello"}]


def test_chat_plain(chat):
    answer = chat.chat.completions.create(model="chat", messages=HELLO)
    assert answer.choices[0].message.content == ANSWER
    assert answer.usage.completion_tokens > 0


def test_chat_stream(chat):
    text, finish = "", None
    for chunk in chat.chat.completions.create(model="chat", messages=HELLO, stream=True):
        if chunk.choices:
            text += chunk.choices[0].delta.content or ""
            finish = chunk.choices[0].finish_reason or finish
    assert text == ANSWER
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
    assert answer.output_text == ANSWER
    with chat.responses.stream(model="chat", input="Hello") as stream:
        for _ in stream:
            pass
        assert stream.get_final_response().output_text == ANSWER


def test_previous_response_goes_to_the_model_that_made_it(chat):
    first = chat.responses.create(model="chat", input="Hello")
    second = chat.responses.create(model="chat", input="Again", previous_response_id=first.id)
    assert second.output_text


RESPONSES_TOOL = {"type": "function", **TOOL["function"], "strict": False}
CLAUDE_TOOL = {"name": "get_weather", "input_schema": TOOL["function"]["parameters"]}
USE_TOOL = [{"role": "user", "content": "use get_weather please"}]


def test_chat_stream_tells_usage_when_asked(chat):
    chunks = list(
        chat.chat.completions.create(
            model="chat", messages=HELLO, stream=True, stream_options={"include_usage": True}
        )
    )
    assert [chunk.usage for chunk in chunks[:-1]] == [None] * (len(chunks) - 1)
    assert chunks[-1].usage.completion_tokens > 0
    assert chunks[-1].choices == []


def test_chat_agent_loop_ends(chat):
    first = chat.chat.completions.create(model="chat", messages=USE_TOOL, tools=[TOOL]).choices[0].message
    result = {"role": "tool", "tool_call_id": first.tool_calls[0].id, "content": "21 degrees"}
    second = chat.chat.completions.create(model="chat", messages=[*USE_TOOL, first, result], tools=[TOOL])
    assert second.choices[0].message.content == ANSWER


def test_chat_parses_a_structured_answer(chat):
    class City(pydantic.BaseModel):
        name: str
        people: int

    # A configured answer that is no object gives way to one that fits the schema.
    parsed = chat.chat.completions.parse(model="chat", messages=HELLO, response_format=City)
    assert isinstance(parsed.choices[0].message.parsed, City)
    assert isinstance(chat.responses.parse(model="chat", input="Hello", text_format=City).output_parsed, City)


def test_responses_tools_plain_and_streamed(chat):
    answer = chat.responses.create(model="chat", input="use get_weather please", tools=[RESPONSES_TOOL])
    call = answer.output[0]
    assert (call.type, call.name) == ("function_call", "get_weather")
    assert "city" in json.loads(call.arguments)
    with chat.responses.stream(model="chat", input="use get_weather please", tools=[RESPONSES_TOOL]) as stream:
        deltas = "".join(event.delta for event in stream if event.type == "response.function_call_arguments.delta")
        final = stream.get_final_response().output[0]
    assert (final.name, final.arguments) == ("get_weather", call.arguments)
    assert deltas == call.arguments


def test_messages_plain(claude):
    answer = claude.messages.create(model="chat", max_tokens=100, messages=HELLO)
    assert answer.content[0].text == ANSWER
    assert answer.usage.output_tokens > 0


def test_messages_stream(claude):
    with claude.messages.stream(model="chat", max_tokens=100, messages=HELLO) as stream:
        text = "".join(stream.text_stream)
        final = stream.get_final_message()
    assert text == ANSWER
    assert final.stop_reason == "end_turn"


def test_messages_tools_plain_and_streamed(claude):
    answer = claude.messages.create(model="chat", max_tokens=100, tools=[CLAUDE_TOOL], messages=USE_TOOL)
    assert answer.stop_reason == "tool_use"
    assert answer.content[-1].name == "get_weather"
    with claude.messages.stream(model="chat", max_tokens=100, tools=[CLAUDE_TOOL], messages=USE_TOOL) as stream:
        final = stream.get_final_message()
    assert final.stop_reason == "tool_use"
    assert final.content[-1].input == answer.content[-1].input
    assert "city" in final.content[-1].input


def test_count_tokens(claude):
    assert claude.messages.count_tokens(model="chat", messages=HELLO).input_tokens > 0


def test_embeddings_in_both_encodings(chat):
    packed = chat.embeddings.create(model="chat", input=["one", "two"])
    plain = chat.embeddings.create(model="chat", input=["one", "two"], encoding_format="float")
    for left, right in zip(packed.data, plain.data, strict=True):
        assert left.embedding == pytest.approx(right.embedding, abs=1e-6)
        assert math.hypot(*left.embedding) == pytest.approx(1, abs=1e-5)
    assert packed.data[0].embedding != packed.data[1].embedding


def raw(gateway, path: str, body: dict) -> tuple[bytes, dict]:
    request = urllib.request.Request(
        gateway.base + path, json.dumps(body).encode(), {"x-api-key": gateway.key, "anthropic-version": "2023-06-01"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read(), dict(answer.headers)


CHAT = {"model": "chat", "messages": HELLO}
SHAPES = {
    "chat": ("/v1/chat/completions", CHAT, ChatCompletion, ChatCompletionChunk),
    "chat tools": ("/v1/chat/completions", {**CHAT, "messages": USE_TOOL, "tools": [TOOL]}, ChatCompletion,
                   ChatCompletionChunk),
    "responses": ("/v1/responses", {"model": "chat", "input": "Hello"}, Response, ResponseStreamEvent),
    "responses tools": ("/v1/responses", {"model": "chat", "input": USE_TOOL, "tools": [RESPONSES_TOOL]}, Response,
                        ResponseStreamEvent),
    "messages": ("/v1/messages", {**CHAT, "max_tokens": 100}, Message, RawMessageStreamEvent),
    "messages tools": ("/v1/messages",
                       {"model": "chat", "max_tokens": 100, "messages": USE_TOOL, "tools": [CLAUDE_TOOL]}, Message,
                       RawMessageStreamEvent),
    "embeddings": ("/v1/embeddings", {"model": "chat", "input": "Hello"}, CreateEmbeddingResponse, None),
}


@pytest.mark.parametrize("name", SHAPES)
def test_answers_and_events_have_the_types_that_the_sdks_declare(gateway, name):
    """The SDKs build their objects without checking; here every field must have its declared type."""
    path, body, whole, event = SHAPES[name]
    answer, headers = raw(gateway, path, body)
    pydantic.TypeAdapter(whole).validate_json(answer)
    assert headers["holdfast-rehearsal"] == "yes"
    if event is None:
        return
    stream, headers = raw(gateway, path, {**body, "stream": True})
    data = [line[6:] for line in stream.decode().splitlines() if line.startswith("data: ")]
    assert len(data) > 3
    for line in data:
        # The SDKs know the event `ping` by its name only.
        if line != "[DONE]" and json.loads(line).get("type") != "ping":
            pydantic.TypeAdapter(event).validate_json(line)


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


def test_vendor_errors_pass_with_their_status_and_advice(chat, claude):
    for stream in (False, True):
        with pytest.raises(openai.RateLimitError) as caught:
            chat.chat.completions.create(model="broken", messages=HELLO, stream=stream)
        assert caught.value.response.headers["retry-after"] == "7"
        assert caught.value.code == "rate_limit_exceeded"
        with pytest.raises(anthropic.RateLimitError) as caught:
            claude.messages.create(model="broken", max_tokens=10, messages=HELLO, stream=stream)
        assert caught.value.response.headers["retry-after"] == "7"
        assert caught.value.body["error"]["type"] == "rate_limit_error"


def test_a_request_that_the_model_refuses_is_a_bad_request(chat, claude):
    with pytest.raises(openai.BadRequestError) as caught:
        chat.chat.completions.create(model="chat", messages=[])
    assert caught.value.param == "messages"
    with pytest.raises(anthropic.BadRequestError) as caught:
        claude.messages.create(model="chat", max_tokens=10, messages=[])
    assert caught.value.body["error"]["type"] == "invalid_request_error"


def test_a_failing_model_is_not_noticed(gateway, chat):
    raw = chat.chat.completions.with_raw_response.create(model="falls", messages=HELLO)
    assert raw.parse().choices[0].message.content == ANSWER
    assert raw.headers["holdfast-model"] == "practice"
    record = wait_until("the record", lambda: journal(gateway, id=raw.headers["x-request-id"]))[0]
    assert [attempt["model"] for attempt in record["attempts"]] == ["cutearly", "practice"]


def test_a_chat_stream_cut_after_content_raises_the_sdks_error(chat):
    seen = ""
    with pytest.raises(openai.APIError) as caught:
        for chunk in chat.chat.completions.create(model="cut", messages=HELLO, stream=True):
            seen += chunk.choices[0].delta.content or ""
    assert seen == "one two three"
    assert caught.value.body["code"] == "stream_interrupted"
    assert caught.value.body["request_id"].startswith("req_")


def test_a_messages_stream_cut_after_content_raises_the_sdks_error(claude):
    seen = ""
    with pytest.raises(anthropic.APIStatusError) as caught:
        with claude.messages.stream(model="cut", max_tokens=100, messages=HELLO) as stream:
            for text in stream.text_stream:
                seen += text
    assert seen == "one two three"
    assert caught.value.body["error"]["code"] == "stream_interrupted"


def test_a_responses_stream_cut_after_content_ends_with_an_error_event_and_no_answer(chat):
    events = []
    with pytest.raises(openai.APIConnectionError):
        with chat.responses.stream(model="cut", input="Hello") as stream:
            for event in stream:
                events.append(event)
            stream.get_final_response()
    types = [event.type for event in events]
    assert "response.completed" not in types
    assert "".join(event.delta for event in events if event.type == "response.output_text.delta") == "one two three"
    assert types[-1] == "error"
    assert events[-1].code == "stream_interrupted"


def test_cancelling_is_recorded_and_stops_the_work(gateway, chat, claude):
    stream = chat.chat.completions.create(model="slow", messages=HELLO, stream=True)
    identifiers = [stream.response.headers["x-request-id"]]
    next(iter(stream))
    stream.close()
    with claude.messages.stream(model="slow", max_tokens=100, messages=HELLO) as stream:
        identifiers.append(stream.response.headers["request-id"])
        next(iter(stream.text_stream))
    for identifier in identifiers:
        record = wait_until("the record", lambda: journal(gateway, id=identifier))[0]
        assert record["outcome"] == "cancelled"


def test_a_plain_request_that_is_given_up_is_recorded_as_cancelled(gateway):
    with openai.OpenAI(base_url=gateway.base + "/v1", api_key=gateway.key, max_retries=0, timeout=0.3) as client:
        with pytest.raises(openai.APITimeoutError):
            client.chat.completions.create(model="slow", messages=[{"role": "user", "content": "given up"}])
    wait_until(
        "the record", lambda: journal(gateway, asked_model="slow", outcome="cancelled", stream=False)
    )


def test_async_chat_plain_stream_tools_and_errors(gateway):
    async def run():
        async with async_chat(gateway) as client:
            answer = await client.chat.completions.create(model="chat", messages=HELLO)
            assert answer.choices[0].message.content == ANSWER
            text = ""
            async for chunk in await client.chat.completions.create(model="chat", messages=HELLO, stream=True):
                text += chunk.choices[0].delta.content or ""
            assert text == ANSWER
            async with client.responses.stream(
                model="chat", input="use get_weather please", tools=[RESPONSES_TOOL]
            ) as stream:
                assert (await stream.get_final_response()).output[0].name == "get_weather"
            with pytest.raises(openai.NotFoundError):
                await client.chat.completions.create(model="nope", messages=HELLO)
            with pytest.raises(openai.APIError):
                async for _ in await client.chat.completions.create(model="cut", messages=HELLO, stream=True):
                    pass

    asyncio.run(run())


def test_async_messages_plain_stream_tools_and_errors(gateway):
    async def run():
        async with async_claude(gateway) as client:
            answer = await client.messages.create(model="chat", max_tokens=100, messages=HELLO)
            assert answer.content[0].text == ANSWER
            async with client.messages.stream(model="chat", max_tokens=100, messages=HELLO) as stream:
                assert "".join([text async for text in stream.text_stream]) == ANSWER
            async with client.messages.stream(
                model="chat", max_tokens=100, messages=USE_TOOL, tools=[CLAUDE_TOOL]
            ) as stream:
                assert (await stream.get_final_message()).stop_reason == "tool_use"
            with pytest.raises(anthropic.NotFoundError):
                await client.messages.create(model="nope", max_tokens=10, messages=HELLO)
            with pytest.raises(anthropic.APIStatusError):
                async with client.messages.stream(model="cut", max_tokens=100, messages=HELLO) as stream:
                    await stream.get_final_message()

    asyncio.run(run())


def test_async_cancelling_is_recorded(gateway):
    async def leave_a_stream():
        async with async_chat(gateway) as client:
            stream = await client.chat.completions.create(model="slow", messages=HELLO, stream=True)

            async def read():
                async for _ in stream:
                    pass

            reading = asyncio.create_task(read())
            await asyncio.sleep(0)
            reading.cancel()
            with pytest.raises(asyncio.CancelledError):
                await reading
            await stream.close()
            return stream.response.headers["x-request-id"]

    identifier = asyncio.run(leave_a_stream())
    record = wait_until("the record", lambda: journal(gateway, id=identifier))[0]
    assert record["outcome"] == "cancelled"


def test_many_async_streams_at_once_do_not_mix(gateway):
    async def run():
        async with async_chat(gateway) as client:

            async def ask(model: str) -> str:
                stream = await client.chat.completions.create(model=model, messages=HELLO, stream=True)
                return "".join([chunk.choices[0].delta.content or "" async for chunk in stream])

            return await asyncio.gather(*[ask(model) for model in ["chat", "slow"] * 20])

    answers = asyncio.run(run())
    assert set(answers[0::2]) == {ANSWER}
    assert set(answers[1::2]) == {"one two three four five six seven eight nine ten"}


def test_a_reload_changes_starts_and_stops_rehearsal_models():
    settings = SETTINGS.replace("rehearsal: {answer: \"Good morning from the practice model.\"}", "rehearsal: {answer: A}")
    with Gateway(settings) as gateway:
        with openai.OpenAI(base_url=gateway.base + "/v1", api_key="none", max_retries=0) as client:

            def said(model: str) -> str:
                try:
                    answer = client.chat.completions.create(model=model, messages=HELLO)
                    return answer.choices[0].message.content
                except openai.NotFoundError:
                    return "unknown"

            def reload(text: str):
                gateway.config.write_text(
                    text.replace("{state}", str(gateway.state)).replace("{keys}", str(gateway.folder / "keys"))
                )
                gateway.process.send_signal(signal.SIGHUP)

            assert said("chat") == "A"
            changed = settings.replace("rehearsal: {answer: A}", "rehearsal: {answer: B}")
            more = (
                changed.replace("providers:", "providers:\n  extra: {kind: rehearsal, rehearsal: {answer: C}}")
                .replace("models:", "models:\n  extra: {provider: extra}")
                .replace("routes:", "routes:\n  extra: {serve: [extra]}")
            )
            reload(more)
            wait_until("the new route", lambda: said("extra") == "C")
            assert said("chat") == "B"
            reload(changed)
            wait_until("the end of the route", lambda: said("extra") == "unknown")
            assert said("chat") == "B"
            reload(more)
            wait_until("the route's return", lambda: said("extra") == "C")


def test_records_are_kept_after_a_command_has_read_the_journal(gateway, chat):
    """A command that comes and goes must not take the journal's file from under the server."""
    for _ in range(3):
        answer = chat.chat.completions.with_raw_response.create(model="chat", messages=HELLO)
        wait_until("the record", lambda: journal(gateway, id=answer.headers["x-request-id"]))


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
