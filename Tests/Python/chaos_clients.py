"""Fifty applications at once: some read the bytes and miss nothing, some trust the vendors' SDKs, some leave."""
import asyncio
import dataclasses

import anthropic
import openai

from callers import DIALECTS, PARAMETERS
from chaos_bytes import ask
from chaos_reading import Ending, Reading
from chaos_server import WINDOW
from chaos_upstream import says

MODELS = ["chaos-first", "chaos-second", "chaos-third", "chaos-well"]
WORDS = "a an the to of in on so we go by sea tide wind mast sail oar keel rope knot bay quay pier née über 波止場 ⚓ 🌊".split()
# Seconds, beyond every clock of the subject: who hears nothing for so long was forgotten.
PATIENCE = 30


@dataclasses.dataclass(frozen=True)
class Subject:
    """Where the clients send their requests: roots of OpenAI's and Anthropic's paths, and a key."""

    openai: str
    anthropic: str
    key: str

    def url(self, dialect):
        if dialect == "messages":
            return self.anthropic + "/v1/messages"
        return self.openai + {"chat-completions": "/chat/completions", "responses": "/responses"}[dialect]


@dataclasses.dataclass(frozen=True)
class Client:
    nonce: str
    route: str
    dialect: str
    manner: str  # `reads`, `sdk`, or `leaves` after `stays` bytes
    prompt: str
    has_tools: bool = False
    asks_for_usage: bool = False
    stays: int = 0

    @property
    def body(self):
        turn = {"role": "user", "content": self.prompt}
        body = {"model": self.route, "stream": True}
        if self.dialect == "responses":
            body["input"] = [turn]
        else:
            body["messages"] = [turn]
        if self.dialect == "messages":
            body["max_tokens"] = 400
        if self.dialect == "chat-completions" and self.asks_for_usage:
            body["stream_options"] = {"include_usage": True}
        if self.has_tools:
            body["tools"] = [self._tool]
        return body

    @property
    def _tool(self):
        tool = {"name": "get_weather", "description": "Weather of a city"}
        if self.dialect == "messages":
            return {**tool, "input_schema": PARAMETERS}
        tool["parameters"] = PARAMETERS
        return {"type": "function", "function": tool} if self.dialect == "chat-completions" else {"type": "function", **tool}


@dataclasses.dataclass
class Seen:
    """What came of one request, as its client has it."""

    client: Client
    ending: Ending = Ending.SILENT
    status: int | None = None
    headers: dict = dataclasses.field(default_factory=dict)
    error: dict | None = None
    reading: Reading | None = None

    @property
    def said(self):
        return self.reading.said if self.reading else ("", ())

    @property
    def marks(self):
        return [comment for comment in self.reading.comments if comment.startswith("holdfast")]


