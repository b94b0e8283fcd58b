"""What stands behind the elements that a conclusion rests on: how well each is borne out by evidence.

The claims come from the model, what became of their quotes from the documents at hand, and what a conclusion
rests on from the analysis; here the three meet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

import numpy as np

from countermove.analyses.alterations import Alteration, dropped
from countermove.analyses.robustness import equilibria_after
from countermove.concepts import Form
from countermove.evidence import Status
from countermove.model.elements import (
    Assumption,
    Because,
    Claim,
    Indifferent,
    Prioritize,
    Weights,
)
from countermove.provenance import FAILING, Checked, Evidence
from countermove.space import Space
from countermove.stability import Analysis

__all__ = ["MAX_WORK", "Linchpin", "Support", "Supports", "doubtful_linchpins"]

MAX_WORK = 20_000_000
"""Statements times concepts, decision makers and states up to which each is left out to see what falls."""


class Support(StrEnum):
    """How well an element is borne out, the gravest doubt first.

    ``failing``: a quote of a claim is not in a document at hand as quoted. ``contradicted``: a claim, or a
    quote of one, speaks against it. ``unseen``: there are claims, and no document at hand bears any of them
    out. ``assumed``: assumptions alone. ``nothing``: nothing is written down. ``supported``: none of these.
    """

    FAILING = "failing"
    CONTRADICTED = "contradicted"
    UNSEEN = "unseen"
    ASSUMED = "assumed"
    NOTHING = "nothing"
    SUPPORTED = "supported"

    @property
    def grave(self) -> bool:
        """Whether it is a doubt about evidence, and not only a want of any."""
        return self in (Support.FAILING, Support.CONTRADICTED, Support.UNSEEN)


class Supports:
    """How well the elements of a model are borne out.

    Parameters
    ----------
    evidence : Evidence
        The model's quotes, held against the documents at hand.
    """

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.rows: dict[Claim, list[Checked]] = {}
        for each in evidence.checked:
            self.rows.setdefault(each.claim, []).append(each)

    @cached_property
    def doubts(self) -> frozenset[Support]:
        """What counts as a doubt: a statement without a ground does only where others name claims."""
        given = [each for _, because in self.evidence.model.grounds() for each in because]
        if any(isinstance(each, Claim) for each in given):
            return frozenset(Support) - {Support.SUPPORTED}
        return frozenset({Support.ASSUMED} if given else ())

    def standing(self, claim: Claim) -> Support:
        """Say how a claim stands in what rests on it: failing, contradicted, unseen or supported."""
        rows = self.rows.get(claim, ())
        if any(each.status in FAILING for each in rows):
            return Support.FAILING
        if any(quote.stance != claim.stance for quote in claim.quotes):  # against what rests on it
            return Support.CONTRADICTED
        seen = any(each.status is not Status.NO_SOURCE for each in rows)
        return Support.SUPPORTED if seen else Support.UNSEEN

    def of(self, because: Because) -> Support:
        """Say how well something is borne out that rests on these claims and assumptions."""
        found = [self.standing(each) for each in because if isinstance(each, Claim)]
        for doubt in (Support.FAILING, Support.CONTRADICTED):
            if doubt in found:
                return doubt
        if found:
            return Support.SUPPORTED if Support.SUPPORTED in found else Support.UNSEEN
        return Support.ASSUMED if any(isinstance(each, Assumption) for each in because) else Support.NOTHING

    def doubtful(self, because: Because) -> bool:
        """Say whether something that rests on these is to be warned of."""
        return self.of(because) in self.doubts


# ---------------------------------------------------------------- what outcomes hang on
@dataclass(frozen=True)
class Linchpin:
    """A statement that outcomes rest on.

    Attributes
    ----------
    element : str
        Its path in the file, as in `Model.grounds`.
    dm : int
        Whose it is (index).
    because : tuple
        What it rests on.
    support : Support
        How well it is borne out.
    states : tuple of int
        The outcomes (indices) that do not hold without it, under some concept. Of a ranking, which cannot be
        left out: those in which its owner has a move.
    """

    element: str
    dm: int
    because: Because
    support: Support
    states: tuple[int, ...]


def doubtful_linchpins(
    analysis: Analysis, supports: Supports, states: Sequence[int]
) -> tuple[Linchpin, ...] | None:
    """Return the statements that outcomes rest on and that evidence does not bear out.

    Parameters
    ----------
    analysis : Analysis
        The conflict; concepts that are not of the general form are passed over.
    supports : Supports
        How well the elements are borne out.
    states : sequence of int
        The outcomes (indices).

    Returns
    -------
    tuple of Linchpin, or None
        The gravest doubts first; None where trying them would take too long.
    """
    space = analysis.space
    doubts = [each for each in _statements(space) if supports.doubtful(each[2])] if len(states) else []
    concepts = [each for each in analysis.concepts if isinstance(each.form, Form)]
    if not doubts or not concepts:
        return ()
    if len(doubts) * len(concepts) * len(space.decision_makers) * space.size > MAX_WORK:
        return None
    left_out = [(each, _without(space, each[0], each[1])) for each in doubts]
    tried = [(each, change) for each, change in left_out if change is not None]
    before, after = equilibria_after(analysis, [change for _, change in tried])
    lost = {each[1]: (before & ~rows).any(axis=0) for (each, _), rows in zip(tried, after, strict=True)}
    among = np.array(states, dtype=np.intp)
    found = []
    for dm, element, because in doubts:
        if element in lost:
            fallen = among[lost[element][among]].tolist()
        else:
            fallen = [state for state in states if space.moves.targets(dm, state)]
        if fallen:
            found.append(Linchpin(element, dm, because, supports.of(because), tuple(fallen)))
    order = list(Support)
    return tuple(sorted(found, key=lambda each: order.index(each.support)))


def _statements(space: Space) -> Iterator[tuple[int, str, Because]]:
    """Yield every statement of what is wanted before any event, or a ranking, with what it rests on."""
    for dm, label in enumerate(space.decision_makers):
        preference = space.model.preferences[label]
        if isinstance(preference.by, Indifferent):
            continue
        for element, because in preference.grounds("preferences"):
            if element != f"preferences.{label}":  # the whole stands behind each that says nothing itself
                yield dm, element, because or preference.because


def _without(space: Space, dm: int, element: str) -> Alteration | None:
    """Return a decision maker's preference without one of its statements; None for a ranking."""
    label = space.decision_makers[dm]
    preference = space.model.preferences[label]
    kind, _, place = element.removeprefix(f"preferences.{label}.").rstrip("]").partition("[")
    match preference.by:
        case Prioritize():
            return dropped(space, dm, int(place))
        case Weights() as by:
            left = _without_weight(by, kind, int(place))
            ranks = space.ranked(dm, replace(preference, by=left))
            return Alteration(dm, 1, None, None, (), np.asarray(ranks))
    return None


def _without_weight(weights: Weights, kind: str, place: int) -> Weights:
    """Leave out a weight by its place among all of its kind, those of parts that decide later included."""
    items = weights.once if kind == "weights" else weights.each_period
    if place < len(items):
        left = items[:place] + items[place + 1 :]
        return replace(weights, once=left) if kind == "weights" else replace(weights, each_period=left)
    assert weights.then is not None
    return replace(weights, then=_without_weight(weights.then, kind, place - len(items)))
