"""The screens on the parts that only some conflicts have: layers, views, phases and events."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

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
    """Return each side's view beside what is so, and where somebody is surprised."""
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
    return {"lead": lead, "seen": seen, "views": told_of}


def phases_screen(told: Told) -> dict[str, Any]:
    """Return the steps of the settlement, how secure each stage is, and the weakest."""
    found = phases_context(told.conflict, told.shown)
    found["orders"] = [asdict(each) for each in found["orders"]]
    sentences = found["sentences"]
    return {"lead": sentences[0] if sentences else found["said"], "phases": found}


def events_screen(told: Told) -> dict[str, Any]:
    """Return what may happen by itself, what sets it off, and what it changes."""
    found = events_context(told.conflict, told.shown)
    many = len(found["rows"])
    turning = sum(bool(each["then"]) for each in found["rows"])
    lead = (
        f"{number(many).capitalize()} {'thing' if many == 1 else 'things'} may happen that nobody decides on."
    )
    if turning:
        which = "it" if many == 1 else "each of them" if turning == many else f"{number(turning)} of them"
        lead += f" After {which} somebody wants something else."
    return {"lead": lead, "events": found}
