"""A listener between the gateway and a model: passes everything on, and keeps what was asked and answered."""
import http.server
import json
import threading
import urllib.error
import urllib.request


class Overheard:
    """`heard`: pairs of request and answer, both as JSON, in the order in which they ended."""

    def __init__(self, port: int):
        self.heard: list[tuple[dict, dict]] = []
        listener = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                asked = self.rfile.read(int(self.headers["content-length"]))
                request = urllib.request.Request(
                    f"http://127.0.0.1:{port}{self.path}", data=asked, headers={"content-type": "application/json"}
                )
                try:
                    with urllib.request.urlopen(request, timeout=120) as answer:
                        status, body = answer.status, answer.read()
                    listener.heard.append((json.loads(asked), json.loads(body)))
                except urllib.error.HTTPError as refusal:
                    status, body = refusal.code, refusal.read()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/v1"

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
