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
from numpy.typing import NDArray

from countermove.analyses.alterations import Alteration
from countermove.analyses.robustness import equilibria_after
from countermove.concepts import Concept, Form
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
from countermove.stability import Analysis, stable_states

__all__ = ["MAX_WORK", "Linchpin", "Support", "Supports", "doubtful_linchpins"]

MAX_WORK = 20_000_000
"""Statements times concepts, decision makers and states up to which each is left out to see what falls."""


_Statement = tuple[int, str, Because]
"""Whose it is (index), its path, and what it rests on."""


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
        if not all(map(claim.for_it, claim.quotes)):
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
        The outcomes (indices) that do not hold without it, or without it and all else that one doubtful
        claim stands behind, under some concept. Of a ranking, which cannot be left out: those in which its
        owner has a move.
    rivals : bool
        Whether without it other states hold under as many concepts as the outcomes. It is looked for where
        the doubt is grave.
    """

    element: str
    dm: int
    because: Because
    support: Support
    states: tuple[int, ...]
    rivals: bool = False


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
    together = _behind_several(supports, doubts)
    tries = len(doubts) + len(together) * len(space.decision_makers)
    if tries * len(concepts) * len(space.decision_makers) * space.size > MAX_WORK:
        return None
    left_out = [(each, _without(space, each[0], each[1])) for each in doubts]
    tried = [(each, change) for each, change in left_out if change is not None]
    before, after = equilibria_after(analysis, [change for _, change in tried])
    among = np.array(states, dtype=np.intp)
    alone = {each[1]: (before & ~rows).any(axis=0) for (each, _), rows in zip(tried, after, strict=True)}
    beside = {
        each[1]: supports.of(each[2]).grave and _rivalled(before, rows, among)
        for (each, _), rows in zip(tried, after, strict=True)
    }
    lost, rivalled = dict(alone), dict(beside)
    for group in together:
        # What one of them does alone is told of that one; of all of them, what they do together.
        elements = [element for _, element, _ in group]
        rows = _equilibria_without(space, concepts, group)
        by_one = np.any([alone[element] for element in elements], axis=0)
        fallen_with = (before & ~rows).any(axis=0) & ~by_one
        told = by_one[among].any() or any(beside[element] for element in elements)
        rivals = not told and _rivalled(before, rows, among)
        lost |= {element: lost[element] | fallen_with for element in elements}
        rivalled |= {element: rivalled[element] or rivals for element in elements}
    found = []
    for dm, element, because in doubts:
        if element in lost:
            fallen = among[lost[element][among]].tolist()
        else:
            fallen = [state for state in states if space.moves.targets(dm, state)]
        rivals = rivalled.get(element, False)
        if fallen or rivals:
            found.append(Linchpin(element, dm, because, supports.of(because), tuple(fallen), rivals))
    order = list(Support)
    return tuple(sorted(found, key=lambda each: order.index(each.support)))


def _statements(space: Space) -> Iterator[_Statement]:
    """Yield every statement of what is wanted before any event, or a ranking, with what it rests on."""
    for dm, label in enumerate(space.decision_makers):
        preference = space.model.preferences[label]
        if isinstance(preference.by, Indifferent):
            continue
        for element, because in preference.grounds("preferences"):
            if element != f"preferences.{label}":  # the whole stands behind each that says nothing itself
                yield dm, element, because or preference.because


def _rivalled(before: NDArray[np.bool_], after: NDArray[np.bool_], among: NDArray[np.intp]) -> bool:
    """Say whether a state that is no outcome comes to hold under as many concepts as one of these."""
    votes = after.sum(axis=0)
    votes[among] = 0
    return bool(votes.max(initial=0) >= max(1, before.sum(axis=0)[among].min()))


def _behind_several(supports: Supports, doubts: Sequence[_Statement]) -> list[list[_Statement]]:
    """Return the statements that one doubtful claim stands behind, where these are several, claim by claim.

    Each alone may be made up for by the others, so that nothing falls without it; a claim that does not
    stand takes all of them along.
    """
    behind: dict[Claim, list[_Statement]] = {}
    for each in doubts:
        for claim in each[2]:
            if isinstance(claim, Claim) and supports.standing(claim).grave:
                behind.setdefault(claim, []).append(each)
    groups = [[each for each in group if not each[1].endswith(".ranking")] for group in behind.values()]
    return [group for place, group in enumerate(groups) if len(group) > 1 and group not in groups[:place]]


def _equilibria_without(
    space: Space, concepts: Sequence[Concept], group: Sequence[_Statement]
) -> NDArray[np.bool_]:
    """Return the equilibria without some statements at once: shape (concepts, states)."""
    ranks = list(space.ranks)
    for dm in {each[0] for each in group}:
        change = _without(space, dm, *(element for owner, element, _ in group if owner == dm))
        if change is not None:
            ranks[dm] = change.ranks
    changed = space.with_ranks(ranks)
    everybody = range(len(space.decision_makers))
    return np.array([np.all([stable_states(changed, c, dm) for dm in everybody], axis=0) for c in concepts])


def _without(space: Space, dm: int, *elements: str) -> Alteration | None:
    """Return a decision maker's preference without some of its statements; None for a ranking."""
    label = space.decision_makers[dm]
    preference = space.model.preferences[label]
    by = preference.by
    for _, kind, place in sorted((_part(label, each) for each in elements), reverse=True):
        match by:
            case Prioritize(statements):  # the last ones first, so that places stay as they are
                by = Prioritize(statements[:place] + statements[place + 1 :])
            case Weights():
                by = _without_weight(by, kind, place)
            case _:
                return None
    ranks = space.ranked(dm, replace(preference, by=by))
    return Alteration(dm, 1, None, None, (), np.asarray(ranks))


def _part(label: str, element: str) -> tuple[int, str, int]:
    """Return where a statement stands: its kind and place, the place first so that this sorts them."""
    kind, _, place = element.removeprefix(f"preferences.{label}.").rstrip("]").partition("[")
    return int(place or 0), kind, int(place or 0)


def _without_weight(weights: Weights, kind: str, place: int) -> Weights:
    """Leave out a weight by its place among all of its kind, those of parts that decide later included."""
    items = weights.once if kind == "weights" else weights.each_period
    if place < len(items):
        left = items[:place] + items[place + 1 :]
        return replace(weights, once=left) if kind == "weights" else replace(weights, each_period=left)
    assert weights.then is not None
    return replace(weights, then=_without_weight(weights.then, kind, place - len(items)))
