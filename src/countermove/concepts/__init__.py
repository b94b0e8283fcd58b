"""Solution concepts: one file for each, discovered.

A file in this folder whose name does not start with an underscore declares ``CONCEPT``. Command
line, report, docs and tests read everything about it from there; adding a concept touches
nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from countermove.concepts._concept import Answers, Base, Concept, Form, Game, LimitedMove, Simultaneous
from countermove.errors import UsageError, suggest

__all__ = [
    "Answers",
    "Base",
    "Concept",
    "Form",
    "Game",
    "LimitedMove",
    "Simultaneous",
    "all_concepts",
    "families",
    "find",
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
    made = (module.FAMILY for module in _modules() if hasattr(module, "FAMILY"))
    return {name: make for make, name in made}


def find(concept_id: str) -> Concept:
    """Return the concept with this id; raise UsageError that names the nearest."""
    for concept in all_concepts():
        if concept.id == concept_id:
            return concept
    family, _, horizon = concept_id.partition(":")
    if family in families() and re.fullmatch("[0-9]{1,9}", horizon):
        return families()[family](int(horizon))
    known = [*(concept.id for concept in all_concepts()), *(f"{name}:2" for name in families())]
    raise UsageError(f"unknown concept '{concept_id}'; {suggest(concept_id, known, what='concepts')}")


def pick(ids: list[str] | tuple[str, ...] | None) -> tuple[Concept, ...]:
    """Return the concepts with these ids, in the order given; all single ones for None."""
    return all_concepts() if ids is None else tuple(find(each) for each in dict.fromkeys(ids))
