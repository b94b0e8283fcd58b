"""What elements rest on: support and contradiction, voices, reliability, and what became of the quotes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import countermove
from countermove.coverage import RELIABILITY, STATUSES, Coverage, Covered, Shared, coverage, shared_text
from countermove.provenance import grounds
from countermove.views.evidence_coverage import coverage_sentences, element_lines, voice_words
from tests.article import PDF, WEB, needs_article
from tests.console import call

DAILY = "The gates stay shut. The dredger is late. The quay is empty. Nobody pays the toll."
QUOTED = ("the gates stay shut", "the dredger is late", "the quay is empty", "nobody pays the toll")

MODEL = """\
countermove: 1
title: A port
sources:
  daily: {title: The daily, author: A correspondent, renditions: {text: {file: daily.txt}}}
  echo: {title: The echo, retells: daily, renditions: {text: {file: daily.txt}}}
  other: {title: The other paper, publisher: A press, renditions: {text: {file: daily.txt}}}
  lost: {title: A lost letter}
claims:
  gates: {text: Gates., reliability: low, reason: expert, quotes: [{source: daily, quote: the gates stay shut}]}
  echoed: {text: Again., quotes: [{source: echo, quote: the gates stay shut}]}
  dredger: {text: Dredger., said_by: north, reliability: high, quotes: [{source: other, quote: the dredger is late}]}
  northern: {text: Dredger., said_by: The North, quotes: [{source: daily, quote: the dredger is late}]}
  captain: {text: Quay., said_by: a captain, quotes: [{source: daily, quote: the quay is empty}]}
  captains: {text: Quay., said_by: A Captain, quotes: [{source: other, quote: the quay is empty}]}
  himself: {text: Toll., said_by: a correspondent, quotes: [{source: daily, quote: nobody pays the toll}]}
  wrong: {text: Wrong., quotes: [{source: daily, quote: everybody pays the toll gladly}]}
  unseen: {text: Unseen., quotes: [{source: lost, quote: a letter}]}
  doubted:
    text: Doubted.
    quotes: [{source: daily, quote: the gates stay shut}, {source: other, quote: the quay is empty, stance: contradicts}]
  idle: {text: Idle., quotes: [{source: daily, quote: the quay is empty}]}
decision_makers:
  north: {name: The North, options: {shut: Shut the gates}, because: BECAUSE}
  south: {name: The South, options: {pay: Pay}}
