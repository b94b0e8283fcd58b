"""Quotes made on the page: by selecting words in a browser, of words that stand twice, for layers' elements."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from countermove.cases import case_path
from countermove.evidence import Desk, read_document
from countermove.loading import load
from countermove.provenance import VERIFIED
from countermove.web.workspace import Workspace
from tests.web.asking import TOKEN, Client
from tests.web.browser import Reader, faults
from tests.web.server import serving
from tests.web.test_evidence_screen import MODEL, PRINT, WEB

SELECT = """([within, words]) => {
  const range = document.createRange();
  for (const each of document.querySelectorAll(within)) {
    const walker = document.createTreeWalker(each, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const at = walker.currentNode.data.lastIndexOf(words);
      if (at < 0) continue;
      range.setStart(walker.currentNode, at);
      range.setEnd(walker.currentNode, at + words.length);
    }
  }
  document.getSelection().removeAllRanges();
  document.getSelection().addRange(range);
}"""
TWICE = "Water comes late. Syria keeps water back, and Iraq says that\nSyria keeps water back.\n"


def model(folder: Path, web: str = WEB, print_: str = PRINT, *, pinned: bool = False) -> Path:
    """Write a model with two renditions; with their hashes, if they are pinned."""
    text = MODEL.replace("Iraq will attack the dam", "comes") if pinned else MODEL
    text = text.replace("Syria is very glad of the water", "late") if pinned else text
    for name, content in (("web", web), ("print", print_)):
        (folder / f"{name}.txt").write_text(content)
        sha256 = hashlib.sha256(content.encode()).hexdigest()
        if pinned:
            text = text.replace(f"file: {name}.txt", f"file: {name}.txt, sha256: {sha256}")
    path = folder / "dam.yaml"
    path.write_text(text)
    return path


def asked(path: Path) -> Client:
    workspace = Workspace()
    workspace.open(str(path))
    return Client(workspace)


def quoted(client: Client, **sent: str) -> str:
    """Send a form that makes a new claim of some words; return the model's text."""
    opened = client.workspace.get("dam")
    assert opened is not None
    base = {"token": TOKEN, "seen": opened.now().sha256, "source": "paper", "says": "Syria holds water."}
    answer = client.post("/dam/evidence", data=base | sent)
    assert answer.status_code == 303, answer.text
    return opened.now().text


# ---------------------------------------------------------------- words that stand twice
def test_words_that_stand_twice_are_quoted_where_they_were_selected(tmp_path: Path) -> None:
    path = model(tmp_path, TWICE, f"The Daily Paper\n{TWICE}", pinned=True)
    words = "Syria keeps water back"
    before = len("".join(TWICE[: TWICE.rindex(words)].split()))
    inked = len("".join(words.split()))
    sent = {"from": f"0:{before}", "to": f"0:{before + inked - 1}"}
    text = quoted(asked(path), words=words, rendition="web", **sent)
    start = TWICE.rindex(words)
    assert f"web: [{start}, {start + len(words)}]" in text
    further = len("The Daily Paper\n")
    assert f"print: [{start + further}, {start + further + len(words)}]" in text
    path.write_text(text)
    checked = load(path).evidence().checked
    made = [each for each in checked if each.quote.text == words]
    assert len(made) == 2
    assert {each.status for each in made} <= VERIFIED


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"rendition": "web", "from": "0:0", "to": "0:3"},  # other words
        {"rendition": "web", "from": "0:0", "to": "0:80"},  # both places
        {"rendition": "other", "from": "0:0", "to": "0:40"},
        {"rendition": "web", "from": "999999999:0", "to": "0:999999999"},
        {"rendition": "web", "from": "-1:0", "to": "x"},
    ],
)
def test_other_places_are_none_for_words_that_stand_twice(tmp_path: Path, sent: dict[str, str]) -> None:
    path = model(tmp_path, TWICE, TWICE, pinned=True)
    client = asked(path)
    opened = client.workspace.get("dam")
    assert opened is not None
    base = {"token": TOKEN, "seen": opened.now().sha256, "source": "paper", "says": "Syria holds water."}
    answer = client.post("/dam/evidence", data=base | {"words": "Syria keeps water back"} | sent)
    assert answer.status_code == 422
    assert "these words stand 2 times" in answer.text


# ---------------------------------------------------------------- elements
def test_today_rests_on_a_claim(tmp_path: Path) -> None:
    client = asked(model(tmp_path))
    text = quoted(client, words="kept back in its lake", element="status_quo")
    assert re.search(r"status_quo:\s*\{?\s*statement: \[\],\s*because: \[syria_holds_water\]", text)


def test_every_element_that_is_offered_takes_a_claim(tmp_path: Path) -> None:
    client = asked(model(tmp_path))
    offered = [each["key"] for each in client.get("/dam/evidence.json").json()["elements"]]
    assert "status_quo" in offered
    for number, key in enumerate(offered):
        quoted(client, words="kept back in its lake", says=f"Claim number {number}.", element=key)


