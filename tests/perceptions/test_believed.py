"""What may be written of what sides believe, know of and imagine: examples, and mistakes that are told."""

from __future__ import annotations

import json

import pytest

import countermove
from countermove.analyses.perceptions import corrections, surprises
from countermove.concepts import pick
from countermove.errors import ModelError, UsageError
from countermove.views.perceptions import perceptions_data, view_lines

CONCEPTS = pick(["nash", "gmr", "smr", "seq", "sseq"])


RANKED = """\
countermove: 1
decision_makers: {a: {options: {x: X}}, b: {options: {z: Z}}}
status_quo: []
preferences: {a: {prioritize: [x]}, b: {prioritize: [z if x]}}
perceptions: {a: {unaware: [z], preferences: {b: {ranking: [1, 2]}}}}
"""


def test_a_ranking_of_what_is_seen_is_put_right_with_what_is_seen() -> None:
    """To know of the option alone is no correction: the ranking lists the two states without it."""
    game = countermove.loads(RANKED).hypergame
    (nash,) = pick(["nash"])
    assert {frozenset(each.path for each in one.items) for one in corrections(game, nash)} <= {
        frozenset({"a.preferences.b"}),
        frozenset({"a.preferences.b", "a.unaware.b.z"}),
    }


def test_a_believed_ranking_is_told_by_what_is_done() -> None:
    """Nothing else tells of the numbers of the states of a view."""
    within = "{a: {preferences: {b: {ranking: [2, 1]}}, perceptions: {b: {preferences: {a: {ranking: [[1, Y]]}}}}}}"
    seen = within.replace("{a: {pref", "{a: {unaware: [z], pref", 1)
    game = countermove.loads(TWO.format(perceptions=seen)).hypergame
    assert view_lines(game.space, game.model.perceptions, game) == [
        "a does not know of “Z” and believes that b likes “a: X” best, then “Nobody does anything”.",
        "In the eyes of a, b believes that a likes all states equally.",
    ]
    (of_a,) = perceptions_data(game, [])["views"]
    assert of_a["preferences"] == {"b": ["Y", "N"]}
    assert of_a["perceptions"][0]["preferences"] == {"a": ["N ~ Y"]}


def test_of_a_long_believed_ranking_the_best_states_are_told() -> None:
    options = "a: {options: {x: X, y: Y}}, b: {options: {z: Z}}"
    text = TWO.replace(
        "a: {{options: {{x: X}}}}, b: {{options: {{z: Z}}}}", options.replace("{", "{{").replace("}", "}}")
    )
    seen = "{a: {preferences: {b: {ranking: [NNY, 1, [2, 3], 4, 6, 7, 8]}}}}"
    game = countermove.loads(text.format(perceptions=seen)).hypergame
    (line,) = view_lines(game.space, game.model.perceptions, game)
    assert line == (
        "a believes that b likes “b: Z” best, then “Nobody does anything”, then “a: X” as much as “a: Y”, "
        "then “a: X and Y”, then three more."
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[1, 2]", "[1]", "in what 'a' sees, the ranking of 'b' misses state 2 (Y)"),
        ("status_quo", "constraints: [z]\nstatus_quo", "in what 'a' sees, no state is feasible"),
        (
            "[1, 2]}}",
            "[1, 2]}}, perceptions: {b: {unaware: [x]}}",
            "in what 'b' sees, '2' is no feasible state",
        ),
    ],
)
def test_a_view_that_is_no_conflict_is_a_mistake(old: str, new: str, said: str) -> None:
    text = RANKED.replace(old, new).replace(
        "status_quo: []", "status_quo: {z: yes}" if "z]" in new else "status_quo: []"
    )
    with pytest.raises(ModelError) as caught:
        countermove.loads(text).check_views()
    assert said in str(caught.value)


def test_states_of_many_options_are_taken_for_those_that_are_seen() -> None:
    labels = [f"plan_{k}" for k in range(70)]
    file = {
        "countermove": 1,
        "decision_makers": {
            "a": {"options": {label: label for label in labels}},
            "b": {"options": {"answer": "Answer"}},
        },
        "constraints": [f"at_most_one({', '.join(labels)})"],
        "preferences": {"a": {"prioritize": ["plan_69"]}, "b": {"prioritize": ["answer"]}},
        "perceptions": {"a": {"unaware": ["plan_69"]}},
    }
    game = countermove.loads(json.dumps(file)).hypergame
    taken = game.views[0].states.tolist()
    assert [k for k, each in enumerate(taken) if each < 0] == []
    assert len(set(taken)) == 140
    states, seen = game.space.states, game.views[0].game.space.states
    for state, other in enumerate(taken):
        assert (*states.values(state)[:69], states.values(state)[70]) == seen.values(other)


LEVELS = """\
countermove: 1
decision_makers: {a: {options: {water: {levels: [none, some]}}}, b: {options: {go: Go}}}
preferences: {a: {prioritize: [water = some]}, b: {prioritize: [go if water = none, not go]}}
perceptions: {b: {unaware: [water]}}
"""
FITTING = """\
countermove: 1
decision_makers: {a: {options: {x: X}}, b: {options: {z: Z}}}
constraints: [x or z]
preferences: {a: {prioritize: [x]}, b: {prioritize: [z]}}
perceptions: {b: {unaware: [x]}}
"""


