"""A scripted vendor: answers each request with the next prepared reply, and keeps what it was asked."""
import dataclasses
import http.server
import json
import threading


@dataclasses.dataclass
class Reply:
    """`body` as JSON, or `frames` as server-sent events: pairs of event name (None: no such line) and data."""

    body: object = None
    frames: list | None = None
    status: int = 200
    headers: dict = dataclasses.field(default_factory=dict)
    # The connection is closed behind the frames without the end of the body.
    is_cut: bool = False
    # The last frame is sent when this is set: the others have reached the client by then.
    gate: threading.Event | None = None

    def bytes(self):
        if self.frames is None:
            return json.dumps(self.body).encode()
        return b"".join(frame_bytes(event, data) for event, data in self.frames)

    def bytes_before_the_gate(self):
        return b"".join(frame_bytes(event, data) for event, data in self.frames[:-1]) if self.gate else b""


def frame_bytes(event, data):
    text = data if isinstance(data, str) else json.dumps(data)
    return ((f"event: {event}\n" if event else "") + f"data: {text}\n\n").encode()


class Vendor:
    def __init__(self):
        self.replies, self.asked, self.paths, self.heads = [], [], [], []
        vendor = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                vendor.asked.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
                vendor.paths.append(self.path)
                vendor.heads.append({name.lower(): value for name, value in self.headers.items()})
                vendor.answer(self, vendor.replies.pop(0))

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()

    @property
    def base(self):
        return f"http://127.0.0.1:{self.server.server_port}/v1"

    def will(self, *replies):
        self.replies[:] = replies
        for kept in (self.asked, self.paths, self.heads):
            kept.clear()

    def answer(self, handler, reply):
        handler.send_response(reply.status)
        content_type = "application/json" if reply.frames is None else "text/event-stream"
        for name, value in {"content-type": content_type, **reply.headers}.items():
            handler.send_header(name, value)
        data = reply.bytes()
        if reply.is_cut:
            handler.send_header("transfer-encoding", "chunked")
            handler.end_headers()
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
            handler.wfile.flush()
            handler.close_connection = True
        else:
            handler.send_header("content-length", str(len(data)))
            handler.end_headers()
            first = reply.bytes_before_the_gate()
            handler.wfile.write(first)
            handler.wfile.flush()
            if reply.gate:
                reply.gate.wait(timeout=30)
            handler.wfile.write(data[len(first):])

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


USAGE = {
    "chat-completions": {
        "prompt_tokens": 100, "completion_tokens": 50, "total_tokens": 150,
        "prompt_tokens_details": {"cached_tokens": 40}, "completion_tokens_details": {"reasoning_tokens": 20},
    },
    "responses": {
        "input_tokens": 100, "input_tokens_details": {"cached_tokens": 40, "cache_write_tokens": 0}, "output_tokens": 50,
        "output_tokens_details": {"reasoning_tokens": 20}, "total_tokens": 150,
    },
    "messages": {
        "input_tokens": 60, "cache_read_input_tokens": 40, "cache_creation_input_tokens": 0, "output_tokens": 50,
        "output_tokens_details": {"thinking_tokens": 20},
    },
}
TEXT = "The harbour is quiet."
STOPS = {
    "chat-completions": {"end": "stop", "limit": "length", "refused": "content_filter"},
    "messages": {"end": "end_turn", "limit": "max_tokens", "refused": "refusal"},
}


def response(status, items, incomplete=None, usage=None):
    return {
        "id": "resp_1", "object": "response", "created_at": 1700000000, "status": status, "model": "vendor-model",
        "output": items, "error": None, "incomplete_details": incomplete and {"reason": incomplete},
        "instructions": None, "metadata": {}, "parallel_tool_calls": True, "temperature": 1.0, "tool_choice": "auto",
        "tools": [], "top_p": 1.0, "usage": usage,
    }


def message_item(status="completed", parts=None):
    parts = [{"type": "output_text", "text": TEXT, "annotations": []}] if parts is None else parts
    return {"id": "msg_1", "type": "message", "role": "assistant", "status": status, "content": parts}


def plain(dialect, stop="end", usage=True):
    """A whole answer of a vendor of the dialect."""
    if dialect == "chat-completions":
        message = {"role": "assistant", "content": TEXT, "refusal": None}
        return Reply({
            "id": "chatcmpl-1", "object": "chat.completion", "created": 1700000000, "model": "vendor-model",
            "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": STOPS[dialect][stop]}],
            "usage": USAGE[dialect],
        })
    if dialect == "responses":
        reason = {"end": None, "limit": "max_output_tokens", "refused": "content_filter"}[stop]
        status = "incomplete" if reason else "completed"
        return Reply(response(status, [message_item(status)], reason, USAGE[dialect]))
    return Reply({
        "id": "msg_1", "type": "message", "role": "assistant", "model": "vendor-model",
        "content": [{"type": "text", "text": TEXT}], "stop_reason": STOPS[dialect][stop], "stop_sequence": None,
        "usage": USAGE[dialect],
    })


def streamed(dialect, ends=True, is_cut=False, has_created_output=True):
    """The same as a stream; without `ends` its terminator is missing."""
    pieces = [TEXT[:5], TEXT[5:11], TEXT[11:]]
    if dialect == "chat-completions":
        def chunk(delta, finish=None):
            return {
                "id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1700000000, "model": "vendor-model",
                "choices": [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}],
            }
        frames = [(None, chunk({"role": "assistant", "content": ""}))]
        frames += [(None, chunk({"content": piece})) for piece in pieces]
        if ends:
            usage = {**chunk({}), "choices": [], "usage": USAGE[dialect]}
            frames += [(None, chunk({}, "stop")), (None, usage), (None, "[DONE]")]
    elif dialect == "responses":
        created = response("in_progress", [])
        if not has_created_output:
            del created["output"]
        place = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
        empty = {"type": "output_text", "text": "", "annotations": []}
        events = [
            {"type": "response.created", "response": created},
            {"type": "response.in_progress", "response": created},
            {"type": "response.output_item.added", "output_index": 0, "item": message_item("in_progress", [])},
            {"type": "response.content_part.added", **place, "part": empty},
        ]
        events += [
            {"type": "response.output_text.delta", **place, "delta": piece, "logprobs": []} for piece in pieces
        ]
        if ends:
            part = message_item()["content"][0]
            events += [
                {"type": "response.output_text.done", **place, "text": TEXT, "logprobs": []},
                {"type": "response.content_part.done", **place, "part": part},
                {"type": "response.output_item.done", "output_index": 0, "item": message_item()},
                {"type": "response.completed", "response": response("completed", [message_item()], None, USAGE[dialect])},
            ]
        frames = [(event["type"], {**event, "sequence_number": n}) for n, event in enumerate(events)]
    else:
        start = {
            "id": "msg_1", "type": "message", "role": "assistant", "model": "vendor-model", "content": [],
            "stop_reason": None, "stop_sequence": None,
            "usage": {**USAGE[dialect], "output_tokens": 1, "output_tokens_details": {"thinking_tokens": 0}},
        }
        events = [
            {"type": "message_start", "message": start},
            {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
            {"type": "ping"},
        ]
        events += [
            {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": piece}}
            for piece in pieces
        ]
        if ends:
            events += [
                {"type": "content_block_stop", "index": 0},
                {
                    "type": "message_delta", "delta": {"stop_reason": "end_turn", "stop_sequence": None},
                    "usage": USAGE[dialect],
                },
                {"type": "message_stop"},
            ]
        frames = [(event["type"], event) for event in events]
    return Reply(frames=frames, is_cut=is_cut)
