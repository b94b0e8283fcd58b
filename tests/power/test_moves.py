"""Which moves power adds, worked out by hand and held against the definition; and where there is none."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest

import countermove
from countermove import LimitError, UsageError
from countermove.analyses.power import uses
from countermove.concepts import all_concepts
from countermove.model.condition import Or
from countermove.model.elements import Model, Power, Statement
from countermove.model.forcing import forced
from countermove.space import barred, build
from countermove.space import forced as forcing
from countermove.space.literal import literal_game
from countermove.stability import Analysis, analyze
from tests.strategies import random_forcing_model, random_option_model, random_unranked_model

SEEDS = 120
TWO = """\
countermove: 1
decision_makers:
  a: {options: {x: , z: {levels: [low, mid, high]}}}
  b: {options: {y: MOVES, w: }}
preferences: {a: indifferent, b: indifferent}
power:
"""


def moves(*power: str, more: str = "", option: str = "Y", of: str = "a") -> set[tuple[str, str]]:
    """Return from which state to which, by label, somebody can move; z and w stay where they are."""
    text = TWO.replace("MOVES", option) + "".join(f"  - {each}\n" for each in power) + more
    if not power:
        text = text.replace("power:\n", "")
    game = literal_game(countermove.loads(text).model)
    space = build(game.model)
    found = set()
    for state in game.states:
        targets = space.moves.targets(game.decision_makers.index(of), state)
        assert set(targets) == game.moves(of, state)
        for target in targets:
            before, after = game.label(state).split("."), game.label(target).split(".")
            if (before[1], before[3]) == (after[1], after[3]) == ("low", "N"):
                found.add(("".join(before[::2]), "".join(after[::2])))
    return found


OWN = {("NN", "YN"), ("YN", "NN"), ("NY", "YY"), ("YY", "NY")}


def test_who_has_power_moves_anywhere_with_it_and_its_own_options() -> None:
    every = {
        (one, other) for one in ("NN", "YN", "NY", "YY") for other in ("NN", "YN", "NY", "YY") if one != other
    }
    assert moves() == OWN
    assert moves("{by: a, option: y}") == every
    assert moves("{by: a, option: y}", of="b") == moves(
        of="b"
    )  # the owner keeps its moves, and gets no other


def test_only_to_the_level_and_only_from_where_it_holds() -> None:
    assert moves("{by: a, option: y, to: yes}") == OWN | {
        ("NN", "NY"),
        ("NN", "YY"),
        ("YN", "NY"),
        ("YN", "YY"),
    }
    # The condition is asked of the state that is left, so that x may be dropped in the same move.
    assert moves("{by: a, option: y, to: no, when: x}") == OWN | {("YY", "YN"), ("YY", "NN")}
    # Several elements add up.
    both = moves("{by: a, option: y, to: yes, when: x}", "{by: a, option: y, to: no, when: not x}")
    assert both == OWN | {("YN", "NY"), ("YN", "YY"), ("NY", "NN"), ("NY", "YN")}


def test_an_option_binds_whoever_forces_it() -> None:
    assert moves("{by: a, option: y}", option="{moves: forward}") == moves("{by: a, option: y, to: yes}")
    assert moves("{by: a, option: y}", option="{moves: backward}") == moves("{by: a, option: y, to: no}")
    # What it requires has to hold in the state that is left.
    required = moves("{by: a, option: y, to: yes}", option="{requires: x}")
    assert required == OWN | {("YN", "YY"), ("YN", "NY")}


def test_forbidden_moves_are_the_movers() -> None:
    owners = "forbidden_moves: [{by: b, from: not y, to: y}]\n"
    assert moves("{by: a, option: y}", more=owners) == moves("{by: a, option: y}")
    own = "forbidden_moves: [{by: a, from: not y, to: y}]\n"
    assert moves("{by: a, option: y}", more=own) == moves("{by: a, option: y, to: no}")


def test_constraints_hold_for_what_is_forced_together() -> None:
    found = moves("{by: a, option: y}", more="constraints: [x <-> y]\n")
    assert found == {("NN", "YY"), ("YY", "NN")}
    # Two options of one owner, of which neither could be set alone.
    text = (
        TWO.replace("MOVES", "Y") + "  - {by: a, option: y}\n  - {by: a, option: w}\nconstraints: [y <-> w]\n"
    )
    space = countermove.loads(text).space
    (first,) = np.flatnonzero([space.states.label(k) == "N.low.N.N" for k in range(space.size)])
    assert "N.low.Y.Y" in {space.states.label(k) for k in space.moves.targets(0, int(first))}


def test_power_takes_no_move_away_and_adds_none_of_own_options_alone() -> None:
    for seed in range(SEEDS):
        model = random_forcing_model(Random(f"added {seed}"))
        game, without = literal_game(model), literal_game(replace(model, powers=()))
        for name in game.decision_makers:
            for state in game.states:
                assert without.moves(name, state) <= game.moves(name, state), seed
                for target in game.moves(name, state) - without.moves(name, state):
                    assert forced(model, name, game.values(state), game.values(target)), seed


# ---------------------------------------------------------------- no power
def verdicts(model: Model) -> dict[str, list[list[bool]]]:
    space = build(model)
    chosen = [each for each in all_concepts() if not each.needs]
    found: Analysis = analyze(space, chosen)
    return {name: stable.tolist() for name, stable in found.stable.items()}


@pytest.mark.parametrize("worth", [0, barred.WORTH_MENDING])
def test_power_that_can_never_be_used_changes_nothing(worth: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(barred, "WORTH_MENDING", worth)
    for seed in range(SEEDS):
        rng = Random(f"no power {seed}")
        model = (random_option_model, random_unranked_model)[seed % 2](rng)
        never = Statement("never", Or(()))
        powers = tuple(
            Power(dm.label, option.id, None, never)
            for dm in model.decision_makers
            for option in model.options
            if option.owner != dm.label
        )
        assert verdicts(replace(model, powers=powers)) == verdicts(model), seed


def test_power_over_everything_makes_every_state_reachable_at_once() -> None:
    for seed in range(SEEDS):
        model = random_unranked_model(Random(f"all power {seed}"))
        people = tuple(
            replace(dm, options=tuple(replace(each, moves="both") for each in dm.options))
            for dm in model.decision_makers
        )
        powers = tuple(
            Power(dm.label, option.id)
            for dm in people
            for option in model.options
            if option.owner != dm.label
        )
        space = build(replace(model, decision_makers=people, powers=powers))
        found = analyze(space, [each for each in all_concepts() if each.id == "nash"])
        for dm, liked in enumerate(space.ranks):
            assert found.stable["nash"][dm].tolist() == (liked == liked.max()).tolist(), seed


# ---------------------------------------------------------------- where it is used
def test_uses_are_those_of_the_definition() -> None:
    some = 0
    for seed in range(SEEDS):
        model = random_forcing_model(Random(f"uses {seed}"))
        space, game = build(model), literal_game(model)
        for use in uses(space):
            power = model.powers[use.power]
            owner = power.option.partition(".")[0]
            place = [option.id for option in model.options].index(power.option)
            gaining, refused = 0, 0
            for state in game.states:
                here = game.values(state)
                by_force = [
                    target
                    for target in sorted(game.moves(power.by, state))
                    if game.values(target)[place] != here[place]
                    and power.to in (None, game.values(target)[place])
                    and (power.when is None or game.fulfils(power.when.condition, state))
                    and game.prefers(power.by, target, state)
                ]
                if by_force:
                    best = by_force[0]
                    for each in by_force[1:]:
                        best = each if game.prefers(power.by, each, best) else best
                    gaining += 1
                    refused += game.prefers(owner, state, best)
            assert (use.gaining, use.refused) == (gaining, refused), seed
            assert (use.example is None) == (not gaining)
            if use.example is not None:
                assert use.example.target in game.moves(power.by, use.example.source)
                some += use.example_refused
                assert use.example_refused == game.prefers(owner, use.example.source, use.example.target)
    assert some > SEEDS // 10


# ---------------------------------------------------------------- what is refused
def test_what_is_too_large_says_what_to_leave_out(monkeypatch: pytest.MonkeyPatch) -> None:
    model = countermove.load("protector").model
    monkeypatch.setattr(forcing, "MAX_ARCS", 1)
    with pytest.raises(LimitError, match=r"'protector' has more than 1 moves.*say 'to' or 'when'"):
        build(model)
    monkeypatch.setattr(forcing, "MAX_FORCED", 1)
    with pytest.raises(
        LimitError, match=r"the 1 options that 'protector' can force.*leave some out of 'power'"
    ):
        build(model)


def test_simultaneous_stability_is_not_decided() -> None:
    conflict = countermove.load("protector")
    assert "options of others can be forced" in conflict.analyze().left_out["sim"]
    with pytest.raises(UsageError, match=r"'sim' cannot be decided here.*can be forced"):
        conflict.analyze(["sim"])
    assert "sim" not in conflict.powerless().analyze().left_out
