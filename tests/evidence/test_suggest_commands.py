"""``evidence suggest``, ``accept`` and ``reject`` at the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from countermove.evidence import Desk
from countermove.evidence.suggesting.decisions import decisions
from tests.console import Ran, call

NOTICE = """\
The port authority said on 3 March 2024 that it would close the lower lock unless the ferry union came to terms.

The Norwegian army could leave. In 2019 the river commission sued Sweden. Sweden paid. Sweden did not pay again.
"""
MODEL = """\
countermove: 1
title: Water  # kept
decision_makers:
  upstream: {options: {water: Let water through}}
  downstream: {options: {court: Go to court}}
status_quo: []
preferences:
  upstream: {prioritize: [not court, water]}
  downstream: {prioritize: [water, not court]}
"""


@pytest.fixture
def desk(empty: Path) -> Path:
    Path("notice.txt").write_text(NOTICE, encoding="utf-8")
    Path("water.yaml").write_text(MODEL, encoding="utf-8")
    assert call(["evidence", "add", "notice.txt", "--published", "2024-03-10"]).code == 0
    return empty


def suggested(*arguments: str) -> list[dict[str, Any]]:
    ran = call(["evidence", "suggest", "notice", "--json", *arguments])
    assert ran.code == 0
    found: list[dict[str, Any]] = json.loads(ran.out)["suggestions"]
    return found


def an_id(kind: str) -> str:
    return str(suggested("--kind", kind)[0]["id"])


def refused(ran: Ran, code: int, *words: str) -> None:
    assert ran.code == code
    assert ran.out == ""
    for each in words:
        assert each in ran.err
    assert "Traceback" not in ran.err


def test_a_file_that_is_not_on_the_desk_is_read_too(empty: Path) -> None:
    Path("notice.txt").write_text(NOTICE, encoding="utf-8")
    ran = call(["evidence", "suggest", "notice.txt", "--kind", "option"])
    assert ran.code == 0
    assert "Norway: “Norwegian army could leave”" in ran.out
    assert "countermove evidence add notice.txt" in ran.out
    assert not Path("evidence").exists()


def test_a_file_that_is_on_the_desk_is_known_by_its_content(desk: Path) -> None:
    accepted = an_id("event")
    call(["evidence", "accept", accepted])
    data = json.loads(call(["evidence", "suggest", "notice.txt", "--json"]).out)
    assert (data["document"]["work"], data["hidden"]) == ("notice", 1)
    assert accepted not in {each["id"] for each in data["suggestions"]}


def test_it_says_how_good_it_is(desk: Path) -> None:
    ran = call(["evidence", "suggest", "notice", "--kind", "event"])
    assert "Held-out: recall" in ran.out
    held_out = json.loads(call(["evidence", "suggest", "notice", "--json"]).out)["measured"]["documents"][
        "held-out"
    ]
    event = held_out["kinds"]["event"]
    assert f"{event['found']} of {event['expected']}" in ran.out


def test_what_was_decided_is_not_shown_again_but_is_kept(desk: Path) -> None:
    accepted, rejected = an_id("conditional"), an_id("option")
    assert call(["evidence", "accept", accepted, "--analyst", "desk 2"]).code == 0
    assert call(["evidence", "reject", rejected]).code == 0
    shown = {each["id"] for each in suggested()}
    assert not shown & {accepted, rejected}
    everything = {each["id"]: each for each in suggested("--all")}
    assert everything[accepted]["decision"] == "accepted"
    assert everything[accepted]["decided"]["analyst"] == "desk 2"
    assert everything[rejected]["decision"] == "rejected"
    said = " ".join(call(["evidence", "suggest", "notice"]).out.split())
    assert "Decided before: one accepted and one rejected." in said
    assert "accepted on 20" in call(["evidence", "suggest", "notice", "--all"]).out


def test_a_decision_can_be_changed(desk: Path) -> None:
    each = an_id("event")
    call(["evidence", "accept", each])
    call(["evidence", "reject", each])
    kept = decisions(Desk.open(Path("evidence")), "notice")
    assert [(one.id, one.decision) for one in kept.values()] == [(each, "rejected")]


def test_the_beginning_of_an_id_is_enough(desk: Path) -> None:
    each = an_id("event")
    assert json.loads(call(["evidence", "accept", each[:7], "--json"]).out)[0]["id"] == each


def test_what_is_not_suggested_is_refused_and_nothing_decided(desk: Path) -> None:
    refused(call(["evidence", "accept", an_id("event"), "zz"]), 2, "'zz'", "countermove evidence suggest")
    assert not Path("evidence/notice/decisions.json").exists()


def test_an_id_of_several_is_refused(desk: Path) -> None:
    Path("copy.txt").write_text(NOTICE + "\nAnd more was to come, it said, than anybody had thought.\n")
    call(["evidence", "add", "copy.txt", "--work", "other"])
    each = an_id("event")
    refused(call(["evidence", "accept", each]), 2, "--in WORK", "in notice", "in other")
    assert call(["evidence", "accept", each, "--in", "other"]).code == 0
    assert decisions(Desk.open(Path("evidence")), "notice") == {}


def test_an_accepted_suggestion_becomes_a_claim_that_is_verified(desk: Path) -> None:
    ran = call(
        [
            "evidence",
            "accept",
            an_id("speech"),
            "--into",
            "water.yaml",
            "--claim",
            "lock",
            "--text",
            "It is so.",
        ]
    )
    assert ran.code == 0, ran.err
    text = Path("water.yaml").read_text(encoding="utf-8")
    assert text.startswith(MODEL)
    assert "said_by: port authority" in text
    checked = call(["check", "water.yaml"])
    assert checked.code == 0
    assert "1 exact" in checked.out
    assert decisions(Desk.open(Path("evidence")), "notice")[an_id_of("speech")].claim == "lock"


def an_id_of(kind: str) -> str:
    return str(suggested("--kind", kind, "--all")[0]["id"])


def test_a_claim_that_is_there_gets_the_quote(desk: Path) -> None:
    into = ["--into", "water.yaml", "--claim", "lock"]
    call(["evidence", "accept", an_id("speech"), *into, "--text", "It is so."])
    assert call(["evidence", "accept", an_id("option"), *into, "--sealed"]).code == 0
    assert "sealed: {words:" in Path("water.yaml").read_text(encoding="utf-8")
    assert "2 exact" in call(["check", "water.yaml"]).out
    refused(
        call(["evidence", "accept", an_id("event"), *into, "--text", "Once more."]), 2, "leave out --text"
    )


def test_a_quote_goes_into_a_claim_once(desk: Path) -> None:
    into = ["--into", "water.yaml", "--claim", "lock"]
    each = an_id("speech")
    call(["evidence", "accept", each, each[:8], *into, "--text", "It is so."])
    once = Path("water.yaml").read_text(encoding="utf-8")
    assert once.count("quote: ") == 1
    for again in ([], ["--sealed"]):
        assert call(["evidence", "accept", each, *into, *again]).code == 0
        assert Path("water.yaml").read_text(encoding="utf-8") == once


def test_what_only_another_rendition_suggests_can_be_accepted(desk: Path) -> None:
    more = "\n\nIf the ferry sank, nobody would know.\n"
    Path("second.txt").write_text(NOTICE + more, encoding="utf-8")
    call(["evidence", "add", "second.txt", "--work", "notice", "--rendition", "web"])
    data = json.loads(call(["evidence", "suggest", "notice/web", "--kind", "conditional", "--json"]).out)
    last = data["suggestions"][-1]
    assert last["id"] not in {each["id"] for each in suggested()}
    ran = call(["evidence", "accept", last["id"], "--into", "water.yaml", "--claim", "a", "--text", "A."])
    assert ran.code == 0, ran.err
    assert more.strip() in Path("water.yaml").read_text(encoding="utf-8")


def test_a_work_of_two_renditions_of_one_kind_becomes_a_source(desk: Path) -> None:
    Path("second.txt").write_text(NOTICE + "\n", encoding="utf-8")
    call(["evidence", "add", "second.txt", "--work", "notice"])
    ran = call(
        ["evidence", "accept", an_id("speech"), "--into", "water.yaml", "--claim", "a", "--text", "A."]
    )
    assert ran.code == 0, ran.err
    assert "text-2: 1 exact" in call(["check", "water.yaml"]).out


def test_an_event_gives_its_date_and_a_statement_its_speaker_only_where_all_agree(desk: Path) -> None:
    event, speech = suggested("--kind", "event")[-1]["id"], an_id("speech")
    call(
        [
            "evidence",
            "accept",
            event,
            "--into",
            "water.yaml",
            "--claim",
            "suit",
            "--text",
            "There was a suit.",
        ]
    )
    assert "happened: " in Path("water.yaml").read_text(encoding="utf-8")
    both = ["--into", "water.yaml", "--claim", "both", "--text", "Both.", "--output", "new.yaml"]
    before = Path("water.yaml").read_bytes()
    call(["evidence", "accept", event, speech, *both])
    assert Path("water.yaml").read_bytes() == before
    claim = Path("new.yaml").read_text(encoding="utf-8").partition("  both:")[2]
    assert "said_by" not in claim


def test_a_claim_of_which_nobody_is_known_to_say_it_is_told_to_be_the_authors(desk: Path) -> None:
    event, statement = suggested("--kind", "event")[-1]["id"], an_id("speech")
    claim = ["--into", "water.yaml", "--text", "It is so."]
    ran = call(["evidence", "accept", event, *claim, "--claim", "a"])
    assert "'said_by'" in ran.err
    ran = call(["evidence", "accept", statement, *claim, "--claim", "b"])
    assert ran.code == 0
    assert "'said_by'" not in ran.err


def test_what_stands_in_somebodys_reported_words_is_not_the_authors(desk: Path) -> None:
    said = "The ferry guild said that if the lock stays shut it will sue the port authority.\n"
    Path("guild.txt").write_text(said + "If nobody pays, the lock rots.\n", encoding="utf-8")
    call(["evidence", "add", "guild.txt", "--work", "guild"])
    listed = json.loads(call(["evidence", "suggest", "guild", "--kind", "conditional", "--json"]).out)
    reported, own = (each["id"] for each in listed["suggestions"])
    for each, claim in ((reported, "reported"), (own, "own")):
        into = ["--into", "water.yaml", "--claim", claim, "--text", "It is so."]
        assert call(["evidence", "accept", each, *into]).code == 0
    told = Path("water.yaml").read_text(encoding="utf-8").partition("  reported:")[2]
    reported_claim, _, own_claim = told.partition("  own:")
    assert "said_by: ferry guild" in reported_claim
    assert "said_by" not in own_claim


def test_an_actors_quote_is_the_sentence_that_names_it(desk: Path) -> None:
    sweden = next(each for each in suggested("--kind", "actor") if each["content"]["name"] == "Sweden")
    assert len(sweden["mentions"]) == 3
    call(["evidence", "accept", sweden["id"], "--into", "water.yaml", "--claim", "a", "--text", "It is one."])
    assert "1 exact" in call(["check", "water.yaml"]).out


def test_a_model_that_is_wrong_stays_as_it_is(desk: Path) -> None:
    claim = ["--claim", "a b", "--text", "It is so."]
    before = Path("water.yaml").read_bytes()
    refused(call(["evidence", "accept", an_id("event"), "--into", "water.yaml", *claim]), 2, "stays as it is")
    assert Path("water.yaml").read_bytes() == before
    assert not Path("evidence/notice/decisions.json").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--into", "water.yaml"], "--claim LABEL"),
        (["--claim", "a"], "--into MODEL"),
        (["--text", "A."], "--into"),
        (["--into", "water.yaml", "--claim", "a"], "--text"),
        (["--into", "none.yaml", "--claim", "a", "--text", "A."], "none.yaml"),
        (["--in", "nothing"], "nothing"),
    ],
)
def test_what_is_missing_is_said(arguments: list[str], said: str, desk: Path) -> None:
    refused(call(["evidence", "accept", an_id("event"), *arguments]), 2, said)


def test_another_source_of_the_same_name_is_not_taken_for_it(desk: Path) -> None:
    sources = "sources: {notice: {renditions: {text: {sha256: " + "0" * 64 + "}}}}\n"
    Path("water.yaml").write_text(MODEL + sources, encoding="utf-8")
    claim = ["--into", "water.yaml", "--claim", "a", "--text", "A."]
    refused(call(["evidence", "accept", an_id("event"), *claim]), 2, "other documents", "--work")


def test_a_kind_that_is_none_is_refused(desk: Path) -> None:
    refused(call(["evidence", "suggest", "notice", "--kind", "opton"]), 2, "did you mean 'option'?")


def test_a_date_that_is_none_is_refused(desk: Path) -> None:
    refused(call(["evidence", "suggest", "notice", "--published", "last May"]), 2, "2020-10-14")


def test_what_suggests_nothing_says_so(empty: Path) -> None:
    Path("n.txt").write_text("Rain on the hills.", encoding="utf-8")
    ran = call(["evidence", "suggest", "n.txt"])
    assert ran.code == 0
    assert "Nothing is suggested; the rules read English alone." in ran.out


def test_without_a_desk_it_says_how_to_begin(empty: Path) -> None:
    refused(call(["evidence", "reject", "3f1e966efc"]), 4, "countermove evidence add")


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"schema": "countermove/decisions/1", "decisions": [{"id": 1}]}']
)
def test_damaged_decisions_are_told_and_left_alone(content: str, desk: Path) -> None:
    path = Path("evidence/notice/decisions.json")
    each = an_id("event")
    path.write_text(content, encoding="utf-8")
    claim = ["--into", "water.yaml", "--claim", "a", "--text", "A."]
    for command in (["suggest", "notice"], ["accept", each], ["accept", each, *claim]):
        refused(call(["evidence", *command]), 4, "decisions.json")
    assert Path("water.yaml").read_text(encoding="utf-8") == MODEL
    assert path.read_text(encoding="utf-8") == content


def test_control_characters_of_a_document_do_not_reach_the_terminal(empty: Path) -> None:
    Path("n.txt").write_text(
        "If the \x1b[31mport\x07 authority sues, Norway could pay on 3 May 2020.", encoding="utf-8"
    )
    ran = call(["evidence", "suggest", "n.txt"])
    assert ran.code == 0
    assert "\x1b" not in ran.out
    assert "\x07" not in ran.out
