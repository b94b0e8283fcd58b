"""A settlement in phases, as data and in words: who gains by leaving when, the weak stage, the orders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from countermove.analyses.phase_orders import Broken, Carried, Orders, secure_under, weak_stages
from countermove.analyses.phases import Leaving, Security
from countermove.concepts import Concept
from countermove.errors import LimitError
from countermove.model.elements import Phases
from countermove.views.explaining import step_data
from countermove.views.report_elements import condition_words, requirement_words
from countermove.views.words import Named, change, count, dm_name, join, number, state_line

__all__ = [
    "READING",
    "OrdersTold",
    "broken_text",
    "leavers",
    "order_lines",
    "orders_told",
    "phase_sentences",
    "phases_data",
    "secured",
    "stage_name",
    "steps_line",
    "weak_line",
    "written_lines",
]

MAX_LISTED = 1_000
"""More secure states than these are counted and not listed in the JSON."""
MAX_ORDERS = 24
"""So many orders that stand, and so many places where orders break, are listed in the JSON."""
MAX_TOLD = 3
MAX_BREAKS = 2
READING = (
    "a state is secure when nobody gains by leaving the settlement from it: a move counts only if it gives "
    "up what is kept to, or undoes a step (plainest reading; no published definition is followed)"
)


# ---------------------------------------------------------------- as data
def phases_data(space: Named, carried: Carried) -> dict[str, Any]:
    """Return the JSON of a settlement; states by their numbers, steps by their names."""
    phases = carried.settlement.phases
    names = [step.text for step in phases.steps]
    stages = carried.as_written[0].stages
    orders = carried.orders if isinstance(carried.orders, tuple) else ()
    by_concept = {each.concept.id: each for each in orders}
    data = {
        "reading": READING,
        "kept": None if phases.kept is None else phases.kept.text,
        "steps": [
            {"name": step.text, "done": condition_words(space.model, step.condition)} for step in phases.steps
        ],
        "stages": [
            {"done": _names(names, each.stage), "states": each.states, "weak": place in _weak(carried)}
            for place, each in enumerate(stages)
        ],
        "concepts": {
            each.concept.id: {
                "stages": [_security_data(space, stage) for stage in each.stages],
                "stands": each.broken is None,
                "broken": None if each.broken is None else _broken_data(space, phases, each.broken),
                "ways": [step_data(space, way) for way in each.ways],
                "orders": _orders_data(space, phases, by_concept.get(each.concept.id)),
            }
            for each in carried.as_written
        },
    }
    return data | ({"not_looked_at": str(carried.orders)} if isinstance(carried.orders, LimitError) else {})


def _security_data(space: Named, stage: Security) -> dict[str, Any]:
    listed = len(stage.secure) <= MAX_LISTED
    return {
        "secure": len(stage.secure),
        "secure_states": [state + 1 for state in stage.secure] if listed else None,
        "leaving": [
            {
                "decision_maker": space.decision_makers[each.dm],
                "states": each.states,
                "example": step_data(space, [each.example])[0],
            }
            for each in stage.leaving
        ],
    }


def _broken_data(space: Named, phases: Phases, broken: Broken) -> dict[str, Any]:
    names = [step.text for step in phases.steps]
    return {
        "done": _names(names, broken.stage),
        "kind": broken.kind,
        "step": None if broken.step is None else names[broken.step],
        "why": broken_text(space, phases, broken),
    }


def _orders_data(space: Named, phases: Phases, orders: Orders | None) -> dict[str, Any] | None:
    if orders is None:
        return None
    return {
        "tried": orders.tried,
        "stand": len(orders.stand),
        "first": [[phases.steps[step].text for step in each] for each in orders.stand[:MAX_ORDERS]],
        "breaks": [
            {**_broken_data(space, phases, broken), "orders": many}
            for broken, many in orders.breaks[:MAX_ORDERS]
        ],
    }


def _names(names: Sequence[str], stage: int) -> list[str]:
    return [name for place, name in enumerate(names) if stage >> place & 1]


def _weak(carried: Carried) -> list[int]:
    return weak_stages(carried.as_written)


# ---------------------------------------------------------------- in words
def phase_sentences(space: Named, carried: Carried) -> list[str]:
    """Say how each stage stands, which one is weak, and in which orders the settlement stands."""
    phases = carried.settlement.phases
    said = [steps_line(space, phases)]
    for place, first in enumerate(carried.as_written[0].stages):
        stages = [each.stages[place] for each in carried.as_written]
        name = stage_name(phases, first.stage)
        gaining = " ".join(text for _, text in leavers(space, stages))
        said.append(f"{name[0].upper()}{name[1:]}: {secured(stages)} {gaining}")
    said += [weak_line(carried), *written_lines(space, carried), *order_lines(space, carried)]
    return [each.rstrip() for each in said] + [f"Here {READING}."]


def steps_line(space: Named, phases: Phases) -> str:
    """Say what the steps are, and what all keep to."""
    steps = "; ".join(
        f"“{each.text}” ({condition_words(space.model, each.condition)})" for each in phases.steps
    )
    kept = (
        "" if phases.kept is None else f" All keep to {condition_words(space.model, phases.kept.condition)}."
    )
    return f"The settlement has {count(len(phases.steps), 'step')}: {steps}.{kept}"


def stage_name(phases: Phases, stage: int) -> str:
    """Name a stage by what is done in it."""
    done = _names([step.text for step in phases.steps], stage)
    if len(done) == len(phases.steps):
        return "when all is done" if len(done) > 1 else f"when “{done[0]}” is done"
    return f"after {join(f'“{each}”' for each in done)}" if done else "before the first step"


def secured(stages: Sequence[Security]) -> str:
    """Say how many states a stage has, and how many of them are secure, concept by concept."""
    states = stages[0].states
    if not states:
        return "no state."
    grouped: dict[int, list[str]] = {}
    for each in stages:
        grouped.setdefault(len(each.secure), []).append(each.concept.short)
    parts = [
        f"{'none' if not many else 'all' if many == states else number(many)} under {join(grouped[many])}"
        for many in sorted(grouped, reverse=True)
    ]
    if states == 1:
        parts = [
            f"{'secure' if many else 'not'} under {join(grouped[many])}" for many in (1, 0) if many in grouped
        ]
        return f"one state, {join(parts) if len(parts) > 1 else parts[0].replace('not', 'not secure')}."
    return f"{count(states, 'state')}; secure are {join(parts)}."


def leavers(space: Named, stages: Sequence[Security]) -> list[tuple[int, str]]:
    """Say of each who gains by leaving a stage (index) from how many states, with one move as an example."""
    gains: dict[int, list[tuple[Concept, Leaving]]] = {}
    for each in stages:
        for leaving in each.leaving:
            gains.setdefault(leaving.dm, []).append((each.concept, leaving))
    only = stages[0].states == 1
    return [(dm, _leaver(space, dm, gains[dm], only=only)) for dm in sorted(gains)]


def _leaver(space: Named, dm: int, gains: Sequence[tuple[Concept, Leaving]], *, only: bool) -> str:
    grouped: dict[int, list[str]] = {}
    for concept, leaving in gains:
        grouped.setdefault(leaving.states, []).append(concept.short)
    # The concept under which it leaves fewest shows the gain that is hardest to answer.
    concept, leaving = min(gains, key=lambda each: each[1].states)
    move = leaving.example
    does = f"{change(space, move)} (state {move.target + 1})"
    source = f"state {move.source + 1} ({state_line(space, move.source)})"
    if only:
        under = join(each.short for each, _ in gains)
        return f"{dm_name(space, dm)} gains by leaving {source} under {under}: it {does}."
    often = join(f"{number(many)} under {join(shorts)}" for many, shorts in grouped.items())
    under = f" under {concept.short}" if len(grouped) > 1 else ""
    return f"{dm_name(space, dm)} gains by leaving {often}: from {source} it {does}{under}."


def weak_line(carried: Carried) -> str:
    """Say which stage of the order as written is the weakest, and how that is measured."""
    phases, weak = carried.settlement.phases, _weak(carried)
    if not weak:
        return "No stage is weaker than another."
    stages = [carried.as_written[0].stages[place].stage for place in weak]
    where = join(stage_name(phases, each) for each in stages)
    return f"It is weakest {where}: {_why_weak(carried, weak)}."


def _why_weak(carried: Carried, weak: Sequence[int]) -> str:
    """Say in what stages are weaker than all others."""
    under = secure_under(carried.as_written)
    fewest = min(under.values())
    alike = sum(many == fewest for many in under.values())
    shorts = [each.concept.short for each in carried.as_written]
    this = "this stage has" if len(weak) == 1 else "these stages have"
    if not fewest:
        return f"{this} no secure states under {join(shorts, 'or')}"
    if alike == len(under):
        each = "each stage" if len(under) == len(carried.as_written[0].stages) else "each stage with states"
        concepts = join(shorts) if fewest == len(shorts) else "as many concepts"
        return f"{each} has secure states under {concepts}, and {this} the smallest share of them"
    said = f"{this} secure states under the fewest concepts"
    return said if alike == len(weak) else f"{said}, and of stages alike in this the smallest share of them"


def written_lines(space: Named, carried: Carried) -> Iterator[str]:
    """Say under which concepts the order as written stands, and where it breaks under the others."""
    phases = carried.settlement.phases
    standing = [each.concept.short for each in carried.as_written if each.broken is None]
    if standing:
        yield f"In the order as written it stands under {join(standing)}."
    grouped: dict[str, list[str]] = {}
    for each in carried.as_written:
        if each.broken is not None:
            grouped.setdefault(broken_text(space, phases, each.broken), []).append(each.concept.short)
    for why, shorts in grouped.items():
        yield f"In the order as written it breaks under {join(shorts)}: {why}."


def broken_text(space: Named, phases: Phases, broken: Broken) -> str:
    """Say where an order of the steps breaks, and why."""
    where = stage_name(phases, broken.stage)
    match broken.kind:
        case "no-state":
            return f"there is no state {where} in which nothing else is done"
        case "leaving":
            return f"{where} somebody gains by leaving from every state"
    assert broken.step is not None, "moves lead by a step"
    before = stage_name(phases, broken.stage & ~(1 << broken.step))
    model = space.model
    why = [requirement_words(model, model.forbidden_moves[each]) for each in broken.requires]
    why += [f"“{model.options[each].name}” cannot be undone" for each in broken.one_way]
    reason = f", for {join(why)}" if why else ""
    step = phases.steps[broken.step].text
    return f"{before} no moves within the settlement lead to a secure state with “{step}”{reason}"


@dataclass(frozen=True)
class OrdersTold:
    """Which orders of the steps stand, for concepts under which the same do.

    Attributes
    ----------
    said : str
        How many, under which concepts; ends without a stop.
    stand : list of str
        The first of them.
    breaks : list of str
        How many others break where, the most first.
    """

    said: str
    stand: list[str]
    breaks: list[str]


def orders_told(space: Named, carried: Carried) -> list[OrdersTold]:
    """Tell how many orders of the steps stand under each concept, and where the most others break."""
    phases = carried.settlement.phases
    if isinstance(carried.orders, LimitError):
        return [OrdersTold(f"Other orders are not looked at: {carried.orders}", [], [])]
    if len(phases.steps) == 1:
        return []
    grouped: dict[tuple[object, ...], list[Orders]] = {}
    for each in carried.orders:
        grouped.setdefault((each.stand, each.breaks), []).append(each)
    return [_orders_told(space, phases, alike) for alike in grouped.values()]


def _orders_told(space: Named, phases: Phases, alike: Sequence[Orders]) -> OrdersTold:
    one, shorts = alike[0], [each.concept.short for each in alike]
    tried = f"{number(one.tried)} orders of the steps"
    if len(one.stand) == one.tried:
        return OrdersTold(f"All {tried} stand under {join(shorts)}", [], [])
    verb = "stands" if len(one.stand) < 2 else "stand"
    said = f"Of the {tried} {number(len(one.stand))} {verb} under {join(shorts)}"
    if not one.stand:
        said = f"None of the {tried} stands under {join(shorts, 'or')}"
    stand = [_order(phases, each) for each in one.stand[:MAX_TOLD]]
    if more := len(one.stand) - len(stand):
        stand.append(f"and {number(more)} more")
    breaks = [
        f"{number(many)} {'break' if many > 1 else 'breaks'} where {broken_text(space, phases, broken)}"
        for broken, many in one.breaks[:MAX_BREAKS]
    ]
    if left := sum(many for _, many in one.breaks[MAX_BREAKS:]):
        breaks.append(f"{number(left)} {'break' if left > 1 else 'breaks'} elsewhere")
    return OrdersTold(said, stand, breaks)


def order_lines(space: Named, carried: Carried) -> list[str]:
    """Say how many orders of the steps stand under each concept, and where the most others break."""
    said = []
    for each in orders_told(space, carried):
        breaks = "; ".join(each.breaks)
        broken = f" {breaks[0].upper()}{breaks[1:]}." if breaks else ""
        said.append(f"{each.said}{': ' if each.stand else ''}{'; '.join(each.stand)}.{broken}")
    return said


def _order(phases: Phases, order: Sequence[int]) -> str:
    return ", ".join(f"“{phases.steps[step].text}”" for step in order)
