"""Views, what really holds and what is expected are those of the literal hypergame."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import numpy as np
import pytest

import countermove
from countermove.analyses.misperceptions import Item, corrected, items
from countermove.analyses.perceptions import corrections, hypergame, surprises, unplacing
from countermove.concepts import pick
from countermove.errors import ModelError, UsageError
from countermove.views.perceptions import perceptions_data, unplacing_sentence, view_lines
from tests.perceptions.literal import LiteralHypergame

CONCEPTS = pick(["nash", "gmr", "smr", "seq", "sseq"])
SEEDS = range(60)
NAMES = ("ann", "bob", "cat")


def random_hypergame(rng: Random) -> dict[str, Any]:
    """Draw a conflict of two or three decision makers, some of whom see it otherwise than it is."""
    names = NAMES[: rng.choice((2, 2, 3))]
    options = {dm: [f"{dm}_{k}" for k in range(1 if len(names) == 3 else rng.choice((1, 2)))] for dm in names}
    listed = [label for own in options.values() for label in own]
    file: dict[str, Any] = {
        "countermove": 1,
        "decision_makers": {
            dm: {"options": {label: {"moves": rng.choice(("both", "both", "forward"))} for label in own}}
            for dm, own in options.items()
        },
        "constraints": [f"not ({' and '.join(rng.sample(listed, 2))})"] if rng.random() < 0.2 else [],
        "preferences": {dm: wanting(rng, listed) for dm in names},
    }
    seeing = rng.sample(names, rng.choice((1, 1, 2)))
    file["perceptions"] = {dm: perception(rng, dm, names, options, depth=2) for dm in seeing}
    return file


def perception(rng: Random, of: str, names: Any, options: Any, depth: int) -> dict[str, Any]:
    others = [dm for dm in names if dm != of]
    listed = [label for own in options.values() for label in own]
    given: dict[str, Any] = {}
    if rng.random() < 0.4:
        given["unaware"] = [rng.choice([label for dm in others for label in options[dm]])]
    if rng.random() < 0.4:
        owner = rng.choice(others)
        given["imagines"] = {owner: {f"{owner}_ghost": {}}}
        listed = [*listed, f"{owner}_ghost"]
    if rng.random() < 0.7 or not given:
        given["preferences"] = {dm: wanting(rng, listed) for dm in rng.sample(others, 1)}
    if depth > 1 and rng.random() < 0.4:
        other = rng.choice(others)
        given["perceptions"] = {other: perception(rng, other, names, options, depth - 1)}
    return given


def wanting(rng: Random, options: list[str]) -> dict[str, Any]:
    found = []
    for _ in range(rng.randrange(1, 4)):
        one, other = rng.choice(options), rng.choice(options)
        found.append(
            rng.choice(
                (one, f"not {one}", f"{one} if {other}", f"{one} or not {other}", f"not {one} if {other}")
            )
        )
    return {"prioritize": found}


def drawn(seed: int) -> dict[str, Any]:
    return random_hypergame(Random(f"perceptions {seed}"))


def test_what_holds_and_what_is_expected_are_as_the_written_out_views_say() -> None:
    differing = 0
    for seed in SEEDS:
        file = drawn(seed)
        game, literal = hypergame(countermove.loads(json.dumps(file)).space), LiteralHypergame(file)
        for concept in CONCEPTS:
            holding, informed = game.holding(concept), game.informed(concept)
            differing += not np.array_equal(holding, informed)
            for state in literal.game.states:
                assert holding[state] == literal.holds(concept, state), (seed, concept.id, state)
                plain = all(concept.reference(literal.game, dm, state) for dm in literal.game.decision_makers)
                assert informed[state] == plain, (seed, concept.id, state)
                for dm, label in enumerate(literal.game.decision_makers):
                    expected = literal.expected(concept, label, state)
                    assert game.expected(concept, dm)[state] == expected, (seed, concept.id, label, state)
    assert differing > 20, "in many of the conflicts it matters who sees what"


def test_who_upsets_what_is_expected_is_who_would_not_stay_in_its_own_view() -> None:
    deceived = 0
    for seed in SEEDS:
        file = drawn(seed)
        game, literal = hypergame(countermove.loads(json.dumps(file)).space), LiteralHypergame(file)
        labels = literal.game.decision_makers
        for concept in (CONCEPTS[0], CONCEPTS[3]):
            for one in surprises(game, concept):
                for state, dms in one.upset.items():
                    upset = [dm for dm, each in enumerate(labels) if not literal.stable(concept, each, state)]
                    assert list(dms) == upset, (seed, concept.id, state)
                    plain = [dm for dm in labels if not concept.reference(literal.game, dm, state)]
                    deceived += plain != [labels[dm] for dm in upset]
    assert deceived > 5, "some would stay if they saw the conflict as it is, or the other way round"


def test_where_a_view_is_what_is_so_nothing_changes() -> None:
    for seed in SEEDS:
        file = drawn(seed)
        dm = next(iter(file["perceptions"]))
        file["perceptions"] = {dm: {"preferences": dict(file["preferences"])}}
        game = hypergame(countermove.loads(json.dumps(file)).space)
        for concept in CONCEPTS:
            assert np.array_equal(game.holding(concept), game.informed(concept)), (seed, concept.id)
            assert np.array_equal(
                game.expected(concept, game.space.decision_makers.index(dm)), game.holding(concept)
            )


def test_corrections_are_the_smallest_and_putting_all_right_informs_everybody() -> None:
    seen = differing = 0
    for seed in SEEDS:
        file = drawn(seed)
        game = hypergame(countermove.loads(json.dumps(file)).space)
        everything = set(items(game.model.perceptions))
        assert corrected(game.model.perceptions, everything) == {}
        for concept in (CONCEPTS[0], CONCEPTS[3]):
            found = corrections(game, concept)
            seen += len(found)
            for one in found:
                assert not any(set(other.items) < set(one.items) for other in found), seed
                then = LiteralHypergame({**file, "perceptions": without(file["perceptions"], set(one.items))})
                now = {state for state in then.game.states if then.holds(concept, state)}
                before = set(np.flatnonzero(game.holding(concept)).tolist())
                assert set(one.gained) == now - before, (seed, one)
                assert set(one.lost) == before - now, (seed, one)
                worst = {
                    dm: tuple(min(ranks[state].item() for state in held) for held in (before, now))
                    for dm, ranks in enumerate(game.space.ranks if before and now else ())
                }
                assert one.worst == worst, (seed, one)
                differing += any(old != new for old, new in worst.values())
    assert seen > 10
    assert differing > 5


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


def test_what_is_imagined_is_what_the_written_out_view_expects_beyond_real_states() -> None:
    many = 0
    for seed in SEEDS:
        file = drawn(seed)
        game, literal = hypergame(countermove.loads(json.dumps(file)).space), LiteralHypergame(file)
        for concept in CONCEPTS[:2]:
            for one in surprises(game, concept):
                label = game.space.decision_makers[one.dm]
                view = literal.views[label]
                real = {literal.taken_for(label, state) for state in literal.game.states}
                expected = {each for each in view.game.states if view.holds(concept, each)}
                assert set(one.imagined) == expected - real, (seed, concept.id, label)
                many += len(one.imagined)
    assert many > 10


def without(perceptions: Any, put_right: set[Item], of: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return perceptions, as a file has them, with some things seen as they are."""
    found = {}
    for dm, each in perceptions.items():
        here = (*of, dm)
        left: dict[str, Any] = {
            "unaware": [
                o
                for o in each.get("unaware", ())
                if all(i.of != here or i.kind != "unaware" or not i.what.endswith(f".{o}") for i in put_right)
            ],
            "imagines": {
                owner: {
                    o: body
                    for o, body in own.items()
                    if Item(here, "imagines", f"{owner}.{o}") not in put_right
                }
                for owner, own in each.get("imagines", {}).items()
            },
            "preferences": {
                o: p
                for o, p in each.get("preferences", {}).items()
                if Item(here, "preferences", o) not in put_right
            },
            "perceptions": without(each.get("perceptions", {}), put_right, here),
        }
        left["imagines"] = {owner: own for owner, own in left["imagines"].items() if own}
        if any(left.values()):
            found[dm] = left
    return found