preferences: {north: {prioritize: [shut]}, south: indifferent}
"""


def covered(because: str, folder: Path, shared: Shared | None = None) -> Covered:
    found = cover(MODEL.replace("BECAUSE", because), folder, shared)
    return next(each for each in found.elements if each.element == "decision_makers.north")


def cover(text: str, folder: Path, shared: Shared | None = None) -> Coverage:
    (folder / "daily.txt").write_text(DAILY, encoding="utf-8")
    (folder / "model.yaml").write_text(text, encoding="utf-8")
    return coverage(countermove.load(folder / "model.yaml").evidence(), shared)


@pytest.mark.parametrize(
    ("because", "status"),
    [
        ("[]", "nothing"),
        ("[{assumption: So.}]", "assumed"),
        ("[gates]", "supported"),
        ("[gates, {assumption: So.}]", "supported"),
        ("[{claim: gates, stance: contradicts}]", "contradicted"),
        ("[{claim: gates, stance: contradicts}, {assumption: So.}]", "contradicted"),
        ("[gates, {claim: captain, stance: contradicts}]", "contested"),
        ("[doubted]", "contested"),
        ("[{claim: doubted, stance: contradicts}]", "contested"),
        ("[{source: daily, quote: the quay is empty}]", "supported"),
        ("[{source: daily, quote: the quay is empty, stance: contradicts}]", "contradicted"),
        ("[gates, {source: daily, quote: the quay is empty, stance: contradicts}]", "contested"),
        ("[wrong]", "supported"),
    ],
)
def test_an_element_is_what_speaks_for_it_and_against_it(because: str, status: str, tmp_path: Path) -> None:
    assert covered(because, tmp_path).status == status


@pytest.mark.parametrize(
    ("because", "voices", "works"),
    [
        ("[gates]", ["A correspondent"], ["daily"]),
        ("[gates, echoed]", ["A correspondent"], ["daily"]),
        ("[echoed]", ["A correspondent"], ["daily"]),
        ("[dredger]", ["The North"], ["other"]),
        ("[dredger, northern]", ["The North"], ["other", "daily"]),
        ("[captain, captains]", ["a captain"], ["daily", "other"]),
        ("[gates, himself]", ["A correspondent"], ["daily"]),
        ("[gates, captain, dredger]", ["A correspondent", "a captain", "The North"], ["daily", "other"]),
        (
            "[gates, {source: other, quote: the quay is empty}]",
            ["A correspondent", "the author in A press"],
            ["daily", "other"],
        ),
        ("[unseen]", ["the author of A lost letter"], ["lost"]),
    ],
)
def test_a_voice_is_whoever_says_it(
    because: str, voices: list[str], works: list[str], tmp_path: Path
) -> None:
    side = covered(because, tmp_path).supporting
    model = cover(MODEL.replace("BECAUSE", because), tmp_path).model
    assert [voice_words(model, each) for each in side.voices] == voices
    assert list(side.works) == works


def test_works_with_the_shared_are_one_voice(tmp_path: Path) -> None:
    because = "[echoed, {source: other, quote: the quay is empty}, unseen]"
    assert len(covered(because, tmp_path).supporting.voices) == 3
    joined = covered(because, tmp_path, Shared([("other", "echo")])).supporting
    assert [each.name for each in joined.voices] == ["daily", "lost"]
    assert joined.works == ("daily", "lost")
    assert (
        len(covered(because, tmp_path, Shared([("other", "lost"), ("lost", "echo")])).supporting.voices) == 1
    )


def test_works_that_carry_one_passage_are_one_voice_there_and_two_elsewhere(tmp_path: Path) -> None:
    quay = DAILY.index("The quay")
    shared = Shared(passages=[[("other", quay, quay + 17), ("daily", quay, quay + 17)]])
    inside = "{source: other, quote: the quay is empty}"
    outside = "{source: other, quote: the dredger is late}"
    across = "{source: other, quote: the quay is empty nobody pays}"
    for because, alone, together in ((inside, 2, 1), (outside, 2, 2), (across, 2, 2)):
        assert len(covered(f"[gates, {because}]", tmp_path).supporting.voices) == alone
        assert len(covered(f"[gates, {because}]", tmp_path, shared).supporting.voices) == together, because
    said = covered(f"[{inside}]", tmp_path, shared).supporting
    assert ([each.name for each in said.voices], said.works) == (["daily"], ("other",))


AGENCY = (
    "The harbour master said on Monday that the gates of the upper basin will stay shut until the dredger has come "
    "back from the delta and the water has fallen to the second mark on the old quay wall."
)
PAPERS = """\
countermove: 1
sources:
  morning: {publisher: Morning, renditions: {text: {file: morning.txt}}}
  evening: {publisher: Evening, renditions: {text: {file: evening.txt}}}
claims:
  shut: {text: Shut., quotes: [{source: morning, quote: the gates of the upper basin will stay shut}]}
  wall: {text: Wall., quotes: [{source: evening, quote: the second mark on the old quay wall}]}
  fish: {text: Fish., quotes: [{source: evening, quote: fish are dear this week}]}
