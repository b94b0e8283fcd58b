"""Every witness is held against the definition it speaks for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from countermove import loads
from countermove.analyses.witness import Answered, Witness, witness
from countermove.concepts import Answers, Base, Form, all_concepts
from countermove.model import Model
from countermove.space import build
from countermove.space.literal import LiteralGame, literal_game
from countermove.views.explaining import explanation
from tests.models import GRAPH, LEVELS, SYRIA_IRAQ
from tests.strategies import any_models

GENERAL = [concept for concept in all_concepts() if isinstance(concept.form, Form)]


def holds_up(game: LiteralGame, found: Witness, name: str) -> None:
    """Check a witness with the literal moves and preferences alone."""
    better = {t for t in game.moves(name, found.state) if game.prefers(name, t, found.state)}
    assert {each.improvement for each in found.improvements} == better
    assert found.improvements_count == len(better)
    assert found.can_move == bool(game.moves(name, found.state))
    best = found.improvements[:1]
    assert not any(game.prefers(name, t, each.improvement) for each in best for t in better)
    for each in found.improvements:
        answered_in_turn(game, found, each, name)


def answered_in_turn(game: LiteralGame, found: Witness, each: Answered, name: str) -> None:
    """Check step by step how an improvement is answered under a concept of the general form."""
    state, form = found.state, found.concept.form
    if each.answers is None:
        assert (each.leads_to, each.worse, each.escape) == (None, False, None)
        return
    assert form.answers is not Answers.NONE
    at, last = each.improvement, None
    assert each.answers, "an improvement does not answer itself"
    for step in each.answers:
        mover = game.decision_makers[step.by]
        assert mover != name
        assert mover != last, "nobody moves twice in a row"
        assert step.source == at
        assert step.target in game.moves(mover, at)
        assert step.improvement == game.prefers(mover, step.target, at)
        assert step.improvement or form.answers is Answers.MOVES
        at, last = step.target, mover
    assert each.leads_to == at
    assert not game.prefers(name, at, state)
    assert each.worse == game.prefers(name, state, at)
    assert (each.escape is not None) == (form.base is Base.ESCAPE)
    if each.escape is not None:
        assert not any(game.prefers(name, t, state) for t in game.moves(name, at))
        assert each.escape == at or each.escape in game.moves(name, at)
        assert not any(game.prefers(name, t, each.escape) for t in game.moves(name, at))


@settings(max_examples=300, deadline=None)
@given(any_models())
def test_witnesses_hold_up_and_agree_with_the_definition(model: Model) -> None:
    space, game = build(model), literal_game(model)
    for concept in GENERAL:
        for dm, name in enumerate(space.decision_makers):
            for state in range(0, space.size, max(1, space.size // 4)):
                found = witness(space, concept, dm, state)
                holds_up(game, found, name)
                assert found.stable == concept.reference(game, name, state)


@pytest.mark.parametrize("text", [SYRIA_IRAQ, LEVELS, GRAPH])
def test_every_verdict_has_words_that_name_its_states(text: str) -> None:
    space = loads(text).space
    for concept in GENERAL:
        for dm in range(len(space.decision_makers)):
            for state in range(space.size):
                found = witness(space, concept, dm, state)
                said = explanation(space, found)
                assert said["text"].startswith(f"State {state + 1} (")
                assert (" is stable for " in said["text"]) == said["stable"] == found.stable
                telling = found.telling
                if telling is None:
                    assert said["witness"]["improvement"] is None
                else:
                    assert f"(state {telling.improvement + 1})" in said["text"]
                    assert len(said["witness"]["answers"]) == len(telling.answers or ())


def test_the_witness_of_an_unstable_state_is_the_improvement_nobody_answers() -> None:
    conflict = loads(SYRIA_IRAQ)
    said = explanation(conflict.space, conflict.explain("syria", 2, "seq"))
    assert not said["stable"]
    assert said["witness"] == {"improvement": 3, "answers": [], "leads_to": None, "escape": None}


def test_the_witness_of_a_stable_state_is_the_answer() -> None:
    conflict = loads(SYRIA_IRAQ)
    said = explanation(conflict.space, conflict.explain("syria", "NYN", "seq"))
    assert said["stable"]
    assert said["witness"]["improvement"] == 1
    assert said["witness"]["answers"] == [{"by": "iraq", "from": 1, "to": 4, "improvement": True}]
    assert "iraq takes up “Attack the dam” (state 4)" in said["text"]
