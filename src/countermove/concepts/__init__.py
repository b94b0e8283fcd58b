"""Solution concepts: one file for each, discovered.

A file in this folder whose name does not start with an underscore declares ``CONCEPT``. Command
line, report, docs and tests read everything about it from there; adding a concept touches
nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from countermove.concepts._concept import (
    Answers,
    Base,
    Concept,
    Disimprovements,
    Form,
    Game,
    Knowledge,
    LimitedMove,
    Mixed,
    Simultaneous,
)
from countermove.concepts.mixed import DEFAULT
from countermove.errors import UsageError, suggest

__all__ = [
    "DEFAULT",
    "Answers",
    "Base",
    "Compared",
    "Concept",
    "Disimprovements",
    "Form",
    "Game",
    "Knowledge",
    "LimitedMove",
    "Mixed",
    "Simultaneous",
    "all_concepts",
    "compared",
    "families",
    "find",
    "own",
    "pick",
]


@cache
def _modules() -> tuple[ModuleType, ...]:
    found = (
        import_module(f"{__name__}.{module.name}")
        for module in iter_modules(__path__)
        if not module.name.startswith("_")
    )
    return tuple(sorted(found, key=lambda module: module.ORDER))


@cache
def all_concepts() -> tuple[Concept, ...]:
    """Return every single concept, in the order that their files declare; families' members are apart."""
    return tuple(module.CONCEPT for module in _modules() if hasattr(module, "CONCEPT"))


@cache
def families() -> dict[str, Callable[[int], Concept]]:
    """Return the families of concepts: what makes the member with a number, such as ``lh:3``."""
    return {module.FAMILY[0]: module.FAMILY[1] for module in _modules() if hasattr(module, "FAMILY")}


@cache
def _asked_alone() -> tuple[Concept, ...]:
    """Return the concepts that take something in the model, and are decided where it is there."""
    return tuple(module.ASKED for module in _modules() if hasattr(module, "ASKED"))


def find(concept_id: str) -> Concept:
    """Return the concept with this id; raise UsageError that names the nearest."""
    single = (*all_concepts(), *_asked_alone())
    for concept in single:
        if concept.id == concept_id:
            return concept
    family, _, horizon = concept_id.partition(":")
    if family in families() and re.fullmatch("[0-9]{1,9}", horizon):
        return families()[family](int(horizon))
    known = [*(concept.id for concept in single), *(f"{name}:2" for name in families())]
    raise UsageError(f"unknown concept '{concept_id}'; {suggest(concept_id, known, what='concepts')}")


def pick(ids: list[str] | tuple[str, ...] | None) -> tuple[Concept, ...]:
    """Return the concepts with these ids, in the order given; all single ones for None."""
    return all_concepts() if ids is None else tuple(find(each) for each in dict.fromkeys(ids))


def own(concept: Concept, looking: Mapping[str, str], dm: str) -> Concept:
    """Return the concept by which a decision maker is judged: under mixed foresight its own.

    Parameters
    ----------
    concept : Concept
        What was asked for.
    looking : mapping
        The ids of the concepts that the model gives decision makers.
    dm : str
        The decision maker's label.
    """
    return find(looking.get(dm, DEFAULT)) if isinstance(concept.form, Mixed) else concept


@dataclass(frozen=True)
class Compared:
    """A line of the comparison of concepts, from their own declarations.

    Attributes
    ----------
    id : str
        The concept's id; of a family ``lh:H``.
    name, short : str
        Its name and abbreviation.
    horizon : str
        How many moves are looked at: a number, ``H``, or ``any``.
    knowledge, disimprovements : str
        Whose preferences are reckoned with, and who may be worse off on the way.
    """

    id: str
    name: str
    short: str
    horizon: str
    knowledge: str
    disimprovements: str


@cache
def compared() -> tuple[Compared, ...]:
    """Return the field's comparison of concepts by horizon, knowledge and disimprovements, in their order."""
    rows = []
    for module in _modules():
        if hasattr(module, "CONCEPT"):
            single = module.CONCEPT
            horizon = "any" if single.horizon is None else str(single.horizon)
            rows.append(_line(single, single.id, single.name, single.short, horizon))
        elif hasattr(module, "FAMILY"):
            family, make, name, short = module.FAMILY
            rows.append(_line(make(2), f"{family}:H", name, short, "H"))
    return tuple(rows)


def _line(concept: Concept, concept_id: str, name: str, short: str, horizon: str) -> Compared:
    assert concept.knowledge is not None
    assert concept.disimprovements is not None
    knowledge, worse = concept.knowledge.value, concept.disimprovements.value
    return Compared(concept_id, name, short, horizon, knowledge, worse)
