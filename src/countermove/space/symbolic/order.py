"""In which order the options' variables lie: the one thing that a diagram's size hangs on.

Each decision maker's options lie together. Whoever the verdicts are for comes first: its own options
stand still while the others answer, so that below them the diagrams speak of the others alone. Then
follows each time whoever has most to do with those placed last.

Where two decision makers' options are so tied to each other, pair by pair, that reading all of one's
before the other's would mean remembering each of them, the options of both lie in one block instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations, permutations

from countermove.model import Model
from countermove.model.condition import And, Condition, Count, Iff, Implies, Is, Not, Or, atoms
from countermove.model.elements import Prioritize, Weights

__all__ = ["Order", "order_of"]

Ties = list[list[int]]
"""For each two decision makers, how many statements concern both."""
Knot = frozenset[int]
"""The options of a condition inside a condition, which have to be read before it can be told."""
Reading = list[Knot]
"""All knots of what is read as one: a decision maker's preference, or the constraints."""
NARROW = 8
"""So many bits to remember are not worth giving up that each decision maker's options lie together."""
GAIN = 2
"""Another order has to be so many times as good before it is taken."""
LOOSE = 8
"""A knot of more options says little about which of them belong side by side."""


@dataclass(frozen=True)
class Order:
    """Blocks of options that lie together, and which blocks have to do with each other.

    Attributes
    ----------
    blocks : list of lists of int
        The options of one decision maker, or of several that are read side by side, in their order.
    block_of : list of int
        For each decision maker, and then for the events where there are any, its block.
    ties : list of lists of int
        For each two blocks, how many statements concern both.
    """

    blocks: list[list[int]]
    block_of: list[int]
    ties: Ties

    def at_first(self) -> list[int]:
        """Return the options in their order while nobody's verdicts are looked for."""
        return [option for block in self.blocks for option in block]

    def for_dm(self, dm: int) -> list[int]:
        """Return the options in their order for the verdicts of one decision maker."""
        placed = [self.block_of[dm]]
        left = [block for block in range(len(self.blocks)) if block != placed[0]]

        def nearness(block: int) -> float:
            return sum(self.ties[block][each] / away for away, each in enumerate(reversed(placed), start=2))

        while left:
            following: int = max(left, key=nearness)
            placed.append(following)
            left.remove(following)
        return [option for block in placed for option in self.blocks[block]]


def order_of(model: Model) -> Order:
    """Return the order of a conflict's options, from what its statements and constraints mention together."""
    number = range(len(model.decision_makers) + bool(model.events))  # events lie together, too
    owners = [k for k, dm in enumerate(model.decision_makers) for _ in dm.options]
    owners += [len(model.decision_makers) for _ in model.events]
    own = [[option for option, owner in enumerate(owners) if owner == dm] for dm in number]
    readings = [[knot for each in read for knot in _knots(each)] for read in _read_as_one(model)]
    block_of = list(number)
    for (one, other), shared in _shared(readings, owners).items():
        if block_of[one] != block_of[other] and _side_by_side(own[one], own[other], shared):
            block_of = [block_of[one] if block == block_of[other] else block for block in block_of]
    names = sorted(set(block_of))
    block_of = [names.index(block) for block in block_of]
    together = [[option for option, dm in enumerate(owners) if block_of[dm] == k] for k in range(len(names))]
    blocks = [_arranged(options, readings) for options in together]
    return Order(blocks, block_of, _ties(model, [block_of[dm] for dm in owners], block_of))


def _ties(model: Model, block_of_option: list[int], block_of_dm: list[int]) -> Ties:
    """Count for each two blocks the statements and constraints that concern both."""
    blocks = range(max(block_of_dm) + 1)
    ties = [[0 for _ in blocks] for _ in blocks]
    people = block_of_dm[: len(model.decision_makers)]
    whose = [set[int](), *({block} for block in people)]  # the constraints are nobody's
    for own, conditions in zip(whose, _read_as_one(model), strict=True):
        for condition in conditions:
            concerned = own | {block_of_option[leaf.option] for leaf in atoms(condition)}
            for one, other in permutations(concerned, 2):
                ties[one][other] += 1
    return ties


def _read_as_one(model: Model) -> Iterator[list[Condition]]:
    """Yield the constraints, then what each decision maker states."""
    yield [each.condition for each in model.constraints]
    for dm in model.decision_makers:
        preference = model.preferences.get(dm.label)
        match preference and preference.by:
            case Prioritize(statements):
                yield [each.condition for each in statements]
            case Weights(items):
                yield [each.condition for each, _ in items]
            case _:
                yield []


