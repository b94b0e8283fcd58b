"""Events: what may happen and how it is read, and where it leads in the long run; as data and in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from countermove.analyses.chance import Chance
from countermove.concepts import find
from countermove.errors import LimitError
from countermove.model.elements import READINGS, Event, Model
from countermove.views.perceptions import wanted_words
from countermove.views.words import Named, count, join, state_line

if TYPE_CHECKING:
    from countermove.conflict import Conflict

__all__ = [
    "chance_in",
    "chance_sentences",
    "chance_told",
    "counted_as",
    "counted_lines",
    "event_lines",
    "events_data",
    "fraction",
    "has_chances",
    "reading_note",
    "readings_found",
    "readings_sentences",
]

MEANING = {
    "neutral": "a state counts as it stands, whatever may happen there",
    "cautious": "a state counts as the worst that events can make of it",
    "hopeful": "a state counts as the best that events can make of it",
}
OWN = "our own plainest reading, not a published definition"
MAX_BESIDE = 2**17
"""Up to so many states the three readings are set beside each other; above, `--events` asks for one."""
MAX_SHOWN = 5
MAX_LONG = 10**6
"""Fractions with a longer denominator are told in hundredths; the JSON has them exactly."""


# ---------------------------------------------------------------- what may happen
def events_data(model: Model) -> dict[str, Any]:
    """Return the JSON that says how events are read, and what they are."""
    return {
        "reading": model.reading,
        "meaning": f"{MEANING[model.reading]} ({OWN})",
        "events": [
            {
                "id": event.id,
                "name": event.name,
                "possible": event.possible.text if event.possible else "anywhere",
                "lasts": event.lasts,
                "probability": None if event.probability is None else str(event.probability),
                "changes": _changed_by(model, event),
            }
            for event in model.events
        ],
    }


def _changed_by(model: Model, event: Event) -> list[str]:
    """Return the labels of those who want something else once an event has happened."""
    return list(dict.fromkeys(each.preference.of for each in model.regimes if event.id in each.after))


def reading_note(model: Model) -> str:
    """Say how events are read here."""
    return f"Events are read in the {model.reading} way: {MEANING[model.reading]} ({OWN})."


def event_lines(model: Model) -> list[str]:
    """Say of each event where it may happen, how likely it is, and what it changes."""
    return [_event_line(model, event) for event in model.events]


def _event_line(model: Model, event: Event) -> str:
    where = f"where “{event.possible.text}” holds" if event.possible else "anywhere"
    parts = [f"“{event.name}” may happen {where}"]
    if event.probability is not None:
        parts.append(f"with probability {event.probability} in a period")
    parts.append("and lasts" if event.lasts else "and may pass again")
    said = " ".join(parts)
    own = [each.preference for each in model.regimes if each.after == (event.id,)]
    changed = [f"{model.decision_maker(each.of).name} {wanted_words(each)}" for each in own]
    return f"{said}. From then on {'; '.join(changed)}." if changed else f"{said}."


def counted_as(conflict: Conflict, dm: str, states: Iterable[int]) -> dict[int, int]:
    """Return for those states (indices) that count as others for a decision maker, as which."""
    if conflict.model.reading == "neutral":
        return {}
    counts = {state: conflict.space.counts_as(conflict.dm(dm), state) for state in sorted(set(states))}
    return {state: as_what for state, as_what in counts.items() if as_what != state}


def counted_lines(conflict: Conflict, dm: str, counts: Mapping[int, int]) -> list[str]:
    """Say as which states others count for a decision maker, for what may happen there."""
    if not counts:
        return []
    space, name = conflict.space, conflict.model.decision_maker(dm).name
    return [
        f"State {state + 1} counts for {name} as state {as_what + 1} ({state_line(space, as_what)})."
        for state, as_what in counts.items()
    ]


# ---------------------------------------------------------------- the readings beside each other
Held = Mapping[str, Mapping[str, list[int]]]
"""For each reading and each concept's id the numbers of the equilibria."""


def readings_found(conflict: Conflict, concepts: Sequence[str]) -> Held:
    """Return what holds under some concepts in each reading of the events; nothing for too many states."""
    found: dict[str, dict[str, list[int]]] = {}
    if conflict.state_count > MAX_BESIDE:
        return found
    for reading in READINGS:
        analysis = conflict.reading(reading).analyze(list(concepts), engine="explicit")
        found[reading] = {each: analysis.equilibria[each] for each in concepts}
    return found


def readings_sentences(space: Named, found: Held) -> list[str]:
    """Say in what the cautious and the hopeful reading differ from the neutral one."""
    said = []
    for reading in ("cautious", "hopeful") if found else ():
        changed: dict[str, list[str]] = {}
        for concept, held in found[reading].items():
            before = found["neutral"][concept]
            gained = [state for state in held if state not in before]
            lost = [state for state in before if state not in held]
            if gained or lost:
                also = [f"{_states(space, gained)} also {'holds' if len(gained) == 1 else 'hold'}"]
                gone = [f"{_states(space, lost)} no longer {'holds' if len(lost) == 1 else 'hold'}"]
                what = join((also if gained else []) + (gone if lost else []))
                changed.setdefault(what, []).append(find(concept).short)
        parts = [f"under {join(names)} {what}" for what, names in changed.items()]
        differ = "; ".join(parts) if parts else "the same states hold"
        said.append(f"In the {reading} way, against the neutral one, {differ}.")
    return said


