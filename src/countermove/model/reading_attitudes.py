"""Reading ``attitudes:``, and the attitudes that stand beside an expectation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from countermove.model.attitudes import ATTITUDES, Attitudes
from countermove.model.check_shape import Path
from countermove.model.reading import Reading

__all__ = ["attitudes_beside", "read_attitudes"]


def read_attitudes(reading: Reading) -> dict[str, Attitudes]:
    """Read every decision maker's attitudes; those with mistakes are left out."""
    found = {}
    for dm, shape in reading.document.attitudes.items():
        path: Path = ("attitudes", dm)
        toward = _toward(reading, dm, shape.toward, path)
        because = reading.because(shape.because, (*path, "because"))
        if toward is not None:
            found[dm] = Attitudes(dm, toward, because, reading.place(path, key=True))
    return found


def attitudes_beside(
    reading: Reading,
    given: bool | Mapping[str, Mapping[str, Any]] | None,
    own: Mapping[str, Attitudes],
    path: Path,
) -> dict[str, Attitudes] | None:
    """Return the attitudes that an expectation is about; None for a plain one, or for a mistake."""
    if given is None or given is False:
        return None
    if given is True:
        if not own:
            what = "the model gives no attitudes"
            reading.problem(path, what, "list them under 'attitudes:', or write here which are meant")
            return None
        return dict(own)
    found = {}
    for dm, toward in given.items():
        read = _toward(reading, dm, toward, (*path, dm))
        if read is not None:
            found[dm] = Attitudes(dm, read, (), reading.place((*path, dm), key=True))
    return found


def _toward(reading: Reading, dm: str, toward: Mapping[str, Any], path: Path) -> dict[str, int] | None:
    known = reading.known_dm(dm, path, key=True)
    if not toward and not any(each[: len(path)] == path for each in reading.removed):
        what = f"'{dm}' looks upon nobody here"
        reading.problem(path, what, "name a decision maker: 'label: positive'", key=True)
        return None
    all_known = [reading.known_dm(other, (*path, other), key=True) for other in toward]
    if not known or not all(all_known):
        return None
    return {other: ATTITUDES[attitude] for other, attitude in toward.items()}
