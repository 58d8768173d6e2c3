"""`llmock`, somebody else's chaos upstream: what it is told to break, what it saw, and what it says of its client."""
import json
import pathlib
import subprocess
import sys
import urllib.request

from llmock.completion import resolve
from llmock.routers import openai_responses
from llmock.routers._chat import prompt_of
from llmock.scenarios import Plan, ToolFault
from llmock.simulation import MockResponseSettings, build_mock_text, flatten_text
from llmock.streaming import anthropic_events, openai_chat_chunks
from llmock.tools import tool_context

from chaos_reading import Reading

# Its answers name the model, and many repeat the prompt: an answer that went to the wrong client is seen.
STYLE = MockResponseSettings(response_style="varied", tool_mode="auto")

DIALECT_OF_PATH = {
    "/v1/chat/completions": "chat-completions",
    "/v1/responses": "responses",
    "/anthropic/v1/messages": "messages",
}


class Upstreams:
    """One that is broken at will, one with a quota as well, and a healthy one."""

    def __init__(self):
        self.process = subprocess.Popen(
            [sys.executable, "-B", str(pathlib.Path(__file__).with_name("chaos_server.py"))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("llmock did not start")
        self.all = {name: Upstream(url) for name, url in json.loads(line).items()}

    def draw(self, seed):
        """From now on each request runs into what it draws."""
        self._tell(f"draw {seed}")

    def rest(self):
        """From now on nothing breaks."""
        self._tell("rest")
        for upstream in self.all.values():
            upstream.ask("DELETE", "/_llmock/scenario")

    def forget(self):
        """Faults, records, spent quotas."""
        for upstream in self.all.values():
            upstream.ask("POST", "/_llmock/reset")

    def records(self):
        return {name: upstream.records() for name, upstream in self.all.items()}

    def stop(self):
        self.process.kill()
        self.process.wait()

    def _tell(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        if self.process.stdout.readline() != "done\n":
            raise RuntimeError(f"llmock did not take `{line}`")


class Upstream:
    def __init__(self, url):
        self.url = url

    def ask(self, method, path):
        with urllib.request.urlopen(urllib.request.Request(self.url + path, method=method), timeout=30) as answer:
            return json.load(answer)

    def records(self):
        """Every request it served, in the order in which they came."""
        return self.ask("GET", "/_llmock/requests")["requests"]

    def verdict(self):
        return self.ask("GET", "/_llmock/verdict")


def says(model, prompt):
    return build_mock_text(settings=STYLE, model=model, prompt=prompt)


def answers_to(record):
    """The frames of every whole answer that llmock may have begun for the record's request: a broken tool call leaves no
    trace in its records, so that a request with tools has several."""
    faults = [None]
    if record["body"].get("tools"):
        faults += [ToolFault("malformed_arguments"), ToolFault("unknown_tool")]
    return [_frames(record["body"], DIALECT_OF_PATH[record["path"]], Plan(tool_fault=fault)) for fault in faults]


def _frames(body, dialect, plan):
    model = body["model"]
    if dialect == "chat-completions":
        prompt, tokens = prompt_of(body["messages"])
    elif dialect == "responses":
        prompt, tokens = openai_responses._prompt(body)
    else:
        prompt, tokens = " ".join(flatten_text(message["content"]) for message in body["messages"]), 1
    kind = {"chat-completions": "openai", "responses": "openai-responses", "messages": "anthropic"}[dialect]
    completion = resolve(
        plan=plan, settings=STYLE, model=model, prompt_text=prompt, prompt_tokens=tokens,
        tools=tool_context(kind, body, prompt),
    )
    if dialect == "chat-completions":
        asks_for_usage = bool((body.get("stream_options") or {}).get("include_usage"))
        return list(openai_chat_chunks(completion, completion_id="c", model=model, include_usage=asks_for_usage))
    if dialect == "responses":
        items = openai_responses._output_items(completion)
        return list(openai_responses._events(body, "r", model, completion, items))
    return list(anthropic_events(completion, message_id="m", model=model))


def said_before(record, frames, count):
    """Text and calls of the first frames."""
    return Reading.of(DIALECT_OF_PATH[record["path"]], b"".join(frames[:count])).said


def frames_shown(record, frames):
    """How many frames of a stream its client can have seen unharmed, and whether it saw all of these."""
    kind, _, place = (record["fault"] or "").partition("@")
    if kind in ("stream:truncate", "stream:disconnect", "stream:malformed"):
        return int(place), True
    if record["completed"]:
        return len(frames), True
    # The client left, and what was on its way is unknown; in a stall there was nothing.
    return record["chunks_sent"], kind == "stream:stall"
