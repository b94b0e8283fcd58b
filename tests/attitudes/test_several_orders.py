"""Players who go by several orders: against the definitions, and where they are plain decision makers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from random import Random

import numpy as np
import pytest

from countermove.analyses.attitudes import Table, plain, relational
from countermove.concepts import find
from countermove.concepts._attitudes import REFERENCES, AttitudeGame
from countermove.concepts._concept import Form
from countermove.errors import LimitError
from countermove.model.elements import Model
from countermove.space import Space, build
from countermove.space.along_arcs import Arcs
from countermove.space.literal import LiteralGame, literal_game
from countermove.stability import several_orders, stable_states
from countermove.stability.several_orders import Order, Player, Several, moves_of
from tests.same_answers.answers import conflict
from tests.strategies import option, option_form, ranking, with_preferences

KINDS = ("options", "forbidding", "graph")
FORMS = ("nash", "gmr", "smr", "seq", "sseq")


def form(concept: str) -> Form:
    found = find(concept).form
    assert isinstance(found, Form)
    return found


def random_table(rng: Random, people: int) -> Table:
    return tuple(tuple(rng.choice((-1, 0, 0, 1, 1)) for _ in range(people)) for _ in range(people))


def by_label(game: LiteralGame, table: Table) -> dict[str, dict[str, int]]:
    names = game.decision_makers
    return {i: dict(zip(names, row, strict=True)) for i, row in zip(names, table, strict=True)}


def small(model: Model, states: int = 24) -> bool:
    return len(literal_game(model).states) <= states


def decided(space: Space, table: Table, concept: str) -> list[list[bool]]:
    several = relational(space, table)
    return [several.stable(dm, form(concept)).tolist() for dm in range(len(space.decision_makers))]


@pytest.mark.parametrize(("kind", "number"), [("options", 120), ("forbidding", 80), ("graph", 160)])
def test_attitudes_agree_with_the_definitions(kind: str, number: int) -> None:
    rng = Random(1)
    for seed in range(number):
        model = conflict(kind, seed)
        if not small(model):
            continue
        space, game = build(model), literal_game(model)
        table = random_table(rng, len(space.decision_makers))
        attitudes = by_label(game, table)
        seen = AttitudeGame(game, attitudes)
        for concept in FORMS:
            found = decided(space, table, concept)
            plain_reference = find(concept).reference
            as_a_game = [[plain_reference(seen, dm, s) for s in game.states] for dm in game.decision_makers]
            assert found == as_a_game, (kind, seed, concept, table)
            if concept in REFERENCES:
                published = REFERENCES[concept]
                by_definition = [
                    [published(game, attitudes, dm, s) for s in game.states] for dm in game.decision_makers
                ]
                assert found == by_definition, (kind, seed, concept, table)


@pytest.mark.parametrize("kind", KINDS)
def test_who_looks_to_itself_alone_is_a_plain_decision_maker_ties_included(kind: str) -> None:
    for seed in range(120):
        space = build(conflict(kind, seed))
        people = len(space.decision_makers)
        for concept in FORMS:
            expected = [stable_states(space, find(concept), dm).tolist() for dm in range(people)]
            assert decided(space, plain(people), concept) == expected, (kind, seed, concept)


def strictly(model: Model, rng: Random) -> Model:
    """Give everybody a ranking without ties."""
    number = len(literal_game(model).states)
    orders = {dm.label: ranking(*rng.sample(range(1, number + 1), number)) for dm in model.decision_makers}
    return with_preferences(model, orders)


@pytest.mark.parametrize("kind", KINDS)
def test_totally_neutral_attitudes(kind: str) -> None:
    """Then RNash is RSMR, and RGMR is RSEQ (Inohara, Hipel 2009).

    The two pairs differ where others can take back a move, which in option form only its maker can.
    """
    rng, differ = Random(2), False
    for seed in range(100):
        space = build(strictly(conflict(kind, seed), rng))
        people = len(space.decision_makers)
        table = tuple((0,) * people for _ in range(people))
        found = {concept: decided(space, table, concept) for concept in FORMS}
        assert found["nash"] == found["smr"]
        assert found["gmr"] == found["seq"]
        differ |= found["nash"] != found["gmr"]
    assert differ == (kind == "graph")


def test_each_order_counts() -> None:
    """Who cares about more keeps to more: some model has more Nash stable states with a friend."""
    more = fewer = 0
    for seed in range(80):
        space = build(conflict("options", seed))
        people = len(space.decision_makers)
        friendly = tuple((1,) * people for _ in range(people))
        alone, together = decided(space, plain(people), "nash"), decided(space, friendly, "nash")
        pairs = [
            pair for one, other in zip(alone, together, strict=True) for pair in zip(one, other, strict=True)
        ]
        more += (False, True) in pairs
        fewer += (True, False) in pairs
    assert more
    assert fewer  # where it is tied itself and a friend gains


def test_strict_orders_must_all_rise() -> None:
    """A pair merged into one player that moves only to what both prefer, worked out by hand.

    Of three states it can move from 1 to 2 and 3; one member likes 1 < 2 = 3, the other 1 = 2 < 3.
    """
    moves = Arcs.of(np.array([[0, 0, 1], [1, 2, 2]]))
    one, other = np.array([0, 1, 1]), np.array([0, 0, 1])
    both = Several(3, [Player(moves, (Order(one), Order(other)))])
    assert both.stable(0, form("nash")).tolist() == [False, True, True]
    none_falls = Player(moves, (Order(one, strict=False), Order(other, strict=False), Order(one + other)))
    assert Several(3, [none_falls]).stable(0, form("nash")).tolist() == [False, False, True]


@dataclass(frozen=True)
class Unanimous(AttitudeGame):
    """Who has a list of others prefers what they all prefer; as players merged into one do."""

    asks: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def prefers(self, dm: str, one: int, other: int) -> bool:
        return all(self.game.prefers(j, one, other) for j in self.asks[dm])


@pytest.mark.parametrize("kind", KINDS)
def test_who_asks_several_prefers_what_they_all_prefer(kind: str) -> None:
    rng = Random(6)
    for seed in range(60):
        model = conflict(kind, seed)
        if not small(model):
            continue
        space, game = build(model), literal_game(model)
        names = game.decision_makers
        asks = {dm: rng.sample(names, rng.randint(1, len(names))) for dm in names}
        literal = Unanimous(game, {}, asks)
        players = [
            Player(moves, tuple(Order(space.ranks[names.index(j)]) for j in asks[dm]))
            for dm, moves in zip(names, moves_of(space), strict=True)
        ]
        several = Several(space.size, players)
        for concept in FORMS:
            reference = find(concept).reference
            for k, dm in enumerate(names):
                expected = [reference(literal, dm, s) for s in game.states]
                assert several.stable(k, form(concept)).tolist() == expected, (kind, seed, concept)


def test_many_states_in_small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    """More states than share a word, so that they are asked about in several portions."""
    monkeypatch.setattr(several_orders, "AT_ONCE", 1)
    rng = Random(0)
    names = ("ann", "bob", "cat")
    for moves in ("both", "forward"):
        options = [option(name, label, moves=moves) for name in names for label in "xy"]
        options.append(option("ann", "z", ("a", "b"), moves))
        orders = {name: ranking(*rng.sample(range(1, 129), 128)) for name in names}
        model = with_preferences(option_form(names, options), orders)
        space, game = build(model), literal_game(model)
        for table in (((1, 1, 0), (0, 1, -1), (1, 0, 1)), ((0, 0, 0), (0, 1, 0), (1, 0, 1))):
            seen = AttitudeGame(game, by_label(game, table))
            for concept, dm in product(FORMS, (0, 1)):
                stable = relational(space, table).stable(dm, form(concept))
                asked = rng.sample(range(128), 12)
                reference = find(concept).reference
                assert [bool(stable[s]) for s in asked] == [reference(seen, names[dm], s) for s in asked]


def test_what_costs_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    space = build(conflict("options", 1))
    monkeypatch.setattr(several_orders, "MAX_MOVES", 3)
    with pytest.raises(LimitError, match="moves are followed one by one, here up to"):
        moves_of(space)
    monkeypatch.setattr(several_orders, "MAX_MOVES", 10**6)
    monkeypatch.setattr(several_orders, "MAX_WORK", 0)
    neutral = tuple((0,) * len(space.decision_makers) for _ in space.decision_makers)
    with pytest.raises(LimitError, match="ask for --concept nash, gmr or seq"):
        relational(space, neutral).stable(0, form("smr"))
