"""What `holdfast publish` writes of a real run: links, feeds, Statuspage's shapes, and the pages in a real browser."""
import json
import pathlib
import re
import shutil
import subprocess
import urllib.parse
import xml.etree.ElementTree as xml

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from gateway import binary
from test_documents import MARK, SETTINGS, Page, lived  # noqa: F401

ADDRESS = "https://status.bank.example/"
PAGES = ["index.html", "hi/index.html"]


@pytest.fixture(scope="module")
def folder(lived):  # noqa: F811
    folder = lived.folder / "public"
    lived.run("publish", str(folder), "--address", ADDRESS)
    return folder


def files(folder: pathlib.Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_nothing_private_stands_in_any_file(folder, lived):  # noqa: F811
    for name, content in files(folder).items():
        for private in (MARK, "127.0.0.1", str(lived.folder)):
            assert private.encode() not in content, name


def test_every_link_leads_somewhere(folder):
    seen = 0
    for page in folder.rglob("*.html"):
        for address in Page(page.read_text()).addresses:
            path, _, fragment = address.partition("#")
            target = (page.parent / urllib.parse.unquote(path)).resolve() if path else page
            assert target.is_file() and folder.resolve() in target.parents, address
            assert not fragment or f'id="{fragment}"' in target.read_text()
            seen += 1
    assert seen > 20


def test_a_second_call_writes_only_what_has_changed_and_removes_what_is_gone(folder, lived, tmp_path):  # noqa: F811
    copy = tmp_path / "public"
    shutil.copytree(folder, copy)
    listed = json.loads((copy / "holdfast-files.json").read_text())["files"]
    (copy / "holdfast-files.json").write_text(json.dumps({"files": listed + ["cards/gone.html", "../outside"]}))
    (copy / "cards/gone.html").write_text("gone")
    (copy / "mine.txt").write_text("mine")
    (tmp_path / "outside").write_text("outside")
    unchanged = (copy / "feed.atom").stat().st_mtime_ns
    lived.run("publish", str(copy), "--address", ADDRESS)
    assert not (copy / "cards/gone.html").exists()
    assert (copy / "mine.txt").exists() and (tmp_path / "outside").exists()
    assert (copy / "feed.atom").stat().st_mtime_ns == unchanged


def test_somebody_else_s_folder_is_left_alone(lived, tmp_path):  # noqa: F811
    (tmp_path / "index.html").write_text("mine")
    done = lived.attempt("publish", str(tmp_path))
    assert done.returncode == 1 and "did not write" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]


def test_names_of_routes_lead_out_of_no_folder(lived, tmp_path):  # noqa: F811
    config = tmp_path / "holdfast.yaml"
    text = lived.config.read_text()
    for name in ("../../up", "/etc/x", "a:b", "a/b"):
        text = text.replace("\nroutes:\n", f'\nroutes:\n  "{name}": {{serve: [jade-{MARK}]}}\n')
    config.write_text(text)
    folder = tmp_path / "deep" / "public"
    subprocess.run([binary(), "publish", str(folder), "--config", str(config)], check=True, capture_output=True)
    assert {path.name for path in tmp_path.iterdir()} == {"holdfast.yaml", "deep"}
    assert {path.name for path in (tmp_path / "deep").iterdir()} == {"public"}
    assert len(list((folder / "cards").glob("route-*.html"))) == 5


# MARK: Feeds and Statuspage

ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_atom_feed_has_what_rfc_4287_asks_for(folder):
    feed = xml.fromstring((folder / "feed.atom").read_bytes())
    assert feed.tag == ATOM + "feed"
    for name in ("id", "title", "updated", "author"):
        assert len(feed.findall(ATOM + name)) == 1, name
    assert [link.get("href") for link in feed.findall(ATOM + "link")] == [ADDRESS + "feed.atom", ADDRESS + "index.html"]
    entries = feed.findall(ATOM + "entry")
    assert len(entries) >= 4
    assert len({entry.find(ATOM + "id").text for entry in entries}) == len(entries)
    for entry in entries:
        assert entry.find(ATOM + "title").text and entry.find(ATOM + "content").text
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", entry.find(ATOM + "updated").text)
    assert any("It gives <b>secrets</b> | away." in entry.find(ATOM + "content").text for entry in entries)


def test_the_rss_feed_has_what_rss_2_asks_for(folder):
    feed = xml.fromstring((folder / "feed.rss").read_bytes())
    assert feed.tag == "rss" and feed.get("version") == "2.0"
    channel = feed.find("channel")
    assert all(channel.find(name).text for name in ("title", "link", "description"))
    items = channel.findall("item")
    assert items and all(item.find("guid").text and item.find("pubDate").text.endswith(" GMT") for item in items)


def test_the_three_feeds_tell_the_same(folder):
    atom = [entry.find(ATOM + "id").text for entry in xml.fromstring((folder / "feed.atom").read_bytes()).findall(ATOM + "entry")]
    rss = [item.find("guid").text for item in xml.fromstring((folder / "feed.rss").read_bytes()).iter("item")]
    feed = json.loads((folder / "feed.json").read_text())
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert atom == rss == [item["id"] for item in feed["items"]]


def test_programs_that_read_statuspage_read_this(folder):
    summary = json.loads((folder / "api/v2/summary.json").read_text())
    assert set(summary) == {"page", "status", "components", "incidents", "scheduled_maintenances"}
    assert summary["status"]["indicator"] in ("none", "minor", "major", "critical")
    assert [part["name"] for part in summary["components"]] == ["support", "acme/jade", "acme/opal@2"]
    assert {part["status"] for part in summary["components"]} == {"operational", "partial_outage"}
    (incident,) = summary["incidents"]
    assert incident["status"] == "identified" and incident["impact"] == "critical" and incident["resolved_at"] is None
    assert incident["incident_updates"][0]["created_at"] >= incident["incident_updates"][-1]["created_at"]
    assert {part["name"] for part in incident["components"]} == {"support", "acme/opal@2"}
    assert incident["holdfast"]["substitutes"] == ["acme/jade"]
    ids = {part["id"] for part in summary["components"]}
    assert all(part["id"] in ids for part in incident["components"])


# MARK: The browser

@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


def pages(folder: pathlib.Path) -> list[pathlib.Path]:
    return [folder / page for page in PAGES] + sorted((folder / "cards").glob("*.html")) + sorted(folder.rglob("notices/*.html"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_has_a_fault_that_axe_finds_or_is_wider_than_its_window(folder, browser, width, scheme):
    # Its script is put in from outside: the pages' own policy lets none run.
    context = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 900}, color_scheme=scheme)
    for path in pages(folder):
        page = context.new_page()
        page.goto(path.as_uri())
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path.name}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path.name
        page.close()
    context.close()


def test_without_script_a_reader_gets_from_the_page_to_a_card_and_to_the_other_language(folder, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "index.html").as_uri())
    page.get_by_role("link", name="Card (support)").click()
    assert page.get_by_role("heading", level=1).inner_text() == "System card: support"
    page.go_back()
    page.get_by_role("link", name="हिन्दी").click()
    assert page.locator("html").get_attribute("lang") == "hi"
    assert page.get_by_role("heading", name="जारी वापसी आदेश").is_visible()
    context.close()
