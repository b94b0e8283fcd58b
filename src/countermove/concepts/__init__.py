"""Solution concepts: one file for each, discovered.

A file in this folder whose name does not start with an underscore declares ``CONCEPT``. Command
line, report, docs and tests read everything about it from there; adding a concept touches
nothing else.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

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
    "find",
    "pick",
]


@cache
def all_concepts() -> tuple[Concept, ...]:
    """Return every concept, the least demanding foresight first (the order their files declare)."""
    modules = (
        import_module(f"{__name__}.{module.name}")
        for module in iter_modules(__path__)
        if not module.name.startswith("_")
    )
    return tuple(module.CONCEPT for module in sorted(modules, key=lambda module: module.ORDER))


def find(concept_id: str) -> Concept:
    """Return the concept with this id; raise UsageError that names the nearest."""
    for concept in all_concepts():
        if concept.id == concept_id:
            return concept
    known = [concept.id for concept in all_concepts()]
    raise UsageError(f"unknown concept '{concept_id}'; {suggest(concept_id, known, what='concepts')}")


def pick(ids: list[str] | tuple[str, ...] | None) -> tuple[Concept, ...]:
    """Return the concepts with these ids, in the order given; all of them for None."""
    return all_concepts() if ids is None else tuple(find(each) for each in dict.fromkeys(ids))
