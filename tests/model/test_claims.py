"""Claims with who says them, when and how reliably, their stance where they are used, and narratives."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import countermove
from countermove.errors import ModelError
from countermove.model import Model
from countermove.model.dating import days
from countermove.model.elements import Claim, Prioritize, together
from countermove.provenance import grounds

PORT = """\
countermove: 1
title: A port
sources:
  paper: {title: A paper, author: The harbour correspondent, renditions: {web: {}, print: {}}}
  digest: {title: A digest of it, retells: paper}
claims:
  closing:
    text: The port closes in winter.
    quotes:
      - {source: paper, quote: will close in winter, places: {web: [120, 140], print: [7, 27]}}
      - {source: digest, quote: it stays open, stance: contradicts}
    stance: contradicts
    happened: 2020-09-27/2020-10-14
    reported: 2020-10-14
    said_by: north
    reliability: high
    reason: first-hand
    analyst: The desk
  plain: {text: The port is deep., quotes: [{source: paper, quote: the port is deep}]}
narratives:
  flood: {name: The flood, terms: [flood*, "high   water"], note: In spring.}
  drought: {terms: [drought]}
decision_makers:
  north: {name: North, options: {close: Close the port}, because: [closing, {claim: closing, stance: supports}]}
  south: {options: {sail: Sail}}
constraints:
  - {statement: not (close and sail), because: [plain, {claim: plain, stance: contradicts}, {claim: closing}]}
preferences:
  north: {prioritize: [{statement: sail, because: [{source: paper, quote: a sail, stance: contradicts}]}]}
  south: indifferent
