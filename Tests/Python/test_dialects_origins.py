"""Whose reasoning it is: seals go back to the model that made them and to no other, wherever that stands in a route."""
import itertools
import json

import anthropic
import openai
import pytest

from callers import CALLERS
from vendor import TEXT, Reply, plain, streamed

# A model that is scripted to fail is asked again and again here.
ALL = "breaker: off, capabilities: [tools, reasoning, count-tokens]"
SETTINGS = f"""
state: {{state}}
keys: {{keys}}
lineages: {{test/model: {{}}}}
providers:
  chat: {{kind: openai-compatible, base_url: "VENDOR", auth: none, dialects: [chat-completions]}}
  messages: {{kind: openai-compatible, base_url: "VENDOR", auth: none, dialects: [messages]}}
  responses: {{kind: openai-compatible, base_url: "VENDOR", auth: none, dialects: [responses]}}
models:
  plain-chat: {{provider: chat, id: plain-chat, lineage: test/model, breaker: off, capabilities: []}}
  chat: {{provider: chat, id: chat, lineage: test/model, {ALL}}}
  one: {{provider: messages, id: one, lineage: test/model, {ALL}}}
  two: {{provider: messages, id: two, lineage: test/model, {ALL}}}
  first: {{provider: responses, id: first, lineage: test/model, {ALL}}}
  second: {{provider: responses, id: second, lineage: test/model, {ALL}}}
routes:
  behind-plain: {{serve: [plain-chat, one]}}
  pair: {{serve: [one, two]}}
  strict-pair: {{serve: [one, two], strict: true, retries: {{last_model: 0}}}}
  repaired-pair: {{serve: [one, two], repair: true}}
  responses-pair: {{serve: [first, second]}}
  responses-other: {{serve: [second]}}
  messages-responses: {{serve: [one, first]}}
  chat-first: {{serve: [chat, one]}}
  strict-mix: {{serve: [one, chat], strict: true}}
  messages-first: {{serve: [one, chat], retries: {{last_model: 0}}}}
tenants: {{demo: {{}}}}
listeners:
  service: {{bind: 127.0.0.1:0}}
  operator: {{bind: 127.0.0.1:0}}
"""
THINKING = {"type": "enabled", "budget_tokens": 1024}
BUSY = Reply({"type": "error", "error": {"type": "overloaded_error", "message": "busy"}}, status=529)
numbers = itertools.count()


@pytest.fixture
def claude(gateway):
    caller = CALLERS["messages"](gateway)
    yield caller
    caller.close()


@pytest.fixture
def seal():
    return f"seal-{next(numbers)}"


def history(seal):
    thinking = {"type": "thinking", "thinking": "Say hello.", "signature": seal}
    return [
        {"role": "user", "content": "Hello"},
        {"role": "assistant", "content": [thinking, {"type": "text", "text": "Hi."}]},
        {"role": "user", "content": "Again"},
    ]


def ask(claude, route, messages):
    return claude.ask(route, max_tokens=2000, thinking=THINKING, messages=messages)


def thought(seal, streams):
    """An answer of a Messages model that thought."""
    whole = plain("messages").body
    if not streams:
        thinking = {"type": "thinking", "thinking": "Say hello.", "signature": seal}
        return Reply({**whole, "content": [thinking, *whole["content"]]})
    events = [
        {"type": "message_start", "message": {**whole, "content": [], "stop_reason": None}},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "thinking", "thinking": "", "signature": ""}},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "thinking_delta", "thinking": "Say hello."}},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "signature_delta", "signature": seal}},
        {"type": "content_block_stop", "index": 0},
        {"type": "content_block_start", "index": 1, "content_block": {"type": "text", "text": ""}},
        {"type": "content_block_delta", "index": 1, "delta": {"type": "text_delta", "text": TEXT}},
        {"type": "content_block_stop", "index": 1},
        {"type": "message_delta", "delta": {"stop_reason": "end_turn", "stop_sequence": None}, "usage": whole["usage"]},
        {"type": "message_stop"},
    ]
    return Reply(frames=[(event["type"], event) for event in events])


