"""The screens on the parts that only some conflicts have: layers, views, phases and events."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from countermove.model.events import Event
from countermove.views.report_events import events_context
from countermove.views.report_layers import layers_context
from countermove.views.report_phases import phases_context
from countermove.views.report_views import views_context
from countermove.views.told import Told
from countermove.views.words import join, number

__all__ = ["events_screen", "layers_screen", "phases_screen", "views_screen"]


def layers_screen(told: Told) -> dict[str, Any]:
    """Return the layers side by side, and in which of them the main outcomes hold.

    Returns
    -------
    dict
        ``names`` of the layers; ``rows``: for each decision maker its options in each layer (None where it
        does not stand in it), and whether it stands in several; ``layers``: what the report shows.
    """
    layers = told.model.layers
    owner_of = [dm for dm, each in enumerate(told.model.decision_makers) for _ in each.options]
    options = told.model.options
    rows: list[dict[str, Any]] = []
    for dm, each in enumerate(told.model.decision_makers):
        cells: list[dict[str, Any] | None] = []
        for layer in layers:
            stands = any(other.label == each.label for other in layer.model.decision_makers)
            own = [place for place in layer.places if place < len(owner_of) and owner_of[place] == dm]
            cells.append(
                {
                    "options": [
                        {
                            "name": options[place].name,
                            "shared": sum(place in other.places for other in layers) > 1,
                        }
                        for place in own
                    ]
                }
                if stands
                else None
            )
        rows.append({"dm": dm, "cells": cells, "common": sum(cell is not None for cell in cells) > 1})
    rows.sort(key=lambda row: not row["common"])
    common = [told.names[row["dm"]] for row in rows if row["common"]]
    verb = "stands" if len(common) == 1 else "stand"
    return {
        "lead": f"{join(common)} {verb} in more than one of the {number(len(layers))} layers."
        if common
        else "No decision maker stands in more than one layer.",
        "names": [each.name for each in layers],
        "rows": rows,
        "layers": layers_context(told.conflict, told.shown, told.said.strongest),
    }


def views_screen(told: Told) -> dict[str, Any]:
    """Return each side's view beside what is so, and where somebody is surprised.

    Returns
    -------
    dict
        ``seen``: of each decision maker what it is ``unaware`` of, ``imagines`` and ``misjudges``; ``wrong``:
        which of these three anybody does; ``views``: what the report shows; ``lead``.
    """
    model = told.model
    names = {each.id: each.name for each in model.options}
    seen: list[dict[str, Any]] = []
    for dm, each in enumerate(model.decision_makers):
        view = model.perceptions.get(each.label)
        seen.append(
            {
                "dm": dm,
                "unaware": [names[id_] for id_ in view.unaware] if view else [],
                "imagines": [one.name for one in view.imagines] if view else [],
                "misjudges": [model.decision_maker(of).name for of in view.preferences] if view else [],
                "sees": view is None,
            }
        )
    told_of = views_context(told.conflict, told.shown)
    wrong = [told.names[each["dm"]] for each in seen if not each["sees"]]
    surprised = sorted(
        {
            dm
            for concept in told_of["concepts"]
            for one in concept["surprises"]
            if one["upset"] or one["unexpected"] or one["imagined"]
            for dm in one["dms"]
        }
    )
    lead = f"{join(wrong)} {'sees' if len(wrong) == 1 else 'see'} the conflict otherwise than it is."
    if surprised:
        who = join(told.names[dm] for dm in surprised)
        lead += f" In what holds, {who} {'is' if len(surprised) == 1 else 'are'} in for a surprise."
    kinds = [kind for kind in ("unaware", "imagines", "misjudges") if any(each[kind] for each in seen)]
    return {"lead": lead, "seen": seen, "wrong": kinds, "views": told_of}


def phases_screen(told: Told) -> dict[str, Any]:
    """Return the steps of the settlement, how secure each stage is, and the weakest.

    Returns
    -------
    dict
        ``phases``: what the report shows; ``way``: the stages in their order, the first before any step, each
        with the step that leads to it; ``lead``.
    """
    found = phases_context(told.conflict, told.shown)
    found["orders"] = [asdict(each) for each in found["orders"]]
    sentences = found["sentences"]
    many = len(found["steps"])
    way = [
        {**stage, "name": _stage(place, many), "step": found["steps"][place - 1] if place else None}
        for place, stage in enumerate(found["stages"])
    ]
    return {"lead": sentences[0] if sentences else found["said"], "way": way, "phases": found}


def _stage(place: int, many: int) -> str:
    """Name a stage by how many of the steps are done, as they are written."""
    if place == many:
        return "When all is done"
    if place < 2:
        return "After step 1" if place else "Before the first step"
    return "After steps 1 and 2" if place == 2 else f"After steps 1 to {place}"


def events_screen(told: Told) -> dict[str, Any]:
    """Return what may happen by itself, what sets it off, and what it changes.

    Returns
    -------
    dict
        ``flow``: for each event where it may happen (``where``, ``possible``: in how many states, ``today``,
        ``happened``: in how many of the main outcomes it has, of ``main``), and who wants what from then on;
        ``events``: what the report shows; ``lead``.
    """
    found = events_context(told.conflict, told.shown)
    flow = [
        {**row, **_where(told, event)} for row, event in zip(found["rows"], told.model.events, strict=True)
    ]
    many = len(flow)
    turning = sum(bool(each["then"]) for each in flow)
    lead = (
        f"{number(many).capitalize()} {'thing' if many == 1 else 'things'} may happen that nobody decides on."
    )
    if turning:
        which = "it" if many == 1 else "each of them" if turning == many else f"{number(turning)} of them"
        lead += f" After {which} somebody wants something else."
    return {"lead": lead, "flow": flow, "events": found}


def _where(told: Told, event: Event) -> dict[str, Any]:
    """Return in how many states an event may happen, whether today, and in how many main outcomes it has."""
    states, main = told.space.states, told.said.strongest
    place = [each.id for each in told.model.options].index(event.id)
    happened = np.array([states.values(state)[place] for state in range(told.space.size)]) > 0
    able = np.ones(told.space.size, dtype=bool)
    if event.possible is not None:
        able = states.select(event.possible.condition)
    able = able & ~happened
    today = told.space.status_quo
    return {
        "possible": int(able.sum()),
        "today": None if today is None else "happened" if happened[today] else bool(able[today]),
        "happened": int(happened[list(main)].sum()),
        "main": len(main),
    }