"""


def model(text: str = PORT) -> Model:
    return countermove.loads(text, "model.yaml").model


def problems(old: str, new: str) -> list[str]:
    assert PORT.count(old) == 1
    with pytest.raises(ModelError) as wrong:
        model(PORT.replace(old, new))
    return [str(each) for each in wrong.value.problems]


def test_a_claim_says_who_says_it_when_and_how_reliably() -> None:
    claim = model().claims["closing"]
    assert (claim.happened, claim.reported) == ("2020-09-27/2020-10-14", "2020-10-14")
    assert (claim.said_by, claim.reliability, claim.reason) == ("north", "high", "first-hand")
    assert (claim.analyst, claim.stance) == ("The desk", "contradicts")
    assert claim.quotes[0].places == {"web": (120, 140), "print": (7, 27)}
    assert len({*claim.quotes}) == 2, "quotes can be told apart in a set"


def test_what_a_claim_does_not_say_is_plain() -> None:
    claim = model().claims["plain"]
    assert (claim.happened, claim.reported, claim.said_by, claim.reason, claim.analyst) == ("",) * 5
    assert (claim.stance, claim.reliability) == ("supports", "unknown")


def test_a_claim_supports_here_and_contradicts_there() -> None:
    own = model()
    closing = own.claims["closing"]
    because = dict(own.grounds())
    assert [each.stance for each in because["decision_makers.north"] if isinstance(each, Claim)] == [
        "contradicts",
        "supports",
    ]
    assert [(each.label, each.stance) for each in because["constraints[0]"] if isinstance(each, Claim)] == [
        ("plain", "supports"),
        ("plain", "contradicts"),
        ("closing", "contradicts"),
    ]
    assert all(each == closing for each in because["decision_makers.north"]), "one claim, whatever its stance"
    [quoted] = because["preferences.north.prioritize[0]"]
    assert isinstance(quoted, Claim)
    assert (quoted.label, quoted.stance) == ("", "contradicts")


def test_what_two_groups_rest_on_stands_once_for_each_stance() -> None:
    own = model()
    one, other, third = dict(own.grounds())["constraints[0]"]
    found = together((one,), (other, one), (third, other))
    assert [each.stance for each in found if isinstance(each, Claim)] == [
        "supports",
        "contradicts",
        "contradicts",
    ]


def test_narratives_are_read() -> None:
    flood, drought = model().narratives.values()
    assert (flood.label, flood.name, flood.note) == ("flood", "The flood", "In spring.")
    assert flood.terms == ("flood*", "high water")
    assert (drought.name, drought.terms) == ("drought", ("drought",))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020", (2020, 1, 1), (2020, 12, 31)),
        ("2020-02", (2020, 2, 1), (2020, 2, 29)),
        ("2020-10-14", (2020, 10, 14), (2020, 10, 14)),
        ("2020-09-27/2020-10-14", (2020, 9, 27), (2020, 10, 14)),
        ("2020-12/2021", (2020, 12, 1), (2021, 12, 31)),
        ("2020-10-14/2020-10-14", (2020, 10, 14), (2020, 10, 14)),
    ],
)
def test_a_date_is_a_year_a_month_a_day_or_a_range(
    text: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    assert days(text) == (date(*first), date(*last))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "'' is no date"),
        ("14 October 2020", "'14 October 2020' is no date"),
        ("2020-13", "'2020-13' is no day of the calendar"),
        ("2021-02-29", "'2021-02-29' is no day of the calendar"),
        ("0000", "'0000' is no day of the calendar"),
        ("2020-10-14/2020-09-27", "'2020-10-14/2020-09-27' ends before it begins"),
        ("2020/", "'' is no date"),
        ("2020/2021/2022", "'2021/2022' is no date"),
        ("2020-1-1", "'2020-1-1' is no date"),
        ("\u0662\u0660\u0662\u0660", "'\u0662\u0660\u0662\u0660' is no date"),
    ],
)
def test_what_is_no_date_is_refused(text: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=r"is no|ends before") as error:
        days(text)
    assert str(error.value) == wrong


MISTAKES = [
    ("    reported: 2020-10-14", "    reported: 14.10.2020",
     "model.yaml:14:15: '14.10.2020' is no date; write a year, month, day or range, such as 2020, 2020-10,"),
    ("2020-09-27/2020-10-14", "2020-10-15/2020-10-14", "'2020-10-15/2020-10-14' ends before it begins"),
    ("reliability: high", "reliability: hihg", "'reliability' holds the text 'hihg'; did you mean 'high'?"),
    ("reason: first-hand", "reason: he was there",
     "the reason 'he was there' is not one word; write one, such as first-hand, official, expert"),
    ("    stance: contradicts\n", "    stance: against\n",
     "'stance' holds the text 'against'; write one of: supports, contradicts"),
    ("{claim: plain, stance", "{claim: plane, stance", "model.yaml:27:64: unknown claim 'plane'; did you mean 'plain'?"),
    ("{claim: plain, stance", "{claim: plain, stanc", "unknown key 'stanc'; did you mean 'stance'?"),
    ("print: [7, 27]", "prnt: [7, 27]", "'paper' has no rendition 'prnt'; did you mean 'print'?"),
    ("print: [7, 27]", "print: [27, 7]", "the place [27, 7] holds no words; write [start, end]"),
    ("print: [7, 27]", "print: [7]", "'print' has the wrong size; it should have at least 2 items"),
    ("print: [7, 27]", "print: [-1, 27]", "this item has the wrong size; it should be greater than or equal to 0"),
    ("retells: paper", "retells: digest", "'digest' cannot retell itself; sources: paper"),
    ("retells: paper", "retells: papers", "unknown source 'papers'; did you mean 'paper'?"),
    ("terms: [drought]", "terms: []", "'terms' has the wrong size; it should have at least 1 item"),
    ("terms: [drought]", "terms: ['*']", "'*' is no term; write a word or phrase; * may stand at its end, as in terror*"),
    ("terms: [drought]", "terms: ['a*b']", "'a*b' is no term"),
    ("terms: [drought]", "terms: [Drought, drought]", "the term 'drought' stands twice; keep one of the two"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), MISTAKES)
def test_each_mistake_gives_one_message(old: str, new: str, message: str) -> None:
    [found] = problems(old, new)
    assert message in found


def test_who_retells_what_is_retold_is_sent_to_the_first_source() -> None:
    [found] = problems(
        "  digest: {title: A digest of it, retells: paper}\n",
        "  digest: {title: A digest of it, retells: paper}\n  echo: {retells: digest}\n",
    )
    assert found.endswith("'digest' retells a source itself; write 'retells: paper'")


# ---------------------------------------------------------------- in a whole of layers, and in views
WHOLE = """\
countermove: 1
title: Two harbours
sources: {paper: {title: A paper}}
claims:
  deep: {text: The harbour is deep., said_by: north, quotes: [{source: paper, quote: a deep harbour}]}
