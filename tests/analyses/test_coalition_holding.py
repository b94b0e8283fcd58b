"""Which agreements of a coalition can hold: against the definitions, and by hand."""

from __future__ import annotations

import pytest

import countermove
from countermove.analyses import coalition_holding
from countermove.analyses.coalition_holding import Holding, parts
from countermove.analyses.coalitions import survey
from countermove.concepts import _coalitions as literal
from countermove.concepts import all_concepts, find
from countermove.errors import LimitError
from countermove.model.elements import Model
from countermove.space import build
from countermove.space.literal import LiteralGame, literal_game
from countermove.stability import analyze
from countermove.views.holding import holding_sentences
from tests.same_answers.answers import conflict
from tests.strategies import dilemma

CONCEPTS = [each for each in all_concepts() if each.id in literal.REFERENCES]


def leaves(game: LiteralGame, concept: str, part: tuple[str, ...], state: int) -> bool:
    """Whether a part of a coalition leaves a state: a member alone by the usual verdict."""
    if len(part) == 1:
        return not find(concept).reference(game, part[0], state)
    return not literal.REFERENCES[concept](game, part, state)


def assert_held(model: Model) -> tuple[int, int]:
    """Hold all departures of a conflict against the definitions; say how many agreements hold and do not."""
    space, game = build(model), literal_game(model)
    found = survey(analyze(space, CONCEPTS))
    holding = Holding(found)
    held = broken = 0
    for concept in found.concepts:
        for state in found.upset_by[concept.id]:
            for each in found.departures(concept.id, state):
                labels = [space.decision_makers[j] for j in each.coalition]
                by = holding.broken_by(concept.id, each.coalition, each.targets)
                for agreed in each.targets:
                    expected = [
                        part
                        for part in literal.coalitions_of(labels)
                        if len(part) < len(labels) and leaves(game, concept.id, part, agreed)
                    ]
                    told = [tuple(space.decision_makers[j] for j in part) for part in by.get(agreed, ())]
                    assert told == expected
                    held, broken = held + (not expected), broken + bool(expected)
    return held, broken


@pytest.mark.parametrize(("kind", "number"), [("options", 60), ("barred", 60), ("graph", 120)])
def test_what_holds_is_what_the_definitions_say(kind: str, number: int) -> None:
    counts = [
        assert_held(model)
        for model in (conflict(kind, seed) for seed in range(number))
        if len(model.decision_makers) > 1 and len(literal_game(model).states) <= 24
    ]
    assert sum(held for held, _ in counts)
    assert sum(broken for _, broken in counts)


def test_a_coalition_of_one_has_no_part_that_could_break_away() -> None:
    assert parts((3,)) == ()
    assert parts((0, 2)) == ((0,), (2,))
    assert parts((0, 1, 2)) == ((0,), (1,), (2,), (0, 1), (0, 2), (1, 2))
    found = survey(analyze(build(dilemma()), CONCEPTS), [(0, 1)])
    assert Holding(found).broken_by("nash", (0,), [0, 1, 2, 3]) == {}


def test_prisoners_cannot_keep_what_they_agree_on_and_the_two_of_elmira_can() -> None:
    found = survey(analyze(build(dilemma()), CONCEPTS))
    assert Holding(found).broken_by("nash", (0, 1), [0]) == {0: ((0,), (1,))}
    assert Holding(found).broken_by("seq", (0, 1), [0]) == {}
    elmira = countermove.load("elmira-1991").coalitions(["moe+ur"])
    for concept in elmira.concepts:
        assert Holding(elmira).broken_by(concept.id, (0, 1), [7]) == {}
        assert Holding(elmira).broken_by(concept.id, (0, 1), [5]) == {5: ((1,),)}


def test_too_much_work_is_said_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coalition_holding, "MAX_HELD", 0)
    made = countermove.load("karabakh-2020").coalitions(["russia+turkey+azerbaijan"], ["seq"])
    holding = Holding(made)
    with pytest.raises(LimitError, match="smaller coalitions of a coalition are too many to try on 2 states"):
        holding.broken_by("seq", (0, 1, 2), [0, 1])
    state = next(state for state, by in made.upset_by["seq"].items() if by)
    (departure,) = made.departures("seq", state)
    (said,) = holding_sentences(holding, [find("seq")], departure)
    assert said.startswith("Whether that can hold was not looked at: the 3 smaller coalitions")
