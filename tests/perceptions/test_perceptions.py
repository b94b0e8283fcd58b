"""Views, what really holds and what is expected are those of the literal hypergame."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import numpy as np

import countermove
from countermove.analyses.misperceptions import Item, corrected, items
from countermove.analyses.perceptions import corrections, hypergame, surprises, unplacing
from countermove.concepts import pick
from countermove.views.perceptions import unplacing_sentence
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
