"""``explain --why`` and the warnings of ``explain`` and ``analyze``, as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import countermove
from countermove.evidence import Desk, read_document
from countermove.views.why import why_cautions
from tests.article import PDF, WEB, needs_article
from tests.cli.calling import Call
from tests.models import SYRIA_IRAQ
from tests.views.doubted import LETTER, MODEL, REPORT, written


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def water(tmp_path: Path) -> str:
    return str(written(tmp_path))


def explained(call: Call, *arguments: str) -> dict[str, Any]:
    result = call("explain", *arguments, "--json")
    assert result.code == 0, result.err
    data: dict[str, Any] = json.loads(result.out)
    return data


def test_the_walk_goes_from_the_verdict_to_the_words(call: Call, water: str) -> None:
    text = words(call("explain", water, "--dm", "upstream", "--concept", "gmr", "--why").out)
    assert (
        "Upstream likes states 8 and 6 less than state 1: its statement 1 of 6 decides, if “Go to court”, "
        "then not “Let water through”, which holds in state 1 alone. "
        "Claim no_water: Upstream holds the water back while there is a suit. "
        "Said by Upstream, reported 2024-05, reliability high (official). "
        "letter, “let no water through while this is before a court”: text exact, line 3." in text
    )
    assert "nobody who pays the dues”: text changed, the nearest passage on line 3." in text
    assert "Upstream’s option “Let water through” rests on claim no_water." in text


def test_a_claim_is_told_once_and_then_by_its_label(call: Call, water: str) -> None:
    text = call("explain", water, "--dm", "upstream", "--why").out
    assert text.count("The harbour is open to those who pay.") == 1
    assert "Claim dues, told above." in text


def test_without_the_walk_there_are_warnings_and_no_quotes(call: Call, water: str) -> None:
    text = words(call("explain", water, "--dm", "upstream", "--concept", "gmr").out)
    assert (
        "Warning: this rests on words that are not in the document as quoted: what Upstream wants, 3 of 6, "
        "“Open the harbour” (claim dues)." in text
    )
    assert "Warning: this rests on what evidence speaks against: what Upstream wants, 4 of 6" in text
    assert "(claim winter)" in text
    assert "Note: this rests on what is assumed: what Upstream wants, 2 of 6, not “Go to court”." in text
    assert "as quoted”" not in text
    assert "What that rests on" not in text


def test_an_assumption_that_decides_is_a_note(call: Call, water: str) -> None:
    arguments = ("--dm", "downstream", "--concept", "nash", "--state", "water and open and court")
    found = explained(call, water, *arguments)
    assert [(each["kind"], each["level"], each["elements"]) for each in found["warnings"]] == [
        ("assumed", "note", ["preferences.downstream.prioritize[1]"])
    ]


def test_the_json_has_each_element_once_down_to_the_places(call: Call, water: str) -> None:
    data = explained(call, water, "--dm", "upstream", "--concept", "gmr", "--why")
    elements = {each["element"]: each for each in data["rests_on"]}
    assert len(elements) == len(data["rests_on"])
    first = elements["preferences.upstream.prioritize[0]"]
    assert first["statement"] == "if “Go to court”, then not “Let water through”"
    (claim,) = first["claims"]
    assert {key: claim[key] for key in ("label", "said_by", "reported", "reliability", "reason", "standing")} == {
        "label": "no_water", "said_by": "upstream", "reported": "2024-05", "reliability": "high",
        "reason": "official", "standing": "supported",
    }  # fmt: skip
    (rendition,) = claim["quotes"][0]["renditions"]
    (place,) = rendition["places"]
    assert (rendition["rendition"], rendition["status"], place["line"], place["page"]) == (
        "text", "exact", 3, None,
    )  # fmt: skip
    assert " ".join(LETTER[place["start"] : place["end"]].split()) == claim["quotes"][0]["quote"]
    standings = {c["label"]: c["standing"] for each in elements.values() for c in each["claims"]}
    assert standings == {"no_water": "supported", "dues": "failing", "winter": "contradicted"}
    named = {by["element"] for each in data["comparisons"] for by in each["by"]}
    assert named | {each["element"] for each in data["moved"]} == set(elements)
    assert data["comparisons_complete"] is True


def test_every_explanation_has_its_own_warnings(call: Call, water: str) -> None:
    data = explained(call, water, "--dm", "upstream", "--concept", "nash", "--concept", "gmr")
    kinds = [[each["kind"] for each in found["warnings"]] for found in data["explanations"]]
    assert kinds == [["failing"], ["failing", "contradicted", "assumed"]]
    assert [each["level"] for each in data["explanations"][1]["warnings"]] == ["warning", "warning", "note"]
    assert "rests_on" not in data


def test_outcomes_are_warned_of_where_they_hang_on_a_doubt(call: Call, water: str) -> None:
    text = words(call("analyze", water).out)
    said = "Warning: it rests on words that are not in the document as quoted: what Upstream wants, 3 of 6"
    assert said in text
    assert text.index("It is state 4") < text.index(said) < text.index("Let water through ·")
    data = json.loads(call("analyze", water, "--json").out)
    assert [(each["kind"], each["claims"]) for each in data["warnings"]] == [("failing", ["dues"])]


def test_a_borne_out_linchpin_raises_no_warning(call: Call, tmp_path: Path) -> None:
    sound = MODEL.replace("open to nobody who", "open to everybody who")
    path = str(written(tmp_path, sound))
    assert json.loads(call("analyze", path, "--json").out)["warnings"] == []
    assert "Warning" not in call("explain", path, "--dm", "upstream", "--concept", "nash").out


def test_without_its_document_a_linchpin_is_unseen(call: Call, tmp_path: Path) -> None:
    path = written(tmp_path, MODEL.replace("file: letter.txt", f"sha256: {'1' * 64}"))
    text = words(call("analyze", str(path)).out)
    assert (
        "Warning: it rests on what no document on this machine bears out: what Upstream wants, 3 of 6, “Open "
        "the harbour” (claim dues); give the document with --source letter=PATH." in text
    )
    given = ("--source", f"letter={tmp_path / 'letter.txt'}")
    assert "not in the document as quoted" in words(call("analyze", str(path), *given).out)
    seen = call("explain", str(path), "--dm", "upstream", "--concept", "nash", *given)
    assert "not in the document as quoted" in words(seen.out)
    assert "none of the renditions the model knows" in seen.err


def test_the_desk_beside_the_model_is_looked_at(call: Call, tmp_path: Path) -> None:
    letter = written(tmp_path).with_name("letter.txt")
    document = read_document(letter)
    Desk.open(tmp_path / "desk").add(document)
    sha256 = document.sha256
    model = MODEL.replace("file: letter.txt", f"sha256: {sha256}")
    path = str(written(tmp_path, model))
    plain = explained(call, path, "--dm", "upstream", "--concept", "nash")
    with_desk = explained(
        call, path, "--dm", "upstream", "--concept", "nash", "--desk", str(tmp_path / "desk")
    )
    assert [each["kind"] for each in plain["warnings"]] == ["unseen"]
    assert [each["kind"] for each in with_desk["warnings"]] == ["failing"]


def test_a_model_without_evidence_says_so_once_and_warns_of_nothing(call: Call) -> None:
    result = call("explain", "-", "--dm", "syria", "--why", stdin=SYRIA_IRAQ)
    assert result.code == 0
    assert result.out.count("The model names no evidence") == 1
    assert "Warning" not in result.out
    assert "Note:" not in result.out
    assert "nothing is written down" not in result.out.lower()
    assert "The model names no evidence" not in call("explain", "-", "--dm", "syria", stdin=SYRIA_IRAQ).out


def test_a_ranking_decides_as_a_whole(call: Call) -> None:
    text = words(call("explain", "-", "--dm", "iraq", "--why", "--concept", "nash", stdin=SYRIA_IRAQ).out)
    assert "so its ranking has it, as a whole." in text


def test_a_broken_document_stops_what_asks_for_it_alone(call: Call, tmp_path: Path) -> None:
    path = str(written(tmp_path))
    (tmp_path / "letter.txt").write_bytes(b"\xff\xfe\x00\xd8" * 50)
    plain = call("analyze", path)
    assert plain.code == 0
    assert "What the evidence says was not looked at" in plain.err
    assert call("explain", path, "--dm", "upstream").code == 0
    assert call("explain", path, "--dm", "upstream", "--why").code == 4


def test_the_walk_is_of_verdicts_without_attitudes(call: Call) -> None:
    result = call("explain", "old-debt", "--dm", "patron", "--attitudes", "--why")
    assert result.code == 2
    assert "leave '--attitudes' out" in result.err


@needs_article
def test_with_the_article_nothing_that_russia_rests_on_is_unseen(call: Call) -> None:
    given = ["--source", f"moscow-times={WEB}", "--source", f"moscow-times={PDF}"]
    data = explained(call, "karabakh-2020", "--dm", "russia", "--why", "--concept", "gmr", *given)
    claims = [claim for each in data["rests_on"] for claim in each["claims"]]
    assert {claim["standing"] for claim in claims} == {"supported"}
    sealed = [quote for claim in claims for quote in claim["quotes"] if quote["sealed"]]
    assert sealed
    assert all(quote["quote"] is None and quote["words"] for quote in sealed)
    statuses = {(r["rendition"], r["status"]) for quote in sealed for r in quote["renditions"]}
    assert statuses == {("web", "exact"), ("pdf", "exact")}


def test_each_layer_and_view_walks_to_its_claims(call: Call) -> None:
    for part in (("--layer", "contest"), ("--view", "turkey")):
        data = explained(call, "karabakh-2020", "--dm", "russia", "--why", "--concept", "nash", *part)
        claims = [claim for each in data["rests_on"] for claim in each["claims"]]
        assert claims
        assert all(quote["renditions"] for claim in claims for quote in claim["quotes"])


def test_after_several_events_what_is_wanted_then_is_told() -> None:
    def layer(option: str, event: str) -> dict[str, Any]:
        after = {"prioritize": [{"statement": f"not {option}", "because": [{"assumption": "Then."}]}]}
        return {
            "countermove": 1,
            "decision_makers": {"us": {"options": {option: f"Do {option}"}}},
            "events": {event: {"name": event.upper(), "preferences": {"us": after}}},
            "preferences": {"us": {"prioritize": [option]}},
        }

    whole = {"a": {"model": layer("x", "rain")}, "b": {"model": layer("y", "storm")}}
    model = {"countermove": 1, "layers": whole, "overall": {"us": ["a", "b"]}}
    conflict = countermove.loads(json.dumps(model))
    resting = conflict.rests_on(conflict.explain("us", "x and y and rain and storm", "nash"))
    (found,) = why_cautions(conflict.space, resting, conflict.supports())
    assert found.text == (
        "this rests on what is assumed: what us wants, 1 of 2, after “RAIN” and “STORM”, not “Do x”."
    )


def test_without_a_list_of_states_it_is_said_that_nothing_was_tried(call: Call, water: str) -> None:
    pytest.importorskip("oxidd")
    text = words(call("analyze", water, "--engine", "symbolic").out)
    assert (
        "Warning: which outcomes hang on it was not tried, but what the sides want rests on words that are "
        "not in the document as quoted: what Upstream wants, 3 of 6, “Open the harbour” (claim dues)." in text
    )
    assert "what is assumed" not in text


def test_the_page_is_told_where_there_are_pages(call: Call, tmp_path: Path) -> None:
    path = written(tmp_path)
    (tmp_path / "letter.txt").write_text(LETTER.replace("We shall", "\fWe shall"), encoding="utf-8")
    text = words(call("explain", str(path), "--dm", "upstream", "--concept", "gmr", "--why").out)
    assert "text exact, line 3 (page 2)." in text


# ---------------------------------------------------------------- one claim behind more than one thing
JOINT = """\
countermove: 1
title: A toll
sources: {report: {title: Report on the port, renditions: {text: {file: report.txt}}}}
claims:
  winter:
    text: The harbour is open in winter.
    quotes: [{source: report, quote: the harbour is never to be closed in winter}]
