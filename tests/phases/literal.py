"""A settlement in phases as it is described, state by state: nothing here is shared with what is tried.

Leaving under a concept is asked of the concept's own reference: a state in which somebody can make no other
moves than those that leave the settlement is unstable for it just when it gains by leaving. No other part of
the definitions asks for what it can do in that state itself, but for the escape to which it would come back,
and there an improvement is one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import permutations

from countermove.concepts import Concept
from countermove.model import Model
from countermove.space.literal import LiteralGame, literal_game


class OnlyLeaving:
    """A conflict in which somebody can make no moves from one state but those that leave a settlement."""

    def __init__(self, game: LiteralGame, dm: str, state: int, leaving: frozenset[int]) -> None:
        self.game, self.bound, self.leaving = game, (dm, state), leaving
        self.states, self.decision_makers = game.states, game.decision_makers

    def moves(self, dm: str, state: int) -> Collection[int]:
        moves = self.game.moves(dm, state)
        return moves & self.leaving if (dm, state) == self.bound else moves

    def joint(self, state: int, moves: Mapping[str, int]) -> int | None:
        return self.game.joint(state, moves)

    def prefers(self, dm: str, one: int, other: int) -> bool:
        return self.game.prefers(dm, one, other)


class LiteralSettlement:
    """A conflict with a settlement in phases."""

    def __init__(self, model: Model) -> None:
        assert model.phases is not None
        self.game = literal_game(model)
        self.steps = [step.condition for step in model.phases.steps]
        kept = model.phases.kept
        self.kept = {s for s in self.game.states if kept is None or self.game.fulfils(kept.condition, s)}

    def done(self, state: int) -> frozenset[int]:
        """The steps that are done in a state."""
        return frozenset(k for k, step in enumerate(self.steps) if self.game.fulfils(step, state))

    def stage(self, done: frozenset[int]) -> list[int]:
        """The states in which these steps are done and no other, and what is kept to is."""
        return [state for state in self.game.states if state in self.kept and self.done(state) == done]

    def leaving(self, done: frozenset[int]) -> frozenset[int]:
        """The states that are outside of the settlement once these steps are done."""
        return frozenset(s for s in self.game.states if s not in self.kept or not done <= self.done(s))

    def gains(self, concept: Concept, dm: str, state: int) -> bool:
        """Say whether somebody gains by leaving the settlement from a state of it."""
        bound = OnlyLeaving(self.game, dm, state, self.leaving(self.done(state)))
        return not concept.reference(bound, dm, state)

    def secure(self, concept: Concept, done: frozenset[int]) -> list[int]:
        """The states of a stage that nobody gains by leaving."""
        everybody = self.game.decision_makers
        return [s for s in self.stage(done) if not any(self.gains(concept, dm, s) for dm in everybody)]

    def stands(self, concept: Concept, order: Sequence[int]) -> bool:
        """Say whether an order stands: by moves on from secure states to secure states, stage by stage."""
        here = set(self.secure(concept, frozenset()))
        for number in range(len(order)):
            before, after = frozenset(order[:number]), frozenset(order[: number + 1])
            within = {*self.stage(before), *self.stage(after)}
            here = self.reached(here, within) & set(self.secure(concept, after))
        return bool(here)

    def reached(self, starts: set[int], within: set[int]) -> set[int]:
        """The states that anybody's moves lead to without leaving some states."""
        found = set(starts)
        while True:
            moved = {t for s in found for dm in self.game.decision_makers for t in self.game.moves(dm, s)}
            if moved & within <= found:
                return found
            found |= moved & within

    def standing(self, concept: Concept) -> list[tuple[int, ...]]:
        """All orders that stand."""
        return [each for each in permutations(range(len(self.steps))) if self.stands(concept, each)]
