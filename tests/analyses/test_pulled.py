"""The conflict that a model becomes when levers are pulled."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

import countermove
from countermove.concepts import find
from countermove.model.applying import Pulled
from countermove.model.condition import Is
from countermove.model.elements import Indifferent, Model, Prioritize, StatePattern, Weights
from countermove.space import build
from countermove.space.literal import literal_game
from countermove.stability import stable_states
from tests.analyses.pulled import GENERAL, GUARDED, PulledGame, asked, named
from tests.models import GRAPH, change


# ---------------------------------------------------------------- the conflict once levers are pulled
@pytest.mark.parametrize("kind", ["options", "forbidding", "graph"])
def test_both_forms_of_the_space_know_the_moves_that_levers_add_and_take(kind: str) -> None:
    added = taken = 0
    concepts = [*GENERAL, *([] if kind == "graph" else [find("sim")])]
    for place, (model, _, _, _) in enumerate(asked(kind, 20)):
        game = literal_game(model)
        before = replace(
            model, status_quo=model.status_quo if model.graph_form else StatePattern(game.values(0))
        )
        pulled = Pulled(before, model.levers).model
        space, literal, apart = build(pulled), literal_game(pulled), PulledGame(model, model.levers)
        known = {named(pulled, literal.values(state)): state for state in literal.states}
        there = [known[apart.named(state)] for state in apart.states]
        for dm, label in enumerate(literal.decision_makers):
            for state in apart.states:
                targets = {there[target] for target in apart.moves(label, state)}
                assert set(literal.moves(label, there[state])) == targets
                assert space.moves.targets(dm, there[state]) == sorted(targets)
                likes = [apart.prefers(label, state, other) for other in apart.states]
                assert likes == [literal.prefers(label, there[state], there[other]) for other in apart.states]
            concept = concepts[(place + dm) % len(concepts)]
            stable = [concept.reference(literal, label, state) for state in literal.states]
            assert stable_states(space, concept, dm).tolist() == stable
        own = Pulled(before, tuple(replace(each, forbid=(), allow=()) for each in model.levers)).model
        without = literal_game(own)
        for label in literal.decision_makers:
            for state in literal.states:
                added += len(literal.moves(label, state) - without.moves(label, state))
                taken += len(without.moves(label, state) - literal.moves(label, state))
    assert min(added, taken) > 20


def moves_with(model: Model, *labels: str) -> dict[str, list[tuple[str, str]]]:
    """Each decision maker's moves by the labels of states, where levers change them."""
    before = replace(model, status_quo=None)
    pulled = Pulled(before, tuple(each for each in model.levers if each.label in labels)).model
    space = build(pulled)
    name = space.states.label
    return {
        label: [(name(s), name(t)) for s in range(space.size) for t in space.moves.targets(dm, s)]
        for dm, label in enumerate(space.decision_makers)
    }


def test_an_added_move_goes_against_one_way_options_and_forbidden_moves() -> None:
    model = countermove.loads(GUARDED).model
    none, undo, lend = moves_with(model), moves_with(model, "undo"), moves_with(model, "lend")
    assert ("YNN", "NNN") not in none["a"]
    assert set(undo["a"]) - set(none["a"]) == {
        (f"Y{one}{pay}", f"N{other}{pay}") for one in "NY" for other in "NY" for pay in "NY"
    }
    assert undo["b"] == none["b"]
    assert ("NNN", "NNY") not in none["b"]
    assert set(lend["b"]) - set(none["b"]) == {("NNN", "NNY"), ("NYN", "NYY")}
    assert ("N.N.no_vow.Y", "N.N.no_vow.N") not in moves_with(model, "bind")["b"]
    assert ("N.N.no_vow.N", "N.N.vow.N") in moves_with(model, "bind")["a"]


def test_what_one_lever_allows_no_other_forbids() -> None:
    text = GUARDED.replace(
        "allow: [{by: b, from: not sign, to: pay}]", "allow: [{by: b, from: pay, to: not pay}]"
    )
    model = countermove.loads(text).model
    assert ("N.N.no_vow.Y", "N.N.no_vow.N") in moves_with(model, "bind", "lend")["b"]
    graph = change(GRAPH, "status_quo: s1", "status_quo: s1\nlevers:\n"
                   "  stop: {forbid: [{by: us, from: s1 or s2, to: s2 or s3}]}\n"
                   "  open: {allow: [{by: us, from: s1, to: not s4}]}")  # fmt: skip
    model = countermove.loads(graph).model
    assert moves_with(model)["us"] == [("s1", "s2"), ("s2", "s3"), ("s3", "s2")]
    assert moves_with(model, "stop")["us"] == [("s3", "s2")]
    assert moves_with(model, "stop", "open")["us"] == [("s1", "s2"), ("s1", "s3"), ("s3", "s2")]


def test_options_stand_after_those_of_their_owners_and_at_their_first_level() -> None:
    conflict = countermove.loads(GUARDED)
    before = replace(conflict.model, status_quo=StatePattern((1, 0, 1)))
    pulled = Pulled(before, conflict.model.levers[2:]).model
    assert [each.id for each in pulled.options] == ["a.sign", "a.wait", "a.vow", "b.pay"]
    assert pulled.status_quo == StatePattern((1, 0, 0, 1))
    assert pulled.preferences["b"].by.items[0][0].condition == Is(3, 1)  # type: ignore[union-attr]
    assert pulled.levers == ()
    assert conflict.model.levers[2].name == "bind"


def test_promises_take_the_places_that_they_name() -> None:
    text = GUARDED[: GUARDED.index("levers:")] + (
        "levers:\n"
        "  first: {reward: [{to: a, when: wait}], penalty: [{to: a, when: sign and pay, before: 2}]}\n"
        "  last: {reward: [{to: a, when: sign, before: 3}, {to: a, when: pay or wait, before: 2}]}\n"
        "  price: {penalty: [{to: b, when: wait, weight: 1/3}]}\n"
    )
    model = countermove.loads(text).model
    pulled = Pulled(replace(model, status_quo=None), model.levers).model
    by = pulled.preferences["a"].by
    assert isinstance(by, Prioritize)
    assert [each.text for each in by.statements] == [
        "wait", "pay", "not (sign and pay)", "pay or wait", "not sign", "sign",
    ]  # fmt: skip
    theirs = pulled.preferences["b"].by
    assert isinstance(theirs, Weights)
    assert [(each.text, weight) for each, weight in theirs.items] == [("pay", -1), ("wait", Fraction(-1, 3))]


def test_an_indifferent_decision_maker_is_given_what_it_wants() -> None:
    text = change(GUARDED, "  b: {weights: [{when: pay, weight: -1}]}", "  b: indifferent")
    for given in (text, change(text, "to: b, when: pay, weight: 2", "to: b, when: pay")):
        model = countermove.loads(given).model
        none, one = (Pulled(replace(model, status_quo=None), each).model for each in ((), model.levers[1:2]))
        assert isinstance(none.preferences["b"].by, Indifferent)
        assert not isinstance(one.preferences["b"].by, Indifferent)
        assert [int(rank) for rank in build(one).ranks[1]] == [0, 0, 0, 0, 1, 1, 1, 1]