def _states(space: Named, numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"state {numbers[0]} ({state_line(space, numbers[0] - 1)})"
    shown = ", ".join(map(str, numbers[:MAX_SHOWN])) + (", ..." if len(numbers) > MAX_SHOWN else "")
    return f"{count(len(numbers), 'state')} ({shown})"


# ---------------------------------------------------------------- in the long run
def fraction(value: Fraction) -> str:
    """Write a share as people read it: ``3/5 (60%)``; exactly, unless that is too long to read."""
    hundredths = round(value * 100)
    about = "less than 1%" if not hundredths and value else "about 100%" if hundredths == 100 else ""
    percent = about or f"{hundredths}%"
    if value.denominator == 1:
        return "all" if value == 1 else "nothing"
    return (
        f"{value} ({percent})" if value.denominator <= MAX_LONG else f"about {percent.removeprefix('about ')}"
    )


def chance_in(conflict: Conflict, start: int) -> dict[str, Any]:
    """Return the JSON of the long run from a state (index); nothing without probabilities."""
    if not has_chances(conflict):
        return {}
    try:
        return {"chance": _chance_data(conflict.space, conflict.chance(start + 1))}
    except LimitError as error:
        return {"chance": {"not_worked_out": str(error)}}


def chance_told(conflict: Conflict, start: int) -> list[str]:
    """Say the long run from a state (index) in words; nothing without probabilities."""
    if not has_chances(conflict):
        return []
    try:
        return chance_sentences(conflict.space, conflict.chance(start + 1))
    except LimitError as error:
        return [f"Not worked out: {error}."]


def has_chances(conflict: Conflict) -> bool:
    """Say whether some event has a probability."""
    return any(event.probability is not None for event in conflict.model.events)


def _chance_data(space: Named, found: Chance) -> dict[str, Any]:
    """Return the JSON of the long run; shares are exact fractions as text."""

    def listed(shares: Mapping[int, Fraction]) -> list[dict[str, Any]]:
        return [
            {"state": state + 1, "label": space.states.label(state), "share": str(share)}
            for state, share in shares.items()
        ]

    return {
        "reading": OWN,
        "first_rest": listed(found.first),
        "long_run": listed(found.shares),
        "ends": [
            {"probability": str(each.probability), "states": listed(each.states)} for each in found.ends
        ],
        "never_rests": str(found.circling),
        "without_probability": list(found.left_out),
        "text": " ".join(chance_sentences(space, found)),
    }


def chance_sentences(space: Named, found: Chance) -> list[str]:
    """Say where a conflict first rests, where it stays, and what was left out."""
    said = []
    if found.first:
        said.append(f"It first rests in {_told(space, found.first)}.")
    if found.circling == 1:
        said.append("Improvements go round for ever, so that it never rests.")
    elif found.circling:
        said.append(f"With probability {fraction(found.circling)} improvements come to go round for ever.")
    if found.shares:
        said.append(f"Of all periods in the long run it spends {_told(space, found.shares, of_time=True)}.")
    if len(found.ends) > 1:
        likely = ", ".join(fraction(each.probability) for each in found.ends[:MAX_SHOWN])
        more = ", ..." if len(found.ends) > MAX_SHOWN else ""
        said.append(
            f"It ends up in one of {count(len(found.ends), 'place')} for good, likely {likely}{more}."
        )
    if found.left_out:
        names = {event.label: event.name for event in space.model.events}
        left = join(f"“{names[label]}”" for label in found.left_out)
        said.append(
            f"{left} {'has' if len(found.left_out) == 1 else 'have'} no probability and was left out."
        )
    said.append(
        "In each period of rest every event that may happen is drawn; then those who can improve do, each "
        f"as likely to be next ({OWN})."
    )
    return said


def _told(space: Named, shares: Mapping[int, Fraction], *, of_time: bool = False) -> str:
    parts = []
    for state, share in list(shares.items())[:MAX_SHOWN]:
        where = f"state {state + 1} ({state_line(space, state)})"
        if share == 1:
            return f"all in {where}" if of_time else where
        parts.append(
            f"{fraction(share)} in {where}" if of_time else f"{where} with probability {fraction(share)}"
        )
    more = len(shares) - len(parts)
    if more:
        rest = fraction(sum(list(shares.values())[MAX_SHOWN:], Fraction(0)))
        left = count(more, "other state")
        parts.append(f"{rest} in {left}" if of_time else f"{left} with probability {rest}")
    return join(parts)
