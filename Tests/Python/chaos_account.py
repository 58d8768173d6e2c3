"""Puts three accounts of the same hour side by side: what the clients saw, what llmock did, what the journal says."""
import collections
import itertools
import re

from chaos_reading import HONEST, Ending
from chaos_upstream import answers_to, frames_shown, said_before

NONCE = re.compile(r"\bn\d{5}\b")
# Attempts that the journal keeps although no request went out.
NOT_ASKED = {"breaker_open", "model_busy", "untranslatable", "no_credential"}
OUTCOMES = {Ending.WHOLE: "completed", Ending.TOLD: "interrupted", Ending.REFUSED: "failed"}
# Models whose provider's kind implies `prefill`, and bytes that answers may begin with alike by chance.
PREFILLED = {"second"}
LEAST_ALIKE = 24
# The route's `attempts`.
MOST_ATTEMPTS = 6


def nonce_of(record):
    return NONCE.search(str(record["body"])).group()


def part_of(record, served):
    """What one attempt showed its client: each thing that it may have been."""
    said = []
    for frames in answers_to(record):
        count, is_certain = (len(frames), True) if served else frames_shown(record, frames)
        said += [said_before(record, frames, count) for count in ([count] if is_certain else range(count + 1))]
    return said


def is_said(said, parts, is_beginning=False, ways=None):
    """Whether a client that has all the parts one behind the other would have this; nothing doubled, nothing lost.

    `ways`: of each part, whether its answer was begun for the model and whether it came to its end."""
    ways = ways or [(False, True)] * len(parts)
    for chosen in itertools.product(*parts):
        text = chosen[0][0]
        for (more, _), way in zip(chosen[1:], ways[1:]):
            text += rest(text, more, *way)
        whole = text, tuple(call for _, calls in chosen for call in calls)
        if said == whole or is_beginning and begins(said, whole):
            return True
    return False


def rest(shown, more, is_prefilled, is_whole):
    """What a model that goes on adds. llmock never does: it begins anew, and what it repeats is cut (docs/configuration.md)."""
    if is_prefilled and len(shown.encode()) < LEAST_ALIKE:
        return more
    if more.startswith(shown):
        return more[len(shown):]
    # It may yet be repeating, and waits for what makes it another text.
    return "" if shown.startswith(more) and not is_whole else more


def begins(said, whole):
    (text, calls), (whole_text, whole_calls) = said, whole
    return whole_text.startswith(text) and len(calls) <= len(whole_calls) and all(
        name == whole_name and whole_arguments.startswith(arguments)
        for (name, arguments), (whole_name, whole_arguments) in zip(calls, whole_calls)
    )


def complaint(seen, parts, ways=None):
    """What is wrong with what a client got, if it got the parts; None if nothing is."""
    if seen.ending not in HONEST:
        return seen.ending.value
    if seen.ending is Ending.REFUSED:
        return None if has_message(seen) else f"a {seen.status} without an error in its dialect's shape"
    if not is_said(seen.said, parts, seen.ending is Ending.LEFT, ways):
        return f"{seen.ending.value}, and says {seen.said} where the providers said {parts}"
    if seen.ending is Ending.TOLD and seen.client.manner != "sdk":
        if len(seen.reading.errors) != 1 or not seen.reading.errors[0].get("message"):
            return f"told with {seen.reading.errors}"
    return None


def has_message(seen):
    error = seen.error.get("error") if isinstance(seen.error, dict) else None
    is_shaped = seen.client.dialect != "messages" or seen.error.get("type") == "error"
    return is_shaped and isinstance(error, dict) and bool(error.get("message")) and "type" in error


