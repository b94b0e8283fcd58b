"""What is said of patience: for which patiences a state holds, and at which a choice tips."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, Any

from countermove.analyses.patience import Stretch, Swept, Tip
from countermove.analyses.patience_courses import choice
from countermove.analyses.patience_tips import tips_of
from countermove.concepts import find
from countermove.errors import LimitError
from countermove.model import Model
from countermove.model.lasting import patience_of
from countermove.views.menus import course_name
from countermove.views.words import count, dm_name, join, state_line

if TYPE_CHECKING:
    from countermove.analyses.menu import Menu
    from countermove.analyses.witness import Witness
    from countermove.conflict import Conflict
    from countermove.space import Space

__all__ = [
    "READING",
    "explained_patience",
    "menu_patience",
    "patience_data",
    "patience_note",
    "swept_data",
    "swept_sentences",
    "when",
]

_UP_TO = {
    (True, True): "to",
    (True, False): "and below",
    (False, True): "and up to",
    (False, False): "and below",
}
MAX_TOLD = 5
MAX_TIPPING = 12
READING = "a state is compared as if it lasted for ever, and the way there counts nothing (plainest reading)"


# ---------------------------------------------------------------- how it was asked
def patience_data(model: Model) -> dict[str, Any]:
    """Return the JSON that says how patient decision makers are."""
    return {
        "reading": READING,
        "decision_makers": [
            {"decision_maker": dm, "patience": str(patience)} for dm, patience in patience_of(model).items()
        ],
    }


def patience_note(model: Model) -> str:
    """Say how patient decision makers are, and how states are compared."""
    said = join(f"{model.decision_maker(dm).name} {patience}" for dm, patience in patience_of(model).items())
    return f"Patience: {said}; {READING}."


# ---------------------------------------------------------------- stretches of patience
def stretch_data(stretch: Stretch) -> dict[str, Any]:
    """Return the JSON of a stretch of patience."""
    return {
        "from": str(stretch.low),
        "to": str(stretch.high),
        "from_included": stretch.with_low,
        "to_included": stretch.with_high,
    }


def when(stretches: Sequence[Stretch]) -> str:
    """Say for which patiences: ``at a patience below 3/7``."""
    if not stretches:
        return "at no patience"
    if stretches[0].whole:
        return "at any patience"
    return "at a patience " + join((_bounds(each) for each in stretches), "or")


def _bounds(stretch: Stretch) -> str:
    low, high = stretch.low, stretch.high
    if low == high:
        return f"of exactly {low}"
    if high == 1:
        return f"from {low} on" if stretch.with_low else f"above {low}"
    if low == 0 and stretch.with_low:
        return f"up to {high}" if stretch.with_high else f"below {high}"
    start = f"from {low}" if stretch.with_low else f"above {low}"
    return f"{start} {_UP_TO[stretch.with_low, stretch.with_high]} {high}"


# ---------------------------------------------------------------- all verdicts
def swept_data(space: Space, swept: Swept) -> dict[str, Any]:
    """Return the JSON of the equilibria as a function of one decision maker's patience."""
    return {
        "decision_maker": space.decision_makers[swept.dm],
        "patience": str(swept.patience),
        "tipping": [str(each) for each in swept.changing],
        "equilibria": [
            {
                "concept": concept,
                "states": [
                    {
                        "state": state + 1,
                        "holds": [stretch_data(each) for each in swept.holds(concept, state)],
                    }
                    for state in swept.ever(concept)
                ],
            }
            for concept in swept.stable
        ],
        "tips": [_tip_data(each) for each in _tips(space, swept)],
    }


def _tip_data(told: Tip) -> dict[str, Any]:
    return {"at": str(told.at), "impatient": told.impatient + 1, "patient": told.patient + 1}


def _tips(space: Space, swept: Swept) -> list[Tip]:
    """Return where the choice tips between states that hold at some patience, not too many.

    Only those with the same events: no move leads from others to each other.
    """
    states = sorted({state for concept in swept.stable for state in swept.ever(concept)})[:MAX_TIPPING]
    settings = space.likings[swept.dm].settings if space.likings else [0] * space.size
    pairs = [pair for pair in combinations(states, 2) if settings[pair[0]] == settings[pair[1]]]
    found = [told for told in tips_of(space, swept.dm, pairs) if told]
    return sorted(found, key=lambda each: (each.at, each.impatient, each.patient))


def swept_sentences(space: Space, swept: Swept) -> list[str]:
    """Say what holds for which patiences of one decision maker."""
    name = dm_name(space, swept.dm)
    changing = swept.changing
    if not changing:
        return [f"{name}, patience {swept.patience}: the same states hold at any patience."]
    points = join(str(each) for each in changing[:MAX_TOLD])
    more = f" and {len(changing) - MAX_TOLD:,} more" if len(changing) > MAX_TOLD else ""
    said = [f"{name}, patience {swept.patience}: what holds changes at the patience {points}{more}."]
    by_text: dict[str, list[str]] = {}
    for concept in swept.stable:
        by_text.setdefault(_held(space, swept, concept), []).append(find(concept).short)
    said += [f"{join(names)}: {what}." for what, names in by_text.items()]
    tips = _tips(space, swept)
    said += [_tip_sentence(space, name, each) for each in tips[:MAX_TOLD]]
    if len(tips) > MAX_TOLD:
        said.append(f"... and {count(len(tips) - MAX_TOLD, 'more choice')} between such states, with --json.")
    return said


