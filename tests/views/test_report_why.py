"""What the report's conclusions rest on, and the warnings beside them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import countermove
from countermove.conflict.support import Linchpin, Support, Supports, doubtful_linchpins
from countermove.evidence import Status
from countermove.views.evidence_cautions import cautions, linchpin_cautions
from countermove.views.report_cautions import facts
from countermove.views.report_evidence import claims
from countermove.views.report_reasons import reasons
from countermove.views.summary import most_widely_held, summary
from tests.models import LEVELS, SYRIA_IRAQ
from tests.views.doubted import MODEL, doubted
from tests.views.reports import Page, rendered, section

BACKED = """
countermove: 1
sources: {note: {title: A note}}
claims: {dear: {text: It is dear., quotes: [{source: note, quote: too dear}]}}
decision_makers: {us: {name: We, options: {go: Go}}, them: {name: They, options: {pay: Pay}}}
status_quo: []
preferences:
  us: {PREFERENCE}
  them: {prioritize: [pay]}
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    return rendered(doubted(tmp_path_factory.mktemp("water")))


def test_the_outcome_has_its_warning_right_beside_it(page: str) -> None:
    says = section(page, "says")
    text = Page(says).text()
    said = "Warning: it rests on words that are not in the document as quoted: what Upstream wants, 3 of 6"
    assert text.index("It is state 4") < text.index(said) < text.index("Before you rely on it")
    grave = says.partition('<li class="grave">')[2].partition("</li>")[0]
    assert "#sign-failing" in grave  # by its shape, and by its word
    assert "Warning:" in grave
    assert 'href="#claim-2"' in grave


def test_every_reason_has_its_warnings_and_links_to_its_claims(page: str) -> None:
    why = section(page, "why")
    text = Page(why).text()
    for sign, said in {
        "failing": "this rests on words that are not in the document as quoted",
        "against": "this rests on what evidence speaks against",
        "assumption": "this rests on what is assumed",
    }.items():
        assert said in text
        assert f"#sign-{sign}" in why
    assert "Upstream likes states 8 and 6 less than state 1: its statement 1 of 6 decides" in text
    anchors = {str(attrs["id"]) for attrs in Page(page).all("li") if attrs.get("id")}
    linked = {str(a["href"])[1:] for a in Page(why).all("a") if str(a.get("href")).startswith("#claim-")}
    assert linked
    assert linked <= anchors


def test_the_claims_say_who_says_them_and_the_quotes_where_they_stand(page: str) -> None:
    text = Page(section(page, "evidence")).text()
    assert "Said by Upstream, reported 2024-05, reliability high (official)." in text
    assert "Said by the port authority, of 2024-11/2025-02." in text
    assert "text , line 3 exact" in text.replace("text, line", "text , line")
    assert "Against: What Upstream wants, 4 of 6: “Open the harbour” or “Let water through”" in text


def test_without_any_evidence_there_is_no_noise() -> None:
    html = rendered(countermove.loads(SYRIA_IRAQ))
    assert 'class="cautions"' not in html
    assert 'class="rests"' not in html


def test_reasons_can_be_asked_without_what_stands_behind_them() -> None:
    conflict = countermove.loads(LEVELS)
    said = reasons(conflict, summary(conflict.analyze(engine="explicit")))
    assert all(not each["rests"] and not each["cautions"] for one in said for each in one["texts"])


def test_a_claim_whose_quote_has_moved_is_not_shown_as_unseen(tmp_path: Path) -> None:
    conflict = doubted(tmp_path)
    evidence = conflict.evidence()
    moved = tuple(
        replace(each, status=Status.MOVED) if each.status is Status.EXACT else each
        for each in evidence.checked
    )
    found = {each["claim"].label: each for each in claims(replace(evidence, checked=moved))}
    assert (found["no_water"]["sign"], found["no_water"]["doubt"]) == ("moved", "")
    assert found["session"]["sign"] == "no-source"


# ---------------------------------------------------------------- how well elements are borne out
def test_each_claim_stands_as_its_quotes_do(tmp_path: Path) -> None:
    conflict = doubted(tmp_path)
    supports = Supports(conflict.evidence())
    grounds = dict(conflict.model.grounds())
    found = [supports.of(grounds[f"preferences.upstream.prioritize[{k}]"]) for k in range(6)]
    assert found == [
        Support.SUPPORTED, Support.ASSUMED, Support.FAILING, Support.CONTRADICTED, Support.NOTHING,
        Support.NOTHING,
    ]  # fmt: skip
    assert supports.of(grounds["preferences.downstream.prioritize[0]"]) is Support.UNSEEN


def test_one_claim_that_is_borne_out_is_enough(tmp_path: Path) -> None:
    more = MODEL.replace(
        "statement: not court, because: [{", "statement: not court, because: [session, no_water, {"
    )
    conflict = doubted(tmp_path, more)
    because = dict(conflict.model.grounds())["preferences.upstream.prioritize[1]"]
    assert Supports(conflict.evidence()).of(because) is Support.SUPPORTED