narratives: {storm: {terms: [storm]}}
layers:
  east:
    model:
      countermove: 1
      narratives: {storm: {terms: [gale]}, ice: {terms: [ice]}}
      decision_makers: {north: {options: {dig: Dig}}, south: {options: {sail: Sail}}}
      constraints: [{statement: dig or sail, because: [{claim: deep, stance: contradicts}]}]
      events: {gale: {possible: {statement: dig, because: [{claim: deep, stance: contradicts}]}}}
      preferences:
        north: {prioritize: [{statement: dig, because: [{claim: deep, stance: contradicts}]}]}
        south: {prioritize: [sail], because: [{claim: deep, stance: contradicts}]}
  west:
    model:
      countermove: 1
      decision_makers: {north: {options: {fish: Fish}}, south: {options: {tow: Tow}}}
      events: {gale: {possible: {statement: fish, because: [deep]}}}
      preferences:
        north: {prioritize: [{statement: fish, because: [deep]}]}
        south: {prioritize: [tow], because: [deep]}
shared: [events.gale]
overall: {north: [east, west], south: [east, west]}
perceptions:
  south:
    preferences: {north: {prioritize: [{statement: not dig, because: [{claim: deep, stance: contradicts}]}]}}
    because: [{claim: deep, stance: contradicts}]
"""


def stances(own: Model) -> dict[str, list[str]]:
    return {
        element: [each.stance for each in because if isinstance(each, Claim)]
        for element, because in own.grounds()
        if because
    }


def test_claims_keep_their_stance_in_a_whole_of_layers() -> None:
    assert stances(model(WHOLE)) == {
        "constraints[0]": ["contradicts"],
        "preferences.north.prioritize[0]": ["contradicts"],
        "preferences.north.prioritize[1]": ["supports"],
        "preferences.south": ["contradicts", "supports"],
        "perceptions.south": ["contradicts"],
        "perceptions.south.preferences.north.prioritize[0]": ["contradicts"],
        "events.gale.possible": ["contradicts", "supports"],
    }


GROUNDED = """\
countermove: 1
title: Two harbours
sources: {paper: {renditions: {text: {file: paper.txt}}}}
claims:
  deep: {text: The harbour is deep., quotes: [{source: paper, quote: a deep harbour}]}
  wide: {text: The harbour is wide., quotes: [{source: paper, quote: a wide harbour}]}
layers:
  east:
    model:
      countermove: 1
      decision_makers: {north: {options: {dig: {because: [deep]}}, because: [deep]}}
      events: {gale: {possible: dig, because: [deep]}}
      status_quo: {statement: [dig], because: [{claim: wide, stance: contradicts}]}
      preferences: {north: {prioritize: [dig]}}
  west:
    model:
      countermove: 1
      decision_makers:
        north: {options: {dig: {because: [{claim: deep, stance: contradicts}, wide]}}, because: [wide]}
        south: {options: {tow: }}
      events: {gale: {possible: dig, because: [wide]}}
      attitudes: {north: {south: positive, because: [{source: paper, quote: good friends}]}}
      perceptions: {south: {unaware: [north.dig], because: [deep]}}
      status_quo: [dig]
      preferences: {north: {prioritize: [dig]}, south: indifferent}
