"""The workshop of a model with layers: of the whole, or of one layer by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from countermove.conflict import Conflict
from countermove.model.locating import also_in, part_text, whole_text
from countermove.views.workshop import workshop

__all__ = ["parts"]


def parts(
    conflict: Conflict, texts: Mapping[str, str], layers: Mapping[str, str], layer: str = ""
) -> dict[str, Any]:
    """Return what the workshop's forms show of the whole, or of one of its layers.

    Parameters
    ----------
    conflict : Conflict
        The whole.
    texts : mapping of str to str
        Its files, its own first.
    layers : mapping of str to str
        By their labels the files of its layers.
    layer : str
        The layer that is asked for.

    Returns
    -------
    dict
        As `countermove.views.workshop.workshop`, and: ``layer``, and ``at``, the query that leads to it;
        ``parts``, the layers' ``label`` and ``name``; ``today``, the decision makers with all the options of
        which today's state consists. Decision makers say their ``place`` in the whole, and they and options
        of a layer say ``also``: in which others they stand.
    """
    names = {each.label: each.name for each in conflict.model.layers}
    if layer:
        said = workshop(conflict.layer(layer), part_text(texts, layers, layer))
        today = said["people"]
    else:
        said = workshop(conflict, next(iter(texts.values())))
        today = workshop(conflict, whole_text(texts, layers))["people"] if names else said["people"]
    places = {each.label: place for place, each in enumerate(conflict.model.decision_makers)}
    for person in said["people"]:
        dm = person["label"]
        person["place"] = places.get(dm)
        person["also"] = [names[each] for each in also_in(texts, layers, layer, dm)] if layer else []
        for option in person["options"]:
            found = also_in(texts, layers, layer, dm, option["label"]) if layer else []
            option["also"] = [names[each] for each in found]
    return said | {
        "layer": layer,
        "at": f"?{urlencode({'layer': layer})}" if layer else "",
        "parts": [{"label": label, "name": name} for label, name in names.items()],
        "today": today,
    }
