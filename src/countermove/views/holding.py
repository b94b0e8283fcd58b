"""Which agreements of a coalition can hold: as data and in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from countermove.analyses.coalition_holding import Holding
from countermove.analyses.coalitions import Coalition, Departure
from countermove.concepts import Concept
from countermove.errors import LimitError
from countermove.space import Space
from countermove.views.words import count, dm_name, join, number

__all__ = ["READING", "holding_data", "holding_sentences"]

READING = "That a state can hold, since no part of the coalition would leave it again, is our own reading."
MAX_TARGETS = 100
"""So many of the states that a coalition could leave for are looked at for one departure."""
MAX_NAMED = 8


def holding_data(holding: Holding, concept: Concept, departure: Departure) -> dict[str, Any]:
    """Return which of the states that a coalition leaves for can hold, and who breaks away otherwise."""
    agreed = departure.targets[:MAX_TARGETS]
    try:
        broken = holding.broken_by(concept.id, departure.coalition, agreed)
    except LimitError as error:
        return {"can_hold": None, "not_looked_at": str(error)}
    labels = holding.survey.space.decision_makers
    return {
        "can_hold": [state + 1 for state in agreed if state not in broken],
        "breaks": [
            {"state": state + 1, "by": [[labels[j] for j in part] for part in _smallest(broken[state])]}
            for state in agreed
            if state in broken
        ],
    }


def _smallest(parts: Sequence[Coalition]) -> list[Coalition]:
    """Leave out parts that hold a smaller one which breaks away as well."""
    return [each for each in parts if not any(set(other) < set(each) for other in parts)]


def holding_sentences(holding: Holding, concepts: Sequence[Concept], departure: Departure) -> list[str]:
    """Say whether what a coalition would leave for can hold.

    Where the concepts do not agree on it, the answer is that under the last of them, whose targets these
    are, and all that give the same are named.
    """
    agreed = departure.targets[:MAX_TARGETS]
    try:
        found = [holding.broken_by(concept.id, departure.coalition, agreed) for concept in concepts]
    except LimitError as error:
        return [f"Whether that can hold was not looked at: {error}."]
    same = [concept.short for concept, each in zip(concepts, found, strict=True) if each == found[-1]]
    broken = {state: tuple(_smallest(by)) for state, by in found[-1].items()}
    under = "" if len(same) == len(concepts) else f" under {join(same)}"
    return [_sentence(holding.survey.space, departure, broken, under)]


def _sentence(
    space: Space, departure: Departure, broken: dict[int, tuple[Coalition, ...]], under: str
) -> str:
    agreed, state = departure.targets[:MAX_TARGETS], departure.target
    hold = [each for each in agreed if each not in broken]
    if not broken:
        what = f"State {state + 1}" if len(agreed) == 1 else f"Each of these {number(len(agreed))} states"
        return f"{what} can hold{under}."
    first = (
        f"State {state + 1} cannot hold{under}: {_who(space, broken[state])} would break away."
        if (state in broken)
        else f"State {state + 1} can hold{under}."
    )
    if len(agreed) == 1:
        return first
    if not hold:
        return f"{first} Neither can any of the others."
    rest = [each for each in hold if each != state]
    if not rest:
        return f"{first} None of the others can."
    which = f": {join(str(each + 1) for each in sorted(rest))}" if len(rest) <= MAX_NAMED else ""
    verb = "can" if state in broken else "can as well"
    return f"{first} Of the others {count(len(rest), 'state')} {verb}{which}."


def _who(space: Space, parts: Sequence[Coalition]) -> str:
    """Name the parts that break away, members who do so alone first."""
    alone = [dm_name(space, part[0]) for part in parts if len(part) == 1]
    together = [join(dm_name(space, dm) for dm in part) + " together" for part in parts if len(part) > 1]
    return join([*alone, *together], "or")