class Crowd:
    """Plays clients against a subject, so many at once."""

    def __init__(self, subject, at_once=50):
        self.subject, self.at_once = subject, at_once
        self.under_way = self.most_under_way = 0

    def play(self, clients, before=None):
        """`before` is awaited ahead of each request. Returns what each client saw."""
        return asyncio.run(self._play(list(clients), before))

    async def _play(self, clients, before):
        waiting, seen = iter(clients), []
        workers = min(self.at_once, len(clients))
        start = asyncio.Barrier(workers)

        async def work():
            is_first = True
            for client in waiting:
                if before:
                    await before()
                if is_first:
                    is_first = False
                    await start.wait()
                self.under_way += 1
                self.most_under_way = max(self.most_under_way, self.under_way)
                seen.append(await self._one(client))
                self.under_way -= 1

        key = self.subject.key
        async with (
            openai.AsyncOpenAI(base_url=self.subject.openai, api_key=key, max_retries=0, timeout=PATIENCE) as self.openai,
            anthropic.AsyncAnthropic(
                base_url=self.subject.anthropic, api_key=key, max_retries=0, timeout=PATIENCE
            ) as self.anthropic,
        ):
            await asyncio.gather(*(work() for _ in range(workers)))
        return seen

    async def _one(self, client):
        seen = Seen(client)
        try:
            await asyncio.wait_for(self._use_sdk(seen) if client.manner == "sdk" else self._read(seen), PATIENCE)
        except TimeoutError:
            seen.ending = Ending.SILENT
        return seen

    # MARK: Bytes

    async def _read(self, seen):
        client = seen.client
        headers = {"authorization": f"Bearer {self.subject.key}"}
        if client.dialect == "messages":
            headers["anthropic-version"] = "2023-06-01"
        stays = client.stays if client.manner == "leaves" else None
        try:
            answer = await ask("POST", self.subject.url(client.dialect), client.body, headers, stays)
        except ConnectionError:
            seen.ending = Ending.BROKEN_OFF
            return
        seen.status, seen.headers = answer.status, answer.headers
        if answer.status != 200:
            seen.error, seen.ending = answer.json(), Ending.REFUSED
            return
        seen.reading = Reading.of(client.dialect, answer.body)
        has_left = stays is not None and len(answer.body) > stays
        seen.ending = Ending.LEFT if has_left else seen.reading.ending(answer.is_whole)

    # MARK: SDKs

    async def _use_sdk(self, seen):
        """An application that takes an answer for complete when its SDK does."""
        client = seen.client
        vendor = anthropic if client.dialect == "messages" else openai
        create = {
            "chat-completions": self.openai.chat.completions.create,
            "responses": self.openai.responses.create,
            "messages": self.anthropic.messages.create,
        }[client.dialect]
        try:
            stream = await create(**client.body)
            seen.status, seen.headers, seen.reading = 200, stream.response.headers, Reading(client.dialect)
            async for event in stream:
                seen.reading.take(event.to_dict())
            seen.ending = self._ending_for_an_application(seen.reading)
        except vendor.APIStatusError as error:
            if seen.reading is None:
                seen.status, seen.headers, seen.ending = error.status_code, error.response.headers, Ending.REFUSED
                seen.error = error.response.json()
            else:
                seen.ending = Ending.TOLD
        except Exception as error:
            seen.ending = self._ending_for(error, seen.reading, vendor)

    @staticmethod
    def _ending_for(error, reading, vendor):
        # The SDK hands an error event of Responses on like any other, and raises for what comes behind it.
        if reading and reading.errors:
            return Ending.TOLD
        # Some of the connection's own failures come through as the SDK's HTTP library has them.
        name = type(error).__name__
        if "Timeout" in name:
            return Ending.SILENT
        if isinstance(error, vendor.APIConnectionError) or name in ("RemoteProtocolError", "ReadError"):
            return Ending.BROKEN_OFF
        if isinstance(error, vendor.APIError):
            return Ending.TOLD
        if isinstance(error, ValueError):
            return Ending.GARBAGE
        raise error

    @staticmethod
    def _ending_for_an_application(reading):
        if reading.errors:
            return Ending.TOLD
        # Of the SDKs' streams only this dialect's has an end that an application can wait for.
        if reading.dialect == "responses" and not reading.terminators:
            return Ending.LOOKS_COMPLETE
        return Ending.WHOLE


# MARK: Who asks what


def make_prompt(number, rng, is_long=False):
    """A name that occurs in no other prompt, and a prompt that every model's first answer repeats: nobody can be given another
    client's answer without being noticed."""
    nonce = f"n{number:05}"
    while True:
        # Of varied length: what llmock says goes by a checksum.
        words = " ".join(rng.choices(WORDS, k=rng.randint(20, 30)))
        prompt = f"{nonce} {words}" + (" and so on" * WINDOW if is_long else "")
        if all(nonce in says(model, prompt) for model in MODELS):
            return nonce, prompt


def make_client(number, route, dialect, manner="reads", prompt=None):
    """One with a plain question."""
    nonce = f"n{number:05}"
    return Client(nonce, route, dialect, manner, prompt or f"{nonce} good morning")


def make_crowd(rng, routes, count):
    """Clients of every kind, some with prompts that are too long for all models but the healthy one."""
    for number in range(count):
        nonce, prompt = make_prompt(number, rng, is_long=rng.random() < 0.05)
        yield Client(
            nonce,
            route=rng.choice(routes),
            dialect=rng.choice(DIALECTS),
            manner=rng.choices(("reads", "sdk", "leaves"), (65, 28, 7))[0],
            prompt=prompt,
            has_tools=rng.random() < 0.12,
            asks_for_usage=rng.random() < 0.5,
            stays=rng.randrange(1, 3000),
        )
