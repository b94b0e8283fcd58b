"""Dates in documents: what is found, how it was got, and that nothing is resolved in silence."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.evidence import Document, document_from_text
from countermove.evidence.telling.dates import DateMention, find_dates, nearest_year
from countermove.evidence.telling.stated_dates import MONTHS, WEEKDAYS, Partial
from countermove.evidence.telling.when import When, day, month, when, year


def told(text: str, published: str = "") -> list[tuple[str, str | None, str, str]]:
    """Each date's words, the time as models write it, how it was got and by what it is told."""
    found = find_dates(document_from_text(text), published)
    return [(each.text, each.when.written if each.when else None, each.how, each.why) for each in found]


def times(text: str, published: str = "") -> list[str | None]:
    return [written for _, written, _, _ in told(text, published)]


STATED = {
    "It opened on Oct. 14, 2020.": ["2020-10-14"],
    "It opened on October 14th, 2020, and closed.": ["2020-10-14"],
    "On 14 October 2020 it opened.": ["2020-10-14"],
    "On the 14th of October, 2020, it opened.": ["2020-10-14"],
    "It opened on Wednesday, 14 October 2020.": ["2020-10-14"],
    "It opened on 2020-10-14 and closed on 14.10.2021.": ["2020-10-14", "2021-10-14"],
    "It opened on 13/05/2020 and closed on 05/13/2021.": ["2020-05-13", "2021-05-13"],
    "It opened on 14\nOctober\n2020.": ["2020-10-14"],
    "From Oct 14-16, 2020, it was shut.": ["2020-10-14/2020-10-16"],
    "From 14 to 16 October 2020 it was shut.": ["2020-10-14/2020-10-16"],
    "Between 3 and 5 May 2019 it was shut.": ["2019-05-03/2019-05-05"],
    "From September 27 to October 14, 2020.": ["2020-09-27/2020-10-14"],
    "From 30 December to 2 January 2021.": ["2020-12-30/2021-01-02"],
    "From 30 December 2020 to 2 January 2021.": ["2020-12-30/2021-01-02"],
    "From September to November 2020.": ["2020-09-01/2020-11-30"],
    "On Oct. 14 and 16, 2020.": ["2020-10-16"],
    "In October 2020 and in early May 2021.": ["2020-10", "2021-05"],
    "In 1975, since 1991 and by 2001.": ["1975", "1991", "2001"],
    "The 1994 ceasefire and the accord (1988).": ["1994", "1988"],
    "From 1988 to 1994, then 1996-1998 and 2001\u201303.": [
        "1988-01-01/1994-12-31",
        "1996-01-01/1998-12-31",
        "2001-01-01/2003-12-31",
    ],
    "Since the early 1990s, and in the 1980s.": ["1990s", "1980s"],
    "In the spring of 2020.": ["2020"],
}


@pytest.mark.parametrize("text", STATED)
def test_dates_that_the_words_say_in_full(text: str) -> None:
    found = [each for each in told(text) if each[1] is not None]
    assert [written for _, written, _, _ in found] == STATED[text]
    assert {how for _, _, how, _ in found} == {"stated"}


