"""Where a conflict too large to list can go, as data and in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from countermove.analyses.paths import Step
from countermove.concepts import find
from countermove.views.explaining import step_data
from countermove.views.words import Named, alone_words, change, count, dm_name, figure, join, state_line

if TYPE_CHECKING:
    from countermove.analyses.evolve_unlisted import Reached, UnlistedEvolution
    from countermove.space.symbolic import Patterns

__all__ = ["unlisted_evolution_data", "unlisted_evolution_lines"]


SHOWN = 4
"""So many patterns of what cannot be reached are told; the JSON has more."""


def unlisted_evolution_data(space: Named, found: UnlistedEvolution) -> dict[str, Any]:
    """Return the JSON of ``evolve``: counts, and a path to a nearest equilibrium of each concept."""
    return {
        "from": found.start + 1,
        "label": space.states.label(found.start),
        "paths": [
            {
                "to": steps[-1].target + 1 if steps else found.start + 1,
                "label": space.states.label(steps[-1].target if steps else found.start),
                "equilibrium": concepts,
                "improvements_only": all(step.improvement or step.event for step in steps),
                "steps": step_data(space, steps),
                "text": " ".join(_path_lines(space, steps)),
            }
            for reached in (found.gaining, found.moving)
            for steps, concepts in _ways(reached)
        ],
        "totals": dict(found.totals),
        "reached": {
            name: {"states": reached.states, "equilibria": dict(reached.equilibria)}
            for name, reached in (("improvements", found.gaining), ("moves", found.moving))
        },
        "not_reached": {name: some.to_dict() for name, some in found.unreachable.items()},
        "no_way_back": {"reached": found.moving.states, "count": found.no_return},
        "text": " ".join(_counted(space, found)),
    }


def unlisted_evolution_lines(space: Named, found: UnlistedEvolution) -> Iterator[tuple[str, list[str]]]:
    """Yield a heading and the lines below it, over and over."""
    here = f"state {figure(found.start + 1)} ({state_line(space, found.start)})"
    yield f"From {here}:", _counted(space, found)
    for reached in (found.gaining, found.moving):
        how = alone_words(space) if reached.improvements else "moves at all"
        for steps, concepts in _ways(reached):
            if not reached.improvements and all(_as_near(found, each) for each in concepts):
                continue  # that way has been told
            names = join(find(each).short for each in concepts)
            yield f"The nearest equilibrium under {names} by {how}:", _path_lines(space, steps)


def _as_near(found: UnlistedEvolution, concept: str) -> bool:
    """Whether improvements alone lead to an equilibrium in as few steps as any moves."""
    alone, moving = found.gaining.nearest[concept], found.moving.nearest[concept]
    return alone is not None and moving is not None and len(alone) <= len(moving)


def _counted(space: Named, found: UnlistedEvolution) -> list[str]:
    lines = []
    gaining = alone_words(space).capitalize()
    for reached, how in ((found.gaining, gaining), (found.moving, "Moves")):
        parts = [
            f"{figure(reached.equilibria[name])} of the {figure(total)} under {find(name).short}"
            for name, total in found.totals.items()
        ]
        states = "no other state" if reached.states == 1 else f"{figure(reached.states)} states"
        lines.append(f"{how} lead to {states}; of the equilibria to {join(parts)}.")
    lines += [_not_reached(find(name).short, some) for name, some in found.unreachable.items()]
    if found.moving.states == 1:
        return lines
    if found.no_return:
        lines.append(f"From {figure(found.no_return)} of the states that moves lead to there is no way back.")
    else:
        lines.append("From each state that moves lead to there is a way back.")
    return lines


def _not_reached(name: str, some: Patterns) -> str:
    shown = list(some.texts[:SHOWN])
    more = some.cut or len(some.texts) > SHOWN
    patterns = join([*shown, "others"] if more else shown)
    which = "an equilibrium" if some.total == 1 else f"{figure(some.total)} of the equilibria"
    return f"No moves lead to {which} under {name}, which fit{'s' if some.total == 1 else ''} {patterns}."


def _ways(reached: Reached) -> list[tuple[tuple[Step, ...], list[str]]]:
    """Return the paths to nearest equilibria, the same path once."""
    found: dict[tuple[Step, ...], list[str]] = {}
    for name, way in reached.nearest.items():
        if way is not None:
            found.setdefault(way, []).append(name)
    return list(found.items())


def _path_lines(space: Named, steps: tuple[Step, ...]) -> list[str]:
    if not steps:
        return ["The conflict is there already."]
    lines = [f"It takes {count(len(steps), 'step')}."]
    for position, step in enumerate(steps, start=1):
        gain = "an event" if step.event else "and gains" if step.improvement else "without a gain"
        lines.append(f"{position}. {dm_name(space, step.by)} {change(space, step)}, {gain}.")
    return lines
