"""What is measured: the upstream alone, nginx before it, Holdfast before it."""

import json
import os
import pathlib
import re
import secrets
import shutil
import socket
import subprocess

from .processes import Child, Failed

HERE = pathlib.Path(__file__).resolve().parent.parent
PATH = "/v1/chat/completions"
MESSAGES_PATH = "/v1/messages"

SETTINGS = """\
state: {folder}/state
keys: {folder}/keys
tenants:
  bench: {{}}
listeners:
  service: {{bind: "127.0.0.1:0"}}
  operator: {{bind: "127.0.0.1:0"}}
limits: {{threads: {loops}}}
logs: {{level: warning}}
"""

# One route to one model, and all of a provider's places.
ROUTING = """\
providers:
  upstream: {{kind: openai-compatible, base_url: "http://127.0.0.1:{upstream}/v1", credential: env:BENCH_UPSTREAM_KEY}}
lineages:
  bench/model: {{}}
models:
  bench: {{provider: upstream, id: bench-model, lineage: bench/model, limits: {{concurrency: 4096}}}}
routes:
  bench: {{serve: [bench]}}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Subject:
    """Where load goes. `child` is the process that is charged for it; None for the upstream itself."""

    def __init__(self, name, plain_url, stream_url, child=None, key=None, dialect="chat-completions"):
        self.name, self.plain_url, self.stream_url = name, plain_url, stream_url
        self.child, self.key, self.dialect = child, key, dialect

    @property
    def process(self):
        """Charged or not."""
        return self.child

    def in_messages(self):
        """The same process, asked in another dialect than its upstream speaks."""
        url = self.plain_url.removesuffix(PATH) + MESSAGES_PATH
        return Subject(f"{self.name}-messages", url, url, self.child, self.key, "messages")

    def stop(self):
        if self.child:
            self.child.stop()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class Upstream(Subject):
    def __init__(self, workbench, folder):
        child = Child("the mock upstream", [workbench, "upstream", "--port", "0"], folder / "upstream.log")
        self.own = child
        text = child.wait_for(
            "listening", lambda: re.search(r"listening http://127.0.0.1:(\d+)", child.log.read_text())
        )
        self.port = int(text.group(1))
        url = f"http://127.0.0.1:{self.port}{PATH}"
        super().__init__("direct", url, url)

    @property
    def process(self):
        return self.own

    def stop(self):
        self.own.stop()


def nginx_binary():
    return shutil.which("nginx") or shutil.which("/usr/sbin/nginx")


def start_nginx(folder, upstream_port, loops, wrapper=(), environment=None, single=False):
    port = free_port()
    values = {"WORKERS": loops, "UPSTREAM": upstream_port, "PORT": port}
    child = serve_nginx(folder, "nginx.conf", values, wrapper, environment, single)
    base = f"http://127.0.0.1:{port}"
    return Subject("nginx", base + PATH, base + "/stream" + PATH, child)


def serve_nginx(folder, template, values, wrapper=(), environment=None, single=False):
    """The process, listening on the PORT of `values`, which fill the @…@ of the template."""
    binary = nginx_binary()
    if not binary:
        raise Failed("nginx is not installed: run `scripts/setup bench`")
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    text = (HERE / template).read_text()
    for name, value in {"FOLDER": folder, **values}.items():
        text = text.replace(f"@{name}@", str(value))
    if os.getuid() == 0:
        text = "user root;\n" + text  # the scratch folder is closed to the usual `nobody`
    if single:
        text = "master_process off;\n" + text
    config = folder / "nginx.conf"
    config.write_text(text)
    child = Child(
        "nginx",
        [*wrapper, binary, "-p", folder, "-c", config, "-e", folder / "error.log"],
        folder / "nginx.log",
        environment,
    )
    child.wait_for("listening", lambda: is_open(values["PORT"]), 60)
    return child


def start_holdfast(binary, folder, upstream_port, loops, wrapper=(), environment=None, seconds=30):
    routing = ROUTING.format(upstream=upstream_port)
    return serve_holdfast(binary, folder, routing, loops, wrapper, environment, seconds)


def serve_holdfast(binary, folder, routing, loops, wrapper=(), environment=None, seconds=30, orders=()):
    """Holdfast with the sections that say what goes where, and everything else as all subjects have it.

    orders: arguments of commands that are run before it starts.
    """
    folder = pathlib.Path(folder)
    settings, variables = write_settings(folder, routing, loops)
    made = subprocess.run(
        [binary, "key", "create", "--tenant", "bench", "--config", settings],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **variables},
    )
    key = re.search(r"\bhf_[0-9a-z]+_[0-9a-z]+\b", made.stdout + made.stderr)
    if made.returncode != 0 or not key:
        raise Failed(f"`holdfast key create` made no key (status {made.returncode}):\n{made.stdout}{made.stderr}")
    for order in orders:
        done = subprocess.run(
            [binary, *order, "--config", settings], capture_output=True, text=True, timeout=60, env={**os.environ, **variables}
        )
        if done.returncode != 0:
            raise Failed(f"`holdfast {' '.join(order)}` ended with {done.returncode}:\n{done.stderr}")
    child = Child(
        "holdfast",
        [*wrapper, binary, "serve", "--config", settings],
        folder / "holdfast.log",
        {**variables, **(environment or {})},
    )
    try:
        address = child.wait_for(
            "writing server.json", lambda: service_address(folder / "state" / "server.json"), seconds
        )
    except Failed:
        child.stop()
        raise
    return Subject("holdfast", address + PATH, address + PATH, child, key.group(0))


def write_settings(folder, routing, loops):
    """The settings file, and the variables that a command needs beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = folder / "holdfast.yaml"
    settings.write_text(SETTINGS.format(folder=folder, loops=loops) + routing)
    return settings, {"BENCH_UPSTREAM_KEY": "bench-upstream-credential", "HOME": str(folder)}


LITELLM_SETTINGS = """\
model_list:
  - model_name: bench
    litellm_params: {{model: openai/bench-model, api_base: "http://127.0.0.1:{upstream}/v1", api_key: bench}}
# The upstream speaks Chat Completions only; a failed request must not take it away from those that follow.
litellm_settings: {{telemetry: false, use_chat_completions_url_for_anthropic_messages: true}}
router_settings: {{disable_cooldowns: true}}
"""


def start_litellm(binary, folder, upstream_port, loops, seconds=180):
    """LiteLLM's proxy with what it needs and nothing else: its master key, no database, no log of requests."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    key = "sk-" + secrets.token_hex(32)
    settings = folder / "litellm.yaml"
    settings.write_text(LITELLM_SETTINGS.format(upstream=upstream_port))
    child = Child(
        "litellm",
        [binary, "--config", settings, "--host", "127.0.0.1", "--port", port, "--num_workers", loops],
        folder / "litellm.log",
        # Its list of prices comes along; the newest one would be fetched from the network.
        {"LITELLM_LOCAL_MODEL_COST_MAP": "True", "LITELLM_LOG": "ERROR", "LITELLM_MASTER_KEY": key, "HOME": str(folder)},
    )
    try:
        child.wait_for("listening", lambda: is_open(port), seconds)
    except Failed:
        child.stop()
        raise
    base = f"http://127.0.0.1:{port}"
    return Subject("litellm", base + PATH, base + PATH, child, key)


def service_address(path):
    """Base URL of the service listener; None while the file is missing or half written."""
    try:
        address = json.loads(path.read_text())["service"]
    except (OSError, ValueError, KeyError):
        return None
    return address.rstrip("/") if "://" in address else f"http://{address}"


def is_open(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