PART = """
countermove: 1
decision_makers:
  guard: {name: Guard, options: {warn: Warn, strike: Strike}}
  rival: {name: Rival, options: {cross: Cross}}
constraints: [not strike or warn]
preferences:
  guard: {prioritize: [strike, warn]}
  rival: {prioritize: [cross]}
perceptions:
  rival: {unaware: [guard.warn, guard.strike]}
"""
"""Who comes to know of the strike alone sees no state with it, for it comes only with the warning."""


def test_a_state_that_nobody_can_place_is_no_change_of_outcome() -> None:
    game = hypergame(countermove.loads(PART).space)
    for concept in CONCEPTS:
        (held,) = np.flatnonzero(game.holding(concept)).tolist()
        strike = Item(("rival",), "unaware", "guard.strike")
        assert not game.seeing([strike]).holding(concept).any()
        assert not corrections(game, concept)
        (found,) = unplacing(game, concept)
        assert (found.items, found.lost, found.unplaced) == ((strike,), (held,), {held: (1,)})
        assert not found.changes
        assert all(old == new for old, new in found.worst.values())
    assert unplacing_sentence(game.space, found) == (
        "If Rival knew of “Strike” and nothing more, state 6 (Guard: Warn and Strike; Rival: Cross) would fit "
        "nothing that Rival knows of, so that nothing tells what it would do in it; that is not counted as a "
        "change of outcome."
    )


def test_what_is_unplaced_is_what_no_view_that_has_it_leaves() -> None:
    """By the views written out: a lost state is left in some view that has it, or some view has it no more."""
    seen = 0
    for seed in range(150):
        file = drawn(seed)
        owner, *others = sorted(
            file["decision_makers"], key=lambda dm: -len(file["decision_makers"][dm]["options"])
        )
        if len(options := list(file["decision_makers"][owner]["options"])) < 2:
            continue
        file["constraints"] = [f"not {options[0]} or {options[1]}"]  # the one comes only with the other
        file["perceptions"] = {dm: {"unaware": options} for dm in others}
        game = hypergame(countermove.loads(json.dumps(file)).space)
        for concept in (CONCEPTS[0], CONCEPTS[3]):
            before = LiteralHypergame(file)
            for one in (*corrections(game, concept), *unplacing(game, concept)):
                if not one.lost:
                    continue
                then = LiteralHypergame({**file, "perceptions": without(file["perceptions"], set(one.items))})
                for state in one.lost:
                    left, away = False, []
                    for dm, label in enumerate(game.space.decision_makers):
                        had, has = (
                            label not in each.perceptions or each.taken_for(label, state) is not None
                            for each in (before, then)
                        )
                        away += [dm] if had and not has else []
                        left |= not then.stable(concept, label, state) and not (had and not has)
                    assert one.unplaced.get(state) == (None if left else tuple(away)), (seed, one)
                    seen += not left
                assert one.changes == bool(one.gained or set(one.lost) - set(one.unplaced))
    assert seen > 20
