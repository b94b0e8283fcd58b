"""What the rules for suggestions find, and what they leave alone, in sentences of our own."""

from __future__ import annotations

from importlib.resources import files

import pytest

from countermove.evidence import document_from_text
from countermove.evidence.suggesting import Suggestion, suggest
from countermove.evidence.suggesting.gazetteer import gazetteer
from countermove.evidence.suggesting.lexicon import HEADS, base, listed
from countermove.evidence.suggesting.tokens import tokens
from countermove.views.evidence_suggestions import suggestion_lines


def found(text: str, kind: str, published: str = "2024-03-10") -> list[Suggestion]:
    return suggest(document_from_text(text), published, [kind])


def quotes(text: str, kind: str) -> list[str]:
    return [each.quote for each in found(text, kind)]


def named(text: str) -> dict[str, list[str]]:
    return {
        each.content["name"]: list(dict.fromkeys(form for form, _, _ in each.mentions))
        for each in found(text, "actor")
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Norway opened the lock. Oslo had warned of this. Sweden did not answer.",
            {"Norway": ["Norway", "Oslo"], "Sweden": ["Sweden"]},
        ),
        ("The Kremlin said no. Russia’s army left.", {"Russia": ["Kremlin", "Russia", "Russia’s army"]}),
        ("Norwegian forces left the delta.", {"Norway": ["Norwegian forces"]}),
        ("The UN Security Council met. The UN paid.", {
            "United Nations Security Council": ["UN Security Council"], "United Nations": ["UN"],
        }),
        (
            "The port authority of the delta refused. Later the authority gave in.",
            {"port authority of the delta": ["port authority of the delta", "authority"]},
        ),
        ("The River Board met. The board broke up.", {"River Board": ["River Board", "board"]}),
        (
            "The Inland Water Agency (IWA) met. The IWA broke up.",
            {"Inland Water Agency": ["Inland Water Agency", "IWA"]},
        ),
        ("Two shipping companies and the farmers' union sued.", {
            "shipping companies": ["shipping companies"], "farmers' union": ["farmers' union"],
        }),
        ("Dockworkers walked out, and fishermen followed.", {
            "dockworkers": ["Dockworkers"], "fishermen": ["fishermen"],
        }),
        ("The Danish minister said so.", {"Denmark": ["Danish minister"]}),
        ("Danish newspapers wrote so.", {"Danish newspapers": ["Danish newspapers"]}),
    ],
)  # fmt: skip
def test_actors_are_joined_under_one_name(text: str, expected: dict[str, list[str]]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It rained in Norway and Sweden.",  # places
        "The Norway campaign was long.",
        "A government is never sure.",  # any one
        "She had turkey for lunch, and who would not?",  # a common word and a pronoun
        "The South America line closed.",
        "The board met.",  # which one nobody says
        "The company car was new.",
        "It began in March 2020.",
    ],
)
def test_who_does_not_act_is_no_actor(text: str) -> None:
    assert named(text) == {}


def test_a_person_is_found_by_title_and_later_by_last_name() -> None:
    text = "The American President Abraham Lincoln came. Lincoln left again."
    (actor,) = [each for each in found(text, "actor") if each.content["name"] == "Abraham Lincoln"]
    assert actor.content["of"] == "United States"
    assert [form for form, _, _ in actor.mentions] == ["Abraham Lincoln", "Lincoln"]


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("If the dam breaks, the town floods.", "if"),
        ("The union will strike unless wages rise.", "unless"),
        ("Provided that it rains, the lock opens.", "provided that"),
        ("Should the bank refuse, the board would fall.", "should"),
        ("Were the bank to refuse, the board would fall.", "were"),
        ("Had the bank refused, the board would have fallen.", "had"),
        ("In that case the harbour closes.", "in that case"),
        ("The board will not pay until the lock is open.", "until"),
        ("Without a treaty, nobody can build.", "without"),
        ("Much depends on whether it rains.", "depends on whether"),
        ("As long as the gate stays shut, no ship leaves.", "as long as"),
    ],
)
def test_conditionals(text: str, cue: str) -> None:
    (each,) = found(text, "conditional")
    assert (each.quote, each.cue) == (text, cue)


@pytest.mark.parametrize(
    "text",
    [
        "It looked as if the dam would break.",
        "The bank paid, if only to be left alone.",
        "They asked if the dam would break.",
        "The lock was shut until 1990.",
        "The lock was shut until the ice was gone.",
        "Should the bank refuse?",
        "The board should refuse.",
        "When the gate was shut, the ships left.",
    ],
)
def test_what_is_no_conditional(text: str) -> None:
    assert found(text, "conditional") == []