@pytest.mark.parametrize(
    ("text", "stable"), [(LEVELS, [False, False, True, True]), (FITTING, [False, True, True])]
)
def test_what_is_not_known_of_stands_at_its_first_level(text: str, stable: list[bool]) -> None:
    """Where the constraints allow no such state, the real one is taken for none, and not stable."""
    game = countermove.loads(text).hypergame
    assert game.stable(pick(["nash"])[0], 1).tolist() == stable


def test_a_view_of_a_view_may_speak_of_what_is_imagined_there_alone() -> None:
    wants = "{a: {imagines: {b: {strike: Strike}}, preferences: {a: {prioritize: [not x or strike, x]}}}}"
    text = (
        "countermove: 1\ndecision_makers: {a: {options: {x: X}}, b: {options: {z: Z}}}\n"
        "preferences: {a: {prioritize: [x]}, b: {prioritize: [z]}}\n"
        f"perceptions: {{b: {{perceptions: {wants}}}}}\n"
    )
    seen = countermove.loads(text).view("b/a")
    analysis = seen.analyze(["nash"])
    labels = [seen.space.states.label(k) for k in range(8) if analysis.is_stable("nash", 0, k)]
    assert labels == ["NNN", "NYN", "YNY", "YYY"]


@pytest.mark.parametrize(
    ("perceptions", "said"),
    [
        ("{a: {perceptions: {a: {preferences: {b: indifferent}}}}}",
         "4:33: a view of 'a' within its own says nothing; write what it holds in the view itself"),
        ("{b: {perceptions: {a: {perceptions: {a: {unaware: [z]}}}}}}",
         "4:51: a view of 'a' within its own says nothing; write what it holds in the view itself"),
        ("{b: {perceptions: {b: {perceptions: {a: {unaware: [z]}}}}}}",
         "4:33: a view of 'b' within its own says nothing; write what it holds in the view itself"),
    ],
)  # fmt: skip
def test_nobody_has_a_view_of_its_own_view(perceptions: str, said: str) -> None:
    assert mistakes(perceptions) == [said]


def test_a_view_of_ones_own_view_cannot_be_asked_for() -> None:
    with pytest.raises(UsageError, match="'a' has no view of its own view; name it once"):
        countermove.loads(TWO.format(perceptions="{a: {unaware: [z]}}")).view("a/a")


def test_somebody_may_be_seen_to_see_the_first_again() -> None:
    seen = "{a: {perceptions: {b: {perceptions: {a: {unaware: [z]}}}}}}"
    assert countermove.loads(TWO.format(perceptions=seen)).view("a/b/a").state_count == 2


@pytest.mark.parametrize(
    ("perceptions", "said"),
    [
        ("{a: {imagines: {b: {strike: S}}}, b: {preferences: {b: {prioritize: [z, strike]}}}}",
         "'b.strike' is imagined in another view, and not in this one; add it to 'imagines' of this view, or leave it out"),
        ("{a: {preferences: {b: {weights: [{when: not strike, weight: 1}]}},"
         " perceptions: {b: {imagines: {b: {strike: S}}}}}}",
         "'b.strike' is imagined in another view, and not in this one; add it to 'imagines' of this view, or leave it out"),
    ],
)  # fmt: skip
def test_what_is_believed_speaks_of_what_is_imagined_there(perceptions: str, said: str) -> None:
    """What somebody else imagines stands at its first level in this view, so to speak of it is a slip."""
    (found,) = mistakes(perceptions)
    assert said in found


def test_what_is_imagined_in_a_view_may_be_spoken_of_in_a_view_within() -> None:
    """Where nothing else is said, others are believed to see what somebody sees."""
    within = "{b: {preferences: {b: {prioritize: [strike]}}}}"
    seen = f"{{a: {{imagines: {{b: {{strike: S}}}}, perceptions: {within}}}}}"
    analysis = countermove.loads(TWO.format(perceptions=seen)).view("a/b").analyze(["nash"])
    assert [analysis.is_stable("nash", 1, k) for k in range(8)] == [False] * 4 + [True] * 4


TWO = """\
countermove: 1
decision_makers: {{a: {{options: {{x: X}}}}, b: {{options: {{z: Z}}}}}}
preferences: {{a: {{prioritize: [x]}}, b: {{prioritize: [z if x]}}}}
perceptions: {perceptions}
"""


def mistakes(perceptions: str) -> list[str]:
    with pytest.raises(ModelError) as caught:
        countermove.loads(TWO.format(perceptions=perceptions))
    return [str(each).removeprefix("<text>:") for each in caught.value.problems]


GHOST = """\
countermove: 1
decision_makers: {guard: {options: {watch: Watch}}, rival: {options: {cross: Cross}}}
preferences: {guard: {prioritize: [watch if cross]}, rival: {prioritize: [cross]}}
perceptions: {rival: {imagines: {guard: {strike: Strike first}}, preferences: {guard: {prioritize: [strike]}}}}
"""


def test_somebody_may_expect_a_state_that_there_is_not() -> None:
    game = countermove.loads(GHOST).hypergame
    (nash,) = pick(["nash"])
    (rival,) = surprises(game, nash)
    assert (rival.expected, rival.unexpected) == ((), (3,))
    seen = game.views[rival.dm].game.space.states
    assert [seen.label(state) for state in rival.imagined] == ["NYY", "YYY"]
