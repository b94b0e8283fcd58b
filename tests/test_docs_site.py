"""The documentation as a whole: pages that are made, links, and what it promises."""

from __future__ import annotations

import re
import runpy
from decimal import Decimal
from pathlib import Path

import countermove
from countermove.concepts import all_concepts
from countermove.model.yaml import parse
from tests.pages import DOCS, REPOSITORY, by_page, in_code, prose
from tests.web.addresses import BY_NAME


def test_the_page_on_concepts_is_made_from_their_declarations() -> None:
    made = runpy.run_path(str(DOCS / "conf.py"))
    assert made["CONCEPTS_MARK"] in (DOCS / f"{made['CONCEPTS_PAGE']}.md").read_text(encoding="utf-8")
    text = made["concepts_markdown"]()
    for concept in all_concepts():
        for said in (concept.id, concept.name, concept.short, concept.question, concept.definition):
            assert said in text
        assert concept.citation in text


def test_the_documentation_refuses_what_loads_from_elsewhere() -> None:
    loads = runpy.run_path(str(DOCS / "conf.py"))["_LOADS"]
    for bad in (
        '<script src="https://cdn.example/x.js"></script>',
        '<link rel="stylesheet" href="//fonts.example/css">',
        '<img alt="" src=http://example/x.png>',
        "@import url('https://fonts.example/css');",
        "src: url(https://fonts.example/a.woff2)",
    ):
        assert loads.search(bad), bad
    for good in ('<a href="https://example/">a</a>', '<script src="_static/x.js">', "url('../img/a.svg')"):
        assert not loads.search(good), good


@by_page
def test_links_lead_to_files_that_are_there(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        assert not target.startswith(("http://", "https://")), f"{target}: the pages name no hosts"
        path = target.split("#")[0]
        assert not path or (page.parent / path).exists(), target


@by_page
def test_pages_hold_no_path_of_one_machine(page: Path) -> None:
    assert not re.search(r"(?<![\w.])/(?:work|root|home|Users|tmp)/", page.read_text(encoding="utf-8"))


def test_the_citation_file_is_true() -> None:
    text = (REPOSITORY / "CITATION.cff").read_text(encoding="utf-8")
    data, problems = parse(text, "CITATION.cff")
    assert problems == []
    assert data["cff-version"] == "1.2.0"
    assert {"message", "title", "authors"} <= set(data)
    assert data["authors"] == [{"name": "The countermove authors"}]
    assert data["version"] == countermove.__version__
    assert not isinstance(data["version"], Decimal)
    assert data["license"] == "MIT"


def test_the_change_log_knows_this_version() -> None:
    text = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## \[?{re.escape(countermove.__version__)}\]?", text, flags=re.M)


def test_each_make_target_is_explained() -> None:
    targets = re.findall(r"^([a-z]+):", (REPOSITORY / "Makefile").read_text(encoding="utf-8"), flags=re.M)
    shown = in_code(prose(REPOSITORY / "CONTRIBUTING.md"))
    assert {f"make {target}" for target in targets} <= shown


def test_every_picture_of_a_screen_is_shown_and_there() -> None:
    page = DOCS / "howto" / "workbench-screens.md"
    shown = re.findall(r"!\[[^\]]+\]\(\.\./screens/([^)]+)\)", page.read_text(encoding="utf-8"))
    there = {each.name for each in (DOCS / "screens").iterdir()}
    assert len(shown) == len(set(shown))
    assert set(shown) == there
    names = {each.rsplit("-", 2)[0] for each in there}
    assert there == {f"{name}-{c}-{w}.webp" for name in names for c in ("light", "dark") for w in (1280, 390)}
    assert {re.sub("[^a-z0-9]+", "-", name).strip("-") for name in ("start", *BY_NAME)} <= names
