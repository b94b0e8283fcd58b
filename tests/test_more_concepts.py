"""SSEQ, SIM, limited moves, non-myopia and coalitions: the fast forms against the definitions.

Numbered seeds make the bulk; Hypothesis adds conflicts of its own choice. Then what must follow from
what, small conflicts worked out by hand, and what is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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
from countermove.space import Space, build, simultaneous, together
from countermove.space import limited as limited_module
from countermove.space.limited import limited
from countermove.space.literal import LiteralGame, literal_game
from countermove.stability import analyze, stable_states
from tests.strategies import (
    graph_form,
    option,
    option_form,
    option_models,
    prioritize,
    random_forbidding_model,
    random_graph_model,
    random_option_model,
    random_preferences,
    ranking,
    with_preferences,
)

KINDS: dict[str, Callable[[Random], Model]] = {
    "options": random_option_model,
    "forbidding": random_forbidding_model,
    "graph": random_graph_model,
}
WITH_COALITIONS = {each.CONCEPT.id: each.CONCEPT for each in (nash, gmr, smr, seq)}
HORIZONS = range(1, 7)
Verdicts = list[bool]
search = settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)


def seeded(kind: str, number: int) -> Iterator[tuple[str, Model]]:
    for seed in range(number):
        name = f"more {kind} {seed}"
        yield name, KINDS[kind](Random(name))


def defined(game: LiteralGame, concept: Concept, dm: str) -> Verdicts:
    return [concept.reference(game, dm, state) for state in game.states]


def small(model: Model, states: int = 24) -> bool:
    return len(literal_game(model).states) <= states


# ---------------------------------------------------------------- symmetric sequential stability
@pytest.mark.parametrize("kind", KINDS)
def test_sseq_is_an_instance_of_the_general_form(kind: str) -> None:
    for name, model in seeded(kind, 250):
        space, game = build(model), literal_game(model)
        for number, dm in enumerate(space.decision_makers):
            stable = stable_states(space, sseq.CONCEPT, number).tolist()
            assert stable == defined(game, sseq.CONCEPT, dm), name


# ---------------------------------------------------------------- simultaneous stability
def assert_simultaneous(model: Model, name: str = "") -> None:
    space, game = build(model), literal_game(model)
    for number, dm in enumerate(space.decision_makers):
        expected = defined(game, sim.CONCEPT, dm)
        assert simultaneous.simultaneous(space, number).tolist() == expected, (name, dm)


@pytest.mark.parametrize("kind", ["options", "forbidding"])
def test_sim_agrees_with_the_definition(kind: str) -> None:
    for name, model in seeded(kind, 800):
        assert_simultaneous(model, name)


@search
@given(option_models())
def test_sim_agrees_on_any_options(model: Model) -> None:
    assert_simultaneous(model)


def test_sim_agrees_when_looked_at_in_small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simultaneous, "BLOCK", 7)
    monkeypatch.setattr(simultaneous, "FIRST", 1)
    for kind in ("options", "forbidding"):
        for name, model in seeded(kind, 60):
            assert_simultaneous(model, name)


def test_sim_says_when_there_is_too_much_to_look_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simultaneous, "MAX_ANSWERS", 1)
    with pytest.raises(LimitError, match=r"more than 1 joint answers.*add constraints"):
        simultaneous.simultaneous(build(dilemma()), 0)


def test_sim_needs_options() -> None:
    model = random_preferences(Random(0), graph_form(2, {"ann": [(1, 2)], "bob": []}))
    with pytest.raises(UsageError, match="this conflict is in graph form; ask for seq or sseq"):
        simultaneous.simultaneous(build(model), 0)
    assert literal_game(model).joint(0, {"ann": 1}) is None


# ---------------------------------------------------------------- limited moves and non-myopia
def strict_pair(rng: Random) -> Model:
    """Draw a conflict of two decision makers who are never indifferent, of any kind."""
    while True:
        model = KINDS[rng.choice(tuple(KINDS))](rng)
        number = len(literal_game(model).states)
        if len(model.decision_makers) == 2 and number <= 24:
            orders = {
                dm.label: ranking(*rng.sample(range(1, number + 1), number)) for dm in model.decision_makers
            }
            return with_preferences(model, orders)


def strict_pairs(number: int) -> Iterator[tuple[str, Model]]:
    for seed in range(number):
        name = f"strict {seed}"
        yield name, strict_pair(Random(name))


def assert_foresight(model: Model, name: str = "") -> None:
    space, game = build(model), literal_game(model)
    for number, dm in enumerate(space.decision_makers):
        for horizon in HORIZONS:
            stable = limited(space, number, horizon).tolist()
            assert stable == defined(game, make(horizon), dm), (name, dm, horizon)
        assert limited(space, number, None).tolist() == defined(game, nm.CONCEPT, dm), (name, dm)


def test_foresight_agrees_with_the_definitions() -> None:
    for name, model in strict_pairs(220):
        assert_foresight(model, name)


@search
@given(st.randoms(use_true_random=False).map(strict_pair))
def test_foresight_agrees_on_any_pair(model: Model) -> None:
    if small(model, 9):
        assert_foresight(model)


def recursive(game: LiteralGame, i: str, s: int, h: int) -> int:
    """G_h(i, s) once more, by the recursion as it is printed, without a table."""
    (j,) = (each for each in game.decision_makers if each != i)
    if h == 0 or not game.moves(i, s):
        return s
    ends = {t: recursive(game, j, t, h - 1) for t in game.moves(i, s)}
    (best,) = {
        end for end in ends.values() if not any(game.prefers(i, other, end) for other in ends.values())
    }
    return best if game.prefers(i, best, s) else s


def test_the_table_is_the_printed_recursion() -> None:
    for name, model in strict_pairs(40):
        game = literal_game(model)
        for dm in game.decision_makers if len(game.states) <= 8 else ():
            for horizon in (1, 2, 3, 4):
                plain = [recursive(game, dm, state, horizon) == state for state in game.states]
                assert plain == defined(game, make(horizon), dm), name


def test_anticipations_can_go_round_for_ever() -> None:
    """Some state is stable for every second horizon alone, and so not non-myopically stable."""
    for _, model in strict_pairs(300):
        space = build(model)
        for dm in (0, 1):
            late = [limited(space, dm, horizon) for horizon in (40, 41, 42, 43)]
            forever = limited(space, dm, None)
            assert not (forever & ~late[0]).any()
            if (late[0] != late[1]).any() and (late[0] == late[2]).all() and (late[1] == late[3]).all():
                return
    pytest.fail("none of these conflicts has anticipations that go round")


@pytest.mark.parametrize("horizon", [0, -1, 1_001])
def test_horizons_have_bounds(horizon: int) -> None:
    with pytest.raises(UsageError, match="the horizon is 1 to 1000"):
        make(horizon)


def test_three_decision_makers_are_refused() -> None:
    names = ("ann", "bob", "cat")
    model = random_preferences(Random(1), option_form(names, [option(name, "go") for name in names]))
    message = "for two decision makers"
    with pytest.raises(UsageError, match=message + r", and there are 3 \(ann, bob, cat\).*rival definitions"):
        limited(build(model), 0, 2)
    with pytest.raises(UsageError, match=message):
        make(2).reference(literal_game(model), "ann", 0)


def test_indifference_is_refused_and_named() -> None:
    model = with_preferences(dilemma(), {"row": ranking(2, 1, [4, 3]), "column": ranking(3, 1, 4, 2)})
    with pytest.raises(UsageError, match=r"'row' is indifferent between state 3 \(NY\) and state 4 \(YY\)"):
        limited(build(model), 1, None)
    with pytest.raises(UsageError, match="'row' is indifferent between states 3 and 4"):
        nm.CONCEPT.reference(literal_game(model), "column", 0)


def test_foresight_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limited_module, "MAX_STEPS", 1)
    with pytest.raises(LimitError, match="does not settle or repeat within 1 moves; ask for a horizon"):
        limited(build(dilemma()), 0, None)


# ---------------------------------------------------------------- what follows from what
def assert_implied(table: Mapping[str, Verdicts], stronger: str, weaker: str, name: str) -> bool:
    """Check that one concept implies another; say whether this conflict shows that they differ."""
    pairs = list(zip(table[stronger], table[weaker], strict=True))
    assert not any(one and not other for one, other in pairs), (name, stronger, weaker)
    return any(other and not one for one, other in pairs)


IMPLIED = [("nash", "sim"), ("nash", "sseq"), ("sseq", "seq"), ("sseq", "smr")]


@pytest.mark.parametrize(("stronger", "weaker"), IMPLIED)
def test_implications_hold_and_are_strict(stronger: str, weaker: str) -> None:
    concepts = {each.CONCEPT.id: each.CONCEPT for each in (nash, smr, seq, sseq, sim)}
    strict = False
    for name, model in seeded("options", 150):
        game = literal_game(model)
        for dm in game.decision_makers:
            table = {each: defined(game, concepts[each], dm) for each in (stronger, weaker)}
            strict |= assert_implied(table, stronger, weaker, name)
    assert strict


def test_limited_moves_imply_what_they_declare() -> None:
    """L_1 is Nash; the rest follows from the definition of G_h, see `lh`; nothing goes back."""
    strict = set()
    for name, model in strict_pairs(150):
        space = build(model)
        for dm in (0, 1):
            table = {f"lh:{h}": limited(space, dm, h).tolist() for h in HORIZONS}
            table["nm"] = limited(space, dm, None).tolist()
            for each in (nash, gmr, smr, seq):
                table[each.CONCEPT.id] = stable_states(space, each.CONCEPT, dm).tolist()
            assert table["lh:1"] == table["nash"], name
            for concept in [*(make(h) for h in HORIZONS), nm.CONCEPT]:
                for weaker in concept.implies:
                    if assert_implied(table, concept.id, weaker, name):
                        strict.add((concept.id, weaker))
    assert {("lh:2", "seq"), ("lh:3", "smr"), ("lh:4", "gmr"), ("nm", "gmr")} <= strict


def test_who_looks_ahead_may_leave_a_nash_stable_state() -> None:
    """Nash implies neither L_2 nor non-myopia: one may give something up to be given more."""
    #     a       b       c    row moves from a to b, column from b to c, and there it ends.
    # row likes c > a > b, column c > b > a: at a row has no improvement, but b leads to c.
    model = with_preferences(
        graph_form(3, {"row": [(1, 2)], "column": [(2, 3)]}),
        {"row": ranking(3, 1, 2), "column": ranking(3, 2, 1)},
    )
    space = build(model)
    assert stable_states(space, nash.CONCEPT, 0).tolist() == [True, True, True]
    assert limited(space, 0, 1).tolist() == [True, True, True]
    assert limited(space, 0, 2).tolist() == [False, True, True]
    assert limited(space, 0, None).tolist() == [False, True, True]


def test_joint_answers_are_answers_where_everything_is_feasible() -> None:
    """Without constraints and forbidden moves the joint state can also be reached in turn: SIM implies GMR."""
    for name, model in seeded("options", 250):
        model = replace(model, constraints=())
        game = literal_game(random_preferences(Random(name), model))
        for dm in game.decision_makers if len(game.states) <= 32 else ():
            table = {each.CONCEPT.id: defined(game, each.CONCEPT, dm) for each in (sim, gmr)}
            assert_implied(table, "sim", "gmr", name)


# ---------------------------------------------------------------- worked by hand
def two_by_two(row: list[int], column: list[int]) -> Model:
    """Build a game of two yes/no options; states 1 NN, 2 YN, 3 NY, 4 YY, each side's ranking from the best."""
    model = option_form(("row", "column"), [option("row", "fight"), option("column", "fight")])
    return with_preferences(model, {"row": ranking(*row), "column": ranking(*column)})


