"""From the words of a text to a conclusion and back, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from countermove.evidence import Status
from countermove.loading import load
from tests.article import PDF, WEB, needs_article
from tests.web.journeys import READERS, Hands, at_work, button, link, refused, send
from tests.web.server import serving

pytestmark = pytest.mark.xdist_group("browser")
WORDS = "water will be released in August"
MODEL = """\
countermove: 1
title: The dam
sources:
  paper: {title: The paper, renditions: {web: {file: web.txt}}}
decision_makers:
  syria: {name: Syria, options: {release: Release water}}
  iraq: {name: Iraq, options: {attack: Attack the dam}}
status_quo: []
preferences:
  syria: {prioritize: [not attack, not release]}
  iraq: {prioritize: [release, not attack]}
"""
TEXT = f"The lake behind the dam is full.\n\nOfficials say that {WORDS} if Iraq keeps away.\n\nNobody else spoke.\n"


@pytest.fixture
def page(tmp_path: Path, reader: READERS) -> Iterator[Page]:
    """Give the texts of a model with a document and no claims yet."""
    with at_work(reader, written(tmp_path), "/dam/evidence") as page:
        yield page


def written(folder: Path) -> Path:
    """Write a model and its document; return where the model is."""
    (folder / "web.txt").write_text(TEXT, encoding="utf-8")
    model = folder / "dam.yaml"
    model.write_text(MODEL, encoding="utf-8")
    return model


def drag_over(page: Page, words: str) -> None:
    """Select words with the mouse: press at the first, let go at the last."""
    box = page.get_by_text(re.compile(re.escape(words))).first.evaluate(
        """(each, words) => {
            const walk = document.createTreeWalker(each, NodeFilter.SHOW_TEXT);
            while (walk.nextNode()) {
                const at = walk.currentNode.data.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(walk.currentNode, at);
                range.setEnd(walk.currentNode, at + words.length);
                const lines = [...range.getClientRects()], [a, z] = [lines[0], lines.at(-1)];
                return [a.left + 0.5, a.top + a.height / 2, z.right - 0.5, z.top + z.height / 2];
            }
        }""",
        words,
    )
    page.mouse.move(box[0], box[1])
    page.mouse.down()
    page.mouse.move(box[2], box[3], steps=5)
    page.mouse.up()


def must_be_quoted(page: Page) -> None:
    """The quote is marked in the text, and stands under a claim of its own under a statement of Iraq."""
    expect(page.get_by_role("mark").filter(has_text=WORDS)).to_have_count(1)
    expect(page.get_by_role("region", name="Draft")).to_contain_text("Unsaved")
    expect(page.get_by_text("Syria means to release water.").first).to_be_visible()


def test_words_selected_with_the_mouse_become_a_quote_to_which_a_conclusion_leads(
    page: Page, tmp_path: Path
) -> None:
    drag_over(page, WORDS)
    expect(page.get_by_label("Words of the text")).to_have_value(WORDS)
    page.get_by_label(re.compile("^What a new claim says")).fill("Syria means to release water.")
    choose(page)
    page.get_by_label(re.compile("^Sealed")).uncheck()
    send(button(page, "Quote"))
    must_be_quoted(page)
    send(button(page.get_by_role("region", name="Draft"), "Save"))
    assert WORDS in (tmp_path / "dam.yaml").read_text(encoding="utf-8")
    send(link(page.get_by_role("navigation", name="Parts of the evidence"), re.compile("onclusions")))
    send(link(page.get_by_role("main"), "Syria means to release water.").first)
    expect(page.get_by_role("mark").filter(has_text=WORDS)).to_have_count(1)
    expect(page.get_by_text(f"“{WORDS}”")).to_be_visible()
    send(page.get_by_role("main").get_by_role("link", name=re.compile(r"[Ss]tate")).first)
    expect(link(page.get_by_role("main"), "Syria means to release water.").first).to_be_visible()


def choose(page: Page) -> None:
    """Let a statement of Iraq's rest on the claim."""
    field = page.get_by_label("What rests on the claim")
    options = field.get_by_role("option").all_inner_texts()
    field.select_option(label=next(each for each in options if each.startswith("What Iraq wants, 1")))


