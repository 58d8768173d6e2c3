"""The vendors' own SDKs judge the golden files of the dialects: requests by the SDKs' parameter types with unknown keys
forbidden, answers and streams by what the SDKs make of them when they come over the wire."""
import importlib
import inspect
import json
import pathlib
import pkgutil
import re
import typing
import warnings

import anthropic
import anthropic.types
import httpx2
import openai
import openai.types
import pydantic
import pytest
from anthropic.types import message_create_params
from openai.types.chat import completion_create_params
from openai.types.responses import response_create_params

GOLDEN = pathlib.Path(__file__).parent.parent / "DialectsTests" / "Fixtures" / "golden"
DIALECTS = ["chat-completions", "responses", "messages"]


def forbid_unknown_keys(package):
    """Before the first type is built: pydantic reads the configuration of a TypedDict then."""
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        for _, value in inspect.getmembers(importlib.import_module(module.name)):
            if typing.is_typeddict(value) or "TypedDictMeta" in type(value).__name__:
                value.__pydantic_config__ = pydantic.ConfigDict(extra="forbid", arbitrary_types_allowed=True)


with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    forbid_unknown_keys(openai.types)
    forbid_unknown_keys(anthropic.types)
    PARAMETERS = {
        "chat-completions": (
            pydantic.TypeAdapter(completion_create_params.CompletionCreateParamsNonStreaming),
            pydantic.TypeAdapter(completion_create_params.CompletionCreateParamsStreaming),
        ),
        "responses": (
            pydantic.TypeAdapter(response_create_params.ResponseCreateParamsNonStreaming),
            pydantic.TypeAdapter(response_create_params.ResponseCreateParamsStreaming),
        ),
        "messages": (
            pydantic.TypeAdapter(message_create_params.MessageCreateParamsNonStreaming),
            pydantic.TypeAdapter(message_create_params.MessageCreateParamsStreaming),
        ),
    }


def forced(value):
    """Iterables are checked only when they are read."""
    if isinstance(value, dict):
        return {key: forced(inner) for key, inner in value.items()}
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return [forced(inner) for inner in value]


# The SDK's types are of the newest version of Messages. Ours is 2023-06-01, in which models before Claude Opus 4.7 take
# these; the writer leaves them out for all others.
OLDER_MESSAGES = {"temperature", "top_p", "top_k"}


def check_request(dialect, body):
    if dialect == "messages":
        body = {key: value for key, value in body.items() if key not in OLDER_MESSAGES}
    adapter = PARAMETERS[dialect][bool(body.get("stream"))]
    assert forced(adapter.validate_python(body)) == body


def outcomes(kind, key):
    """(source/name, target, value) of every golden file in which the translation came out."""
    for file in sorted(GOLDEN.glob(f"{kind}/*/*.json")):
        for target, outcome in json.loads(file.read_text()).items():
            if key in outcome:
                yield f"{file.parent.name}/{file.stem}", target, outcome[key]


# Requests


@pytest.mark.parametrize("name, target, body", [pytest.param(*case, id="-".join(case[:2])) for case in outcomes("requests", "body")])
def test_request(name, target, body):
    check_request(target, body)


@pytest.mark.parametrize(
    "dialect, place",
    [
        ("chat-completions", {"messages": [{"role": "user", "content": "a", "colour": 1}]}),
        ("chat-completions", {"messages": [{"role": "user", "content": [{"type": "text", "text": "a", "colour": 1}]}]}),
        ("responses", {"input": [{"type": "message", "role": "user", "content": "a", "colour": 1}]}),
        ("responses", {"input": "a", "colour": 1}),
        ("messages", {"max_tokens": 1, "messages": [{"role": "user", "content": [{"type": "text", "text": "a", "colour": 1}]}]}),
    ],
)
def test_unknown_keys_are_seen(dialect, place):
    """A judge that accepts everything is none."""
    # Where the type also takes an object of an answer, that one drops what it does not know, and the comparison sees it.
    with pytest.raises((pydantic.ValidationError, AssertionError)):
        check_request(dialect, {"model": "m", **place})


# Answers and streams


def is_typed(dialect, content):
    """The SDK streams calls of custom tools and has no type for them: `type` may only be `function` there."""
    return dialect != "chat-completions" or b'"type":"custom"' not in content


def client(dialect, content, content_type="application/json"):
    def respond(request):
        return httpx2.Response(200, content=content, headers={"content-type": content_type})

    kind = anthropic.Anthropic if dialect == "messages" else openai.OpenAI
    return kind(
        api_key="k",
        max_retries=0,
        http_client=httpx2.Client(transport=httpx2.MockTransport(respond)),
        _strict_response_validation=content_type == "application/json" or is_typed(dialect, content),
    )


# The vendor sends it with every response; only its SDK has no name for it.
def is_sent_unnamed(value, name):
    return isinstance(value, openai.types.responses.Response) and name == "store"


def unknown_members(value, path="$"):
    """What the SDK took along without knowing it."""
    if isinstance(value, pydantic.BaseModel):
        found = [f"{path}.{name}" for name in value.model_extra or {} if not is_sent_unnamed(value, name)]
        for name in type(value).model_fields:
            found += unknown_members(getattr(value, name, None), f"{path}.{name}")
        return found
    if isinstance(value, list):
        return [place for index, inner in enumerate(value) for place in unknown_members(inner, f"{path}[{index}]")]
    return []


def create(dialect, client, **more):
    if dialect == "chat-completions":
        return client.chat.completions.create(model="m", messages=[], **more)
    if dialect == "responses":
        return client.responses.create(model="m", input="a", **more)
    return client.messages.create(model="m", max_tokens=9, messages=[], **more)