@pytest.mark.parametrize(
    "text",
    [
        "They may meet and march on 14 lorries.",
        "It sent in 2000 troops and 1500 tons of grain.",
        "On page 1994 of it.",
        "It rose from 1500 to 2000 people.",
        "It opened on 31 June 2020.",
        "It opened on 2020-13-45.",
        "The mayor augured well.",
        "Resolution 1973 was passed.",
        "At 14:20, item 10.5.3.",
        "",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert told(text) == []


PARTS = {"early 1990s": "early", "mid-October 2020": "mid", "late 2020": "late", "spring 2020": "spring"}


@pytest.mark.parametrize("words", PARTS)
def test_a_part_is_named_and_not_cut_to_days(words: str) -> None:
    (found,) = find_dates(document_from_text(f"It was so in the {words}, or not."))
    assert found.when is not None
    assert found.when.part == PARTS[words]
    assert (found.when.last - found.when.first).days > 27


FORMS = (
    "{d} {M} {y}",
    "{M} {d}, {y}",
    "{M} {d} {y}",
    "{m}. {d}, {y}",
    "{d} {m} {y}",
    "the {d}{th} of {M} {y}",
    "{W}, {M} {d}, {y}",
    "{W} {d} {M}, {y}",
    "{y}-{mm}-{dd}",
    "{dd}.{mm}.{y}",
    "{MM} {d}, {y}",
)
days = st.dates(date(1500, 1, 1), date(2099, 12, 31))


@given(
    days, st.sampled_from(FORMS), st.sampled_from(["On {} it rained.", "It rained ({}).", "Rain, {}; wind."])
)
def test_any_day_in_any_form_is_read_back(told_day: date, form: str, frame: str) -> None:
    name = MONTHS[told_day.month - 1]
    words = form.format(
        d=told_day.day,
        dd=f"{told_day.day:02}",
        mm=f"{told_day.month:02}",
        y=told_day.year,
        M=name,
        m=name[:3],
        MM=name.upper(),
        W=WEEKDAYS[told_day.weekday()],
        th={1: "st", 2: "nd", 3: "rd"}.get(told_day.day % 10 if told_day.day // 10 != 1 else 0, "th"),
    )
    text = frame.format(words)
    (found,) = find_dates(document_from_text(text))
    assert (found.when, found.how, found.why) == (day(told_day), "stated", "")
    assert text[found.start : found.end] in (words, words.removeprefix("the "))


def literal_year(partial: Partial, issued: When) -> When | None:
    """Walk outwards from the publication, day by day, until such a date begins or ends there."""
    for away in range(366 * 9):
        here = set()
        for end, step in ((issued.last, 1), (issued.first, -1)):
            at = end + timedelta(days=away * step)
            for number in (at.year - 1, at.year, at.year + 1):
                read = partial.of(number)
                if read is not None and _between(read, issued) == away:
                    here.add(read)
        if away == 0:
            here |= {
                read
                for number in range(issued.first.year, issued.last.year + 1)
                if (read := partial.of(number)) is not None and _between(read, issued) == 0
            }
        if here:
            return here.pop() if len(here) == 1 else None
    return None


def _between(one: When, other: When) -> int:
    if one.first <= other.last and other.first <= one.last:
        return 0
    return (one.first - other.last).days if one.first > other.last else (other.first - one.last).days


partials = st.one_of(
    st.builds(lambda m: Partial(None, m), st.integers(1, 12)),
    st.builds(lambda d: Partial(None, d.month, d.day), st.dates(date(2000, 1, 1), date(2000, 12, 31))),
)
issues = st.one_of(
    st.builds(day, st.dates(date(1850, 1, 1), date(2050, 1, 1))),
    st.builds(month, st.integers(1850, 2050), st.integers(1, 12)),
    st.builds(year, st.integers(1850, 2050)),
)


@given(partials, issues)
def test_the_year_is_the_nearest_one(partial: Partial, issued: When) -> None:
    if (partial.month, partial.day) == (2, 29):
        issued = When(issued.first.replace(year=1960, day=1), issued.first.replace(year=1960, day=2), "range")
    assert nearest_year(partial, issued) == literal_year(partial, issued)


def test_the_year_comes_from_the_publication_and_it_says_so() -> None:
    text = "On Oct. 14 it rained."
    assert told(text, "2020-10") == [("Oct. 14", "2020-10-14", "publication", "")]
    assert told(text, "2020") == [("Oct. 14", "2020-10-14", "publication", "")]
    assert told("On Dec. 20 it rained.", "2021-01-05") == [("Dec. 20", "2020-12-20", "publication", "")]
    assert told("On Jan. 10 it opens.", "2020-12-28") == [("Jan. 10", "2021-01-10", "publication", "")]
    assert told(text) == [("Oct. 14", None, "open", "no year")]
    assert told(text, "last week") == [("Oct. 14", None, "open", "no year")]


def test_a_date_of_another_year_nearby_comes_before_the_publication() -> None:
    text = "In mid-October 2020 it rained. On 14 October the dam broke."
    assert told(text, "2026")[1] == ("14 October", "2020-10-14", "inferred", "earlier date")
    assert told(text)[1] == ("14 October", "2020-10-14", "inferred", "earlier date")
    assert told(text, "2020-11")[1] == ("14 October", "2020-10-14", "publication", "")
    far = "In March 1975 they signed. On 14 October the dam broke."
    assert told(far, "2020-10")[1] == ("14 October", None, "open", "two readings")


def test_a_weekday_that_does_not_fit_is_said() -> None:
    assert told("On Monday, Oct. 14, 2020, it rained.") == [
        ("Monday, Oct. 14, 2020", "2020-10-14", "stated", "weekday")
    ]
    assert told("On Monday, Oct. 14 it rained.", "2020-10-20") == [
        ("Monday, Oct. 14", None, "open", "weekday")
    ]


def test_what_can_be_read_in_two_ways_stays_open() -> None:
    assert told("On 04/05/2020 it rained, as in the '90s.") == [
        ("04/05/2020", None, "open", "two readings"),
        ("the '90s", None, "open", "two readings"),
    ]


BASE = "On 14 October 2020 the dam broke. "
RELATIVE = {
    "Earlier that day it rained.": ("2020-10-14", "inferred", "earlier date"),
    "The next day it rained.": ("2020-10-15", "inferred", "earlier date"),
    "The previous day it rained.": ("2020-10-13", "inferred", "earlier date"),
    "Ten days later it rained.": ("2020-10-24", "inferred", "earlier date"),
    "Two weeks earlier, it rained.": ("2020-09-30", "inferred", "earlier date"),
    "Later that year it rained.": ("2020", "inferred", "earlier date"),
    "Nearly ten days later it rained.": (None, "open", "earlier date"),
    "A few days later it rained.": (None, "open", "earlier date"),
    "Two hours later it rained.": (None, "open", "earlier date"),
    "Days before the phone call it rained.": (None, "open", "event"),
    "A week after the flood it rained.": (None, "open", "event"),
    "Over the past few weeks it has rained.": (None, "open", "publication"),
    "It will rain for decades to come.": (None, "open", "publication"),
    "Last month it rained.": ("2020-09", "inferred", "publication"),
    "Three days ago it rained.": ("2020-10-18", "inferred", "publication"),
    "Yesterday it rained.": ("2020-10-20", "inferred", "publication"),
    "On Monday it rained.": ("2020-10-19", "inferred", "publication"),
    "It will rain on Monday.": (None, "open", "publication"),
    "The minister said: \u201cToday it rains.\u201d": (None, "open", "publication"),
}


@pytest.mark.parametrize("text", RELATIVE)
def test_times_told_by_others(text: str) -> None:
    assert told(BASE + text, "2020-10-21")[1][1:] == RELATIVE[text]


def test_nothing_is_inferred_from_a_publication_that_is_not_known_exactly() -> None:
    for text in ("Yesterday it rained.", "Three days ago it rained.", "On Monday it rained."):
        for published in ("", "2020", "2020-10"):
            assert times(text, published) == [None]


def test_a_count_from_a_date_is_resolved_and_the_date_stands_beside_it() -> None:
    assert told("Two weeks after Oct. 14, 2020, it rained.") == [
        ("Two weeks after", "2020-10-28", "inferred", "event"),
        ("Oct. 14, 2020", "2020-10-14", "stated", ""),
    ]


def test_a_date_within_an_events_words_is_a_date_of_its_own() -> None:
    found = find_dates(document_from_text("Days before the ceasefire of 1994 it rained."))
    assert [(each.text, each.anchor, each.how) for each in found] == [
        ("Days before", "the ceasefire of 1994", "open"),
        ("1994", "", "stated"),
    ]


def test_an_event_has_its_name() -> None:
    text = (
        "Days before the phone call, and a week after the flood in spring. Hours before the talks the ministry left. "
        "Months after the opening of the gates it rained."
    )
    found = find_dates(document_from_text(text))
    assert [(each.anchor, each.direction) for each in found] == [
        ("the phone call", "before"),
        ("the flood", "after"),
        ("the talks", "before"),
        ("the opening of the gates", "after"),
    ]


def test_furniture_is_not_read() -> None:
    text = "On 14 October 2020 it rained.\n\nRelated article: What happened on 3 May 2019\n\nIt went on."
    assert times(text) == ["2020-10-14"]


words = st.sampled_from(
    "on the Oct. 14 16 , 2020 - and from to between days before after that day week ago last Monday May early "  # noqa: SIM905
    "1990s in 1975 the flood . \n \u2013 two a few next yesterday ' \" 31 June 0 99999".split(" ")
)


@given(
    st.lists(words, max_size=30).map(" ".join), st.sampled_from(["", "2020", "2020-10", "2020-10-14", "x"])
)
def test_every_date_has_its_place_and_says_how_it_was_got(text: str, published: str) -> None:
    document = document_from_text(text)
    end = 0
    for each in find_dates(document, published):
        assert each.start >= end
        end = each.end
        assert " ".join(text[each.start : each.end].split()) == each.text
        _is_accounted_for(each)


def _is_accounted_for(found: DateMention) -> None:
    assert (found.when is None) == (found.how == "open")
    assert bool(found.why) or found.how in ("stated", "publication")
    if found.when is not None:
        assert found.when.first <= found.when.last
        assert found.when.precision != "day" or found.when.first == found.when.last


@given(st.one_of(issues, st.builds(lambda a, b: When(min(a, b), max(a, b), "range"), days, days)))
def test_a_time_is_written_as_it_is_read(time: When) -> None:
    assert when(time.written) == time


@pytest.mark.parametrize(
    "text", ["", "x", "20", "2020-13", "2020-02-30", "2020-10-14/2020-10-13", "2020/", "1/2/3"]
)
def test_what_is_no_time(text: str) -> None:
    assert when(text) is None


def test_a_month_has_all_its_days() -> None:
    for number in range(1, 13):
        assert month(2023, number).last.day == monthrange(2023, number)[1]


def test_both_renditions_of_the_article_tell_the_same_dates(web: Document, pdf: Document) -> None:
    found = {
        document.sha256: [(each.text, each.when, each.how) for each in find_dates(document, "2020-10")]
        for document in (web, pdf)
    }
    first, second = found.values()
    assert first == second
    known = [(time.written, time.part, how) for _, time, how in first if time is not None]
    assert known == [
        ("2020-10-14", "", "publication"),
        ("1990s", "early", "stated"),
        ("2020-10-14", "", "inferred"),
    ]
    assert len(first) == 12
