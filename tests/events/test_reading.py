"""Events in a model file: what is read, and the mistakes that are told."""

from __future__ import annotations

from fractions import Fraction
from importlib.util import find_spec

import numpy as np
import pytest

import countermove
from countermove.model.shape import json_schema
from tests.model.mistakes import only, problems
from tests.models import change

TEXT = """\
countermove: 1
decision_makers:
  one: {options: {a: {levels: [low, mid, high]}}}
  two: {options: {b: B}}
events:
  flood:
    name: A flood
    description: The river rises.
    possible: {statement: a = high, because: [{assumption: It rains.}]}
    probability: 0.25
    preferences:
      two: {prioritize: [{statement: not b, because: [{assumption: It is wet.}]}]}
    because: [{assumption: It has been so before.}]
  gale: {possible: flood, lasts: false}
constraints: [not (gale and b)]
status_quo: {flood: yes}
preferences:
  one: {prioritize: [a = high]}
  two: {prioritize: [b]}
"""


def test_events_are_options_that_nobody_owns() -> None:
    conflict = countermove.loads(TEXT)
    model = conflict.model
    assert [option.id for option in model.options] == ["one.a", "two.b", "events.flood", "events.gale"]
    assert [dm.label for dm in model.decision_makers] == ["one", "two"]
    assert conflict.space.states.label(conflict.today() - 1) == "low.N.Y.N"
    assert conflict.states("events.flood and gale") == conflict.states("-.-.Y.Y")
    flood, gale = model.events
    assert (flood.name, flood.description, flood.lasts) == ("A flood", "The river rises.", True)
    assert (flood.probability, gale.probability) == (Fraction(1, 4), None)
    assert (gale.name, gale.lasts, flood.option.moves, gale.option.moves) == (
        "gale",
        False,
        "forward",
        "both",
    )
    moves = conflict.space.moves
    for dm in range(2):
        for state in range(conflict.state_count):
            before = conflict.space.states.values(state)[2:]
            assert {conflict.space.states.values(t)[2:] for t in moves.targets(dm, state)} <= {before}


def test_what_events_rest_on_is_known_and_said_in_words() -> None:
    from countermove.views.report_elements import element

    model = countermove.loads(TEXT).model
    grounds = {path: because for path, because in model.grounds() if because}
    assert list(grounds) == [
        "events.flood",
        "events.flood.possible",
        "events.flood.preferences.two.prioritize[0]",
    ]
    assert [(each.what, each.says) for each in (element(model, path) for path in grounds)] == [
        ("What may happen", "“A flood”"),
        ("Where “A flood” may happen", "“a” at high"),
        ("What two wants, 1 of 1, after “A flood”", "not “B”"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("probability: 0.25", "probability: 0", "10:18: 0 is no probability here; write a number above 0"),
        ("probability: 0.25", "probability: 5/4", "5/4 is no probability here; write a number above 0"),
        ("probability: 0.25", "probability: often", "'often' is not an exact number of at most 18 digits"),
        ("probability: 0.25", "chance: 0.25", "unknown key 'chance'"),
        ("      two: {prioritize", "      too: {prioritize", "unknown decision maker 'too'; did you mean 'two'?"),
        ("possible: flood,", "possible: flod,", "unknown label 'flod'; did you mean 'flood'?"),
        ("lasts: false", "lasts: 2", "'lasts' holds"),
        ("  gale: {", "  not: {", "'not' is a word of the language; choose another label"),
        ("  gale: {", "  NY: {", "'NY' reads like a state's label; write it out, in small letters"),
        ("  two: {options: {b: B}}", "  two: {options: {b: B}}\n  events: {}",
         "'events' is the owner of what happens by itself; choose another label"),
        ("  one: {options: {a: {levels: [low, mid, high]}}}", "  one: {options: {a: {levels: [low, mid, high]}, gale: }}",
         "label 'gale' belongs to several decision makers; write one.gale or events.gale"),
    ],
)  # fmt: skip
def test_each_mistake_gives_its_message(old: str, new: str, message: str) -> None:
    found = problems(change(TEXT, old, new))
    assert any(message in each for each in found), found


