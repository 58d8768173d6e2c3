"""One application, three times: the same questions put through each dialect's own SDK, the answers read back alike."""
import dataclasses
import json

import anthropic
import openai
import pydantic

DIALECTS = ("chat-completions", "responses", "messages")
# For the names of tests.
SHORT = {"chat-completions": "chat", "responses": "resp", "messages": "mess"}

PARAMETERS = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


class City(pydantic.BaseModel):
    name: str
    people: int


@dataclasses.dataclass
class Said:
    """What an application takes from an answer."""

    text: str
    calls: list
    stop: str
    usage: dict
    headers: dict
    final: object

    @property
    def lossy(self):
        return set(filter(None, self.headers.get("holdfast-lossy", "").split(",")))


def counts(**found):
    return {name: count for name, count in found.items() if count is not None}


class OpenAICaller:
    error = openai

    def __init__(self, gateway):
        address = {"base_url": gateway.base + "/v1", "api_key": gateway.key, "max_retries": 0}
        self.client, self.make_async = openai.OpenAI(**address), lambda: openai.AsyncOpenAI(**address)

    def close(self):
        self.client.close()


class ChatCaller(OpenAICaller):
    dialect = "chat-completions"

    def body(self, text="Hello", tools=(), parallel=None, image=None, system=None, **more):
        content = text if image is None else [
            {"type": "text", "text": text},
            {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{image}"}},
        ]
        messages = ([{"role": "system", "content": system}] if system else []) + [{"role": "user", "content": content}]
        body = {"messages": messages, **more}
        if tools:
            body["tools"] = [
                {"type": "function", "function": {"name": name, "description": "A tool", "parameters": PARAMETERS}}
                for name in tools
            ]
        if parallel is not None:
            body["parallel_tool_calls"] = parallel
        return body

    def with_results(self, body, said, texts):
        message = said.final.choices[0].message
        results = [
            {"role": "tool", "tool_call_id": call.id, "content": text}
            for call, text in zip(message.tool_calls, texts, strict=True)
        ]
        return {**body, "messages": [*body["messages"], message.model_dump(exclude_none=True), *results]}

    limit_key, limit_stop, stop, call_stop = "max_completion_tokens", "length", "stop", "tool_calls"

    def ask(self, route, **body):
        raw = self.client.chat.completions.with_raw_response.create(model=route, **body)
        return self.read(raw.parse(), raw.headers)

    def read(self, final, headers):
        choice = final.choices[0]
        usage = final.usage
        prompt = usage and usage.prompt_tokens_details
        completion = usage and usage.completion_tokens_details
        return Said(
            text=choice.message.content or "",
            calls=[(call.function.name, json.loads(call.function.arguments)) for call in choice.message.tool_calls or []],
            stop=choice.finish_reason,
            usage=usage and counts(
                input=usage.prompt_tokens, output=usage.completion_tokens,
                cached=prompt and prompt.cached_tokens, reasoning=completion and completion.reasoning_tokens,
            ),
            headers=headers,
            final=final,
        )

    def stream(self, route, **body):
        """The events as the helper gives them, and the answer that it makes of them."""
        body.setdefault("stream_options", {"include_usage": True})
        with self.client.chat.completions.stream(model=route, **body) as stream:
            events = []
            try:
                events += stream
                final = stream.get_final_completion()
            except openai.LengthFinishReasonError as cut:  # how this helper says that the limit was reached
                final = cut.completion
            return events, self.read(final, stream._response.headers)

    def raw_stream(self, route, **body):
        return self.client.chat.completions.create(model=route, stream=True, **body)

    def parse(self, route, **body):
        return self.client.chat.completions.parse(model=route, response_format=City, **body).choices[0].message.parsed

    async def ask_async(self, route, **body):
        async with self.make_async() as client:
            final = await client.chat.completions.create(model=route, **body)
            async with client.chat.completions.stream(
                model=route, stream_options={"include_usage": True}, **body
            ) as stream:
                return self.read(final, {}), self.read(await stream.get_final_completion(), {})


class ResponsesCaller(OpenAICaller):
    dialect = "responses"

    def body(self, text="Hello", tools=(), parallel=None, image=None, system=None, **more):
        content = text if image is None else [
            {"type": "input_text", "text": text},
            {"type": "input_image", "detail": "auto", "image_url": f"data:image/png;base64,{image}"},
        ]
        body = {"input": [{"role": "user", "content": content}], **more}
        if system:
            body["instructions"] = system
        if tools:
            body["tools"] = [
                {"type": "function", "name": name, "description": "A tool", "parameters": PARAMETERS, "strict": False}
                for name in tools
            ]
        if parallel is not None:
            body["parallel_tool_calls"] = parallel
        return body

    def with_results(self, body, said, texts):
        calls = [item for item in said.final.output if item.type == "function_call"]
        results = [
            {"type": "function_call_output", "call_id": call.call_id, "output": text}
            for call, text in zip(calls, texts, strict=True)
        ]
        return {**body, "input": [*body["input"], *(item.model_dump(exclude_none=True) for item in calls), *results]}

    limit_key, limit_stop, stop, call_stop = "max_output_tokens", "incomplete", "completed", "completed"

    def ask(self, route, **body):
        raw = self.client.responses.with_raw_response.create(model=route, **body)
        return self.read(raw.parse(), raw.headers)

    def read(self, final, headers):
        usage = final.usage
        return Said(
            text=final.output_text,
            calls=[(item.name, json.loads(item.arguments)) for item in final.output if item.type == "function_call"],
            stop=final.status,
            usage=usage and counts(
                input=usage.input_tokens, output=usage.output_tokens,
                # Servers that are not the vendor leave these out, although the types say that they are there.
                cached=usage.input_tokens_details and usage.input_tokens_details.cached_tokens,
                reasoning=usage.output_tokens_details and usage.output_tokens_details.reasoning_tokens,
            ),
            headers=headers,
            final=final,
        )

    def stream(self, route, **body):
        with self.client.responses.stream(model=route, **body) as stream:
            events = list(stream)
            return events, self.read(events[-1].response, stream._response.headers)

    def raw_stream(self, route, **body):
        return self.client.responses.create(model=route, stream=True, **body)

    def parse(self, route, **body):
        return self.client.responses.parse(model=route, text_format=City, **body).output_parsed

    async def ask_async(self, route, **body):
        async with self.make_async() as client:
            final = await client.responses.create(model=route, **body)
            async with client.responses.stream(model=route, **body) as stream:
                events = [event async for event in stream]
                return self.read(final, {}), self.read(events[-1].response, {})


class MessagesCaller:
    dialect = "messages"
    error = anthropic

    def __init__(self, gateway):
        address = {"base_url": gateway.base, "api_key": gateway.key, "max_retries": 0}
        self.client, self.make_async = anthropic.Anthropic(**address), lambda: anthropic.AsyncAnthropic(**address)

    def close(self):
        self.client.close()

    def body(self, text="Hello", tools=(), parallel=None, image=None, system=None, **more):
        content = text if image is None else [
            {"type": "text", "text": text},
            {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": image}},
        ]
        body = {"max_tokens": 200, "messages": [{"role": "user", "content": content}], **more}
        if system:
            body["system"] = system
        if tools:
            body["tools"] = [
                {"name": name, "description": "A tool", "input_schema": PARAMETERS} for name in tools
            ]
        if parallel is not None:
            body["tool_choice"] = {"type": "auto", "disable_parallel_tool_use": not parallel}
        return body

    def with_results(self, body, said, texts):
        calls = [block for block in said.final.content if block.type == "tool_use"]
        results = [
            {"type": "tool_result", "tool_use_id": call.id, "content": text}
            for call, text in zip(calls, texts, strict=True)
        ]
        content = [
            {"type": "tool_use", "id": call.id, "name": call.name, "input": call.input} for call in calls
        ]
        turns = [{"role": "assistant", "content": content}, {"role": "user", "content": results}]
        return {**body, "messages": [*body["messages"], *turns]}

    limit_key, limit_stop, stop, call_stop = "max_tokens", "max_tokens", "end_turn", "tool_use"

    def ask(self, route, **body):
        raw = self.client.messages.with_raw_response.create(model=route, **body)
        return self.read(raw.parse(), raw.headers)

    def read(self, final, headers):
        usage = final.usage
        details = getattr(usage, "output_tokens_details", None)
        beside = (usage.cache_read_input_tokens or 0) + (usage.cache_creation_input_tokens or 0)
        return Said(
            text="".join(block.text for block in final.content if block.type == "text"),
            calls=[(block.name, block.input) for block in final.content if block.type == "tool_use"],
            stop=final.stop_reason,
            usage=counts(
                input=usage.input_tokens + beside, output=usage.output_tokens, cached=usage.cache_read_input_tokens,
                reasoning=details["thinking_tokens"] if isinstance(details, dict)
                else details and details.thinking_tokens,
            ),
            headers=headers,
            final=final,
        )

    def stream(self, route, **body):
        with self.client.messages.stream(model=route, **body) as stream:
            events = list(stream)
            return events, self.read(stream.get_final_message(), stream.response.headers)

    def raw_stream(self, route, **body):
        return self.client.messages.create(model=route, stream=True, **body)

    def parse(self, route, **body):
        return self.client.messages.parse(model=route, output_format=City, **body).parsed_output

    async def ask_async(self, route, **body):
        async with self.make_async() as client:
            final = await client.messages.create(model=route, **body)
            async with client.messages.stream(model=route, **body) as stream:
                return self.read(final, {}), self.read(await stream.get_final_message(), {})


CALLERS = {caller.dialect: caller for caller in (ChatCaller, ResponsesCaller, MessagesCaller)}