def dilemma() -> Model:
    """The prisoner's dilemma: each side would rather fight alone, then peace, then both, then be fought."""
    return two_by_two([2, 1, 4, 3], [3, 1, 4, 2])


def chicken() -> Model:
    """As the dilemma, but that both fight is the worst for both."""
    return two_by_two([2, 1, 3, 4], [3, 1, 2, 4])


def equilibria(model: Model, concept: str) -> list[int]:
    space = build(model)
    if concept == "sim":
        stable = [simultaneous.simultaneous(space, dm) for dm in (0, 1)]
    elif concept.startswith("lh") or concept == "nm":
        horizon = None if concept == "nm" else int(concept[3:])
        stable = [limited(space, dm, horizon) for dm in (0, 1)]
    else:
        listed = {each.CONCEPT.id: each.CONCEPT for each in (nash, gmr, smr, seq, sseq)}
        stable = [stable_states(space, listed[concept], dm) for dm in (0, 1)]
    return [state + 1 for state in range(4) if stable[0][state] and stable[1][state]]


@pytest.mark.parametrize(
    ("concept", "expected"),
    [
        # NN: row gains by fighting alone (YN), but column gains by fighting back (YY), worse for row than
        # NN, and all that row can do from there is stop and be fought, its worst. So too for column.
        # YN: column gains by fighting back (YY), and row could only stop (NY), column's best: nothing
        # answers it. NY in the same way. YY: who stops is fought, the worst.
        ("nash", [4]),
        ("gmr", [1, 4]),
        ("smr", [1, 4]),
        ("seq", [1, 4]),
        ("sseq", [1, 4]),
        # Both fight at once: from NN that is YY, worse than NN for both.
        ("sim", [1, 4]),
        # Two moves: from NN row's YN makes column fight back (YY), so it stays; from YY row's NY would be
        # the end, as column likes nothing better, so it stays. Three moves: at YN column expects row to
        # stay at YY, at NY it expects row to fight if it stopped; so it acts as before. Nothing changes
        # from here on.
        ("lh:1", [4]),
        ("lh:2", [1, 4]),
        ("lh:3", [1, 4]),
        ("lh:4", [1, 4]),
        ("nm", [1, 4]),
    ],
)
def test_prisoners_dilemma(concept: str, expected: list[int]) -> None:
    assert equilibria(dilemma(), concept) == expected


