"""Starts the built `holdfast` for a test or a demo, in a folder of its own, and stops it again."""
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def binary() -> str:
    named = os.environ.get("HOLDFAST_BINARY")
    candidates = [named] if named else [ROOT / ".build" / kind / "holdfast" for kind in ("debug", "release")]
    for candidate in candidates:
        if candidate and os.path.exists(candidate):
            return str(candidate)
    raise FileNotFoundError("no built `holdfast`: run `swift build` first, or name one in HOLDFAST_BINARY")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(what: str, condition, seconds: float = 30.0, every: float = 0.02):
    """Polls: the only way to wait for another process. Fails with the name of what did not happen."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(every)
    raise TimeoutError(f"{what} did not happen within {seconds:.0f} s")


class Gateway:
    """`settings` is a YAML text; `{state}` and `{keys}` in it become folders of this instance."""

    def __init__(self, settings: str, folder: str | None = None, environment: dict[str, str] | None = None):
        self.folder = pathlib.Path(folder or tempfile.mkdtemp(prefix="holdfast-"))
        self.folder.mkdir(parents=True, exist_ok=True)
        self.owns_folder = folder is None
        self.state = self.folder / "state"
        self.config = self.folder / "holdfast.yaml"
        text = settings.replace("{state}", str(self.state)).replace("{keys}", str(self.folder / "keys"))
        self.config.write_text(text)
        self.environment = {**os.environ, **(environment or {})}
        self.process: subprocess.Popen | None = None
        self.addresses: dict = {}

    def attempt(
        self, *arguments: str, token: str | None = None, seconds: float = 60, shows_errors: bool = False
    ) -> subprocess.CompletedProcess:
        """A command that may fail; `token`: an operator's, in whose name it acts; `seconds`: that it may take; `shows_errors`: its
        standard error, where progress is told too, is ours.
        """
        environment = {**self.environment, "HOLDFAST_TOKEN": token} if token else self.environment
        return subprocess.run(
            [binary(), *arguments, "--config", str(self.config)],
            stdout=subprocess.PIPE, stderr=None if shows_errors else subprocess.PIPE,
            text=True, env=environment, timeout=seconds,
        )

    def run(self, *arguments: str, check: bool = True, token: str | None = None, seconds: float = 60) -> str:
        """What the command prints."""
        done = self.attempt(*arguments, token=token, seconds=seconds)
        if check and done.returncode != 0:
            raise RuntimeError(f"holdfast {' '.join(arguments)} gave {done.returncode}: {done.stderr}")
        return done.stdout

    def make_key(self, tenant: str = "demo", *more: str) -> str:
        return json.loads(self.run("key", "create", "--tenant", tenant, "--json", *more))["secret"]

    def start(self) -> "Gateway":
        log = open(self.folder / "serve.log", "ab")
        known = self.state / "server.json"
        known.unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [binary(), "serve", "--config", str(self.config)], stdout=log, stderr=log, env=self.environment
        )

        def ready():
            if self.process.poll() is not None:
                raise RuntimeError("holdfast ended at start:\n" + self.log())
            return known.exists() and known.read_text().strip()

        self.addresses = json.loads(wait_until("the start of holdfast", ready))
        return self

    def reload(self, change) -> None:
        """Has the server read its settings again after `change`, a function of their text."""
        self.config.write_text(change(self.config.read_text()))
        self.process.send_signal(signal.SIGHUP)

    @property
    def base(self) -> str:
        return self.addresses["service"]

    def log(self) -> str:
        return (self.folder / "serve.log").read_text(errors="replace")

    def stop(self) -> int:
        code = 0
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            code = self.process.wait(timeout=60)
        self.process = None
        if self.owns_folder:
            shutil.rmtree(self.folder, ignore_errors=True)
        return code

    def __enter__(self) -> "Gateway":
        return self.start()

    def __exit__(self, kind, *_):
        log = self.log()
        code = self.stop()
        if kind is None and code != 0:
            raise RuntimeError(f"holdfast was asked to stop and gave {code}:\n{log}")


class LocalModel:
    """The real small model as a process of its own; with a prompt: an application that is built on it."""

    def __init__(self, alias: str = "smollm2-135m", prompt: str | None = None):
        self.port = free_port()
        self.alias = alias
        self.start(prompt)

    def start(self, prompt: str | None = None) -> None:
        server = pathlib.Path(__file__).with_name("llm_server.py")
        self.process = subprocess.Popen(
            [sys.executable, str(server), str(self.port), self.alias, *([prompt] if prompt else [])],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )
        line = self.process.stdout.readline()
        if not line.startswith("listening"):
            raise RuntimeError("the local model did not start")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
