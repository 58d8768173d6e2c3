"""How soon a recall is in effect: from the commit of its event until every event loop has it, under load."""

import json
import math
import subprocess
import threading
import urllib.request

from .load import run_load
from .processes import Failed, wait_until
from .subjects import start_holdfast

# From within the server's own process, over its API; and from a command's, which the server looks for.
OVER_API = 100
BY_COMMAND = 20
CONNECTIONS = 16
SECONDS = 20


def measure(binary, workbench, folder, upstream_port, loops):
    """Microseconds, by who gave the orders."""
    with start_holdfast(binary, folder, upstream_port, loops) as subject:
        server = json.loads((folder / "state" / "server.json").read_text())
        token = (folder / "state" / "operator.token").read_text()

        def ask(path, body=None):
            request = urllib.request.Request(
                server["operator"] + "/api/v1/" + path,
                data=None if body is None else json.dumps(body).encode(),
                headers={"authorization": f"Bearer {token}"},
            )
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)

        stop = threading.Event()

        def load():
            while not stop.is_set():
                run_load(workbench, subject, CONNECTIONS, 1)

        loading = threading.Thread(target=load)
        loading.start()
        try:
            # Each for requests that nobody sends, and without probes, which would be load of another kind.
            ids = [ask("recalls", order(f"api={number}"))["recall"]["id"] for number in range(OVER_API)]
            over_api = effects(ask, ids)
            ids = [command(binary, folder, f"command={number}") for number in range(BY_COMMAND)]
            return {"over the API": over_api, "by a command": effects(ask, ids)}
        finally:
            stop.set()
            loading.join()


def order(tag):
    return {"lineage": "bench/model", "slice": {"tag": [tag]}, "checks": "E"}


def command(binary, folder, tag):
    argv = [binary, "recall", "bench/model", "--tag", tag, "--checks", "E", "--json", "--config", folder / "holdfast.yaml"]
    done = subprocess.run([str(part) for part in argv], capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        raise Failed(f"`holdfast recall` ended with {done.returncode}:\n{done.stderr}")
    return json.loads(done.stdout)["recall"]["id"]


def effects(ask, ids):
    def found():
        recalls = {recall["id"]: recall for recall in ask("recalls?all=true")["recalls"]}
        steps = [step for id in ids for step in recalls[id]["steps"] if step["state"] == "executing"]
        return [step["findings"]["effect_us"] for step in steps] if len(steps) == len(ids) else None

    return sorted(wait_until("the recalls to be in effect", found, 60))


def percentile(sorted_values, percent):
    return sorted_values[max(0, math.ceil(len(sorted_values) * percent / 100) - 1)]
