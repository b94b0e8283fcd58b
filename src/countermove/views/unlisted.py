"""What the symbolic engine found, in sentences and patterns, for no list of states could be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from countermove.model.elements import StatePattern
from countermove.space.symbolic.patterns import Patterns, condition_text
from countermove.views.words import figure, join

if TYPE_CHECKING:
    from countermove.stability.symbolic import SymbolicAnalysis

__all__ = ["Described", "described", "today_sentences"]

WIDEST = 60
"""Patterns longer than this are told as conditions."""
MAX_PATTERNS = 6


@dataclass(frozen=True)
class Described:
    """The equilibria of one or more concepts, which are the same states.

    Attributes
    ----------
    headline : str
        Whose equilibria, how many, and what they have in common.
    rows : tuple of (str, str)
        How many states fit a pattern, and the pattern, or the condition that it adds to what
        all have in common where the pattern would be too long to read, or cannot say it.
    more : str
        What is not shown; empty when the rows are all.
    """

    headline: str
    rows: tuple[tuple[str, str], ...]
    more: str


def described(analysis: SymbolicAnalysis, limit: int = MAX_PATTERNS) -> list[Described]:
    """Describe the equilibria of each concept; concepts with the same equilibria are told together."""
    groups: list[list[str]] = []
    for concept in analysis.concepts:
        for group in groups:
            if analysis.equilibrium(group[0]) == analysis.equilibrium(concept.id):
                group.append(concept.id)
                break
        else:
            groups.append([concept.id])
    short = {concept.id: concept.short for concept in analysis.concepts}
    return [
        _described(analysis, join(short[each] for each in group), analysis.patterns(group[0], limit))
        for group in groups
    ]


def _described(analysis: SymbolicAnalysis, names: str, found: Patterns) -> Described:
    model = analysis.space.model
    if not found.total:
        return Described(f"{names}: no state holds for everybody.", (), "")
    if found.total == analysis.space.count:
        return Described(f"{names}: every feasible state is an equilibrium.", (), "")
    if found.total == 1:
        return Described(f"{names}: one equilibrium, {found.texts[0]}.", (), "")
    levels, fixed = model.levels, found.fixed.levels
    every = [tuple(range(len(each))) for each in levels]
    common = condition_text(
        model, [own if only is None else (only,) for own, only in zip(every, fixed, strict=True)]
    )
    shared = f", in all of them {common}" if common else ""
    headline = f"{names}: {figure(found.total)} equilibria{shared}."
    rows = []
    for size, text, pattern, cube in zip(found.sizes, found.texts, found.patterns, found.levels, strict=True):
        if len(text) > WIDEST or not isinstance(pattern, StatePattern):
            beyond = zip(every, fixed, cube, strict=True)
            text = condition_text(model, [some if only is None else own for own, only, some in beyond])
        rows.append((figure(size), text or "whatever else"))
    left = found.total - found.covered
    more = f"{figure(left)} more equilibria fit none of these patterns; --json has more" if left else ""
    return Described(headline, tuple(rows), more)


def today_sentences(analysis: SymbolicAnalysis) -> list[str]:
    """Say under which concepts today's state is an equilibrium, and under the others who upsets it."""
    space = analysis.space
    today = space.status_quo
    if today is None:
        return []
    index = space.number(today) - 1
    holds: list[str] = []
    fails: dict[str, list[str]] = {}
    for concept in analysis.concepts:
        against = [
            dm.name
            for number, dm in enumerate(space.model.decision_makers)
            if not analysis.is_stable(concept.id, number, index)
        ]
        if against:
            everybody = len(against) == len(space.decision_makers) > 1
            fails.setdefault("anybody" if everybody else join(against), []).append(concept.short)
        else:
            holds.append(concept.short)
    said = [f"Today's state is an equilibrium under {join(holds)}."] if holds else []
    said += [f"Under {join(names)} today's state is not stable for {who}." for who, names in fails.items()]
    return said