@pytest.mark.parametrize("name, target, body", [pytest.param(*case, id="-".join(case[:2])) for case in outcomes("answers", "body")])
def test_answer(name, target, body):
    answer = create(target, client(target, json.dumps(body).encode()))
    assert unknown_members(answer) == []
    assert answer.to_dict() == body


def streams():
    for file in sorted(GOLDEN.glob("streams/*/*.sse")):
        name, target, _ = file.name.split(".")
        yield file, f"{file.parent.name}/{name}", target


def is_whole(file):
    head = file.read_text().split("\n\n")[0]
    return ": failed" not in head and ": not ended" not in head


WHOLE = [pytest.param(*case, id="-".join(case[1:])) for case in streams() if is_whole(case[0])]
BROKEN = [pytest.param(*case, id="-".join(case[1:])) for case in streams() if not is_whole(case[0])]


@pytest.mark.parametrize("file, name, target", WHOLE)
def test_events(file, name, target):
    events = list(create(target, client(target, file.read_bytes(), "text/event-stream"), stream=True))
    assert events
    # A stream that is repaired within its dialect keeps what its provider alone can say, known to this client or not.
    is_repair = name.split("/")[0] == target
    for event in events:
        if not is_typed(target, file.read_bytes()):
            assert {place.rsplit(".", 1)[1] for place in unknown_members(event)} <= {"custom"}
            continue
        assert is_repair or unknown_members(event) == []
        type(event).model_validate(event.to_dict())
    if target == "responses":
        assert [event.sequence_number for event in events] == list(range(len(events)))
        assert told_in_pieces(events) == told_whole(events[-1].response)


def told_in_pieces(events):
    """The words of each item, from the deltas alone: the helper of this dialect believes the last event."""
    pieces = {}
    for event in events:
        if event.type.endswith(".delta"):
            pieces[event.output_index] = pieces.get(event.output_index, "") + event.delta
    return pieces


def told_whole(response):
    whole = {}
    for index, item in enumerate(response.output):
        if item.type == "function_call":
            words = item.arguments
        elif item.type == "custom_tool_call":
            words = item.input
        else:
            parts = [*getattr(item, "summary", []), *(getattr(item, "content", None) or [])]
            words = "".join(getattr(part, "text", None) or getattr(part, "refusal", "") for part in parts)
        if words:
            whole[index] = words
    return whole


@pytest.mark.parametrize("file, name, target", BROKEN)
def test_broken_stream_has_no_end(file, name, target):
    text = file.read_text()
    for end in ["[DONE]", "message_stop", "response.completed", "response.incomplete", '"finish_reason":"']:
        assert end not in text


def accumulated(dialect, content):
    """The object that the SDK's own helper puts together."""
    sdk = client(dialect, content, "text/event-stream")
    if dialect == "chat-completions":
        with sdk.chat.completions.stream(model="m", messages=[]) as stream:
            for _ in stream:
                pass
            # Raises for answers that were cut by length or filter, which is the helper's own idea of an end.
            return stream.current_completion_snapshot
    if dialect == "responses":
        with sdk.responses.stream(model="m", input="a") as stream:
            return [event.response for event in stream if event.type in ("response.completed", "response.incomplete")][-1]
    with sdk.messages.stream(model="m", max_tokens=9, messages=[]) as stream:
        return stream.get_final_message()


def names_of_calls(file):
    return sorted(set(re.findall(r'"function":\{"name":"([^"]+)"', file.read_text())))


CALLING = [case for case in WHOLE if case.values[2] == "chat-completions" and names_of_calls(case.values[0])]


@pytest.mark.parametrize("file, name, target", CALLING)
def test_helper_parses_arguments_while_they_stream(file, name, target):
    """With tools that it knows, the helper parses a call's arguments as soon as another call begins."""
    tools = [
        {"type": "function", "function": {"name": name, "strict": True, "parameters": {"type": "object"}}}
        for name in names_of_calls(file)
    ]
    sdk = client(target, file.read_bytes(), "text/event-stream")
    with sdk.chat.completions.stream(model="m", messages=[], tools=tools) as stream:
        done = [event.parsed_arguments for event in stream if event.type == "tool_calls.function.arguments.done"]
    assert done
    assert all(isinstance(arguments, dict) for arguments in done)


MADE_ANEW = {"id", "index", "item_id", "created", "object", "parsed", "parsed_output", "parsed_arguments", "service_tier", "system_fingerprint"}


def meaning(value):
    """Without what the helpers add, and without ids made of places and names of objects that differ by design."""
    if isinstance(value, dict):
        return {key: meaning(inner) for key, inner in value.items() if inner not in (None, [], {}) and key not in MADE_ANEW}
    if isinstance(value, list):
        return [meaning(inner) for inner in value]
    return value


# Streams whose plain twin has another name.
TWINS = {"framing-crlf": "basic", "framing-cr": "basic", "framing-lines": "basic"}


@pytest.mark.parametrize("file, name, target", WHOLE)
def test_stream_accumulates_to_the_plain_answer(file, name, target):
    final = accumulated(target, file.read_bytes())
    source, name = name.split("/")
    if source == target:  # repaired: it keeps more than a plain answer that was read and written anew
        return
    if target != "chat-completions":  # whose helper adds members of its own
        assert unknown_members(final) == []
    twin = GOLDEN / "answers" / source / f"{TWINS.get(name, name)}.json"
    if twin.exists():
        assert meaning(final.to_dict()) == meaning(json.loads(twin.read_text())[target]["body"])