def first_turn(claude, vendor, route, seal, streams):
    """The route's first model is busy and the second one thinks."""
    vendor.will(BUSY, thought(seal, streams))
    messages = [{"role": "user", "content": "Hello"}]
    if streams:
        claude.stream(route, max_tokens=2000, thinking=THINKING, messages=messages)
    else:
        ask(claude, route, messages)


def asked(vendor, seal):
    """Which models were asked, and whether the seal was in it."""
    return [(body["model"], seal in json.dumps(body)) for body in vendor.asked]


def test_a_model_behind_one_that_cannot_think_keeps_its_own_reasoning(claude, vendor, seal):
    vendor.will(plain("messages"))
    assert ask(claude, "behind-plain", history(seal)).lossy == set()
    assert asked(vendor, seal) == [("one", True)]


@pytest.mark.parametrize("route", ["pair", "repaired-pair"])
@pytest.mark.parametrize("streams", [False, True], ids=["plain", "stream"])
def test_reasoning_goes_back_to_the_model_that_made_it_and_not_to_the_first_one(claude, vendor, seal, streams, route):
    first_turn(claude, vendor, route, seal, streams)
    vendor.will(BUSY, plain("messages"))
    assert ask(claude, route, history(seal)).lossy == set()
    assert asked(vendor, seal) == [("one", False), ("two", True)]
    vendor.will(plain("messages"))
    assert "reasoning_seal" in ask(claude, route, history(seal)).lossy
    assert asked(vendor, seal) == [("one", False)]


def test_encrypted_reasoning_of_responses_is_remembered_too(gateway, vendor, seal):
    caller = CALLERS["responses"](gateway)
    reasoning = {"id": "rs_1", "type": "reasoning", "encrypted_content": seal, "summary": []}
    whole = plain("responses").body
    vendor.will(Reply({"error": {"message": "busy"}}, status=503), Reply({**whole, "output": [reasoning, *whole["output"]]}))
    caller.ask("responses-pair", **caller.body())
    again = [{"role": "user", "content": "Hello"}, reasoning, *whole["output"], {"role": "user", "content": "Again"}]
    vendor.will(Reply({"error": {"message": "busy"}}, status=503), plain("responses"))
    caller.ask("responses-pair", input=again)
    assert asked(vendor, seal) == [("first", False), ("second", True)]
    caller.close()


def test_a_compaction_goes_to_the_model_that_made_it_and_is_never_left_out(gateway, vendor, seal):
    caller = CALLERS["responses"](gateway)
    compaction = {"id": "cmp_1", "type": "compaction", "encrypted_content": seal}
    whole = plain("responses").body
    down = Reply({"error": {"message": "busy"}}, status=503)
    vendor.will(down, Reply({**whole, "output": [*whole["output"], compaction]}))
    caller.ask("responses-pair", **caller.body())
    again = [compaction, {"role": "user", "content": "Again"}]
    vendor.will(plain("responses"))
    assert caller.ask("responses-pair", input=again).lossy == set()
    assert asked(vendor, seal) == [("second", True)]
    vendor.will(down)
    with pytest.raises(openai.APIStatusError) as caught:
        caller.ask("responses-pair", input=again)
    assert caught.value.status_code == 503
    # Nobody remembers this one: it is the first model's, and no other one is asked.
    unknown = {**compaction, "encrypted_content": seal + "-other"}
    vendor.will(down)
    with pytest.raises(openai.APIStatusError):
        caller.ask("responses-pair", input=[unknown, again[1]])
    assert asked(vendor, seal + "-other") == [("first", True)]
    caller.close()


