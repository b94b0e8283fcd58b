"""Foresight: reading by which concept each decision maker looks ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from countermove.model.check_shape import Path
from countermove.model.elements import Layer, Outlook
from countermove.model.reading import Reading
from countermove.model.shape_foresight import OutlookShape

__all__ = ["read_foresight"]


def read_foresight(reading: Reading, layers: Sequence[Layer]) -> dict[str, Outlook]:
    """Read by which concept decision makers look ahead; what the file does not say its layers may.

    Whether there are such concepts is checked when the model is loaded.

    Parameters
    ----------
    reading : Reading
        The file at hand.
    layers : sequence of Layer
        Those of the model. Of a decision maker that the whole does not name, all layers that name it must
        say the same.
    """
    found = {}
    for dm, shape in reading.document.foresight.items():
        path: Path = ("foresight", dm)
        if not reading.known_dm(dm, path, key=True):
            continue
        if isinstance(shape, OutlookShape):
            because = reading.because(shape.because, (*path, "because"))
            found[dm] = Outlook(dm, shape.concept, because, reading.place((*path, "concept")))
        else:
            found[dm] = Outlook(dm, shape, (), reading.place(path))
    named = set(found)
    for layer in layers:
        for dm, outlook in layer.model.foresight.items():
            if dm in named:
                continue
            outlook = replace(outlook, at=outlook.at._replace(file=layer.model.file))
            if found.setdefault(dm, outlook).concept != outlook.concept:
                what = f"the layers give '{dm}' different foresight"
                reading.problem(layer.at, what, f"say which holds in the whole: 'foresight: {{{dm}: ...}}'")
    return found