def _knots(condition: Condition) -> Iterator[Knot]:
    """Yield the knots of a condition, each after those inside it."""
    match condition:
        case Not(part):
            yield from _knots(part)
            return
        case And(parts) | Or(parts) | Count(parts, _, _):
            inside: tuple[Condition, ...] = parts
        case Implies(one, other) | Iff(one, other):
            inside = (one, other)
        case Is():
            return
    for part in inside:
        yield from _knots(part)
    yield frozenset(leaf.option for leaf in atoms(condition))


def _shared(readings: list[Reading], owners: list[int]) -> dict[tuple[int, int], list[Reading]]:
    """Return for each two decision makers the small knots that tie their options to each other."""
    found: dict[tuple[int, int], list[Reading]] = {}
    for number, reading in enumerate(readings):
        for knot in reading:
            whose = sorted({owners[option] for option in knot})
            for one, other in combinations(whose, 2) if len(knot) <= LOOSE else ():
                shared = found.setdefault((one, other), [[] for _ in readings])
                shared[number].append(frozenset(k for k in knot if owners[k] in (one, other)))
    return found


# ---------------------------------------------------------------- how good an order is
def _remembered(order: Sequence[int], reading: Reading) -> list[int]:
    """Return for each place in an order how many bits of what lies above it are still needed below.

    A knot with options on both sides takes one: whether what was read of it leaves it open. More bits than
    options above there never are, nor more than tell apart the functions of those below.
    """
    place = {option: k for k, option in enumerate(order)}
    opened = [0] * (len(order) + 1)
    concerned: set[int] = set()
    for knot in reading:
        places = [place[option] for option in knot if option in place]
        if places:
            opened[min(places)] += 1
            opened[max(places)] -= 1
            concerned.update(places)
    above = accumulate(k in concerned for k in range(len(order)))
    return [
        min(bits, seen, 2 ** min(len(concerned) - seen, 10))
        for bits, seen in zip(accumulate(opened[:-1]), above, strict=True)
    ]


def _cost(order: Sequence[int], readings: Iterable[Reading]) -> int:
    """Return how many nodes the diagrams of what is read may take at most, but for a factor."""
    return sum(2**bits for reading in readings for bits in _remembered(order, reading))


def _side_by_side(one: list[int], other: list[int], shared: list[Reading]) -> bool:
    """Say whether two decision makers' options must not lie apart: far more would have to be remembered."""

    def most(order: Sequence[int]) -> int:
        return max(max(_remembered(order, reading)) for reading in shared)

    apart = most([*one, *other])
    return apart > NARROW and GAIN * most(_arranged([*one, *other], shared)) <= apart


# ---------------------------------------------------------------- orders to choose from
def _arranged(options: list[int], readings: list[Reading]) -> list[int]:
    """Return an order in which little must be remembered of some options; the model's where as good."""
    inside = set(options)
    parts = ([knot & inside for knot in reading if len(knot & inside) > 1] for reading in readings)
    within = [reading for reading in parts if reading]
    found = min(
        (_as_mentioned(options, within), _nearest(options, within)), key=lambda each: _cost(each, within)
    )
    return found if GAIN * _cost(found, within) <= _cost(options, within) else options


def _as_mentioned(options: list[int], readings: list[Reading]) -> list[int]:
    """Return options in the order in which their knots come, the innermost first."""
    return list(
        dict.fromkeys(
            [option for reading in readings for knot in reading for option in sorted(knot)] + options
        )
    )


def _nearest(options: list[int], readings: list[Reading]) -> list[int]:
    """Return options so that each time that one follows which is tied most to those placed last."""
    ties: dict[int, dict[int, float]] = {option: {} for option in options}
    for reading in readings:
        for knot in reading:
            if len(knot) <= LOOSE:
                for one, other in permutations(knot, 2):
                    ties[one][other] = ties[one].get(other, 0) + 1 / (len(knot) - 1)
    placed: list[int] = []
    pull = dict.fromkeys(options, 0.0)
    while pull:
        following = max(pull, key=lambda option: (pull[option], -len(ties[option])))
        placed.append(following)
        del pull[following]
        for option in pull:
            pull[option] = pull[option] / 2 + ties[following].get(option, 0)
    return placed