@pytest.mark.parametrize(
    ("concept", "expected"),
    [
        # YN and NY: whoever fights has the best, and whoever is fought would only make it worse for
        # itself by fighting back.
        ("nash", [2, 3]),
        # NN: after row's YN column can answer YY, the worst for row, but from there row can return to
        # NY, which it likes less than NN. So GMR and SMR hold, while YY is no improvement for column.
        ("gmr", [1, 2, 3]),
        ("smr", [1, 2, 3]),
        ("seq", [2, 3]),
        ("sseq", [2, 3]),
        # NN: should both fight at once, that is YY, the worst. YY: should both give way at once, that is
        # NN, which both prefer: no answer.
        ("sim", [1, 2, 3]),
        ("lh:1", [2, 3]),
        # YN: column sees that row would give way at YY, so it fights back, worse at first, to get NY.
        # NN: row sees that column, looking one move ahead, would stay at YN.
        ("lh:2", []),
        # NN: row now sees column fight back at YN, and itself give way: NY, worse than NN. It stays.
        ("lh:3", [1]),
        ("lh:4", [1]),
        ("nm", [1]),
    ],
)
def test_chicken(concept: str, expected: list[int]) -> None:
    assert equilibria(chicken(), concept) == expected


# ---------------------------------------------------------------- coalitions
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
    for name, model in seeded(kind, number):
        if small(model):
            assert_coalitions(model, name)