def test_a_compaction_that_no_model_of_the_route_made_is_refused_with_the_way_out(gateway, vendor, seal):
    caller = CALLERS["responses"](gateway)
    compaction = {"id": "cmp_1", "type": "compaction", "encrypted_content": seal}
    whole = plain("responses").body
    vendor.will(Reply({**whole, "output": [*whole["output"], compaction]}))
    caller.ask("responses-pair", **caller.body())
    vendor.will()
    with pytest.raises(openai.BadRequestError) as caught:
        caller.ask("responses-other", input=[compaction, {"role": "user", "content": "Again"}])
    assert caught.value.code == "untranslatable" and "compaction" in str(caught.value)
    assert vendor.asked == []
    caller.close()


def test_a_compaction_that_nobody_remembers_is_presumed_to_be_of_a_model_that_speaks_the_dialect(gateway, vendor, seal):
    caller = CALLERS["responses"](gateway)
    compaction = {"id": "cmp_1", "type": "compaction", "encrypted_content": seal}
    vendor.will(plain("responses"))
    caller.ask("messages-responses", input=[compaction, {"role": "user", "content": "Again"}])
    assert asked(vendor, seal) == [("first", True)]
    caller.close()


def test_thinking_that_a_chat_client_never_sees_does_not_bind_it_to_the_model(gateway, vendor, seal):
    caller = CALLERS["chat-completions"](gateway)
    cut = thought(seal, True)
    vendor.will(Reply(frames=cut.frames[:3], is_cut=True), streamed("chat-completions"))
    events, said = caller.stream("messages-first", **caller.body())
    assert said.text == TEXT
    assert [body["model"] for body in vendor.asked] == ["one", "chat"]
    caller.close()


@pytest.mark.parametrize("kept", ["last", "joined"])
def test_a_seal_that_came_in_pieces_is_remembered_however_the_caller_keeps_it(claude, vendor, seal, kept):
    whole = thought(seal + "-b", True)
    first = ("content_block_delta", {"type": "content_block_delta", "index": 0, "delta": {"type": "signature_delta", "signature": seal + "-a"}})
    whole.frames.insert(3, first)
    vendor.will(BUSY, whole)
    claude.stream("pair", max_tokens=2000, thinking=THINKING, messages=[{"role": "user", "content": "Hello"}])
    given = seal + "-b" if kept == "last" else seal + "-a" + seal + "-b"
    vendor.will(BUSY, plain("messages"))
    ask(claude, "pair", history(given))
    assert asked(vendor, given) == [("one", False), ("two", True)]


def test_what_goes_with_the_seals_is_told(claude, vendor, seal):
    first_turn(claude, vendor, "pair", seal, False)
    vendor.will(plain("messages"))
    said = ask(claude, "pair", history(seal))
    assert said.lossy == {"reasoning_seal", "reasoning_content"}
    call = {"type": "tool_use", "id": "toolu_1", "name": "look", "input": {}}
    messages = history(seal)
    messages[1]["content"].append(call)
    messages[2]["content"] = [{"type": "tool_result", "tool_use_id": "toolu_1", "content": "x"}]
    vendor.will(plain("messages"))
    assert "reasoning_budget" in ask(claude, "pair", messages).lossy
    assert "thinking" not in vendor.asked[0]


@pytest.mark.parametrize("route", ["messages-first", "chat-first"])
def test_thinking_of_a_model_of_another_dialect_never_reaches_a_messages_model(claude, vendor, route):
    replies = [plain("messages")]
    if route == "chat-first":
        replies.insert(0, Reply({"error": {"message": "down"}}, status=503))
    vendor.will(*replies)
    said = ask(claude, route, history(""))
    assert said.text == TEXT
    assert "reasoning_content" in said.lossy
    assert "Say hello." not in json.dumps(vendor.asked[-1])
    assert vendor.asked[-1]["messages"][1]["content"] == [{"type": "text", "text": "Hi."}]


