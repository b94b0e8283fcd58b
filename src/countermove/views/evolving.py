"""Where a conflict can go, as data and in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from countermove.analyses.evolve import Evolution, Route
from countermove.analyses.obstacles import Obstacle
from countermove.analyses.paths import Step
from countermove.concepts import find
from countermove.space import Space
from countermove.views.explaining import step_data
from countermove.views.report_elements import requirement_words
from countermove.views.words import alone_words, change, count, dm_name, join, number, owner_names, state_line

__all__ = [
    "destination",
    "evolution_data",
    "headline",
    "no_return_sentences",
    "obstacle_text",
    "route_lines",
    "told_first",
    "undone",
    "unreachable_sentences",
]


# ---------------------------------------------------------------- as data
def evolution_data(space: Space, evolution: Evolution) -> dict[str, Any]:
    """Return the JSON of ``evolve``."""
    gone = evolution.no_return
    return {
        "from": evolution.start + 1,
        "label": space.states.label(evolution.start),
        "paths": [
            {
                "to": route.to + 1,
                "label": space.states.label(route.to),
                "equilibrium": list(evolution.held_by[route.to]),
                "improvements_only": route.improvements_only,
                "steps": _steps(space, route.steps),
                "text": " ".join(route_lines(space, evolution, route)),
            }
            for route in evolution.routes
        ],
        "unreachable": [
            {
                "state": each.state + 1,
                "label": space.states.label(each.state),
                "equilibrium": list(evolution.held_by[each.state]),
                "kind": each.kind,
                "why": obstacle_text(space, each),
            }
            for each in evolution.unreachable
        ],
        "no_way_back": {
            "reached": gone.reached,
            "count": len(gone.states),
            "states": [state + 1 for state in gone.states],
            "steps": _steps(space, gone.steps),
            "text": " ".join(no_return_sentences(space, evolution)),
        },
    }


def _steps(space: Space, steps: Sequence[Step]) -> list[dict[str, Any]]:
    return [
        {**data, "pays": _pays(space, step)}
        for data, step in zip(step_data(space, steps), steps, strict=True)
    ]


def _pays(space: Space, step: Step) -> bool:
    """Whether a mover likes the state it moves to less."""
    if step.event:
        return False
    liked = space.ranks[step.by]
    return bool(liked[step.target] < liked[step.source])


# ---------------------------------------------------------------- paths
def told_first(evolution: Evolution) -> list[int]:
    """Return the equilibria that can be reached, those under the most concepts first, then the nearest."""
    nearest: dict[int, tuple[bool, int]] = {}
    for route in evolution.routes:
        key = (not route.improvements_only, len(route.steps))
        nearest[route.to] = min(nearest.get(route.to, key), key)
    return sorted(nearest, key=lambda state: (-len(evolution.held_by[state]), *nearest[state], state))


def route_lines(space: Space, evolution: Evolution, route: Route) -> list[str]:
    """Say a path in words: how long it is and at whose cost, then a line for each step."""
    if not route.steps:
        return ["The conflict is there already."]
    gain = "an improvement for its mover" if len(route.steps) == 1 else "each an improvement for its mover"
    if any(step.event for step in route.steps):
        gain = "an event" if len(route.steps) == 1 else f"{gain} or an event"
    how = gain if route.improvements_only else _paid(space, route)
    lines = [f"In {count(len(route.steps), 'step')}, {how}:"]
    for position, step in enumerate(route.steps, start=1):
        gain = (
            "an event"
            if step.event
            else "and gains"
            if step.improvement
            else "and pays for it"
            if _pays(space, step)
            else "all the same to it"
        )
        lines.append(
            f"{position}. {dm_name(space, step.by)} {change(space, step)} (state {step.target + 1}), {gain}."
        )
    return lines


def _paid(space: Space, route: Route) -> str:
    payers = list(dict.fromkeys(dm_name(space, step.by) for step in route.steps if _pays(space, step)))
    return f"paid for by {join(payers)}" if payers else "not each an improvement for its mover"


# ---------------------------------------------------------------- what cannot be reached
def obstacle_text(space: Space, obstacle: Obstacle) -> str:
    """Say what stands in the way of a state."""
    model = space.model
    match obstacle.kind:
        case "one-way" if obstacle.options:
            names = join(f"“{model.options[option].name}”" for option in obstacle.options)
            return f"{names} would have to be undone, and cannot be"
        case "one-way":
            return "on the way some step would have to be undone that cannot be"
        case "forbidden":
            return _forbidden(space, obstacle.elements)
        case "constraint":
            named = [f"“{model.constraints[k].text}”" for k in obstacle.elements]
            which = join(named, "or") if named else "the constraints"
            return f"every way there leads through states that break {which}"
        case "event":
            named = [f"“{model.events[k].name}”" for k in obstacle.elements]
            which = join(named, "or") if named else "the events that it takes"
            return f"{which} cannot happen on any way there"
        case "no-move":
            if not obstacle.leading:
                return "no move of anybody leads to it"
            many, few = count(obstacle.reached, "state"), count(obstacle.leading, "state")
            return f"no move leads from the {many} that can be reached to any of the {few} that lead to it"
    return "irreversible steps, forbidden moves and constraints stand in the way together"


def _forbidden(space: Space, elements: Sequence[int]) -> str:
    if not elements:
        return "the model forbids the moves that lead there"
    moves = [space.model.forbidden_moves[k] for k in elements]
    names = {dm.label: dm.name for dm in space.model.decision_makers}
    said = [requirement_words(space.model, each) for each in moves if each.option]
    if owners := dict.fromkeys(names[each.by] for each in moves if not each.option):
        said.insert(0, f"the model forbids moves of {join(owners)} that the way there needs")
    return join(said)


def unreachable_sentences(space: Space, evolution: Evolution) -> list[str]:
    """Say which equilibria no moves lead to and why, equal reasons once."""
    grouped: dict[str, list[int]] = {}
    for each in evolution.unreachable:
        grouped.setdefault(obstacle_text(space, each), []).append(each.state)
    many = {
        why: _many(len(states), "equilibrium cannot", "equilibria cannot") for why, states in grouped.items()
    }
    return [f"{many[why]} be reached ({_numbers(states)}): {why}." for why, states in grouped.items()]


def _many(value: int, one: str, more: str) -> str:
    text = f"{number(value)} {one if value == 1 else more}"
    return text[0].upper() + text[1:]


def _numbers(states: Sequence[int], limit: int = 8) -> str:
    shown = [str(state + 1) for state in states[:limit]]
    more = len(states) - len(shown)
    return f"state{'s' if len(states) > 1 else ''} " + (
        join(shown) if not more else f"{', '.join(shown)} and {more:,} more"
    )


def no_return_sentences(space: Space, evolution: Evolution) -> list[str]:
    """Say from how many states there is no way back, and which steps cannot be undone."""
    gone = evolution.no_return
    reached = (
        f"{gone.reached:,} states can be reached" if gone.reached > 1 else "No other state can be reached"
    )
    if not gone.states:
        return [f"{reached}, and from each there is a way back." if gone.reached > 1 else f"{reached}."]
    said = [f"{reached}, and from {len(gone.states):,} of them there is no way back."]
    if space.model.graph_form:
        steps = [f"{dm_name(space, step.by)} {change(space, step)}" for step in gone.steps]
    else:
        steps = list(dict.fromkeys(_one_way(space, step) for step in gone.steps))
    if steps:
        said.append(f"What cannot be undone once it is done: {'; '.join(_shown(steps))}.")
    return said


def undone(space: Space, step: Step) -> list[str]:
    """Return the names of the options that a step changes and that cannot be changed back.

    Empty when each of them could be, and in graph form.
    """
    if space.model.graph_form:
        return []
    before, after = space.states.values(step.source), space.states.values(step.target)
    return [
        option.name
        for option, old, new in zip(space.model.options, before, after, strict=True)
        if old != new and option.moves != "both"
    ]


def _one_way(space: Space, step: Step) -> str:
    """Name what a step does that cannot be undone; all that it does when each part of it could be."""
    names = join(f"“{name}”" for name in undone(space, step))
    name = dm_name(space, step.by)
    if names and not step.event and space.model.powers:
        return _owned(space, step)
    return f"{name}: {names}" if names else f"{name} {change(space, step)}"


def _owned(space: Space, step: Step) -> str:
    """Name what a step does that cannot be undone after the owners of the options, who may be forced."""
    before, after = space.states.values(step.source), space.states.values(step.target)
    names, found = owner_names(space.model), dict[str, list[str]]()
    for option, old, new in zip(space.model.options, before, after, strict=True):
        if old != new and option.moves != "both":
            found.setdefault(names[option.owner], []).append(f"“{option.name}”")
    return "; ".join(f"{owner}: {join(options)}" for owner, options in found.items())


def _shown(steps: Iterable[str], limit: int = 8) -> list[str]:
    listed = list(steps)
    return listed if len(listed) <= limit else [*listed[:limit], f"and {len(listed) - limit:,} more"]


def headline(space: Space, evolution: Evolution) -> str:
    """Say how many equilibria can be reached, and by improvements alone."""
    reached = told_first(evolution)
    gaining = {route.to for route in evolution.routes if route.improvements_only}
    total = len(evolution.held_by)
    if not total:
        return "There is no equilibrium to go to."
    here = f"state {evolution.start + 1} ({state_line(space, evolution.start)})"
    return (
        f"From {here} moves lead to {len(reached):,} of the {total:,} equilibria, "
        f"and {alone_words(space)} to {len(gaining):,}."
    )


def destination(space: Space, evolution: Evolution, state: int) -> str:
    """Name an equilibrium and the concepts under which it holds."""
    held = join(find(each).short for each in evolution.held_by[state])
    here = ", where the conflict is," if state == evolution.start else ""
    return f"State {state + 1}{here} holds under {held}: {state_line(space, state)}."
