"""What keeps a conflict from states that no moves lead to: steps that cannot be undone, and missing moves.

A cause is found by taking it away: without it, moves would lead there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from countermove.analyses.paths import follow
from countermove.errors import LimitError
from countermove.model import Model
from countermove.space import Space, build

__all__ = ["Obstacle", "obstacles"]

Element = TypeVar("Element")


@dataclass(frozen=True)
class Obstacle:
    """Why no moves lead to a state.

    Attributes
    ----------
    state : int
        The state (index).
    kind : str
        ``one-way``: an option would have to go back. ``forbidden``: moves that the model forbids.
        ``constraint``: it lies across states that are not feasible. ``event``: an event cannot happen
        where moves lead. ``no-move``: in graph form,
        no move leads on. ``several``: more than one of these together.
    options : tuple of int
        For ``one-way`` the options (indices) that stand at the start where they cannot go back from;
        empty when they would have to on the way.
    elements : tuple of int
        For ``forbidden``, ``constraint`` and ``event`` the elements (indices) of the model each of which is
        enough to stand in the way; empty when it takes several to open the way.
    reached, leading : int
        For ``no-move`` how many states can be reached, and from how many the state could be.
    """

    state: int
    kind: str
    options: tuple[int, ...] = ()
    elements: tuple[int, ...] = ()
    reached: int = 0
    leading: int = 0


def obstacles(
    space: Space, start: int, reached: Collection[int], unreached: Sequence[int]
) -> tuple[Obstacle, ...]:
    """Say of each state that cannot be reached what stands in the way.

    Parameters
    ----------
    space : Space
        The conflict.
    start : int
        The state (index) that it starts from.
    reached : collection of int
        The states that moves lead to.
    unreached : sequence of int
        States that they do not lead to.
    """
    if not unreached:
        return ()
    if space.model.graph_form:
        return tuple(_gap(space, reached, state) for state in unreached)
    found = {
        state: Obstacle(state, "one-way", back) for state in unreached if (back := _gone(space, start, state))
    }
    for kind, which, model in _opened(space.model):
        left = [state for state in unreached if state not in found or found[state].kind == kind]
        for state in _reached_in(model, space, start, left) if left else ():
            known = found.setdefault(state, Obstacle(state, kind))
            found[state] = replace(known, elements=known.elements + which)
    return tuple(found.get(state, Obstacle(state, "several")) for state in unreached)


def _gone(space: Space, start: int, state: int) -> tuple[int, ...]:
    """Return the options that stand beyond where they would have to be, and cannot go back."""
    values = zip(space.model.options, space.states.values(start), space.states.values(state), strict=True)
    return tuple(
        index
        for index, (option, here, there) in enumerate(values)
        if (option.moves == "forward" and there < here) or (option.moves == "backward" and there > here)
    )


def _opened(model: Model) -> Iterator[tuple[str, tuple[int, ...], Model]]:
    """Take away each thing that can stand in the way, alone and then with its like."""
    for index in range(len(model.forbidden_moves)):
        yield "forbidden", (index,), replace(model, forbidden_moves=_without(model.forbidden_moves, index))
    if len(model.forbidden_moves) > 1:
        yield "forbidden", (), replace(model, forbidden_moves=())
    for index in range(len(model.constraints)):
        yield "constraint", (index,), replace(model, constraints=_without(model.constraints, index))
    if len(model.constraints) > 1:
        yield "constraint", (), replace(model, constraints=())
    for index, event in enumerate(model.events):
        if event.possible is not None:
            anywhere = (*model.events[:index], replace(event, possible=None), *model.events[index + 1 :])
            yield "event", (index,), replace(model, events=anywhere)
    if len(model.events) > 1:
        anywhere = tuple(replace(event, possible=None) for event in model.events)
        yield "event", (), replace(model, events=anywhere)
    if any(option.moves != "both" for option in model.options):
        yield "one-way", (), _both_ways(model)


def _without(elements: tuple[Element, ...], index: int) -> tuple[Element, ...]:
    return elements[:index] + elements[index + 1 :]


def _both_ways(model: Model) -> Model:
    """Let every option go back."""
    return replace(
        model,
        decision_makers=tuple(
            replace(dm, options=tuple(replace(option, moves="both") for option in dm.options))
            for dm in model.decision_makers
        ),
        events=tuple(replace(event, lasts=False) for event in model.events),
    )


def _reached_in(model: Model, space: Space, start: int, states: Sequence[int]) -> list[int]:
    """Return those states that moves lead to in a changed model, in which they have other numbers."""
    try:
        changed = build(replace(model, preferences={}, regimes=(), status_quo=None))
        renamed = {changed.states.named(space.states.label(state)): state for state in states}
        first = changed.states.named(space.states.label(start))
        assert first is not None
        reach = follow(changed, [first], changed.movers, improvements=False, in_turn=False)
    except LimitError:
        return []  # then several causes are named, which is true whatever would be found
    return [state for name, state in renamed.items() if name in reach.first]


def _gap(space: Space, reached: Collection[int], state: int) -> Obstacle:
    """Count from how many states one could be reached, none of which can be."""
    movers = range(len(space.decision_makers))
    sources: dict[int, list[int]] = {}
    for source in range(space.size):
        for by in movers:
            for target in space.moves.targets(by, source):
                sources.setdefault(target, []).append(source)
    leading, waiting = {state}, [state]
    while waiting:
        new = [source for source in sources.get(waiting.pop(), ()) if source not in leading]
        leading.update(new)
        waiting.extend(new)
    return Obstacle(state, "no-move", reached=len(reached), leading=len(leading) - 1)