def test_a_strict_route_refuses_thinking_of_a_model_of_another_dialect(claude, vendor):
    vendor.will()
    with pytest.raises(anthropic.BadRequestError) as caught:
        ask(claude, "strict-mix", history(""))
    assert caught.value.body["error"]["code"] == "untranslatable"
    assert "another model made" in str(caught.value)
    assert vendor.asked == []


def test_own_seals_stay_when_foreign_thinking_goes(claude, vendor, seal):
    vendor.will(thought(seal, False))
    ask(claude, "pair", [{"role": "user", "content": "Hello"}])
    vendor.will(plain("messages"))
    said = ask(claude, "pair", history(seal)[:2] + history(""))
    assert said.lossy == {"reasoning_content"}
    kept = [block for message in vendor.asked[0]["messages"] for block in message["content"] if type(block) is dict]
    assert [block["signature"] for block in kept if block["type"] == "thinking"] == [seal]


UNSPECIFIC = Reply({"error": {"message": "Bad request", "type": "invalid_request_error"}}, status=400)
SPECIFIC = Reply({"error": {"message": "max_tokens: too many", "type": "invalid_request_error"}}, status=400)


def test_a_refusal_without_a_reason_is_taken_to_be_about_seals_that_nobody_remembers(claude, vendor, seal):
    vendor.will(UNSPECIFIC, plain("messages"))
    assert ask(claude, "pair", history(seal)).text == TEXT
    assert asked(vendor, seal) == [("one", True), ("one", False)]


def test_a_refusal_is_the_callers_where_it_has_a_reason_or_the_seals_are_the_models_own(claude, vendor, seal):
    vendor.will(SPECIFIC)
    with pytest.raises(anthropic.BadRequestError):
        ask(claude, "pair", history(seal))
    vendor.will(thought(seal, False))
    ask(claude, "pair", [{"role": "user", "content": "Hello"}])
    vendor.will(UNSPECIFIC)
    with pytest.raises(anthropic.BadRequestError):
        ask(claude, "pair", history(seal))
    assert asked(vendor, seal) == [("one", True)]


def test_a_strict_route_takes_nothing_out_and_says_why(claude, vendor, seal):
    told = {"type": "error", "error": {"type": "invalid_request_error", "message": "Invalid `signature` in `thinking`"}}
    vendor.will(Reply(told, status=400))
    with pytest.raises(anthropic.BadRequestError) as caught:
        ask(claude, "strict-pair", history(seal))
    assert caught.value.body["error"] == told["error"]
    first_turn(claude, vendor, "strict-pair", seal, False)
    vendor.will(Reply({"error": {"message": "down"}}, status=500))
    with pytest.raises(anthropic.InternalServerError):
        # The first model is passed over, the second one fails: what it said is told.
        ask(claude, "strict-pair", history(seal))
    assert asked(vendor, seal) == [("two", True)]
    vendor.will(thought(seal, False))
    ask(claude, "strict-pair", [{"role": "user", "content": "Hello"}])
    vendor.will(BUSY)
    with pytest.raises(anthropic.APIStatusError) as caught:
        ask(claude, "strict-pair", history(seal))
    assert caught.value.status_code == 529
    assert asked(vendor, seal) == [("one", True)]


def test_tokens_are_counted_by_the_model_that_would_serve_or_not_at_all(claude, vendor):
    messages = [{"role": "user", "content": "Hello"}]
    vendor.will(Reply({"input_tokens": 5}))
    assert claude.client.messages.count_tokens(model="messages-first", messages=messages).input_tokens == 5
    vendor.will()
    with pytest.raises(anthropic.NotFoundError) as caught:
        claude.client.messages.count_tokens(model="chat-first", messages=messages)
    assert "not available for this model" in str(caught.value)
    vendor.will(BUSY)
    with pytest.raises(anthropic.APIStatusError):
        claude.client.messages.count_tokens(model="messages-first", messages=messages)
    assert len(vendor.asked) == 1
