"""Options as Boolean variables: how states and conditions are written in them.

An option takes as many bits as its levels need in binary, the highest first; codes that no level
has are left out of every set of states. Each bit has two variables, side by side in the order so
that a move is a small diagram: x for the state and y for where its owner moves to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from countermove.model import Model, evaluate
from countermove.model.condition import Condition, Is
from countermove.space.symbolic.diagrams import (
    Diagram,
    Manager,
    Renaming,
    all_of,
    any_of,
    some_in_both,
    variable_set,
    variables_in,
)

__all__ = ["Bits", "OptionBits", "bits_for"]

MAX_SEEN_THROUGH = 20_000
"""Diagrams of more nodes are taken to hang on every option."""


def bits_for(levels: int) -> int:
    """Return how many bits tell so many levels apart."""
    return (levels - 1).bit_length()


@dataclass(frozen=True)
class Bits:
    """One option's variables, the highest bit first.

    Attributes
    ----------
    levels : int
        How many levels it has.
    moves : str
        ``both``, ``forward`` or ``backward``.
    x, y : tuple of int
        The variables of where it stands, and of where its owner moves it to.
    """

    levels: int
    moves: str
    x: tuple[int, ...]
    y: tuple[int, ...]

    @property
    def xy(self) -> Iterator[tuple[int, int]]:
        """The two variables of each bit."""
        return zip(self.x, self.y, strict=True)

    def allows(self, source: int, target: int) -> bool:
        """Say whether its owner can change it from one level to another, or leave it."""
        return {"forward": target >= source, "backward": target <= source}.get(self.moves, True)


class OptionBits:
    """The variables of all options in one manager.

    Parameters
    ----------
    model : Model
        The conflict, in option form.
    manager : Manager
        Where the variables are.
    first : int
        The first variable to use; they are numbered in the model's order, and lie so until `arrange`.

    Attributes
    ----------
    of : list of Bits
        One for each option, in the model's order.
    owned : list of lists of int
        For each decision maker the numbers of its options.
    moved : list of lists of int
        The same, and the numbers of the options that it has power over.
    """

    def __init__(self, model: Model, manager: Manager, first: int) -> None:
        self.manager = manager
        self.first = first
        self.of: list[Bits] = []
        self.owned: list[list[int]] = []
        for dm in model.decision_makers:
            self.owned.append(list(range(len(self.of), len(self.of) + len(dm.options))))
            for option in dm.options:
                x = tuple(range(first, first + 2 * bits_for(len(option.levels)), 2))
                self.of.append(Bits(len(option.levels), option.moves, x, tuple(k + 1 for k in x)))
                first += 2 * len(x)
        forced = {(each.by, each.option) for each in model.powers}
        self.moved = [
            [*own, *(k for k, option in enumerate(model.options) if (dm.label, option.id) in forced)]
            for dm, own in zip(model.decision_makers, self.owned, strict=True)
        ]
        for event in model.events:  # nobody's, so that no move changes them
            self.of.append(Bits(2, event.option.moves, (first,), (first + 1,)))
            first += 2

    # ------------------------------------------------------------ sets of variables, renaming
    @cached_property
    def size(self) -> int:
        """How many bits a state has."""
        return sum(len(bits.x) for bits in self.of)

    @cached_property
    def own_y(self) -> list[Diagram]:
        """For each decision maker the variables of where it moves to."""
        return [variable_set(self.manager, (v for k in own for v in self.of[k].y)) for own in self.moved]

    @cached_property
    def free_x(self) -> list[Diagram]:
        """For each decision maker the variables of the options that it can change both ways."""
        return [
            variable_set(self.manager, (v for k in own if self.of[k].moves == "both" for v in self.of[k].x))
            for own in self.owned
        ]

    def arrange(self, order: Sequence[int], bits: Sequence[Diagram] = ()) -> None:
        """Let the variables lie in an order of options, each threshold above the first that its bit hangs on.

        Numbers are compared bit by bit. Where each bit of a threshold is read next to the options that tell
        the bit it is compared with, no more is remembered than the most important difference so far; with
        all thresholds first, each of them would be.

        Parameters
        ----------
        order : sequence of int
            All options.
        bits : sequence of Diagram
            What the thresholds are compared with, one after the other; those that are left over come last.
        """
        above: list[list[int]] = [[] for _ in order]
        place = {option: k for k, option in enumerate(order)}
        for threshold, bit in enumerate(bits):
            above[min((place[each] for each in self.in_use(bit)), default=0)].append(threshold)
        self.manager.gc()  # what nobody needs any more would be put in order, too, and at great cost
        self.manager.set_var_order(
            [
                *(
                    variable
                    for option, thresholds in zip(order, above, strict=True)
                    for variable in (*thresholds, *(v for xy in self.of[option].xy for v in xy))
                ),
                *range(len(bits), self.first),
            ]
        )

    def in_use(self, states: Diagram) -> set[int]:
        """Return the options that a set of states hangs on; all of them where it would take long to see."""
        if states.node_count() > MAX_SEEN_THROUGH:
            return set(range(len(self.of)))
        return {self._option_of[v] for v in variables_in(states) if v in self._option_of}

    @cached_property
    def _option_of(self) -> dict[int, int]:
        return {v: option for option, bits in enumerate(self.of) for xy in bits.xy for v in xy}

    @cached_property
    def _x(self) -> list[Diagram]:
        return [variable_set(self.manager, bits.x) for bits in self.of]

    @cached_property
    def _into_y(self) -> list[Renaming]:
        return [
            Diagram.make_substitution((a, self.manager.var(b)) for k in own for a, b in self.of[k].xy)
            for own in self.moved
        ]

    def as_target(self, dm: int, states: Diagram) -> Diagram:
        """Write a set of states over where a decision maker moves to, instead of where it stands."""
        return states.substitute(self._into_y[dm])

    # ------------------------------------------------------------ levels, conditions, states
    def at(self, option: int, level: int, *, target: bool = False) -> Diagram:
        """Return where an option stands at a level, or is moved to it."""
        variables = self.of[option].y if target else self.of[option].x
        one = self.manager.var
        no = self.manager.not_var
        return all_of(
            self.manager,
            (one(v) if level >> place & 1 else no(v) for place, v in enumerate(reversed(variables))),
        )

    def given(self, states: Diagram, option: int, level: int) -> Diagram:
        """Return a set of states as it looks with an option at a level, the option itself left out."""
        return some_in_both(states, self.at(option, level), self._x[option])

    def where(self, condition: Condition) -> Diagram:
        """Return where a condition holds."""

        def leaf(each: Is) -> Diagram:
            return self.at(each.option, each.level)

        return evaluate(
            condition, leaf, self.manager.true(), lambda a: ~a, lambda a, b: a & b, lambda a, b: a | b
        )

    def matching(self, levels: Sequence[int | None]) -> Diagram:
        """Return where the options stand at the levels given; None leaves an option open."""
        fixed = [(option, level) for option, level in enumerate(levels) if level is not None]
        # The last variables first, so that each step only puts a node on top.
        return all_of(self.manager, (self.at(option, level) for option, level in reversed(fixed)))

    @cached_property
    def valid(self) -> Diagram:
        """Where every option's code is that of a level."""
        return all_of(
            self.manager,
            (
                any_of(self.manager, (self.at(option, level) for level in range(bits.levels)))
                for option, bits in enumerate(self.of)
                if bits.levels < 2 ** len(bits.x)
            ),
        )
