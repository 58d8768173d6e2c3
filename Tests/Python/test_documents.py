"""Documents of a real run - certificates, a finding, a recall with its drill and return - read by validators that others wrote."""
import html.parser
import json
import re

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from gateway import ROOT, Gateway, wait_until

# In all that is private, so that it can be looked for.
MARK = "PRIVATEMARK"
SETTINGS = f"""
state: {{state}}
keys: {{keys}}
organisation: {{name: "Demo & Bank", contact: ai@bank.example, namespace: "https://bank.example"}}
providers:
  careless-{MARK}: {{kind: rehearsal, rehearsal: {{weaknesses: [{{leaks: secret, rate: 60%}}]}}}}
  discreet-{MARK}: {{kind: rehearsal, rehearsal: {{answer: "I keep that to myself."}}}}
lineages: {{acme/opal@2: {{}}, acme/jade: {{}}}}
models:
  opal-{MARK}: {{provider: careless-{MARK}, id: opal, lineage: acme/opal@2}}
  jade-{MARK}: {{provider: discreet-{MARK}, id: jade, lineage: acme/jade}}
policies:
  desk: {{packs: {{demo: {{ceiling: 5%, trials: 64}}}}}}
routes:
  support:
    serve: [opal-{MARK}, jade-{MARK}]
    purpose: "Answers <script>alert(1)</script> & more"
    require: {{policy: desk, mode: enforce}}
tenants:
  demo: {{}}
"""
SUBJECTS = ["support", "acme/opal@2", "acme/jade"]
FORMATS = ["markdown", "html", "json", "cyclonedx"]


def card(gateway: Gateway, subject: str, form: str) -> str:
    return gateway.run("card", subject, "--format", form)


@pytest.fixture(scope="module")
def lived():
    """A gateway that has been through it all."""
    gateway = Gateway(SETTINGS)
    ada, bob = (json.loads(gateway.run("operator", "create", f"{name}-{MARK}", "--json"))["secret"] for name in ("Ada", "Bob"))
    assert gateway.attempt("certify", f"opal-{MARK}", "--policy", "desk").returncode == 1
    assert gateway.attempt("certify", f"jade-{MARK}", "--policy", "desk").returncode == 0
    finding = json.loads(gateway.run("findings", "--json"))["findings"][0]["id"]
    with gateway:
        recall = json.loads(
            gateway.run("recall", "acme/opal@2", "--class", "I", "--finding", finding,
                        "--notice", "It gives <b>secrets</b> | away.", "--reason", MARK, "--json", token=ada)
        )["recall"]["id"]
        shown = lambda: json.loads(gateway.run("recalls", "show", recall, "--json"))["state"]  # noqa: E731
        wait_until("the recall to be contained", lambda: shown() == "contained", every=0.2)
        gateway.run("recalls", "correct", recall, "--reason", MARK, token=bob)
        yield gateway


@pytest.fixture(scope="module")
def empty():
    gateway = Gateway(SETTINGS)
    yield gateway
    gateway.stop()


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("state", ["lived", "empty"])
def test_a_bill_of_materials_is_strictly_valid(request, state, subject):
    document = card(request.getfixturevalue(state), subject, "cyclonedx")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(document) is None
    models = json.loads(document)["components"]
    assert models and all(model["type"] == "machine-learning-model" for model in models)
    measured = [model for model in models if "quantitativeAnalysis" in model["modelCard"]]
    assert bool(measured) == (state == "lived")


def test_the_route_s_card_tells_all_that_happened(lived):
    document = json.loads(card(lived, "support", "json"))
    assert sorted(entry["outcome"] for entry in document["certificates"]) == ["certified", "refused"]
    (finding,) = document["findings"]
    assert finding["hits"] > 0 and finding["rate"]["low"] <= finding["rate"]["point"] <= finding["rate"]["high"]
    (recall,) = document["recalls"]
    assert recall["state"] == "correcting" and recall["class"] == "I" and recall["findings"] == [finding["id"]]
    assert [line["place"] for line in document["serving"]] == ["does not serve", "serves"]
    for part in document["certificates"] + document["findings"] + document["recalls"]:
        entry = json.loads(lived.run("ledger", "show", str(part["ledger_index"]), "--json"))["entry"]
        assert entry["public"]["id"] == part["id"]


class Page(html.parser.HTMLParser):
    """Elements and text of a page; whatever is not closed is told."""

    VOID = {"meta", "br", "link", "img", "hr", "input"}

    def __init__(self, text: str):
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        self.addresses += [value for name, value in attrs if name in ("src", "href", "action")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_page_needs_nothing_and_runs_nothing(lived, subject):
    page = Page(card(lived, subject, "html"))
    assert page.open == [] and "script" not in page.seen and page.addresses == []
    assert {"h1", "h2", "table", "caption"} <= page.seen


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_nothing_private_stands_in_a_card(lived, subject, form):
    text = card(lived, subject, form)
    assert MARK not in text and "127.0.0.1" not in text and str(lived.folder) not in text


def test_without_evidence_there_is_no_number(empty):
    markdown = card(empty, "support", "markdown")
    assert markdown.count("not measured") >= 5
    assert re.search(r"\d ?%", markdown) is None


def test_no_such_subject_is_told_with_those_that_there_are(empty):
    done = empty.attempt("card", "suport")
    assert done.returncode == 1 and done.stdout == ""
    assert all(subject in done.stderr for subject in SUBJECTS)


def test_alert_rules_name_metrics_that_there_are():
    rules = (ROOT / "docs/prometheus-alerts.yaml").read_text()
    known = set(re.findall(r"^\| `(holdfast_[a-z_]+)`", (ROOT / "docs/metrics.md").read_text(), re.MULTILINE))
    named = set(re.findall(r"\bholdfast_[a-z_]+", rules))
    assert len(named) > 10 and named <= known, named - known
