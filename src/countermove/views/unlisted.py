"""What the symbolic engine found, in sentences and patterns, for no list of states could be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from countermove.model import Model
from countermove.model.elements import YES_NO
from countermove.views.words import figure, join

if TYPE_CHECKING:
    from countermove.space.symbolic import Patterns
    from countermove.stability.symbolic import SymbolicAnalysis

__all__ = ["Described", "condition_text", "described", "today_sentences"]

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
        all have in common where the pattern would be too long to read.
    more : str
        What is not shown; empty when the rows are all.
    """

    headline: str
    rows: tuple[tuple[str, str], ...]
    more: str


def condition_text(model: Model, levels: Sequence[int | None]) -> str:
    """Write a pattern as a condition of the model's language, such as ``release and not attack``."""
    labels = [option.label for option in model.options]
    parts = []
    for option, level in zip(model.options, levels, strict=True):
        if level is None:
            continue
        name = option.label if labels.count(option.label) == 1 else option.id
        if option.levels == YES_NO:
            parts.append(name if level else f"not {name}")
        else:
            parts.append(f"{name} = {option.levels[level]}")
    return " and ".join(parts)


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
    common = condition_text(model, found.fixed.levels)
    shared = f", in all of them {common}" if common else ""
    headline = f"{names}: {figure(found.total)} equilibria{shared}."
    rows = []
    for size, text, pattern in zip(found.sizes, found.texts, found.patterns, strict=True):
        if len(text) > WIDEST:
            beyond = zip(pattern.levels, found.fixed.levels, strict=True)
            text = condition_text(model, [None if fixed is not None else level for level, fixed in beyond])
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
