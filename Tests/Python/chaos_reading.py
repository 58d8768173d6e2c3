"""An answer as an application would take it: what it says, and whether it may be taken for complete.

Shares no code with the gateway, so that a fault of its readers is not a fault of the judge too.
"""
import enum
import json


class Ending(enum.Enum):
    WHOLE = "whole"
    TOLD = "told and broken off"  # the dialect's error event, then a connection that ends before the body does
    REFUSED = "refused"  # an error with its status, before anything was shown
    LEFT = "left by its client"
    LOOKS_COMPLETE = "looks complete and is not"
    BROKEN_OFF = "broken off without a word"
    TOLD_AND_ENDED = "told, but ended cleanly"
    GARBAGE = "a broken frame"
    SILENT = "silent"


HONEST = {Ending.WHOLE, Ending.TOLD, Ending.REFUSED, Ending.LEFT}


class Reading:
    """A stream of one of the dialects, followed event by event."""

    def __init__(self, dialect):
        self.dialect = dialect
        self.text = ""
        self.errors, self.comments = [], []
        self.openings = self.terminators = 0
        self.stop = None
        self.is_garbage = self.has_remainder = False
        self._calls = {}

    @classmethod
    def of(cls, dialect, body):
        reading = cls(dialect)
        *frames, remainder = body.split(b"\n\n")
        reading.has_remainder = bool(remainder)
        for frame in frames:
            reading._take_frame(frame)
        return reading

    @property
    def calls(self):
        """Name and arguments of each tool call."""
        return tuple((name, arguments) for name, arguments in self._calls.values())

    @property
    def said(self):
        return self.text, self.calls

    def ending(self, is_body_whole):
        if self.is_garbage:
            return Ending.GARBAGE
        if self.errors:
            return Ending.TOLD_AND_ENDED if is_body_whole else Ending.TOLD
        if not is_body_whole:
            return Ending.BROKEN_OFF
        is_whole = self.terminators == self.openings == 1 and self.stop is not None and not self.has_remainder
        return Ending.WHOLE if is_whole else Ending.LOOKS_COMPLETE

    def _take_frame(self, frame):
        data, name = [], None
        for line in frame.split(b"\n"):
            field, _, value = line.partition(b":")
            value = value.removeprefix(b" ")
            if field == b"data":
                data.append(value)
            elif field == b"event":
                name = value.decode()
            elif field == b"":
                self.comments.append(value.decode())
        if not data:
            return
        if self.dialect == "chat-completions" and data == [b"[DONE]"]:
            self.terminators += 1
            return
        try:
            event = json.loads(b"\n".join(data))
        except ValueError:
            event = None
        # Anthropic's clients go by the name of the event, others by the type in its data.
        is_named = name is not None or self.dialect == "messages"
        if not isinstance(event, dict) or is_named and name != event.get("type"):
            self.is_garbage = True
        else:
            self.take(event)

    def take(self, event):
        # Nothing may follow the end: a client that reads on would take it for part of the answer.
        if self.terminators:
            self.is_garbage = True
        if self.dialect == "chat-completions":
            self._take_chunk(event)
        elif self.dialect == "responses":
            self._take_response_event(event)
        else:
            self._take_message_event(event)

    def _take_chunk(self, chunk):
        if chunk.get("error"):
            self.errors.append(chunk["error"])
            return
        for choice in chunk["choices"]:
            delta = choice["delta"]
            self.openings += "role" in delta
            self.text += delta.get("content") or ""
            self.stop = choice.get("finish_reason") or self.stop
            for call in delta.get("tool_calls") or []:
                self._call(call["index"], call["function"].get("name"), call["function"].get("arguments"))

    def _take_response_event(self, event):
        kind = event["type"]
        if kind in ("error", "response.failed"):
            self.errors.append(event if kind == "error" else event["response"]["error"])
        elif kind == "response.created":
            self.openings += 1
        elif kind == "response.completed":
            self.terminators += 1
            self.stop = event["response"]["status"]
        elif kind == "response.output_text.delta":
            self.text += event["delta"]
        elif kind == "response.output_item.added" and event["item"]["type"] == "function_call":
            self._call(event["output_index"], event["item"]["name"], "")
        elif kind == "response.function_call_arguments.delta":
            self._call(event["output_index"], None, event["delta"])

    def _take_message_event(self, event):
        kind = event["type"]
        if kind == "error":
            self.errors.append(event["error"])
        elif kind == "message_start":
            self.openings += 1
        elif kind == "message_stop":
            self.terminators += 1
        elif kind == "message_delta":
            self.stop = event["delta"]["stop_reason"]
        elif kind == "content_block_start" and event["content_block"]["type"] == "tool_use":
            self._call(event["index"], event["content_block"]["name"], "")
        elif kind == "content_block_delta":
            self.text += event["delta"].get("text", "")
            if "partial_json" in event["delta"]:
                self._call(event["index"], None, event["delta"]["partial_json"])

    def _call(self, index, name, arguments):
        known, before = self._calls.get(index, ("", ""))
        self._calls[index] = (known + (name or ""), before + (arguments or ""))