def _held(space: Space, swept: Swept, concept: str) -> str:
    ever = swept.ever(concept)
    if not ever:
        return "no state holds at any patience"
    groups: dict[str, list[int]] = {}
    for state in ever:
        groups.setdefault(when(swept.holds(concept, state)), []).append(state)
    parts = []
    for told, states in list(groups.items())[:MAX_TOLD]:
        verb = "holds" if len(states) == 1 else "hold"
        parts.append(f"{_some(space, states)} {verb} {told}")
    left = sum(map(len, groups.values())) - sum(map(len, list(groups.values())[:MAX_TOLD]))
    return "; ".join(parts) + (f"; and {count(left, 'more state')} at some, with --json" if left else "")


def _some(space: Space, states: Sequence[int]) -> str:
    if len(states) == 1:
        return f"state {states[0] + 1} ({state_line(space, states[0])})"
    shown = ", ".join(str(state + 1) for state in states[:MAX_TOLD])
    return f"{count(len(states), 'state')} ({shown}{', ...' if len(states) > MAX_TOLD else ''})"


def _tip_sentence(space: Space, name: str, told: Tip) -> str:
    return (
        f"{name} likes state {told.impatient + 1} better than state {told.patient + 1} at a patience below "
        f"{told.at}, and less above."
    )


# ---------------------------------------------------------------- one verdict
def explained_patience(conflict: Conflict, witnesses: Sequence[Witness]) -> tuple[dict[str, Any], list[str]]:
    """Return the JSON and the words of how a verdict hangs on the patience of the one it is about."""
    dm, state = witnesses[0].dm, witnesses[0].state
    label = conflict.decision_makers[dm]
    if label not in conflict.patience:
        return {}, []
    try:
        space = conflict.space
        swept = conflict.over_patience(label, [each.concept.id for each in witnesses])
    except LimitError as error:
        return {"over_patience": {"not_looked_at": str(error)}}, [f"Patience was not looked at: {error}."]
    name = dm_name(space, dm)
    stable = {each.concept.id: swept.holds(each.concept.id, state, dm) for each in witnesses}
    moves = dict.fromkeys(each.telling.improvement for each in witnesses if each.telling)
    tips = [told for told in tips_of(space, dm, [(state, move) for move in moves]) if told]
    by_text: dict[str, list[str]] = {}
    for concept, stretches in stable.items():
        by_text.setdefault(when(stretches), []).append(find(concept).short)
    said = join(f"under {join(names)} {told}" for told, names in by_text.items())
    lines = [f"{name} has the patience {swept.patience}; state {state + 1} is stable for it {said}."]
    data = {
        "stable": [
            {"concept": concept, "holds": [stretch_data(each) for each in stretches]}
            for concept, stretches in stable.items()
        ],
        "tips": [_tip_data(each) for each in tips],
    }
    return {"over_patience": data}, [*lines, *(_tip_sentence(space, name, each) for each in tips)]


# ---------------------------------------------------------------- courses of action
def menu_patience(space: Space, menu: Menu) -> dict[str, Any]:
    """Return the JSON, with its words, of how a menu hangs on its owner's patience; empty where it cannot."""
    label = space.decision_makers[menu.dm]
    patience = patience_of(space.model).get(label)
    if patience is None:
        return {}
    try:
        found = choice(space, menu.dm, menu.courses)
    except LimitError as error:
        return {"over_patience": {"not_looked_at": str(error), "text": [f"Not looked at: {error}."]}}
    if found is None:
        return {}
    names = [course_name(space, menu.dm, each.levels, each.start) for each in menu.courses]
    best = found.best()
    pairs = [(one, other) for one in range(len(names)) for other in range(one + 1, len(names))]
    tips = [(one, other, at) for one, other in pairs if (at := found.tips(one, other))]
    data: dict[str, Any] = {
        "best": [
            {**stretch_data(stretch), "courses": [names[each] for each in courses]}
            for stretch, courses in best
        ],
        "tips": [
            {
                "courses": [names[one], names[other]],
                "at": [str(each) for each in at],
                "first_is_ahead": [stretch_data(each) for each in found.ahead(one, other)],
            }
            for one, other, at in tips
        ],
    }
    data["text"] = list(_menu_lines(dm_name(space, menu.dm), patience, names, best, tips))
    return {"over_patience": data}


def _menu_lines(
    name: str,
    patience: Fraction,
    names: Sequence[str],
    best: Sequence[tuple[Stretch, tuple[int, ...]]],
    tips: Sequence[tuple[int, int, Sequence[Fraction]]],
) -> Iterator[str]:
    yield f"{name} has the patience {patience}."
    open_ones = [each for each in best if each[0].low < each[0].high]
    told = [
        f"{_courses(names, courses)} {when([stretch])}" for stretch, courses in (open_ones or best)[:MAX_TOLD]
    ]
    more = ", and so on" if len(open_ones) > MAX_TOLD else ""
    yield f"Best for it is {join(told)}{more}."
    for one, other, at in tips[:MAX_TOLD]:
        points = join(str(each) for each in at)
        yield f"The choice between “{names[one]}” and “{names[other]}” tips at a patience of {points}."
    if len(tips) > MAX_TOLD:
        yield f"... and {count(len(tips) - MAX_TOLD, 'more choice')} between courses, with --json."
    if not tips:
        yield "No choice between two courses tips."


def _courses(names: Sequence[str], courses: Sequence[int]) -> str:
    shown = join((f"“{names[each]}”" for each in courses[:3]), "or")
    return shown + (f" (or {count(len(courses) - 3, 'other')})" if len(courses) > 3 else "")


def all_swept(conflict: Conflict, concepts: Sequence[str] | None) -> Mapping[str, Swept]:
    """Return for each decision maker for whom anything lasts its verdicts as a function of its patience."""
    return {dm: conflict.over_patience(dm, concepts) for dm in conflict.patience}