def test_a_conditional_is_taken_from_where_it_is_said() -> None:
    (each,) = found("The mayor said on 3 May that the town would sue if the bank refused.", "conditional")
    assert each.quote == "the town would sue if the bank refused."
    assert each.content == {"condition": "if the bank refused", "consequence": "the town would sue"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The port authority could close the lock.", "port authority could close the lock"),
        (
            "The port authority, an old body, may sue the bank.",
            "port authority, an old body, may sue the bank",
        ),
        ("Norway intends to open the lock, but it waits.", "Norway intends to open the lock"),
        (
            "The farmers' union has threatened to block the bridge.",
            "farmers' union has threatened to block the bridge",
        ),
        ("If the farmers' union blocks the bridge, it is over.", "farmers' union blocks the bridge"),
        ("None of the members of the council can pay.", "None of the members of the council can pay"),
        ("No Danish minister can pay.", "No Danish minister can pay"),
        ("Norway might close the lock and so end the trade.", "Norway might close the lock"),
        ("They urged Norway to open the lock.", "Norway to open the lock"),
        ("Nobody knows how to stop the flood.", "stop the flood"),
        ("Each state has the right to object.", "the right to object"),
        ("Closing the lock is an option.", "Closing the lock is an option"),
        ("It spoke in favour of opening the lock.", "opening the lock"),
        ("The lock could be closed by night.", "The lock could be closed by night"),
        ("The port authority is free to leave.", "port authority is free to leave"),
    ],
)
def test_options(text: str, expected: str) -> None:
    assert quotes(text, "option") == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The port authority closed the lock.",
        "Norway will see a flood.",  # what becomes of it
        "The flood can be seen from here.",
        "The bank was old.",
    ],
)
def test_what_is_no_option(text: str) -> None:
    assert quotes(text, "option") == []


@pytest.mark.parametrize(
    ("text", "date", "got"),
    [
        ("On 3 May 2021 the board closed the lock.", "2021-05-03", "stated"),
        ("On 3 March the board closed the lock.", "2024-03-03", "publication"),
        ("On 3 May 2021 the gate broke. Two weeks later the dam broke.", "2021-05-17", "inferred"),
        ("Days before the flood, the board left.", "", "open"),
        ("The bill is to be read on 3 July 2024.", "2024-07-03", "stated"),
    ],
)
def test_events(text: str, date: str, got: str) -> None:
    last = found(text, "event")[-1]
    assert (last.content["date"], last.content["got"]) == (date, got)


@pytest.mark.parametrize(
    ("text", "shown", "why"),
    [
        ("The board met on Oct. 14.", "year not told", "say with --published"),
        ("The board met on 04/05/2020.", "two dates possible", "in two ways"),
        ("Days before the flood, the board left.", "no date of its own", "told by something else"),
    ],
)
def test_an_open_date_says_why_it_is_open(text: str, shown: str, why: str) -> None:
    document = document_from_text(text)
    (event,) = suggest(document, "", ["event"])
    line, (below,) = suggestion_lines(document, event)
    assert line.startswith(f"{shown}: ")
    assert why in below


@pytest.mark.parametrize(
    "text",
    [
        "The board has been there since 1990.",
        "The treaty of 1961 gives each state a voice.",
        "If the bank refuses on 3 May 2021, it is over.",
        "The board closed the lock.",
    ],
)
def test_what_is_no_dated_event(text: str) -> None:
    assert found(text, "event") == []


def test_two_dates_in_two_clauses_are_two_events() -> None:
    text = "In 2019 the board closed the lock, and in 2021 it opened the gate."
    assert [(each.content["date"], each.quote) for each in found(text, "event")] == [
        ("2019", "In 2019 the board closed the lock"),
        ("2021", "in 2021 it opened the gate."),
    ]


def test_speech_says_who_and_which_actor_that_is() -> None:
    text = "Oslo said that it would wait. “We shall wait no longer,” the port authority wrote."
    first, second = suggest(document_from_text(text), kinds=["speech"])
    assert (first.content["who"], first.content["actor"], first.content["direct"]) == ("Oslo", "Norway", "no")
    assert (second.content["actor"], second.content["direct"]) == ("port authority", "yes")


def test_the_author_is_not_taken_for_somebody_who_is_quoted() -> None:
    assert found("The gate is shut. The “gate keeper” is a myth.", "speech") == []


# ---------------------------------------------------------------- the data that ships
def gazetteer_lines() -> list[tuple[str, list[str], list[str]]]:
    """Each name with its other names and its adjectives, all without ``the``."""
    text = files("countermove.evidence.suggesting").joinpath("gazetteer.txt").read_text(encoding="utf-8")
    rows = [line.split("|") for line in text.splitlines() if line and line[0] not in "#["]
    return [
        (
            name.strip().removeprefix("the "),
            [each.strip().removeprefix("the ") for each in bynames.split(",") if each.strip()],
            [each.strip() for each in people.split(",") if each.strip()],
        )
        for name, bynames, people in rows
    ]


def test_each_form_of_the_gazetteer_is_found_as_what_it_names() -> None:
    for name, bynames, people in gazetteer_lines():
        for form in [name, *bynames]:
            words = tokens(form)
            at = gazetteer().name_at(words, 0)
            assert at is not None, form
            assert (at[0], at[1].name) == (len(words), name), form
        for form in people:
            at = gazetteer().people_at(tokens(form), 0)
            assert at is not None, form
            assert at[1].name == name, form


def test_no_form_of_the_gazetteer_stands_for_two() -> None:
    seen: dict[str, str] = {}
    for name, bynames, people in gazetteer_lines():
        for form in {name, *bynames, *people}:
            assert seen.setdefault(form, name) == name, form


def test_the_lists_of_words_fit_together() -> None:
    assert listed("weak heads") <= HEADS
    assert listed("bare") <= HEADS
    assert listed("of heads") <= HEADS
    assert listed("places") <= HEADS
    assert not listed("bare") & listed("weak heads") - {"management"}


@pytest.mark.parametrize(
    ("word", "verb"),
    [("closed", "close"), ("stopped", "stop"), ("denies", "deny"), ("sought", "seek"), ("table", None)],
)
def test_verbs_are_known_by_their_forms(word: str, verb: str | None) -> None:
    assert base(word) == verb
