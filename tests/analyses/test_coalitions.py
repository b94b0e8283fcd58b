"""Stability for coalitions: against the definitions, by hand, and what is refused."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from countermove.analyses import coalitions as coalition_module
from countermove.analyses.coalitions import (
    Coalition,
    all_coalitions,
    coalition_improvements,
    coalition_stable,
    departure,
    named_coalition,
    survey,
)
from countermove.concepts import Concept, gmr, nash, nm, seq, sim, smr, sseq
from countermove.concepts import _coalitions as literal_coalitions
from countermove.concepts.lh import make
from countermove.errors import LimitError, UsageError
from countermove.model.condition import Is
from countermove.model.elements import Model
from countermove.space import Space, build, together
from countermove.space.literal import literal_game
from countermove.stability import analyze, stable_states
from tests.same_answers.answers import conflict
from tests.strategies import (
    chicken,
    dilemma,
    option,
    option_form,
    option_models,
    prioritize,
    ranking,
    with_preferences,
)

KINDS = ("options", "forbidding", "graph")
WITH_COALITIONS = {each.CONCEPT.id: each.CONCEPT for each in (nash, gmr, smr, seq)}
search = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)


def small(model: Model, states: int = 24) -> bool:
    return len(literal_game(model).states) <= states


def assert_coalitions(model: Model, name: str = "") -> None:
    space, game = build(model), literal_game(model)
    for labels in literal_coalitions.coalitions_of(game.decision_makers):
        coalition = named_coalition(space, "+".join(labels))
        for concept in WITH_COALITIONS.values():
            reference = literal_coalitions.REFERENCES[concept.id]
            expected = [reference(game, labels, state) for state in game.states]
            assert coalition_stable(space, concept, coalition).tolist() == expected, (
                name,
                concept.id,
                labels,
            )


@pytest.mark.parametrize(("kind", "number"), [("options", 100), ("forbidding", 80), ("graph", 160)])
def test_coalitions_agree_with_the_definitions(kind: str, number: int) -> None:
    for seed in range(number):
        model = conflict(kind, seed)
        if small(model):
            assert_coalitions(model, f"{kind} {seed}")


@search
@given(option_models())
def test_coalitions_agree_on_any_options(model: Model) -> None:
    if small(model, 16):
        assert_coalitions(model)


@pytest.mark.parametrize("kind", KINDS)
def test_a_coalition_of_one_is_a_decision_maker(kind: str) -> None:
    differ = 0
    for seed in range(150):
        model = conflict(kind, seed)
        space = build(model)
        for dm in range(len(space.decision_makers)):
            for concept in WITH_COALITIONS.values():
                alone = coalition_stable(space, concept, (dm,))
                single = stable_states(space, concept, dm)
                if concept.id == "seq" and len(space.decision_makers) > 2:
                    # The others may answer as coalitions, too.
                    assert not (single & ~alone).any(), (kind, seed)
                    differ += int((alone & ~single).any())
                else:
                    assert alone.tolist() == single.tolist(), (kind, seed, concept.id)
    assert differ


def test_coalitions_in_small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    """More states than share a word, so that they are asked about in several portions."""
    monkeypatch.setattr(coalition_module, "AT_ONCE", 1)
    rng = Random(0)
    names = ("ann", "bob", "cat")
    for moves in ("both", "forward"):
        options = [option(name, label, moves=moves) for name in names for label in "xy"]
        options.append(option("ann", "z", ("a", "b"), moves))
        orders = {name: ranking(*rng.sample(range(1, 129), 128)) for name in names}
        model = with_preferences(option_form(names, options), orders)
        space, game = build(model), literal_game(model)
        for concept in WITH_COALITIONS.values():
            reference = literal_coalitions.REFERENCES[concept.id]
            asked = rng.sample(range(128), 12)
            stable = coalition_stable(space, concept, (0, 1))
            assert [bool(stable[s]) for s in asked] == [reference(game, ("ann", "bob"), s) for s in asked]


def independent_departure(model: Model, concept: str, labels: tuple[str, ...], state: int) -> set[int]:
    """Return the improvements that, each taken alone, would make the state unstable for the coalition."""
    game = literal_game(model)
    rest = tuple(j for j in game.decision_makers if j not in labels)
    answers = {
        "nash": lambda s1: (),
        "gmr": lambda s1: literal_coalitions.reachable(game, rest, s1),
        "seq": lambda s1: literal_coalitions.reachable_by_coalitions(game, rest, s1),
    }[concept]
    return {
        s1
        for s1 in literal_coalitions.coalition_improvements(game, labels, state)
        if all(literal_coalitions.prefer(game, labels, s2, state) for s2 in answers(s1))
    }


@pytest.mark.parametrize("kind", KINDS)
def test_departures_are_legal_and_unanswered(kind: str) -> None:
    left = 0
    for seed in range(60):
        model = conflict(kind, seed)
        if not small(model, 32):
            continue
        space, game = build(model), literal_game(model)
        result = survey(analyze(space, [*WITH_COALITIONS.values(), sseq.CONCEPT]))
        assert [each.id for each in result.concepts] == list(WITH_COALITIONS)
        assert result.coalitions == all_coalitions(space)
        for concept in result.concepts:
            reference = literal_coalitions.REFERENCES[concept.id]
            for state, upset in result.upset_by[concept.id].items():
                labels = {each: tuple(space.decision_makers[j] for j in each) for each in result.coalitions}
                right = tuple(each for each in labels if not reference(game, labels[each], state))
                assert upset == right, (kind, seed)
                departures = result.departures(concept.id, state)
                assert [each.coalition for each in departures] == list(upset)
                assert (state in result.survivors(concept.id)) == (not upset)
                for each in departures:
                    left += 1
                    members = labels[each.coalition]
                    if concept.id != "smr":
                        unanswered = independent_departure(model, concept.id, members, state)
                        assert set(each.targets) == unanswered, (kind, seed)
                    assert each.target == each.targets[0]
                    assert each.target in coalition_improvements(space, each.coalition, state)
                    assert_legal(space, each.coalition, state, each.target, each.steps)
    assert left > 5


def assert_legal(space: Space, coalition: Coalition, start: int, end: int, steps: tuple[object, ...]) -> None:
    at, last = start, None
    for step in steps:
        assert step.source == at  # type: ignore[attr-defined]
        assert step.by in coalition  # type: ignore[attr-defined]
        assert step.by != last  # type: ignore[attr-defined]
        assert step.target in space.moves.targets(step.by, at)  # type: ignore[attr-defined]
        at, last = step.target, step.by  # type: ignore[attr-defined]
    assert at == end


def test_both_prisoners_leave_the_dilemma_together() -> None:
    """That both fight is the only Nash equilibrium, and both prefer peace: one after the other stops."""
    space = build(dilemma())
    result = survey(analyze(space, [nash.CONCEPT, seq.CONCEPT]))
    assert result.upset_by["nash"] == {3: ((0, 1),)}
    assert result.survivors("nash") == []
    (leaving,) = result.departures("nash", 3)
    assert leaving.target == 0
    assert leaving.targets == (0,)
    assert [(step.by, step.source, step.target, step.improvement) for step in leaving.steps] == [
        (0, 3, 2, False),
        (1, 2, 0, False),
    ]
    # Peace is sequentially stable for each, and there is nothing that both prefer.
    assert result.survivors("seq") == [0]
    assert departure(space, seq.CONCEPT, (0, 1), 0) is None


def test_in_chicken_no_coalition_forms() -> None:
    result = survey(analyze(build(chicken()), [nash.CONCEPT]))
    assert result.survivors("nash") == [1, 2]


def test_a_coalition_is_not_its_members_merged() -> None:
    """Everyone must gain: what the sum of two would like, one of them holds up."""
    names = ("ann", "bob")
    model = option_form(names, [option("ann", "x"), option("bob", "y")])
    model = with_preferences(model, {"ann": prioritize(Is(1, 1)), "bob": prioritize(Is(0, 1), Is(1, 0))})
    space = build(model)
    assert coalition_stable(space, nash.CONCEPT, (0, 1)).tolist() == [False, True, True, True]
    assert coalition_improvements(space, (0, 1), 0) == [3]


def test_coalitions_are_named_by_their_members() -> None:
    space = build(dilemma())
    assert named_coalition(space, "column + row") == (0, 1)
    with pytest.raises(UsageError, match=r"has no decision maker 'colum'; did you mean 'column'\?"):
        named_coalition(space, "row+colum")
    with pytest.raises(UsageError, match="names 'row' twice"):
        named_coalition(space, "row+row")


@pytest.mark.parametrize("concept", [sseq.CONCEPT, sim.CONCEPT, nm.CONCEPT, make(2)])
def test_other_concepts_have_no_coalition_version(concept: Concept) -> None:
    with pytest.raises(
        UsageError, match=f"'{concept.id}' has no coalition version; use nash, gmr, smr or seq"
    ):
        coalition_stable(build(dilemma()), concept, (0, 1))


def test_coalitions_have_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    space = build(dilemma())
    with pytest.raises(UsageError, match="a coalition needs members"):
        coalition_stable(space, nash.CONCEPT, ())
    monkeypatch.setattr(together, "MAX_PAIRS", 1)
    with pytest.raises(LimitError, match="column together have more than 1 improvements"):
        coalition_stable(space, seq.CONCEPT, (0,))
    monkeypatch.setattr(coalition_module, "MAX_COMPARED", 15)
    with pytest.raises(LimitError, match="each of 4 states is compared with all 4"):
        coalition_stable(space, nash.CONCEPT, (0, 1))


def test_asked_of_some_states_alone_the_others_are_passed_over() -> None:
    for seed in range(30):
        analysis = analyze(build(conflict("options", seed)), list(WITH_COALITIONS.values()))
        if len(analysis.space.decision_makers) < 2:
            continue
        everywhere = survey(analysis)
        some = list(range(0, analysis.space.size, 3))
        found = survey(analysis, states=some)
        for name, upset in everywhere.upset_by.items():
            assert found.upset_by[name] == {state: by for state, by in upset.items() if state in some}