decision_makers:
  town: {name: The town, options: {toll: Take a toll, guard: Post a guard}}
  fleet: {name: The fleet, options: {pay: Pay}}
status_quo: []
preferences:
  town: {prioritize: [TOWN]}
  fleet: {prioritize: [{statement: not pay, because: [{assumption: Dues cost.}]}]}
"""
ALL_ON_ONE = ", ".join(
    f"{{statement: {each}, because: [winter]}}" for each in ("toll and not guard", "toll", "not guard")
)


def joint(folder: Path, town: str = "toll, not guard", more: str = "") -> str:
    """Write a model whose statements and rules rest on one failing quote, and return its file."""
    (folder / "report.txt").write_text(REPORT, encoding="utf-8")
    path = folder / "joint.yaml"
    path.write_text(JOINT.replace("TOWN", town) + more, encoding="utf-8")
    return str(path)


def test_a_claim_behind_several_statements_is_a_linchpin_together(call: Call, tmp_path: Path) -> None:
    """Each statement by itself is made up for by the others: without the claim all of them go."""
    path = joint(tmp_path, ALL_ON_ONE)
    text = words(call("analyze", path).out)
    assert "Warning: that no other state holds as widely rests on words that are not in the document" in text
    (warning,) = json.loads(call("analyze", path, "--json").out)["warnings"]
    assert (warning["kind"], warning["claims"]) == ("failing", ["winter"])
    assert warning["elements"] == [f"preferences.town.prioritize[{place}]" for place in range(3)]


def test_a_claim_behind_a_constraint_or_a_forbidden_move_is_warned_of(call: Call, tmp_path: Path) -> None:
    more = (
        "constraints: [{statement: not (toll and guard), because: [winter]}]\n"
        "forbidden_moves: [{by: fleet, from: toll, to: pay, because: [winter]}]\n"
    )
    warnings = json.loads(call("analyze", joint(tmp_path, more=more), "--json").out)["warnings"]
    assert [(each["kind"], each["elements"]) for each in warnings if each["level"] == "warning"] == [
        ("failing", ["constraints[0]", "forbidden_moves[0]"])
    ]
    assert "was not tried, but what is possible rests on words" in warnings[0]["text"]


def test_a_quote_without_a_claim_that_speaks_against_a_statement_contradicts_it(
    call: Call, tmp_path: Path
) -> None:
    bare = "{source: report, quote: the harbour is to be closed in winter, stance: contradicts}"
    path = joint(tmp_path, f"{{statement: toll, because: [{bare}]}}, not guard")
    data = explained(call, path, "--dm", "town", "--concept", "nash")
    assert [each["kind"] for each in data["warnings"]] == ["contradicted"]


def test_an_option_that_evidence_does_not_bear_out_is_warned_of_where_it_is_the_move(
    call: Call, tmp_path: Path
) -> None:
    path = joint(tmp_path)
    model = Path(path)
    model.write_text(
        model.read_text(encoding="utf-8").replace("Take a toll", "{name: Take a toll, because: [winter]}"),
        encoding="utf-8",
    )
    data = explained(call, path, "--dm", "town", "--concept", "nash")
    assert [(each["kind"], each["elements"]) for each in data["warnings"] if each["level"] == "warning"] == [
        ("failing", ["decision_makers.town.options.toll"])
    ]
    assert "as quoted: The town’s option, “Take a toll” (claim winter)" in data["warnings"][0]["text"]


def test_where_it_was_not_tried_what_outcomes_hang_on_that_is_said(
    call: Call, water: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("countermove.conflict.support.MAX_WORK", 1)
    text = words(call("analyze", water).out)
    assert "Warning: which outcomes hang on it was not tried, but what the sides want rests on words" in text
    page = call("report", water, "--output", str(Path(water).with_suffix(".html")))
    assert page.code in (0, 4)
    html = Path(water).with_suffix(".html").read_text(encoding="utf-8")
    assert "which outcomes hang on it was not tried" in html


def test_a_forbidden_move_that_keeps_somebody_where_it_is_is_what_the_verdict_rests_on(
    call: Call, tmp_path: Path
) -> None:
    more = (
        "forbidden_moves:\n"
        "  - {by: fleet, from: toll, to: pay, because: [winter]}\n"
        "  - {by: fleet, from: guard, to: pay, because: [winter]}\n"
        "  - {by: town, from: toll, to: guard, because: [winter]}\n"
    )
    path = joint(tmp_path, more=more)
    wants = Path(path).read_text(encoding="utf-8").replace("statement: not pay", "statement: pay")
    Path(path).write_text(wants, encoding="utf-8")
    asked = ("--dm", "fleet", "--concept", "nash", "--why", "--state", "toll and not guard and not pay")
    data = explained(call, path, *asked)
    assert [each["element"] for each in data["barred"]] == ["forbidden_moves[0]"]
    assert [(each["kind"], each["elements"]) for each in data["warnings"]] == [
        ("failing", ["forbidden_moves[0]"])
    ]
    text = words(call("explain", path, *asked).out)
    assert "A move that cannot be made: The fleet, from “Take a toll”, to “Pay”; that rests on claim" in text
    free = ("--dm", "fleet", "--concept", "nash", "--why", "--state", "not toll and not guard and pay")
    assert explained(call, path, *free)["barred"] == []
