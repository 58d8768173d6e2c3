"""Advisories and notices of a real run: read by validators of CSAF and VEX that others wrote, and found by those who look for them."""
import hashlib
import json
import pathlib
import re
import subprocess
import sys

import pytest

from gateway import Gateway, binary, wait_until
from test_documents import MARK, SETTINGS, Page, lived  # noqa: F401

ADDRESS = "https://status.bank.example/"
WHITE = ".well-known/csaf/white"


def tool(name: str, *arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([str(pathlib.Path(sys.executable).parent / name), *arguments], capture_output=True, text=True)


def csaf(path: pathlib.Path) -> subprocess.CompletedProcess:
    """Structure and mandatory tests, by pip csaf."""
    return tool("csaf", "validate", "--spec-version", "v20", "--no-network", str(path))


def verify(path: pathlib.Path) -> int:
    """How many tests of a VEX document fail, by pip csaf-vex; its exit code says nothing."""
    told = tool("csaf-vex", "verify", str(path)).stdout
    passed, failed = re.search(r"Summary: (\d+) passed, (\d+) failed", told).groups()
    assert int(passed) > 15, told
    return int(failed)


@pytest.fixture(scope="module")
def folder(lived):  # noqa: F811
    folder = lived.folder / "advised"
    told = json.loads(lived.run("publish", str(folder), "--address", ADDRESS, "--json"))
    assert told["advisories"] == 1 and "advisories_missing" not in told
    return folder


@pytest.fixture(scope="module")
def recall(lived):  # noqa: F811
    (advisory,) = json.loads(lived.run("advisory", "list", "--json"))["advisories"]
    return advisory


@pytest.fixture(scope="module")
def vex(lived, recall):  # noqa: F811
    path = lived.folder / "vex.json"
    lived.run("advisory", "show", recall["id"], "--vex", "--address", ADDRESS, "-o", str(path))
    return path


# MARK: Documents


def test_a_security_advisory_passes_somebody_else_s_validator(folder, recall):
    done = csaf(folder / recall["file"])
    assert done.returncode == 0, done.stdout + done.stderr


def test_its_vex_form_passes_two_of_them(vex):
    done = csaf(vex)
    assert done.returncode == 0, done.stdout + done.stderr
    assert verify(vex) == 0


def test_the_validators_do_refuse(vex, tmp_path):
    document = json.loads(vex.read_text())
    document["vulnerabilities"][0]["product_status"]["known_affected"] = ["nobody/knows"]
    spoilt = tmp_path / "spoilt.json"
    spoilt.write_text(json.dumps(document))
    assert csaf(spoilt).returncode != 0 and verify(spoilt) > 0


def test_the_advisory_tells_what_happened(lived, folder, recall):  # noqa: F811
    document = json.loads((folder / recall["file"]).read_text())
    tracking = document["document"]["tracking"]
    assert (tracking["id"], tracking["status"]) == (recall["id"], "interim")
    assert document["document"]["publisher"]["name"] == "Demo & Bank"
    (weakness,) = document["vulnerabilities"]
    assert weakness["product_status"]["known_affected"] == ["acme/opal@2"]
    assert "acme/jade (certificate HF-CT-" in weakness["remediations"][0]["details"]
    # Each entry that a revision names is a step of this recall, and in the right state.
    shown = json.loads(lived.run("recalls", "show", recall["id"], "--json"))
    states = [step["state"] for step in shown["steps"]]
    assert tracking["version"] == str(len(states)) and len(tracking["revision_history"]) == len(states)
    for revision, state in zip(tracking["revision_history"], states):
        index = re.search(r"Ledger entry (\d+)\.$", revision["summary"]).group(1)
        public = json.loads(lived.run("ledger", "show", index, "--json"))["entry"]["public"]
        assert (public["id"], public["to"]) == (recall["id"], state)
    # So is the finding's rate.
    note = weakness["notes"][0]["text"]
    public = json.loads(lived.run("ledger", "show", re.search(r"Ledger entry (\d+)\.", note).group(1), "--json"))["entry"]["public"]
    assert public["id"] == weakness["ids"][0]["text"]
    assert f"{public['hits']} hits" in note and f"n = {public['rate']['n']}," in note


def test_ours_and_theirs_agree(folder, recall, vex):
    for path in (folder / recall["file"], vex):
        told = subprocess.run([binary(), "advisory", "check", str(path), "--json"], capture_output=True, text=True).stdout
        assert json.loads(told)["valid"] is True and json.loads(told)["not_checked"] == []


def test_documents_of_every_end_pass_them_too(tmp_path):
    """One recall that ends in each way there is: released, retired, mended; tried at each of their states."""
    # The story's server has the usual ports.
    gateway = Gateway(SETTINGS + "listeners: {service: {bind: 127.0.0.1:0}, operator: {bind: 127.0.0.1:0}}\n")
    ada, bob = (json.loads(gateway.run("operator", "create", name, "--json"))["secret"] for name in ("Ada", "Bob"))
    seen = set()

    def look(recall: str):
        for more in ([], ["--vex"]):
            path = tmp_path / f"{recall}.json"
            gateway.run("advisory", "show", recall, *more, "-o", str(path))
            done = csaf(path)
            assert done.returncode == 0, done.stdout
            assert not more or verify(path) == 0
            document = json.loads(path.read_text())
        (weakness,) = document["vulnerabilities"]
        seen.add((document["document"]["tracking"]["status"], next(iter(weakness["product_status"]))))

    def step(recall: str, *command: str, token: str):
        gateway.run(*command, token=token)
        look(recall)

    def opened(*command: str) -> str:
        recall = json.loads(gateway.run(*command, "--notice", "It fails.", "--json", token=ada))["recall"]["id"]
        look(recall)
        return recall

    def contained(*command: str) -> str:
        recall = opened(*command)
        shown = lambda: json.loads(gateway.run("recalls", "show", recall, "--json"))["state"]  # noqa: E731
        wait_until("the recall to be contained", lambda: shown() == "contained", every=0.2)
        look(recall)
        return recall

    with gateway:
        held = opened("hold", "acme/jade")
        step(held, "release", held, "--reason", "nothing", token=bob)
        gone = contained("recall", "acme/jade", "--kind", "retirement")
        step(gone, "recalls", "retire", gone, "--reason", "its vendor ends it", token=bob)
        step(gone, "recalls", "close", gone, token=bob)
        mended = contained("recall", "acme/*", "--kind", "correction", "--reason-kind", "availability")
        step(mended, "recalls", "correct", mended, "--reason", "a new version", token=bob)
        step(mended, "recalls", "recertify", mended, token=bob)
        for share in ("10", "50", "100", "free"):
            step(mended, "reinstate", mended, "--share", share, "--statement", "tried again", token=bob)
        step(mended, "recalls", "close", mended, token=bob)
    gateway.stop()
    assert seen == {
        ("interim", "known_affected"), ("final", "known_not_affected"), ("final", "known_affected"), ("final", "fixed"),
    }


# MARK: The folder


def test_hashes_are_right_and_in_the_form_of_sha256sum(folder, recall):
    path = folder / recall["file"]
    for name in ("sha256", "sha512"):
        text = pathlib.Path(f"{path}.{name}").read_text()
        assert text == f"{hashlib.new(name, path.read_bytes()).hexdigest()}  {path.name}\n"
        assert subprocess.run([f"{name}sum", "-c", f"{path.name}.{name}"], cwd=path.parent, capture_output=True).returncode == 0


def test_the_provider_s_document_has_what_it_must_have(folder):
    document = json.loads((folder / ".well-known/csaf/provider-metadata.json").read_text())
    required = {
        "canonical_url", "last_updated", "list_on_CSAF_aggregators", "mirror_on_CSAF_aggregators", "metadata_version",
        "publisher", "role",
    }
    assert required <= document.keys()
    assert document["canonical_url"] == ADDRESS + ".well-known/csaf/provider-metadata.json"
    assert document["metadata_version"] == "2.0" and document["role"] == "csaf_provider"
    assert {"category", "name", "namespace"} <= document["publisher"].keys()
    (distribution,) = document["distributions"]
    (feed,) = distribution["rolie"]["feeds"]
    assert feed["tlp_label"] == "WHITE"
    assert (folder / feed["url"].removeprefix(ADDRESS)).is_file()
    assert (folder / distribution["directory_url"].removeprefix(ADDRESS) / "index.txt").is_file()


def test_the_feed_is_one_of_rolie_and_leads_to_files(folder, recall):
    feed = json.loads((folder / WHITE / "csaf-feed-tlp-white.json").read_text())["feed"]
    assert {"id", "title", "link", "category", "updated", "entry"} <= feed.keys()
    assert feed["category"] == [{"scheme": "urn:ietf:params:rolie:category:information-type", "term": "csaf"}]
    (entry,) = feed["entry"]
    assert {"id", "title", "link", "published", "updated", "content", "format"} <= entry.keys()
    assert entry["id"] == recall["id"] and entry["format"]["version"] == "2.0"
    relations = [link["rel"] for link in entry["link"]]
    assert relations == ["self", "hash", "hash"] and entry["content"]["src"] == entry["link"][0]["href"]
    for link in entry["link"]:
        assert (folder / link["href"].removeprefix(ADDRESS)).is_file()
    document = json.loads((folder / recall["file"]).read_text())["document"]
    assert entry["updated"] == document["tracking"]["current_release_date"]
    assert document["references"][0] == {"category": "self", "summary": "This document", "url": entry["content"]["src"]}
    for reference in document["references"]:
        assert (folder / reference["url"].removeprefix(ADDRESS)).is_file(), reference


def test_lists_and_security_txt(folder, recall):
    name = recall["file"].removeprefix(WHITE + "/")
    assert (folder / WHITE / "index.txt").read_text() == name + "\n"
    assert re.fullmatch(rf'"{re.escape(name)}","\d{{4}}-[^"]*Z"\n', (folder / WHITE / "changes.csv").read_text())
    lines = (folder / ".well-known/security.txt").read_text().splitlines()
    assert [line.split(": ")[0] for line in lines] == ["Contact", "Expires", "CSAF", "Canonical"]
    assert lines[0] == "Contact: mailto:ai@bank.example"
    assert lines[2] == f"CSAF: {ADDRESS}.well-known/csaf/provider-metadata.json"


def test_nothing_private_stands_in_any_file(folder, vex, lived):  # noqa: F811
    paths = [path for path in folder.rglob("*") if path.is_file()] + [vex]
    assert len(paths) > 30
    for path in paths:
        for private in (MARK, "127.0.0.1", str(lived.folder)):
            assert private.encode() not in path.read_bytes(), path


def test_the_status_pages_lead_to_notice_and_advisory(folder, recall):
    for page, notice in (("index.html", "notices"), ("hi/index.html", "hi/notices")):
        addresses = Page((folder / page).read_text()).addresses
        root = "../" if "/" in page else ""
        assert f"notices/{recall['id'].lower()}.html" in addresses and root + recall["file"] in addresses
        text = (folder / notice / f"{recall['id'].lower()}.html").read_text()
        read = Page(text)
        assert read.open == [] and "script" not in read.seen and "b" not in read.seen
        assert "acme/opal@2" in text and "It gives &lt;b&gt;secrets&lt;/b&gt; | away." in text


# MARK: Where none can be made


def test_without_an_address_there_are_notices_and_no_advisories(lived, tmp_path):  # noqa: F811
    told = json.loads(lived.run("publish", str(tmp_path / "public"), "--json"))
    assert told["advisories"] == 0 and "--address" in told["advisories_missing"]
    assert not (tmp_path / "public/.well-known").exists()
    assert list((tmp_path / "public/notices").iterdir())


def test_without_a_namespace_it_is_said_and_the_rest_is_written(tmp_path):
    gateway = Gateway(SETTINGS.replace(', namespace: "https://bank.example"', ""))
    done = gateway.attempt("advisory", "list")
    assert done.returncode == 1 and "namespace" in done.stderr and done.stdout == ""
    told = json.loads(gateway.run("publish", str(tmp_path / "public"), "--address", ADDRESS, "--json"))
    assert told["advisories"] == 0 and "namespace" in told["advisories_missing"]
    assert (tmp_path / "public/index.html").is_file() and not (tmp_path / "public/.well-known").exists()


def test_a_fault_is_told_and_nothing_of_it_written(lived, tmp_path):  # noqa: F811
    config = tmp_path / "holdfast.yaml"
    config.write_text(lived.config.read_text().replace("https://bank.example", "https://bank|example"))
    folder = tmp_path / "public"
    for command in (["publish", str(folder), "--address", ADDRESS], ["advisory", "show", "HF-RC-2026-0001"]):
        done = subprocess.run([binary(), *command, "--config", str(config)], capture_output=True, text=True)
        assert done.returncode == 1 and "publisher/namespace" in done.stderr, done.stderr
    assert not (folder / ".well-known").exists()


def test_an_id_that_is_none_is_told_with_those_that_there_are(lived, recall):  # noqa: F811
    done = lived.attempt("advisory", "show", "HF-RC-1999-0001")
    assert done.returncode == 1 and recall["id"] in done.stderr and done.stdout == ""


# MARK: Words


def test_a_notice_that_softens_is_told_and_taken():
    with_words = ["hold", "acme/jade", "--notice", "A voluntary hold, in rare cases.", "--json"]
    gateway = Gateway(SETTINGS)
    for more in (["--dry-run"], []):
        done = gateway.attempt(*with_words, *more)
        assert done.returncode == 0 and "`voluntary`, `rare cases`" in done.stderr
        assert "`voluntary`" in json.loads(done.stdout)["notice_warning"]
    done = gateway.attempt("hold", "acme/opal", "--notice", "It gives secrets away.", "--json")
    assert done.returncode == 0 and "notice_warning" not in json.loads(done.stdout)
