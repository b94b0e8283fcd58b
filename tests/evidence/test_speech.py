"""Who says what: the forms of reported speech, on invented sentences and on the article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.evidence import Document, document_from_text
from countermove.evidence.telling.quotations import quotations
from countermove.evidence.telling.speakers import full_names
from countermove.evidence.telling.speech import Speech, said_by


def said(text: str) -> list[tuple[tuple[str, ...], str]]:
    """Who says what, in the order of the text."""
    return [
        (tuple(who.name for who in each.speakers), each.text) for each in said_by(document_from_text(text))
    ]


FORMS = {
    # before it
    "The ministry said that the gates were shut.": [(("ministry",), "the gates were shut")],
    "The ministry said the gates were shut.": [(("ministry",), "the gates were shut")],
    "The port authority has repeatedly warned that the gates leak.": [
        (("port authority",), "the gates leak")
    ],
    "The envoy, for instance, reported on the flood.": [(("envoy",), "the flood")],
    "The envoy \u2013 rather late \u2013 added that talks go on.": [(("envoy",), "talks go on")],
    "Officials in the capital claim the bridge is safe.": [
        (("Officials in the capital",), "the bridge is safe")
    ],
    "A spokesman for the port authority told reporters that it leaks.": [
        (("spokesman for the port authority",), "it leaks")
    ],
    "Upstream is now calling for a treaty.": [(("Upstream",), "a treaty")],
    "Upstream has begun to talk and is now calling for a treaty.": [(("Upstream",), "a treaty")],
    "Both Upstream and Downstream spoke in favor of a treaty.": [(("Upstream", "Downstream"), "a treaty")],
    "The ministry and the port authority announced that it leaks.": [
        (("ministry", "port authority"), "it leaks")
    ],
    "The army believes that it leaks.": [(("army",), "it leaks")],
    'The minister said: "We waited. We will wait again."': [
        (("minister",), "We waited. We will wait again.")
    ],
    "Upstream complained to the envoy about the gates.": [(("Upstream",), "the gates")],
    "Upstream pledged to open the gates.": [(("Upstream",), "open the gates")],
    # after it
    "The dam will hold, the ministry said on Monday.": [(("ministry",), "The dam will hold")],
    "\u201cThe dam will hold,\u201d said the minister.": [(("minister",), "The dam will hold,")],
    "\u201cWhy now?\u201d the envoy asked.": [(("envoy",), "Why now?")],
    '"We hold it," said the minister. "It is ours."': [
        (("minister",), "We hold it,"),
        (("minister",), "It is ours."),
    ],
    # without a verb
    "According to the governor, the river is low.": [(("governor",), "the river is low")],
    "The river is low, according to officials in the capital.": [
        (("officials in the capital",), "The river is low")
    ],
    "The envoy\u2019s claim that the gates are open was met with silence.": [
        (("envoy",), "the gates are open")
    ],
    "Talk of a \u201cwater war\u201d in newspapers and official statements grew.": [
        (("newspapers", "official statements"), "a \u201cwater war")
    ],
    "Reports of a flood were frequent.": [((), "a flood")],
    "It was reported that the dam broke.": [((), "the dam broke")],
    # what somebody takes a thing for
    "Upstream describes the plan as \u201ctheft.\u201d": [(("Upstream",), "theft.")],
    "The minister is playing the \u201cflood card\u201d again.": [(("minister",), "flood card")],
    # nobody
    "A \u201cjust\u201d plan is on the table.": [((), "just")],
    # two in one sentence
    "The port authority said that the gates were shut, but the ministry denied it.": [
        (("port authority",), "the gates were shut"),
        (("ministry",), "it"),
    ],
    "The envoy said that the army believes that it leaks.": [
        (("envoy",), "the army believes that it leaks"),
        (("army",), "it leaks"),
    ],
    "The minister, who warned of a flood, left.": [(("minister",), "a flood")],
}


@pytest.mark.parametrize("text", FORMS)
def test_the_forms_of_reported_speech(text: str) -> None:
    assert said(text) == FORMS[text]


@pytest.mark.parametrize(
    "text",
    [
        "He did not say that the gates were shut.",
        "The ministry never claimed that it leaks.",
        "The ministry would say that it leaks.",
        "To say that it leaks is wrong.",
        "The United States holds the water.",
        "A truce announced on Monday holds.",
        "The reports are late and the claims are old.",
        "The river called Upstream is low.",
        "Neither side said so.",
        "The ministry said nothing.",
        "The minister called the envoy.",
        "It retells what a letter argued (in May).",
        "",
    ],
)
def test_what_nobody_says(text: str) -> None:
    assert said(text) == []


def test_a_person_has_one_name_whichever_is_used() -> None:
    text = (
        "Prime Minister Alpha Bravo said it leaks. Bravo added that it floods. She warned of more. "
        "The region's head Delta Foxtrot said it holds."
    )
    assert [who for who, _ in said(text)] == [("Alpha Bravo",)] * 3 + [("Delta Foxtrot",)]
    inferred = [who.inferred for each in said_by(document_from_text(text)) for who in each.speakers]
    assert inferred == [False, False, True, False]


def test_a_surname_of_two_persons_is_nobodys() -> None:
    assert full_names("President Alpha Bravo met Minister Delta Bravo.") == {}
    assert full_names("President Alpha Bravo met Minister Delta Foxtrot.") == {
        "Bravo": "Alpha Bravo",
        "Foxtrot": "Delta Foxtrot",
    }
    assert full_names("President Alpha Juliett Bravo. Later President Alpha Bravo spoke.") == {
        "Bravo": "Alpha Juliett Bravo"
    }


def test_a_pronoun_far_from_any_speech_is_nobodys() -> None:
    text = "The minister said it leaks. " + "The river is low and wide. " * 30 + "She warned of more."
    assert said(text)[-1] == ((), "more")


def test_quotation_marks_are_told_apart_from_what_is_not_closed() -> None:
    text = 'He said "a" and \u201cb \u00abc\u00bb d\u201d and \u201enot.\n\nIt "is" \u201cso'
    assert [text[start:end] for start, end in quotations(text)] == ["a", "b \u00abc\u00bb d", "is"]


def test_furniture_says_nothing() -> None:
    text = "The ministry said it leaks.\n\nRelated article: The envoy said it floods\n\nIt went on."
    assert [who for who, _ in said(text)] == [("ministry",)]


stock = st.sampled_from(
    (  # noqa: SIM905
        'The the minister envoy Upstream Alpha Bravo President said says told that , . : ; " \u201c \u201d \u2013 and but it '
        "he she they who according to claim claims reports of describes as calling for is was not would in on 's ( ) "
        "\n\n narrative media use the card"
    ).split(" ")
)


@given(st.lists(stock, max_size=40).map(" ".join))
def test_every_span_has_its_place_whatever_the_text(text: str) -> None:
    document = document_from_text(text)
    for each in said_by(document):
        assert 0 <= each.start < each.end <= len(text)
        assert " ".join(text[each.start : each.end].split()) == each.text
        for who in each.speakers:
            assert who.name
            assert 0 <= who.start < who.end <= len(text)
        assert all(each.start <= start < end <= each.end for start, end in each.quoted)


def speakers(found: tuple[Speech, ...]) -> list[tuple[str, ...]]:
    return [tuple(who.name for who in each.speakers) for each in found if each.speakers]


def test_who_speaks_in_the_article(web: Document, pdf: Document) -> None:
    """The key is a reading of the article: who is reported or quoted in it, in order, in our words."""
    first, second = (speakers(said_by(document)) for document in (web, pdf))
    assert first == second
    assert first == [
        ("Vladimir Putin", "Recep Tayyip Erdogan"),
        ("Kremlin press statement",),
        ("Russian Foreign and Defense Ministers", "Foreign Intelligence Service"),
        ("Russian military",),
        ("Sergey Lavrov",),
        ("Moscow",),
        ("Sergey Lavrov",),
        ("Russian media", "official statements", "policy debate"),
        ("Ramzan Kadyrov",),
        ("Moscow",),
        ("Nikol Pashinyan",),
        ("Russia",),
    ]
