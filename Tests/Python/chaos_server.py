"""Three of llmock's servers in a process of its own, which draw a fault for each request as it arrives.

usage: chaos_server.py      (prints their addresses as JSON; on standard input: `draw SEED` or `rest`, each answered with `done`)

llmock's own queue gives the next fault to the next request. Filled from outside it would run full while a breaker keeps
requests away, and no model would ever recover: so what a request runs into is put into the queue when it is there.
"""
import json
import random
import sys

from llmock.chaos import StreamChaos
from llmock.ratelimit import LimitSettings
from llmock.scenarios import ScenarioQueue, behavior_from_dict
from llmock.simulation import MockResponseSettings
from llmock.testing import LLMockServer

from chaos_faults import Deck

# Tokens; llmock counts four bytes as one. More than any short request here has, continuations too.
WINDOW = 400
# Milliseconds between two frames, so that streams overlap and each frame arrives alone.
PACE = 10
# Requests a minute that one of them takes: spent within seconds.
QUOTA = 10


class Drawing(ScenarioQueue):
    deck = None

    def plan_for(self, info):
        fault = self.deck and self.deck.deal(info.model, info.has_tools)
        if fault:
            self.add(behavior_from_dict(fault))
        return super().plan_for(info)


def start(limits):
    server = LLMockServer(responses=MockResponseSettings(response_style="varied", tool_mode="auto")).start()
    server.state.scenarios = Drawing()
    server.state.stream_chaos = StreamChaos(chunk_delay_ms=PACE)
    server.state.limiter.configure(limits)
    return server


def main():
    sick = start(LimitSettings(context_window=WINDOW))
    tight = start(LimitSettings(context_window=WINDOW, rpm=QUOTA))
    well = start(LimitSettings())
    print(json.dumps({"sick": sick.url, "tight": tight.url, "well": well.url}), flush=True)
    for line in sys.stdin:
        command, _, seed = line.strip().partition(" ")
        for number, server in enumerate((sick, tight)):
            server.state.scenarios.deck = Deck(random.Random(int(seed) + number)) if command == "draw" else None
        print("done", flush=True)


if __name__ == "__main__":
    main()
