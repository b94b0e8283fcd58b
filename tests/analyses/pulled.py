"""Conflicts with levers, worked out from the meaning of levers alone, and random ones."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

from countermove.concepts import Concept, Form, all_concepts
from countermove.model.condition import And, Condition, Is, Not
from countermove.model.elements import (
    YES_NO,
    AllowedMove,
    ForbiddenMove,
    Incentive,
    Indifferent,
    Lever,
    Model,
    Option,
    Prioritize,
    Ranking,
    StatePattern,
    StateRef,
    Weights,
)
from countermove.space.literal import is_true, literal_game
from tests.strategies import (
    random_condition,
    random_forbidding_model,
    random_graph_model,
    random_option_model,
    statement,
)

GENERAL = [each for each in all_concepts() if isinstance(each.form, Form)]

GUARDED = """\
countermove: 1
decision_makers:
  a: {options: {sign: {moves: forward}, wait: }}
  b: {options: {pay: }}
forbidden_moves: [{by: b, from: not sign, to: pay}]
status_quo: []
preferences:
  a: {prioritize: [pay, not sign]}
  b: {weights: [{when: pay, weight: -1}]}
levers:
  undo: {allow: [{by: a, from: sign, to: not sign}]}
  lend: {allow: [{by: b, from: not sign, to: pay}], reward: [{to: b, when: pay, weight: 2}]}
  bind: {forbid: [{by: b, from: pay, to: not pay}], option: {by: a, label: vow, levels: [no_vow, vow]}}