def test_elements_of_a_layer_take_a_claim_in_the_layers_file(tmp_path: Path) -> None:
    folder = tmp_path / "war"
    shutil.copytree(case_path("karabakh-2020").parent, folder)
    workspace = Workspace()
    opened = workspace.open(str(folder / "model.yaml"))
    client = Client(workspace)
    elements = client.get(f"/{opened.id}/evidence.json").json()["elements"]
    files = {each["file"] for each in elements}
    assert files == {"", "settlement.yaml", "contest.yaml"}
    offered = [next(each["key"] for each in elements if each["file"] == file) for file in sorted(files)]
    words = "Russian aircraft had bombed Turkish-backed groups in Idlib"
    for number, key in enumerate([*offered, "constraints[9]", "layers.contest.constraints[0]"]):
        sent = {"source": "brief", "words": words, "says": f"Russia bombed, number {number}.", "element": key}
        sent |= {"token": TOKEN, "seen": opened.now().sha256}
        answer = client.post(f"/{opened.id}/evidence", data=sent)
        assert answer.status_code == 303, answer.text
        label = f"russia_bombed_number_{number}"
        assert label in opened.now().texts["model.yaml"]
        file = (
            "contest.yaml" if "contest" in key else "settlement.yaml" if "settlement" in key else "model.yaml"
        )
        assert opened.now().texts[file].count(label) == (2 if file == "model.yaml" else 1)


# ---------------------------------------------------------------- in the browser
def selected(page: Page, passage: str, words: str) -> None:
    page.evaluate(SELECT, [passage, words])
    page.wait_for_function("words => document.querySelector('#words').value === words", arg=words)


def test_words_are_selected_quoted_and_followed_to_a_conclusion_and_back(
    tmp_path: Path, reader: Callable[..., Reader]
) -> None:
    path = model(tmp_path)
    with serving(path, folder=tmp_path) as running:
        page = reader(running.address).open("/dam/evidence")
        selected(page, ".first .passage", "kept back in its lake")
        page.fill("#says", "Syria holds water back.")
        page.select_option("#element", "preferences.iraq.prioritize[1]")
        page.click("#making button")
        page.wait_for_selector(".claim-panel")
        assert "Syria holds water back." in page.inner_text(".claim-panel")
        assert page.locator("mark.q.on").count() == 2
        page.click(".claim-panel a[href*='show=conclusions&state']")
        page.click("a:has-text('Syria holds water back.')")
        page.click(".places a")
        assert page.locator("mark.q:target").inner_text() == "kept back in its lake"
    assert "Syria holds water back" not in path.read_text()  # a draft until it is saved


def test_the_place_that_is_selected_counts(tmp_path: Path, reader: Callable[..., Reader]) -> None:
    path = model(tmp_path, TWICE, TWICE, pinned=True)
    words = "Syria keeps water back"
    with serving(path, folder=tmp_path) as running:
        page = reader(running.address).open("/dam/evidence")
        selected(page, ".first .passage", words)
        page.fill("#says", "Syria holds water back.")
        page.click("#making button")
        page.wait_for_selector(".claim-panel")
        before = page.evaluate(
            "() => { const range = document.createRange(); range.setStart(document.querySelector('.passage'), 0);"
            " range.setEndBefore(document.querySelector('mark.q.on')); return range.toString(); }"
        )
        assert words in before


def test_at_narrow_width_the_other_rendition_opens_at_the_same_row(
    tmp_path: Path, reader: Callable[..., Reader]
) -> None:
    long = "\n\n".join(f"Paragraph {number} tells that the water of the lake is low." for number in range(90))
    path = model(tmp_path, long, long)
    with serving(path, folder=tmp_path) as running:
        page = reader(running.address, viewport={"width": 390, "height": 844}).open("/dam/evidence")
        assert page.locator("#row-1 .first").is_visible()
        assert not page.locator("#row-1 .second").is_visible()
        page.evaluate("document.querySelector('#row-60').scrollIntoView()")
        page.evaluate("document.querySelector('.which a[data-keep]:not([aria-current])').click()")
        page.wait_for_url("**rendition=print**")
        assert page.locator(".heads p").first.inner_text() == "print"
        place = page.evaluate("document.querySelector('#row-60').getBoundingClientRect().top")
        assert -100 < place < 400


@pytest.mark.parametrize(("width", "colours"), [(390, "dark"), (1280, "light")])
def test_nothing_is_wrong_with_any_part(
    width: int, colours: str, served: str, tmp_path: Path, reader: Callable[..., Reader]
) -> None:
    window = {"viewport": {"width": width, "height": 900}, "color_scheme": colours}
    own = reader(served, **window)
    found = []
    for show in ("texts&claim=idlib", "conclusions", "coverage", "timeline", "narratives", "desk"):
        page = own.open(f"/karabakh-2020/evidence?show={show}")
        found += faults(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{show} is {wide} wide"] if wide > width else []
        page.close()
    path = model(tmp_path)
    Desk.open(tmp_path / "evidence").add(read_document(tmp_path / "web.txt"), work="web")
    with serving(path, folder=tmp_path) as running:
        other = reader(running.address, **window)
        found += faults(other.open("/dam/evidence?claim=wrong"))
        found += faults(other.open("/dam/evidence?show=suggestions"))
        page = other.open("/dam/evidence?show=suggestions&kind=conditional")
        page.get_by_role("link", name="Make a claim of it").first.click()
        found += faults(page)
        found += faults(other.open("/dam/evidence?show=desk"))
    assert found == []