def test_a_faulty_event_does_not_hide_its_label() -> None:
    assert "no probability here" in only(change(TEXT, "probability: 0.25", "probability: 2"))
    assert "unknown key 'lasting'" in only(change(TEXT, "lasts: false", "lasting: false"))


def test_a_ranking_lists_states_with_and_without_an_event() -> None:
    text = """
countermove: 1
decision_makers: {one: {options: {a: A}}}
events: {e: {preferences: {one: {ranking: [4, 3]}}}}
preferences: {one: {ranking: [1, 2]}}
"""
    assert [each.partition(";")[0] for each in problems(text)] == [
        "model.yaml:4:28: the ranking of 'one' misses state 1 (NN), 2 (YN)",
        "model.yaml:5:15: the ranking of 'one' misses state 3 (NY), 4 (YY)",
    ]


def test_a_graph_form_takes_no_events() -> None:
    text = """
countermove: 1
decision_makers: {one: One}
states: {s1: Here, s2: There}
moves: {one: [s1 -> s2]}
events: {e: {}}
preferences: {one: {ranking: [s2, s1]}}
"""
    assert "a model in graph form has no events; give decision makers options instead" in only(text)


def test_an_expectation_may_name_a_reading() -> None:
    text = TEXT + "expect: [{why: W., events: cautious, reachable: b}]\n"
    (expectation,) = countermove.loads(text).model.expectations
    assert expectation.events == "cautious"
    assert "gloomy" in only(text.replace("cautious", "gloomy"))
    plain = "countermove: 1\ndecision_makers: {one: {options: {a: A}}}\npreferences: {one: indifferent}\n"
    what = "the model has no events that could be read in one way or another"
    assert what in only(plain + "expect: [{why: W., events: cautious, reachable: a}]\n")


@pytest.mark.skipif(find_spec("jsonschema") is None, reason="the schema is tried with jsonschema")
def test_the_schema_takes_events_and_nothing_else_for_them() -> None:
    from jsonschema import Draft7Validator

    from countermove.model.yaml import parse

    validator = Draft7Validator(json_schema())
    good = parse(TEXT.replace("0.25", "1/4"), "model.yaml")[0]
    assert not list(validator.iter_errors(good))
    for old, new in (("lasts: false", "lasts: maybe"), ("possible: flood", "possible: [flood]")):
        assert list(validator.iter_errors(parse(change(TEXT, old, new), "model.yaml")[0]))


def test_unknown_readings_are_refused() -> None:
    conflict = countermove.loads(TEXT)
    with pytest.raises(countermove.UsageError, match="unknown reading of events 'hopefull'; did you mean"):
        conflict.reading("hopefull")
    with pytest.raises(countermove.UsageError, match="the model has no events to be read; list them under"):
        countermove.load("syria-iraq-1975").reading("cautious")


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_events_that_make_each_other_possible_are_followed_in_any_order_of_the_file(
    order: tuple[int, ...],
) -> None:
    """The first may happen anywhere, the second after it, and the third, the bad one, after that."""
    told = ["e0: {}", "e1: {possible: e0}", "e2: {possible: e1 and x}"]
    conflict = countermove.loads(f"""
        countermove: 1
        decision_makers: {{a: {{options: {{x: }}}}}}
        constraints: [not (e0 and not e1 and e2)]
        preferences: {{a: {{prioritize: [not e2]}}}}
        events: {{{", ".join(told[each] for each in order)}}}
    """)
    states, happenings = conflict.space.states, conflict.space.happenings
    assert happenings is not None
    values = [states.values(state) for state in range(conflict.state_count)]
    bad = 1 + order.index(2)
    worst = happenings.at_worst(np.array([-each[bad] for each in values]))
    assert worst.tolist() == [-(each[0] or each[bad]) for each in values]