"""


# ---------------------------------------------------------------- the conflict with levers, from its meaning
class PulledGame:
    """A model with some levers pulled: satisfies ``countermove.concepts.Game``, and shares no code with it.

    A state is the level of each option that any lever knows; those of levers left alone stay at 0. In graph
    form it is the state's number alone.
    """

    def __init__(self, model: Model, pulled: Collection[Lever]) -> None:
        self.model = model
        self.pulled = pulled
        self.base = literal_game(model)
        self.decision_makers = self.base.decision_makers
        added = [lever.option for lever in model.levers if lever.option]
        theirs = [lever.option for lever in pulled if lever.option]
        self.options: list[Option] = [*model.options, *added]
        self.first = len(model.options) or 1
        free = [range(len(each.levels)) if each in theirs else range(1) for each in added]
        self.values = [
            (*self.base.values(state), *levels) for state in self.base.states for levels in product(*free)
        ]
        self.number = {values: state for state, values in enumerate(self.values)}
        self.states = range(len(self.values))
        self._moves = {
            dm: [[t for t in self.states if t != s and self._can(dm, s, t)] for s in self.states]
            for dm in self.decision_makers
        }
        self._worth = {dm: [self._likes(dm, s) for s in self.states] for dm in self.decision_makers}

    def moves(self, dm: str, state: int) -> list[int]:
        return self._moves[dm][state]

    def prefers(self, dm: str, one: int, other: int) -> bool:
        return self._worth[dm][one] > self._worth[dm][other]

    def joint(self, state: int, moves: Mapping[str, int]) -> int | None:
        if self.model.graph_form:
            return None
        owners = [each.owner for each in self.options]
        values = tuple(self.values[moves.get(owner, state)][k] for k, owner in enumerate(owners))
        return self.number.get(values)

    def fits(self, condition: Condition, state: int) -> bool:
        return is_true(condition, self.values[state])

    def _can(self, dm: str, source: int, target: int) -> bool:
        def any_of(moves: Iterator[ForbiddenMove | AllowedMove]) -> bool:
            return any(
                each.by == dm and self.fits(each.source, source) and self.fits(each.target, target)
                for each in moves
            )

        one, other = self.values[source], self.values[target]
        changed = [k for k in range(len(one)) if one[k] != other[k]]
        if self.model.graph_form:
            able = target in self.base.moves(dm, source)
        else:
            if any(self.options[k].owner != dm for k in changed):
                return False
            able = all(
                other[k] > one[k] if self.options[k].moves == "forward" else
                other[k] < one[k] if self.options[k].moves == "backward" else True
                for k in changed
            )  # fmt: skip
            able = able and not any_of(iter(self.model.forbidden_moves))
        if any_of(each for lever in self.pulled for each in lever.allow):
            return True
        return able and not any_of(each for lever in self.pulled for each in lever.forbid)

    def _likes(self, dm: str, state: int) -> tuple[Fraction | int, ...]:
        by = self.model.preferences[dm].by
        promises = [each for lever in self.pulled for each in lever.incentives if each.to == dm]
        fulfilled = [self.fits(each.when.condition, state) == (each.kind == "reward") for each in promises]
        match by:
            case Ranking(tiers):
                assert not promises
                own = self.base.states[state]
                names = (own + 1, self.base.label(own))
                return (-next(k for k, tier in enumerate(tiers) for ref, _ in tier if ref in names),)
            case Weights() | Indifferent() if all(each.weight is not None for each in promises):
                items = by.items if isinstance(by, Weights) else ()
                total = sum(
                    (weight for each, weight in items if self.fits(each.condition, state)), Fraction()
                )
                for each in promises:
                    if self.fits(each.when.condition, state):
                        total += each.weight if each.kind == "reward" else -each.weight  # type: ignore[operator]
                return (total,)
            case Prioritize() | Indifferent():
                said = by.statements if isinstance(by, Prioritize) else ()
                places = [(float(k), self.fits(each.condition, state)) for k, each in enumerate(said, 1)]
                places += [(each.before - 0.5, good) for each, good in zip(promises, fulfilled, strict=True)]
                return tuple(good for _, good in sorted(places, key=lambda place: place[0]))
        raise AssertionError(by)

    def named(self, state: int) -> frozenset[tuple[str, int]]:
        """What is done in a state, whatever the order of the options."""
        if self.model.graph_form:
            return frozenset({("state", state)})
        there = {each.id for each in self.model.options}
        there |= {lever.option.id for lever in self.pulled if lever.option}
        pairs = zip(self.options, self.values[state], strict=True)
        return frozenset((option.id, level) for option, level in pairs if option.id in there)


def named(model: Model, values: tuple[int, ...]) -> frozenset[tuple[str, int]]:
    if model.graph_form:
        return frozenset({("state", values[0])})
    return frozenset((option.id, level) for option, level in zip(model.options, values, strict=True))


def reached(game: PulledGame, start: int, *, improvements: bool) -> set[int]:
    found, waiting = {start}, [start]
    while waiting:
        state = waiting.pop()
        for dm in game.decision_makers:
            for target in game.moves(dm, state):
                if target not in found and (not improvements or game.prefers(dm, target, state)):
                    found.add(target)
                    waiting.append(target)
    return found


# ---------------------------------------------------------------- random levers
class Drawn:
    """Levers of all kinds for a model, mostly such as speak for a target state."""

    def __init__(self, rng: Random, model: Model, target: int, against: Sequence[str]) -> None:
        self.rng, self.model = rng, model
        self.game = literal_game(model)
        self.target = self.game.values(target)
        self.names = [dm.label for dm in model.decision_makers]
        rankers = [dm for dm, each in model.preferences.items() if isinstance(each.by, Ranking)]
        self.moved = [dm for dm in self.names if dm not in rankers]
        self.weighted = {dm: rng.random() < 0.5 for dm in self.names}  # which of the indifferent get weights
        # Now and then one lever for each of those against the target, with what they want.
        self.helped = [dm for dm in against if dm in self.moved] if rng.random() < 0.5 else []
        self.count = rng.choice((1, 2, 3, 3, 4))
        adding = not model.graph_form and not rankers
        self.added = [self.option(k) if adding and rng.random() < 0.3 else None for k in range(self.count)]
        options = [*model.options, *(each for each in self.added if each)]
        self.atoms = [len(model.states)] if model.graph_form else [len(each.levels) for each in options]

    def option(self, k: int) -> Option:
        levels = self.rng.choice((YES_NO, YES_NO, ("a", "b", "c")))
        moves: Any = self.rng.choice(("both", "both", "forward"))
        return Option(f"x{k}", self.rng.choice(self.names), f"x{k}", "", levels, moves)

    def condition(self) -> Condition:
        return random_condition(
            self.rng, self.atoms, graph=self.model.graph_form, depth=self.rng.randrange(2)
        )

    def promise(self, to: str, kind: Any, when: Condition, before: int) -> Incentive:
        by = self.model.preferences[to].by
        if isinstance(by, Weights) or (isinstance(by, Indifferent) and self.weighted[to]):
            weight = Fraction(self.rng.randint(1, 9), self.rng.choice((1, 2)))
            return Incentive(kind, to, statement(when), weight if before > 1 else 30 + weight)
        most = len(by.statements) + 1 if isinstance(by, Prioritize) else 1
        return Incentive(kind, to, statement(when), None, min(before, most))

    def promises(self, k: int, many: int) -> Iterator[Incentive]:
        rng = self.rng
        if k < len(self.helped):
            parts = [Is(-1 if self.model.graph_form else at, level) for at, level in enumerate(self.target)]
            yield self.promise(self.helped[k], "reward", And(tuple(parts)), 1)
        for _ in range(many if self.moved else 0):
            kind, when = rng.choice(("reward", "reward", "penalty")), self.condition()
            fits = is_true(when, (*self.target, *(0 for each in self.added if each)))
            if fits != (kind == "reward") and rng.random() < 0.8:
                when = Not(when)
            yield self.promise(rng.choice(self.moved), kind, when, rng.choice((1, 1, 2, 3, 9)))

    def lever(self, k: int) -> Lever:
        rng = self.rng
        few = (0, 0, 0, 1, 2)
        forbid = [ForbiddenMove(rng.choice(self.names), self.condition(), self.condition())
                  for _ in range(rng.choice(few))]  # fmt: skip
        allow = [AllowedMove(rng.choice(self.names), self.condition(), self.condition())
                 for _ in range(rng.choice(few))]  # fmt: skip
        promises = self.promises(k, 0 if k < len(self.helped) else rng.choice((1, 1, 2)))
        return Lever(f"l{k}", f"l{k}", "", self.added[k], tuple(forbid), tuple(allow), tuple(promises))

    def levers(self) -> tuple[Lever, ...]:
        return tuple(self.lever(k) for k in range(self.count))

    def status_quo(self) -> int | StatePattern:
        today = self.rng.choice(list(self.game.states))
        by_number = self.model.graph_form or self.rng.random() < 0.3
        return today + 1 if by_number else StatePattern(self.game.values(today))


def asked(kind: str, many: int) -> Iterator[tuple[Model, Concept, Condition, StateRef]]:
    """Draw conflicts with levers, concepts, and targets: as a condition, and as it is asked for."""
    draw = {
        "options": random_option_model,
        "forbidding": random_forbidding_model,
        "graph": random_graph_model,
    }
    for seed in range(many * 20):
        rng = Random(f"levers {kind} {seed}")
        model, concept = draw[kind](rng), GENERAL[seed % len(GENERAL)]
        if any(isinstance(each.by, Ranking) for each in model.preferences.values()) and rng.random() < 0.8:
            continue
        game = literal_game(model)
        against = {
            state: [dm for dm in game.decision_makers if not concept.reference(game, dm, state)]
            for state in game.states
        }
        most = max(map(len, against.values()))
        if not most:
            continue  # a target that holds to begin with leaves nothing to do
        state = rng.choice([state for state in game.states if len(against[state]) >= most - rng.randrange(2)])
        drawn = Drawn(rng, model, state, against[state])
        model = replace(model, levers=drawn.levers(), status_quo=drawn.status_quo())
        if len(PulledGame(model, model.levers).states) > 24:
            continue
        values = game.values(state)
        atoms = [len(model.states)] if model.graph_form else [len(each.levels) for each in model.options]
        if rng.random() < 0.2:
            target = random_condition(rng, atoms, graph=model.graph_form)
            if any(is_true(target, game.values(each)) for each in game.states):
                yield model, concept, target, target
        elif model.graph_form:
            yield model, concept, Is(-1, state), rng.choice([state + 1, Is(-1, state)])
        else:
            target = And(tuple(Is(k, level) for k, level in enumerate(values)))
            yield model, concept, target, rng.choice([state + 1, target, StatePattern(values)])
        many -= 1
        if not many:
            return
