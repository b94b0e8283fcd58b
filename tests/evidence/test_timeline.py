"""The timeline: all dates of works and claims in order, once per work, as a table, a plot and JSON."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.evidence import Document, Work, document_from_text
from countermove.evidence.telling.dates import find_dates
from countermove.evidence.telling.timeline import timeline
from countermove.evidence.telling.when import day, decade, month, span, year
from countermove.views.evidence_plot import MARK, MOST_EVENTS, timeline_plot
from countermove.views.evidence_timeline import time_words, timeline_sentences
from tests.article import WEB, needs_article
from tests.console import call

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Claimed:
    label: str
    text: str
    happened: str = ""
    reported: str = ""


def work(text: str, name: str = "letter", published: str = "2020-10") -> Work:
    return Work(name, {"text": document_from_text(text)}, published=published)


LETTER = (
    "On 14 October the dam broke. It had been built in 1975. Days before the flood it rained. "
    "The next day the port was shut, as in the early 1990s."
)


def test_events_stand_in_order_and_what_is_not_dated_apart() -> None:
    found = timeline([work(LETTER)], [Claimed("shut", "The port was shut.", "2020-10-15", "2020-10")])
    assert [(each.when.written, each.kind) for each in found.dated if each.when] == [
        ("1975", "text"),
        ("1990s", "text"),
        ("2020-10", "reported"),
        ("2020-10-14", "text"),
        ("2020-10-15", "text"),
        ("2020-10-15", "happened"),
    ]
    # "The next day" is told by the last day that was dated, which a year is not.
    assert [each.date.text for each in found.open if each.date] == ["Days before the flood"]


def test_times_without_a_year_are_not_said_to_be_told_by_something_else() -> None:
    works = [work("On 14 October the dam broke. It rained in May. Days before the flood it froze.", "", "")]
    first, told, year = timeline_sentences(timeline(works), works, 0)
    assert first == "No dated events in one work."
    assert told == "One more time is told by something else and stays open."
    assert year.startswith("Two more times are without a year;")
    assert "--published" in year


texts = st.sampled_from(
    ["On 14 October it rained.", "In 1975 it rained.", "Days before the flood.", "In May 2021.", "X."]
)
claims = st.builds(
    Claimed,
    st.just("a"),
    st.just("It rained."),
    st.sampled_from(["", "2020", "2020-10-14", "2019/2020"]),
    st.just(""),
)


@given(st.lists(st.lists(texts, max_size=4).map(" ".join), max_size=4), st.lists(claims, max_size=4))
def test_no_date_is_lost_or_told_twice(given_texts: list[str], given_claims: list[Claimed]) -> None:
    works = [work(each, f"w{number}") for number, each in enumerate(given_texts)]
    found = timeline(works, given_claims)
    everything = [(each.id, date) for each in works for date in find_dates(each.text, each.published)]
    listed = [(each.work, each.date) for each in (*found.dated, *found.open) if each.date is not None]
    assert sorted(map(repr, listed)) == sorted(map(repr, everything))
    assert sum(each.date is None for each in found.dated) == sum(bool(each.happened) for each in given_claims)
    orders = [each.when.order for each in found.dated if each.when]
    assert orders == sorted(orders)
    assert all(each.when is None for each in found.open)


def test_a_work_is_read_once_however_many_renditions_it_has() -> None:
    document = document_from_text(LETTER)
    other = document_from_text(LETTER + "\n\nPage 2")
    one = timeline([Work("letter", {"web": document})])
    assert timeline([Work("letter", {"web": document, "pdf": other})]) == one


def test_both_renditions_of_the_article_have_one_timeline(web: Document, pdf: Document) -> None:
    one, other = (
        [(each.when, each.text) for each in timeline([Work("a", {"x": document}, published="2020-10")]).dated]
        for document in (web, pdf)
    )
    assert one == other
    assert [time.written for time, _ in one if time] == ["1990s", "2020-10-14", "2020-10-14"]


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (day(month(2020, 10).first), "1 October 2020"),
        (month(2020, 10, "mid"), "mid October 2020"),
        (year(2020, "spring"), "spring 2020"),
        (decade(1990, "early"), "early 1990s"),
        (span(year(1988), year(1994)), "1988 to 1994"),
        (span(month(2020, 10), month(2020, 10)), "1 to 31 October 2020"),
        (span(month(2020, 9), month(2020, 10)), "1 September to 31 October 2020"),
        (span(month(2020, 9), month(2021, 1)), "1 September 2020 to 31 January 2021"),
    ],
)
def test_times_in_words(time: object, words: str) -> None:
    assert time_words(time) == words  # type: ignore[arg-type]


# ---------------------------------------------------------------- the plot
def plotted(text: str) -> tuple[ElementTree.Element, list[str]]:
    works = [work(text)]
    svg = ElementTree.fromstring(timeline_plot(timeline(works), works, 0, "A <title> & more"))
    return svg, ["".join(each.itertext()) for each in svg.iter(f"{SVG}text")]


def test_the_plot_is_xml_with_a_title_a_description_and_every_event() -> None:
    svg, lines = plotted(LETTER)
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "plot-title plot-desc"
    assert svg.findtext(f"{SVG}title") == "A <title> & more"
    described = svg.findtext(f"{SVG}desc") or ""
    for words in ("1975", "early 1990s", "14 October 2020"):
        assert words in lines
        assert words in described
    assert "the year is that of the publication" in lines


def test_the_plot_has_no_colours_but_those_that_the_page_can_change() -> None:
    svg, _ = plotted(LETTER)
    drawn = [each for each in svg.iter() if each.tag not in (f"{SVG}style", f"{SVG}title", f"{SVG}desc")]
    assert not any({"fill", "stroke", "style"} & set(each.keys()) for each in drawn)
    assert "prefers-color-scheme: dark" in (svg.findtext(f"{SVG}style") or "")
    assert not any("href" in key or "src" in key for each in svg.iter() for key in each.attrib)


def test_a_hostile_text_stays_text() -> None:
    svg, lines = plotted("On 14 October <script>alert(1)</script> \x1b[31m &amp; \ufffe it rained.")
    assert not list(svg.iter(f"{SVG}script"))
    assert any("<script>" in each for each in lines)


def test_a_plot_that_leaves_events_out_says_so() -> None:
    _, lines = plotted("On 14 October it rained. " * (MOST_EVENTS + 3))
    assert any("Three later events not drawn" in each for each in lines)


# ---------------------------------------------------------------- the command
@pytest.fixture
def desk(empty: Path) -> Path:
    (empty / "letter.txt").write_text(LETTER, encoding="utf-8")
    (empty / "notice.txt").write_text("On 15 October 2020 the ministry closed the river.", encoding="utf-8")
    assert call(["evidence", "add", "letter.txt", "--published", "2020-10"]).code == 0
    assert call(["evidence", "add", "notice.txt"]).code == 0
    return empty


def test_the_command_lists_all_works_of_the_desk(desk: Path) -> None:
    ran = call(["evidence", "timeline"])
    assert ran.code == 0
    assert "Five dated events in two works" in " ".join(ran.out.split())
    data = json.loads(call(["evidence", "timeline", "--json"]).out)
    assert [(each["when"]["written"], each["work"]) for each in data["events"]] == [
        ("1975", "letter"),
        ("1990s", "letter"),
        ("2020-10-14", "letter"),
        ("2020-10-15", "letter"),
        ("2020-10-15", "notice"),
    ]
    assert data["open"][0]["date"]["anchor"] == "the flood"
    for each in data["events"]:
        text = (desk / f"{each['work']}.txt").read_text(encoding="utf-8")
        assert text[each["date"]["start"] : each["date"]["end"]] == each["date"]["words"]


def test_a_plot_is_written_and_overwrites_nothing_else(desk: Path) -> None:
    assert call(["evidence", "timeline", "--plot", "a.svg"]).code == 0
    assert str(MARK) in (desk / "a.svg").read_text(encoding="utf-8")
    assert call(["evidence", "timeline", "--plot", "a.svg"]).code == 0
    (desk / "b.svg").write_text("<svg>mine</svg>", encoding="utf-8")
    for name, words in (("b.svg", "is not a plot"), ("letter.txt", "ends in .svg")):
        ran = call(["evidence", "timeline", "--plot", name])
        assert ran.code == 2
        assert words in ran.err
    assert (desk / "b.svg").read_text(encoding="utf-8") == "<svg>mine</svg>"


def test_without_documents_it_says_what_to_type(empty: Path) -> None:
    ran = call(["evidence", "timeline"])
    assert ran.code == 4
    assert "countermove evidence add" in ran.err


def test_a_model_without_documents_has_its_claims(empty: Path) -> None:
    data = json.loads(call(["evidence", "timeline", "karabakh-2020", "--json"]).out)
    claimed = [each for each in data["events"] if each["kind"] != "text"]
    assert claimed
    assert {each["when"]["written"] for each in claimed} == {"2020-10", "2020-10-14"}
    assert "moscow-times" not in {each["id"] for each in data["works"]}


@needs_article
def test_the_article_and_its_claims_in_one_timeline(empty: Path) -> None:
    data = json.loads(
        call(["evidence", "timeline", "karabakh-2020", "--source", f"moscow-times={WEB}", "--json"]).out
    )
    mine = [
        (each["when"]["written"], each["date"]["how"])
        for each in data["events"]
        if each.get("work") == "moscow-times"
    ]
    assert mine == [("1990s", "stated"), ("2020-10-14", "publication"), ("2020-10-14", "inferred")]
