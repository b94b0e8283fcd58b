"""What decides between two states, as data: which statements of a preference, or the preference as a whole.

Of prioritized statements it is the first that holds in one of the two states alone, of weights all that hold
in one alone; a ranking decides as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from countermove.model.condition import holds
from countermove.model.elements import Because, Preference, Prioritize, Ranking, Statement, Weights
from countermove.space import Space

if TYPE_CHECKING:
    from countermove.space.symbolic import SymbolicSpace

    AnySpace = Space | SymbolicSpace

__all__ = ["Compared", "Deciding", "Role", "compared"]

Role = Literal["gain", "stay", "hold", "answer", "deter", "escape", "end"]


@dataclass(frozen=True)
class Deciding:
    """A part of a preference that decides between two states, or helps to.

    Attributes
    ----------
    element : str
        Its path in the file, as in `Model.grounds`; of what is wanted after several events, which no file has
        in one place, ``events.A+events.B.preferences.LABEL`` and so on.
    statement : Statement or None
        What it says; None where the preference counts as a whole.
    place, of : int
        Which of how many statements or weights it is, from 1; 0 for the whole.
    holds_in : int
        In which of the two states (index) it holds; -1 for the whole.
    weight : Fraction or None
        What it is worth, with weights: negative if it counts against the state in which it holds.
    because : tuple
        What it rests on: its own grounds, or those of the whole preference where it gives none.
    """

    element: str
    statement: Statement | None
    place: int
    of: int
    holds_in: int
    weight: Fraction | None
    because: Because


@dataclass(frozen=True)
class Compared:
    """How somebody likes two states, and by what.

    Attributes
    ----------
    dm : int
        Who compares (index).
    one, other : int
        The states (indices).
    liked : int
        1 where it likes ``one`` better, -1 where it likes ``other`` better, 0 where it likes both alike.
    by : tuple of Deciding
        What decides, the weightiest first; the whole preference last where its order or its amounts count.
        Empty where every statement holds in both states or in neither.
    role : str
        What the comparison is for: ``gain`` (the move in question), ``stay`` (a move that is no gain),
        ``hold`` (what can come of the move after answers), ``answer`` (somebody else's answer is a gain for
        it), ``deter`` (where the answers lead), ``escape`` (the best that can still be had there), ``end``
        (what is looked ahead to).
    telling : bool
        Whether it belongs to the move that the reason speaks of.
    """

    dm: int
    one: int
    other: int
    liked: int
    by: tuple[Deciding, ...]
    role: Role = "gain"
    telling: bool = True


def compared(space: AnySpace, dm: int, one: int, other: int, role: Role = "gain") -> Compared:
    """Say how a decision maker likes two states, and which of its statements decide that.

    Parameters
    ----------
    space : Space or SymbolicSpace
        The conflict.
    dm : int
        The decision maker (index).
    one, other : int
        States (indices) with the same events; where events are read cautiously or hopefully, those as which
        they count are compared.
    role : str
        What the comparison is for.
    """
    path, preference = _wanted(space, dm, one)
    states = one, other
    if isinstance(space, Space) and space.model.reading != "neutral":
        states = space.counts_as(dm, one), space.counts_as(dm, other)
    match preference.by:
        case Prioritize(statements):
            liked, by = _by_order(space, path, preference, statements, states)
        case Weights() as weights:
            liked, by = _by_weights(space, path, preference, weights, states)
        case Ranking():
            assert isinstance(space, Space), "rankings need the list of states"
            ranks = space.liked_from(dm, one)
            liked = _sign(int(ranks[states[0]]) - int(ranks[states[1]]))
            by = (_whole(f"{path}.ranking", preference),)
        case _:
            liked, by = 0, (_whole(path, preference),)
    return Compared(dm, one, other, liked, by, role)


def _sign(value: int | Fraction) -> int:
    return (value > 0) - (value < 0)


def _wanted(space: AnySpace, dm: int, state: int) -> tuple[str, Preference]:
    """Return what a decision maker wants in a state, with its path: after events the last regime counts."""
    model = space.model
    label = model.decision_makers[dm].label
    found = f"preferences.{label}", model.preferences[label]
    own = [each for each in model.regimes if each.preference.of == label]
    if own:
        levels = dict(zip((each.id for each in model.options), space.states.values(state), strict=True))
        for each in own:
            if all(levels[event] for event in each.after):
                found = f"{'+'.join(each.after)}.preferences.{label}", each.preference
    return found


def _whole(path: str, preference: Preference) -> Deciding:
    return Deciding(path, None, 0, 0, -1, None, preference.because)


def _differing(
    space: AnySpace, statements: Sequence[Statement], states: tuple[int, int]
) -> Iterator[tuple[int, Statement, int]]:
    """Yield the statements that hold in one of two states alone: place, statement, and that state."""
    one, other = (space.states.values(state) for state in states)
    for place, statement in enumerate(statements):
        here, there = holds(statement.condition, one), holds(statement.condition, other)
        if here != there:
            yield place, statement, states[0] if here else states[1]


def _by_order(
    space: AnySpace,
    path: str,
    preference: Preference,
    statements: Sequence[Statement],
    states: tuple[int, int],
) -> tuple[int, tuple[Deciding, ...]]:
    """Let the first statement decide that holds in one state alone.

    The order counts, and with it the preference as a whole, where a later one speaks for the other state.
    """
    differing = _differing(space, statements, states)
    first = next(differing, None)
    if first is None:
        return 0, ()
    place, statement, state = first
    because = statement.because or preference.because
    element = f"{path}.prioritize[{place}]"
    by = [Deciding(element, statement, place + 1, len(statements), state, None, because)]
    outweighed = any(where != state for _, _, where in differing)
    if outweighed and statement.because and preference.because:
        by.append(_whole(path, preference))
    return (1 if state == states[0] else -1), tuple(by)


def _by_weights(
    space: AnySpace, path: str, preference: Preference, weights: Weights, states: tuple[int, int]
) -> tuple[int, tuple[Deciding, ...]]:
    """Let the weights decide that count for one state alone; of several parts the first that is not even.

    The amounts count, and with them the preference as a whole, where some speak for each of the two states.
    """
    patience, firsts = weights.patience, {"weights": 0, "each_period": 0}
    of = sum(len(part.once) + len(part.each_period) for part in weights.parts)
    even: list[Deciding] = []
    for part in weights.parts:
        lasting = patience if any(weight for _, weight in part.each_period) else Fraction(0)
        found: list[Deciding] = []
        total = Fraction(0)
        for kind, items, times in (
            ("weights", part.once, 1 - lasting),
            ("each_period", part.each_period, lasting),
        ):
            for place, statement, state in _differing(space, [each for each, _ in items], states):
                weight = items[place][1] * times
                if weight:
                    number = firsts[kind] + place
                    because = statement.because or preference.because
                    element = f"{path}.{kind}[{number}]"
                    found.append(Deciding(element, statement, number + 1, of, state, weight, because))
                    total += weight if state == states[0] else -weight
            firsts[kind] += len(items)
        found.sort(key=lambda each: abs(each.weight or Fraction(0)), reverse=True)
        if total:
            return _sign(total), _with_amounts(path, preference, found, states)
        even += found
    return 0, _with_amounts(path, preference, even, states)


def _with_amounts(
    path: str, preference: Preference, found: Sequence[Deciding], states: tuple[int, int]
) -> tuple[Deciding, ...]:
    """Add the preference as a whole where weights speak for both states."""
    sides = {_sign(each.weight or 0) * (1 if each.holds_in == states[0] else -1) for each in found}
    own = any(each.statement is not None and each.statement.because for each in found)
    if len(sides) < 2 or not preference.because or not own:
        return tuple(found)
    return (*found, _whole(path, preference))