decision_makers: {north: {options: {shut: Shut}, because: [shut, wall]}, south: {because: [shut, fish]}}
preferences: {north: indifferent, south: indifferent}
"""


def test_a_report_that_two_papers_carry_is_one_voice(empty: Path) -> None:
    others = " ".join(f"word{number}" for number in range(400))
    (empty / "morning.txt").write_text(f"{AGENCY}\n\nThe mayor is away.\n", encoding="utf-8")
    (empty / "papers.yaml").write_text(PAPERS, encoding="utf-8")
    for evening, voices in (
        (f"Fish are dear this week.\n\n{AGENCY}\n", (1, 1)),  # little more than the report itself
        (f"Fish are dear this week. {others}.\n\n{AGENCY}\n", (1, 2)),  # a paper of its own that carries it
        (f"Fish are dear this week. {others}.\n\nThe second mark on the old quay wall.\n", (2, 2)),
    ):
        (empty / "evening.txt").write_text(evening, encoding="utf-8")
        evidence = countermove.load(empty / "papers.yaml").evidence()
        assert not evidence.failing
        found = coverage(evidence, shared_text(evidence))
        north, south = (
            next(each for each in found.elements if each.element == f"decision_makers.{label}").supporting
            for label in ("north", "south")
        )
        assert (len(north.voices), len(south.voices)) == voices
        data = json.loads(call(["evidence", "coverage", "papers.yaml", "--json"]).out)
        told = {each["element"]: each["supporting"] for each in data["elements"]}
        assert len(told["decision_makers.north"]["voices"]) == voices[0]


@pytest.mark.parametrize(
    ("because", "reliability", "checking"),
    [
        ("[gates]", "low", "verified"),
        ("[gates, dredger]", "high", "verified"),
        ("[captain]", "unknown", "verified"),
        ("[gates, wrong]", "low", "failing"),
        ("[unseen]", "unknown", "unseen"),
        ("[gates, unseen]", "low", "partly"),
    ],
)
def test_reliability_is_the_best_and_checking_the_worst(
    because: str, reliability: str, checking: str, tmp_path: Path
) -> None:
    side = covered(because, tmp_path).supporting
    assert (side.reliability, side.checking) == (reliability, checking)


def test_the_weakest_come_first(tmp_path: Path) -> None:
    text = MODEL.replace("BECAUSE", "[gates, dredger]").replace(
        "preferences: {north: {prioritize: [shut]}",
        "preferences: {north: {prioritize: [{statement: shut, because: [gates]}, {statement: pay, because: "
        "[wrong, dredger]}, {statement: not pay, because: [unseen]}, {statement: not shut, because: [dredger]}]}",
    )
    found = cover(text, tmp_path).having("supported")
    assert [each.element.replace("preferences.north.prioritize", "") for each in found] == [
        "[1]",  # a quote fails
        "[2]",  # not looked at
        "[0]",  # low
        "[3]",  # one voice
        "decision_makers.north",  # two
    ]


def test_claims_that_stand_under_nothing_are_named(tmp_path: Path) -> None:
    found = cover(MODEL.replace("BECAUSE", "[gates, {claim: captain, stance: contradicts}]"), tmp_path)
    assert "gates" not in [each.label for each in found.unused]
    assert "captain" not in [each.label for each in found.unused]
    assert "idle" in [each.label for each in found.unused]
    said = " ".join(coverage_sentences(found, countermove.load(tmp_path / "model.yaml").evidence()))
    assert "Nine claims stand under nothing: echoed, dredger, northern," in said
    assert (
        "Two claims stand behind them, in one work and by two voices: A correspondent and a captain." in said
    )
    assert "One quote does not verify; 'countermove check' shows where the words differ." in said
    assert "One quote of lost could not be looked at; give the document with --source lost=PATH." in said


def test_an_element_is_told_with_what_speaks_against_it_first(tmp_path: Path) -> None:
    found = covered("[gates, {claim: captain, stance: contradicts}, {assumption: So it is.}]", tmp_path)
    model = countermove.load(tmp_path / "model.yaml").model
    assert element_lines(model, found) == (
        "Who decides: The North (decision_makers.north)",
        [
            "against: captain, “Quay” (a captain; not rated)",
            "for: gates, “Gates” (low reliability, expert)",
            "assumed: So it is.",
        ],
    )


# ---------------------------------------------------------------- against the definition, word for word
LABELS = ("c0", "c1", "c2", "c3")
STANCES = st.sampled_from(["supports", "contradicts"])
CLAIM = st.fixed_dictionaries(
    {
        "stance": STANCES,
        "said_by": st.sampled_from(["", "north", "a captain"]),
        "reliability": st.sampled_from(RELIABILITY),
        "quotes": st.lists(
            st.fixed_dictionaries(
                {
                    "source": st.sampled_from(["s0", "s1", "s2"]),
                    "quote": st.sampled_from([*QUOTED, "elephants dance on the roof"]),
                    "stance": STANCES,
                }
            ),
            min_size=1,
            max_size=3,
        ),
    }
)
ITEM = st.one_of(
    st.sampled_from(LABELS),
    st.builds(lambda claim, stance: {"claim": claim, "stance": stance}, st.sampled_from(LABELS), STANCES),
    st.just({"assumption": "So."}),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(CLAIM, min_size=4, max_size=4), st.lists(ITEM, max_size=5))
def test_coverage_is_what_its_definition_says(
    tmp_path_factory: pytest.TempPathFactory, claims: list[dict[str, Any]], because: list[Any]
) -> None:
    folder = tmp_path_factory.mktemp("cover")
    declared = {label: {"text": label, **claim} for label, claim in zip(LABELS, claims, strict=True)}
    document = {
        "countermove": 1,
        "sources": {
            "s0": {"renditions": {"t": {"file": "daily.txt"}}},
            "s1": {"retells": "s0", "renditions": {"t": {"file": "daily.txt"}}},
            "s2": {},
        },
        "claims": declared,
        "decision_makers": {"north": {"options": {"x": None}, "because": because}},
        "preferences": {"north": "indifferent"},
    }
    found = cover(json.dumps(document), folder).elements[0]
    for_, against = literal_sides(declared, because)
    expected = (
        ("contested" if for_ else "contradicted")
        if against
        else "supported" if for_ else "assumed" if {"assumption": "So."} in because else "nothing"
    )  # fmt: skip
    assert found.status == expected
    for side, said in ((found.supporting, for_), (found.contradicting, against)):
        assert {each.label for each in side.claims} == {label for label, _ in said}
        works = {"s0" if quote["source"] == "s1" else quote["source"] for _, quote in said}
        assert set(side.works) == works
        assert len(side.voices) == len(
            {
                declared[label]["said_by"] or ("author", "s0" if quote["source"] == "s1" else quote["source"])
                for label, quote in said
            }
        )
        rated = [RELIABILITY.index(declared[label]["reliability"]) for label, _ in said]
        assert RELIABILITY.index(side.reliability) == max(rated, default=0)
        if said:
            assert side.checking == literal_checking(said)


def literal_sides(
    claims: Mapping[str, Any], because: list[Any]
) -> tuple[list[tuple[str, Any]], list[tuple[str, Any]]]:
    """Each quote of each claim, on the side that two stances make: two alike speak for, two unlike against."""
    sides: tuple[list[tuple[str, Any]], list[tuple[str, Any]]] = ([], [])
    for item in because:
        if item == {"assumption": "So."}:
            continue
        label = item if isinstance(item, str) else item["claim"]
        stance = claims[label]["stance"] if isinstance(item, str) else item["stance"]
        for quote in claims[label]["quotes"]:
            sides[int(stance != quote["stance"])].append((label, quote))
    return sides


def literal_checking(said: list[tuple[str, Any]]) -> str:
    def seen(quote: Mapping[str, str]) -> bool:
        return quote["source"] != "s2"

    if any(seen(quote) and quote["quote"] not in QUOTED for _, quote in said):
        return "failing"
    good = {label for label, quote in said if seen(quote)}
    if good == {label for label, _ in said}:
        return "verified"
    return "partly" if good else "unseen"


# ---------------------------------------------------------------- the command
def test_the_command_leads_its_help_with_an_example() -> None:
    text = " ".join(call(["evidence", "coverage", "--help"]).out.split())
    assert "Example: countermove evidence coverage karabakh-2020" in text


def test_a_quote_that_fails_gives_exit_code_4(empty: Path) -> None:
    cover(MODEL.replace("BECAUSE", "[gates]"), empty)
    ran = call(["evidence", "coverage", "model.yaml"])
    assert ran.code == 4
    good = MODEL.replace("BECAUSE", "[gates]").replace(
        "everybody pays the toll gladly", "nobody pays the toll"
    )
    cover(good, empty)
    assert call(["evidence", "coverage", "model.yaml"]).code == 0


def test_a_source_that_the_model_does_not_have_is_told(empty: Path) -> None:
    cover(MODEL.replace("BECAUSE", "[gates]"), empty)
    ran = call(["evidence", "coverage", "model.yaml", "--source", "dayly=daily.txt"])
    assert (ran.code, ran.out) == (2, "")
    assert "the model has no source 'dayly'; did you mean 'daily'?" in ran.err


@pytest.mark.parametrize("case", ["syria-iraq-1975", "two-plants", "gas-contract", "karabakh-2020"])
def test_every_ground_of_a_case_is_covered_once(case: str) -> None:
    conflict = countermove.load(case)
    found = coverage(conflict.evidence())
    assert [each.element for each in found.elements] == [each.element for each in grounds(conflict.model)]
    data = json.loads(call(["evidence", "coverage", case, "--json"]).out)
    assert data["summary"]["elements"] == len(found.elements)
    assert sum(data["summary"][status] for status in STATUSES) == len(found.elements)
    assert {each["element"] for each in data["elements"]} == {each.element for each in found.elements}


@needs_article
def test_every_claim_of_the_article_is_verified_and_has_its_voice() -> None:
    given = ["--source", f"moscow-times={WEB}", "--source", f"moscow-times={PDF}"]
    ran = call(["evidence", "coverage", "karabakh-2020", "--json", *given])
    data = json.loads(ran.out)
    assert ran.code == 0
    assert {each["checking"] for each in data["claims"]} == {"verified"}
    assert data["summary"]["voices"] == ["the author in The Moscow Times", "Russia"]
    assert data["summary"]["works"] == ["moscow-times"], "the project's own summary is no second work"
    assert data["summary"]["unused"] == []
    reported = [each["label"] for each in data["claims"] if each["said_by"]]
    assert reported == ["mercenaries", "phased_plan", "constructive", "observers_named"]
    assert all(each["reliability"] != "unknown" and each["reason"] for each in data["claims"])
    kinds = {each["element"].split(".")[0].split("[")[0] for each in data["elements"]}
    assert {
        "decision_makers",
        "constraints",
        "forbidden_moves",
        "preferences",
        "perceptions",
        "phases",
    } <= kinds
    assert {"attitudes", "power", "events", "levers", "foresight", "status_quo"} <= kinds