def test_a_quote_is_made_by_keyboard_alone(page: Page) -> None:
    hands = Hands(page)
    hands.write(page.get_by_label("Words of the text"), WORDS)
    hands.write(page.get_by_label(re.compile("^What a new claim says")), "Syria means to release water.")
    hands.leave(button(page, "Quote"))
    must_be_quoted(page)


def test_from_a_file_to_a_claim_without_a_line_of_yaml(tmp_path: Path, reader: READERS) -> None:
    model = written(tmp_path)
    model.write_text(re.sub("sources:.*?(?=decision_makers)", "", MODEL, flags=re.S), encoding="utf-8")
    with at_work(reader, model, "/dam/evidence") as page:
        expect(page.get_by_role("main")).to_contain_text("names no source yet")
        page.get_by_label("File", exact=True).set_input_files(tmp_path / "web.txt")
        send(button(page, "Add"))
        expect(page.get_by_text(WORDS)).to_be_visible()
        send(link(page.get_by_role("navigation", name="Parts of the evidence"), "Suggestions"))
        send(link(page.get_by_role("navigation", name="Kinds of suggestions"), re.compile("Reported speech")))
        send(page.get_by_role("link", name="Make a claim of it").first)
        expect(page.get_by_label("Who says it, if not the author")).to_have_value("Officials")
        page.get_by_label(re.compile("^What a new claim says")).fill("Syria means to release water.")
        send(button(page, "Quote"))
        expect(page.get_by_text("Decided before", exact=True)).to_be_visible()
        send(button(page, "Save"))
        conflict = load(str(model))
        (claim,) = conflict.model.claims.values()
        assert (claim.text, claim.said_by) == ("Syria means to release water.", "Officials")
        assert {each.status for each in conflict.evidence().checked} == {Status.EXACT}
        send(link(page.get_by_role("navigation", name="Parts of the evidence"), "Texts"))
        expect(page.locator(".passage mark.q.exact")).to_contain_text(WORDS)


def test_words_that_are_not_in_the_text_are_not_quoted(tmp_path: Path, reader: READERS) -> None:
    model = written(tmp_path)
    with serving(model) as running:
        made = reader(running.address)
        page = made.open("/dam/evidence")
        page.get_by_label("Words of the text").fill("water will never be released")
        page.get_by_label(re.compile("^What a new claim says")).fill("Syria is hard.")
        send(button(page, "Quote"))
        expect(page.get_by_role("alert")).to_contain_text("Not quoted")
        refused(made, "422 /dam/evidence?source=paper&part=1")
        made.context.close()
    assert model.read_text(encoding="utf-8") == MODEL


@needs_article
def test_a_conclusion_of_the_case_leads_to_its_place_in_both_renditions_of_the_article(
    reader: READERS,
) -> None:
    given = [f"--source=moscow-times={each}" for each in (WEB, PDF)]
    with serving("karabakh-2020", *given) as running:
        made = reader(running.address)
        page = made.open("/karabakh-2020/evidence?show=conclusions&state=1876")
        claims = page.get_by_role("main").get_by_role("listitem").get_by_role("link")
        addresses = [each.get_attribute("href") or "" for each in claims.all()]
        sealed = [each for each in addresses if "claim=" in each]
        assert sealed
        for address in dict.fromkeys(sealed):
            page.goto(address)
            places = page.get_by_role("complementary").get_by_role("link", name=re.compile(r", line \d"))
            if places.count() == 2:
                break
        assert places.count() == 2, "a claim stands in both renditions"
        for number in range(2):
            places.nth(number).click()
            anchor = page.evaluate("decodeURIComponent(location.hash.slice(1))")
            place = page.locator(f'[id="{anchor}"]')
            expect(place).to_be_in_viewport()
            assert place.inner_text().strip()
        send(page.get_by_role("complementary").get_by_role("link", name=re.compile("[Ss]tate")).first)
        expect(page.get_by_role("link", name=re.compile("."), exact=False).first).to_be_visible()
        assert "show=conclusions" in page.url
        made.context.close()