def test_what_speaks_against_what_speaks_against_it_speaks_for_it(tmp_path: Path) -> None:
    both = MODEL.replace(
        "quote: the harbour is to be closed in winter}",
        "quote: the harbour is to be closed in winter, stance: contradicts}",
    )
    conflict = doubted(tmp_path, both)
    supports = Supports(conflict.evidence())
    because = dict(conflict.model.grounds())["preferences.upstream.prioritize[3]"]
    assert supports.of(because) is Support.SUPPORTED


@pytest.mark.parametrize(
    ("preference", "element"),
    [
        ("ranking: [2, 4, 1, 3], because: [dear]", "preferences.us.ranking"),
        ("weights: [{when: go, weight: 2, because: [dear]}, {when: not go, weight: 1}]", "preferences.us.weights[0]"),
        ("weights: [{when: go, weight: 2}, {when: not go, weight: 1}], because: [dear]", "preferences.us.weights[0]"),
        ("prioritize: [{statement: go, because: [dear]}, not go]", "preferences.us.prioritize[0]"),
        ("prioritize: [go, not go], because: [dear]", "preferences.us.prioritize[0]"),
    ],
)  # fmt: skip
def test_a_linchpin_of_any_kind_of_preference_is_warned_of(preference: str, element: str) -> None:
    conflict = countermove.loads(BACKED.replace("PREFERENCE", preference))
    analysis = conflict.analyze(engine="explicit")
    supports = Supports(conflict.evidence())
    outcomes = most_widely_held(analysis).tolist()
    found = doubtful_linchpins(analysis, supports, outcomes)
    assert found is not None
    assert [each.element for each in found if each.support is Support.UNSEEN] == [element]
    (first, *_) = linchpin_cautions(conflict.model, supports, found, len(outcomes))
    assert "give the document with --source note=PATH" in first.text


def test_a_statement_nothing_hangs_on_is_no_linchpin() -> None:
    redundant = "prioritize: [go, {statement: go or pay, because: [dear]}]"
    conflict = countermove.loads(BACKED.replace("PREFERENCE", redundant))
    analysis = conflict.analyze(engine="explicit")
    found = doubtful_linchpins(analysis, Supports(conflict.evidence()), most_widely_held(analysis).tolist())
    assert found is not None
    assert "preferences.us.prioritize[1]" not in [each.element for each in found]


def test_linchpins_fall_as_the_conflict_without_the_statement_says(tmp_path: Path) -> None:
    conflict = doubted(tmp_path)
    analysis = conflict.analyze(["nash", "gmr", "smr", "seq"], engine="explicit")
    everywhere = list(range(conflict.state_count))
    found = doubtful_linchpins(analysis, Supports(conflict.evidence()), everywhere)
    assert found
    for each in found:
        statement = MODEL.splitlines()[_line(conflict, each) - 1]
        without = countermove.loads(MODEL.replace(statement + "\n", ""), "it.yaml", tmp_path)
        after = without.analyze(["nash", "gmr", "smr", "seq"], engine="explicit")
        lost = {
            state - 1
            for concept, held in analysis.equilibria.items()
            for state in held
            if state not in after.equilibria[concept]
        }
        assert lost == set(each.states)


def _line(conflict: countermove.Conflict, found: Linchpin) -> int:
    label, place = found.element.split(".")[1], int(found.element.rstrip("]").partition("[")[2])
    by = conflict.model.preferences[label].by
    return int(by.statements[place].at.line)  # type: ignore[union-attr]


def test_where_trying_takes_too_long_nothing_is_claimed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    conflict = doubted(tmp_path)
    analysis = conflict.analyze(engine="explicit")
    monkeypatch.setattr("countermove.conflict.support.MAX_WORK", 1)
    assert doubtful_linchpins(analysis, Supports(conflict.evidence()), [0]) is None


def test_warnings_count_what_they_do_not_name(tmp_path: Path) -> None:
    conflict = doubted(tmp_path)
    supports = Supports(conflict.evidence())
    resting = [(f"preferences.upstream.prioritize[{k}]", ()) for k in range(6)]
    (found,) = cautions(conflict.model, supports, resting)
    assert found.kind is Support.NOTHING
    assert found.word == "Note"
    assert "and three more" in found.text


def test_quotes_of_which_none_could_be_looked_at_are_not_nought_of_nought() -> None:
    conflict = countermove.loads(BACKED.replace("PREFERENCE", "prioritize: [go, not go], because: [dear]"))
    analysis = conflict.analyze(engine="explicit")
    words = [each["words"] for each in facts(analysis, conflict.evidence(), [])]
    assert "of 1 quote could be looked at: no document is on this machine" in words
