"""Reading events: what may happen by itself, where, and what decision makers want from then on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from countermove.model.check_shape import Path
from countermove.model.elements import Event, Lever, Preference, Prioritize, Ranking, Regime
from countermove.model.layering import Whole
from countermove.model.options import check_label
from countermove.model.preferences import exact_weight, read_preference
from countermove.model.reading import Reading

__all__ = ["add_conditions", "check_promises", "declared_events", "read_regimes"]


def declared_events(reading: Reading, layered: Whole, *, graph_form: bool) -> tuple[Event, ...]:
    """Return the layers' events and the file's own, these still without the conditions that may name them.

    Parameters
    ----------
    reading : Reading
        The file at hand.
    layered : Whole
        What its layers hold.
    graph_form : bool
        Whether the file lists its states.
    """
    shapes = reading.document.events
    if graph_form and shapes:
        what = "a model in graph form has no events"
        reading.problem(("events",), what, "give decision makers options instead of states", key=True)
        return ()
    found = list(layered.events)
    for label, shape in shapes.items():
        path: Path = ("events", label)
        check_label(reading, label, path)
        event = Event(
            label,
            shape.name or label.replace("_", " "),
            shape.description,
            lasts=shape.lasts,
            because=reading.because(shape.because, (*path, "because")),
            at=reading.place(path, key=True),
        )
        if shape.probability is not None:
            probability = exact_weight(reading, shape.probability, (*path, "probability"))
            if probability is not None and not 0 < probability <= 1:
                hint = "write a number above 0 and at most 1, such as 1/4"
                reading.problem((*path, "probability"), f"{probability} is no probability here", hint)
            event = replace(event, probability=probability)
        if any(each.label == label for each in layered.events):
            what = f"a layer has an event '{label}' already"
            reading.problem(path, what, "choose another label", key=True)
            continue
        found.append(event)
    return tuple(found)


def add_conditions(reading: Reading, events: Sequence[Event]) -> tuple[Event, ...]:
    """Return events with the conditions under which they may happen; layers' events have theirs."""
    found = []
    for event in events:
        shape = reading.document.events.get(event.label)
        given = None if shape is None else shape.possible
        if given is not None:
            event = replace(event, possible=reading.statement(given, ("events", event.label, "possible")))
        found.append(event)
    return tuple(found)


def read_regimes(reading: Reading) -> tuple[Regime, ...]:
    """Read what decision makers want once each of the file's own events has happened."""
    found = []
    for label, shape in reading.document.events.items():
        for dm, given in shape.preferences.items():
            path: Path = ("events", label, "preferences", dm)
            if not reading.known_dm(dm, path, key=True):
                continue
            preference = read_preference(reading, dm, given, path)
            if preference is not None:
                found.append(Regime((f"events.{label}",), preference))
    return tuple(found)


def check_promises(
    reading: Reading,
    levers: Sequence[Lever],
    preferences: Mapping[str, Preference],
    regimes: Sequence[Regime],
) -> None:
    """Note levers that a decision maker's preference can take only before, or only after, some event."""
    for lever in levers:
        for regime in regimes:
            if lever.option is not None and isinstance(regime.preference.by, Ranking):
                what = f"an option adds states, and after '{regime.after[0]}' a ranking lists them all"
                reading.problem(lever.at, what, "give it as prioritize or weights")
        for promise in lever.incentives:
            for regime in regimes:
                here, now = regime.preference, preferences.get(promise.to)
                if here.of != promise.to or now is None:
                    continue
                many = len(here.by.statements) if isinstance(here.by, Prioritize) else 0
                if type(here.by) is not type(now.by) or (many and promise.before > many + 1):
                    events = " and ".join(regime.after)
                    what = f"after '{events}' the preference of '{here.of}' cannot take this"
                    reading.problem(promise.when.at, what, "give it in the same form as before the event")
