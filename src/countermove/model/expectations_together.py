"""Reading what ``expect:`` says of coalitions and merged players."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from countermove.model.check_shape import Path
from countermove.model.expected import Players, Survives, Upset
from countermove.model.reading import Reading
from countermove.model.shape_expect import SurvivesExpect, UpsetExpect

__all__ = ["playing", "read_coalition", "read_coalitions", "read_together"]


def read_coalition(reading: Reading, text: str, path: Path) -> tuple[str, ...] | None:
    """Read the labels of a coalition, joined by ``+``; None, with a note, where they name none."""
    labels = [each.strip() for each in text.split("+")]
    known = [reading.known_dm(label, path) for label in labels]  # note every mistake
    if not all(known):
        return None
    if len(set(labels)) < max(2, len(labels)):
        other = next((label for label in reading.dms if label not in labels), "other")
        what = f"'{text}' names no two decision makers" if len(labels) < 2 else f"'{text}' names one twice"
        reading.problem(path, what, f"join labels by +, such as {labels[0]}+{other}")
        return None
    return tuple(label for label in reading.dms if label in labels)


def read_coalitions(reading: Reading, names: Sequence[str], path: Path) -> Players | None:
    """Read several coalitions; None, with notes, where one of them is wrong."""
    found = [read_coalition(reading, text, (*path, index)) for index, text in enumerate(names)]
    return None if None in found else tuple(each for each in found if each is not None)


@contextmanager
def playing(reading: Reading, names: Sequence[str], path: Path) -> Iterator[tuple[str, ...]]:
    """For a while take merged players for decision makers, and yield the labels of all that are left.

    A merged player's label is its members', joined by ``+``; it stands where its first member stood. Where
    nobody is merged, nothing is yielded and nothing changes.
    """
    found = read_coalitions(reading, names, path) or ()
    members = [label for each in found for label in each]
    twice = [label for label in members if members.count(label) > 1]
    if twice:
        what = f"'{twice[0]}' stands in two merged players"
        reading.problem(path, what, "put it into one of them")
    first = {each[0]: "+".join(each) for each in found}
    before = reading.dms
    reading.dms = [first.get(label, label) for label in before if label in first or label not in members]
    yield tuple(reading.dms) if found else ()
    reading.dms = before


def read_together(
    reading: Reading, shape: SurvivesExpect | UpsetExpect, path: Path
) -> Survives | Upset | None:
    """Read that states survive coalitions, or that one would leave them."""
    return (
        _survives(reading, shape, path) if isinstance(shape, SurvivesExpect) else _upset(reading, shape, path)
    )


def _survives(reading: Reading, shape: SurvivesExpect, path: Path) -> Survives | None:
    states = reading.state_ref(shape.survives, (*path, "survives"))
    tried = read_coalitions(reading, shape.coalitions, (*path, "coalitions"))
    return None if states is None or tried is None else Survives(states, tried, tuple(shape.concepts))


def _upset(reading: Reading, shape: UpsetExpect, path: Path) -> Upset | None:
    states = reading.state_ref(shape.upset, (*path, "upset"))
    coalition = read_coalition(reading, shape.by, (*path, "by"))
    target = None if shape.to is None else reading.state_ref(shape.to, (*path, "to"))
    if states is None or coalition is None or (shape.to is not None and target is None):
        return None
    return Upset(states, coalition, target, shape.can_hold, tuple(shape.concepts))