class Account:
    def __init__(self, seen, journal, records, last_resort):
        self.seen, self.records, self.last_resort = seen, records, last_resort
        self.journal = {record["id"]: record for record in journal}
        self.complaints = []
        # What the journal says of each request in llmock's log.
        self.attempts = {}
        self._asked = collections.defaultdict(list)
        for upstream, requests in records.items():
            for record in requests:
                self._asked[nonce_of(record), record["model"]].append((upstream, record))
        for each in seen:
            found = self._complaint(each)
            if found:
                identifier = each.headers.get("x-request-id")
                self.complaints.append(f"{each.client.nonce} {identifier} {each.client.dialect}, {each.client.manner}: {found}")
        for (nonce, model), left in self._asked.items():
            if left:
                self.complaints.append(f"{nonce}: {len(left)} requests to {model} that no attempt of the journal accounts for")

    @property
    def endings(self):
        return collections.Counter(each.ending for each in self.seen)

    @property
    def outcomes(self):
        return collections.Counter(record["outcome"] for record in self.journal.values())

    @property
    def faults(self):
        """What llmock did to each request; `none` for nothing."""
        return collections.Counter(
            (record["fault"] or "none").partition("@")[0] for requests in self.records.values() for record in requests
        )

    @property
    def failures(self):
        attempts = (attempt for record in self.journal.values() for attempt in record["attempts"])
        return collections.Counter(attempt["failure"] for attempt in attempts if "failure" in attempt)

    @property
    def continued(self):
        """Exchanges that one model began and another one ended."""
        return sum(
            record["outcome"] == "completed" and any(attempt["outcome"] == "interrupted" for attempt in record["attempts"])
            for record in self.journal.values()
        )

    @property
    def retried(self):
        """Attempts that asked the same model again."""
        return sum(
            before["model"] == after["model"] and after.get("failure") not in NOT_ASKED
            for record in self.journal.values() for before, after in itertools.pairwise(record["attempts"])
        )

    def _complaint(self, seen):
        record = self.journal.get(seen.headers.get("x-request-id"))
        if record is None:
            return f"{seen.ending.value}, and the journal does not know it"
        shown, asked = [], [attempt for attempt in record["attempts"] if attempt.get("failure") not in NOT_ASKED]
        if len(asked) > MOST_ATTEMPTS:
            return f"{len(asked)} attempts"
        for attempt in asked:
            known = self._asked[seen.client.nonce, "chaos-" + attempt["model"]]
            if not known:
                # The client left, and with it the request, before it was there.
                if attempt["outcome"] == "cancelled":
                    continue
                return f"llmock does not know of {attempt}"
            upstream, request = known.pop(0)
            self.attempts[upstream, request["seq"]] = attempt
            is_broken = request["fault"] and not (request["fault"].startswith("stream:stall") and request["completed"])
            if attempt["outcome"] == "served" and is_broken:
                return f"an answer served that llmock broke: {request['fault']}"
            # An attempt to go on with an answer is `interrupted` too where it was the last, whatever came of it.
            if attempt["outcome"] != "failed" and attempt.get("status") == 200:
                shown.append((attempt, request))
        return self._disagreement(seen, record, shown) or self._untruth(seen, record, shown)

    def _untruth(self, seen, record, shown):
        if record["outcome"] == "last_resort":
            return complaint(seen, [[(self.last_resort, ())]])
        is_served = [attempt["outcome"] == "served" for attempt, _ in shown]
        ways = [(attempt["model"] in PREFILLED, whole) for (attempt, _), whole in zip(shown, is_served)]
        parts = [part_of(request, whole) for (_, request), whole in zip(shown, is_served)]
        found = complaint(seen, parts, ways)
        return found and f"{found} (attempts {record['attempts']})"

    def _disagreement(self, seen, record, shown):
        marks = [f"holdfast-continued-by: {attempt['model']}" for attempt, _ in shown[1:]]
        if seen.client.manner == "reads" and seen.reading and marks != seen.marks:
            return f"marked as {seen.marks}, where the journal has {marks}"
        if (record["outcome"] == "last_resort") != ("holdfast-served-by" in seen.headers):
            return f"the journal says {record['outcome']}, the head says {dict(seen.headers)}"
        if seen.ending is Ending.LEFT or record["outcome"] == "last_resort" and seen.ending is Ending.WHOLE:
            return None
        if record["outcome"] != OUTCOMES.get(seen.ending):
            return f"{seen.ending.value}, and the journal says {record['outcome']}"
        if record["status"] != seen.status:
            return f"a {seen.status}, and the journal says {record['status']}"
        return None
