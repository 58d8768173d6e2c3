"""Faults of all of llmock's kinds, drawn from a seeded generator."""

# Frames of a stream: up to 4 before the first content, some 25 of content, up to 6 of its end.
LONGEST = 34
# Far beyond the clocks of the gateway under test.
FOR_GOOD = 30
# Requests in a row to one model.
OUTAGE = 7


def fail(status, **more):
    return lambda rng: {"type": "fail", "status": status, **more}


def rate_limited(rng):
    return {"type": "fail", "status": 429, "retry_after": round(rng.uniform(0.05, 0.6), 2)}


def outage(rng):
    """Nothing but this for a while: the breaker's business."""
    return {"type": "fail", "status": 503, "times": OUTAGE}


def breaks(kind):
    # Half of them early, where one frame decides whether anything was shown.
    return lambda rng: {
        "type": "stream_fault", "kind": kind, "after_chunks": rng.choice((rng.randrange(7), rng.randrange(LONGEST))),
    }


def stalls(first, last, seconds):
    return lambda rng: {
        "type": "stream_fault", "kind": "stall", "after_chunks": rng.randint(first, last), "stall_seconds": seconds,
    }


def waits(kind, seconds):
    return lambda rng: {"type": kind, "seconds": seconds}


TOO_LONG = {"code": "context_length_exceeded", "message": "This model's maximum context length is 12 tokens."}
FILTERED = {"code": "content_filter", "message": "The request was filtered due to its content."}

# How often in a deck, and what.
KINDS = [
    (5, rate_limited),
    (1, fail(429, retry_after=60)),  # longer than a route waits
    (2, fail(500)),
    (2, fail(502)),
    (2, fail(503)),  # llmock adds a Retry-After of one second
    (1, outage),
    (1, fail(504)),
    (2, fail(529)),
    (1, fail(408)),
    (1, fail(409)),
    (1, fail(401)),
    (1, fail(402)),
    (1, fail(403)),
    (1, fail(404)),
    (1, fail(400)),
    (1, fail(422)),
    (1, fail(400, **TOO_LONG)),
    (1, fail(400, **FILTERED)),
    (10, breaks("truncate")),
    (8, breaks("disconnect")),
    (8, breaks("malformed")),
    (6, stalls(6, 20, FOR_GOOD)),
    (1, stalls(0, LONGEST, FOR_GOOD)),
    (2, stalls(0, LONGEST, 0.2)),
    (2, waits("slow_first_token", 0.2)),
    (4, waits("slow_first_token", FOR_GOOD)),
    (2, waits("delay", 0.2)),
    # llmock does not notice that nobody waits any more: beyond the clock, but not by much.
    (4, waits("delay", 4)),
]
# So many of each kind, as far as there are, come first.
FIRSTS = 3
TOOL_FAULTS = ["malformed_arguments", "unknown_tool"]


class Deck:
    """Deals faults at random, but first some of each kind: what a run meets is not left to chance alone."""

    def __init__(self, rng):
        self.rng = rng
        self.cards = []

    def deal(self, model, has_tools):
        """What this request runs into; None for nothing."""
        chance = self.rng.random()
        if chance > 0.33:
            return None
        if has_tools and chance < 0.08:
            return {"type": "tool_fault", "kind": self.rng.choice(TOOL_FAULTS)}
        if not self.cards:
            firsts = [make for count, make in KINDS for _ in range(min(count, FIRSTS))]
            more = [make for count, make in KINDS for _ in range(count - FIRSTS)]
            self.rng.shuffle(firsts)
            self.rng.shuffle(more)
            self.cards = more + firsts  # dealt from the end
        # An outage is the model's, and goes on when others are asked.
        return {**self.cards.pop()(self.rng), "match": {"model": model}}