shared: [north.dig, events.gale]
overall: {north: [east, west]}
"""


def test_what_a_shared_element_rests_on_in_any_layer_is_kept() -> None:
    found = {
        each.element: [(claim.label, claim.stance) for claim in each.claims]
        for each in grounds(model(GROUNDED))
        if each.claims
    }
    assert found == {
        "decision_makers.north": [("deep", "supports"), ("wide", "supports")],
        "decision_makers.north.options.dig": [
            ("deep", "supports"),
            ("deep", "contradicts"),
            ("wide", "supports"),
        ],
        "events.gale": [("deep", "supports"), ("wide", "supports")],
        "status_quo": [("wide", "contradicts")],
        "layers.west.model.attitudes.north": [("", "supports")],
        "layers.west.model.perceptions.south": [("deep", "supports")],
    }


def test_what_today_rests_on_in_a_layer_is_kept_where_the_whole_gives_its_own() -> None:
    found = [each.element for each in grounds(model(f"{GROUNDED}status_quo: [dig]\n")) if each.claims]
    assert "layers.east.model.status_quo" in found
    assert "layers.west.model.status_quo" not in found
    assert "status_quo" not in found


def test_a_quote_that_stands_in_what_a_layer_keeps_to_itself_is_verified(tmp_path: Path) -> None:
    (tmp_path / "paper.txt").write_text("A deep harbour, a wide harbour, and bad friends.", encoding="utf-8")
    (tmp_path / "model.yaml").write_text(GROUNDED, encoding="utf-8")
    evidence = countermove.load(tmp_path / "model.yaml").evidence()
    assert [each.element for each in evidence.failing] == ["layers.west.model.attitudes.north"]


def test_claims_keep_their_stance_in_what_somebody_sees() -> None:
    seen = countermove.loads(WHOLE, "model.yaml").view("south").model
    assert stances(seen) == {
        "constraints[0]": ["contradicts"],
        "preferences.north.prioritize[0]": ["contradicts"],
        "preferences.south": ["contradicts", "supports"],
        "events.gale.possible": ["contradicts", "supports"],
    }


def test_a_whole_has_the_narratives_of_its_layers_and_its_own_first() -> None:
    assert {label: each.terms for label, each in model(WHOLE).narratives.items()} == {
        "storm": ("storm",),
        "ice": ("ice",),
    }


def test_layers_do_not_call_two_claims_by_one_label() -> None:
    text = WHOLE.replace(
        "      narratives: {storm",
        "      sources: {paper: {title: A paper}}\n"
        "      claims: {deep: {text: The harbour is deep., said_by: south, "
        "quotes: [{source: paper, quote: a deep harbour}]}}\n"
        "      narratives: {storm",
    )
    with pytest.raises(ModelError, match="call different claims 'deep'"):
        model(text)
    assert model(text.replace("said_by: south", "said_by: north")).claims["deep"].said_by == "north"


# ---------------------------------------------------------------- without a claim
def left(because: str, *without: str, claims: str = "") -> list[str]:
    """Return the statements that are left of one that rests on this, and of another."""
    text = PORT.replace("    stance: contradicts\n", claims)
    text = text.replace("[plain, {claim: plain, stance: contradicts}, {claim: closing}]", because)
    after = countermove.changed(countermove.loads(text, "model.yaml"), without=list(without))
    return [each.text for each in after.model.constraints]


def test_what_a_claim_contradicts_does_not_fall_with_it() -> None:
    assert left("[{claim: plain, stance: contradicts}]", "plain") == ["not (close and sail)"]
    assert left("[{claim: plain, stance: contradicts}, closing]", "plain") == ["not (close and sail)"]


def test_what_a_claim_contradicts_is_not_held_up_by_it() -> None:
    assert left("[{claim: plain}, {claim: closing, stance: contradicts}]", "plain") == []
    assert left("[plain, closing]", "plain", claims="    stance: contradicts\n") == []
    assert left("[plain, closing]", "plain") == ["not (close and sail)"]
    quote = "{source: paper, quote: a sail, stance: contradicts}"
    assert left(f"[plain, {quote}]", "plain") == []


def test_a_preference_still_reads_after_a_claim_is_taken_out_of_what_it_rests_on() -> None:
    after = countermove.changed(countermove.loads(PORT, "model.yaml"), without=["closing"])
    assert "closing" not in after.model.claims
    by = after.model.preferences["north"].by
    assert isinstance(by, Prioritize)
    assert [each.text for each in by.statements] == ["sail"]


def test_claims_stand_in_the_order_of_the_file_where_layers_use_them() -> None:
    labels = list(countermove.load("karabakh-2020").model.claims)
    assert labels[:3] == ["call", "turkey_is_a_party", "second_layer"]
    assert len(labels) == 29