@settings(search, max_examples=60)
@given(option_models())
def test_coalitions_agree_on_any_options(model: Model) -> None:
    if small(model, 16):
        assert_coalitions(model)


@pytest.mark.parametrize("kind", KINDS)
def test_a_coalition_of_one_is_a_decision_maker(kind: str) -> None:
    differ = 0
    for name, model in seeded(kind, 150):
        space = build(model)
        for dm in range(len(space.decision_makers)):
            for concept in WITH_COALITIONS.values():
                alone = coalition_stable(space, concept, (dm,))
                single = stable_states(space, concept, dm)
                if concept.id == "seq" and len(space.decision_makers) > 2:
                    assert not (single & ~alone).any(), name  # the others may answer as coalitions, too
                    differ += int((alone & ~single).any())
                else:
                    assert alone.tolist() == single.tolist(), (name, concept.id)
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
    for name, model in seeded(kind, 60):
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
                assert upset == tuple(each for each in labels if not reference(game, labels[each], state)), (
                    name
                )
                departures = result.departures(concept.id, state)
                assert [each.coalition for each in departures] == list(upset)
                assert (state in result.survivors(concept.id)) == (not upset)
                for each in departures:
                    left += 1
                    members = labels[each.coalition]
                    if concept.id != "smr":
                        unanswered = independent_departure(model, concept.id, members, state)
                        assert set(each.targets) == unanswered, name
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
