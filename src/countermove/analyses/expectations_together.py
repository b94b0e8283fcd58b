"""Hold a model against what its analyst expects of coalitions and of merged players."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from countermove.analyses.coalition_choice import Coalition, all_coalitions, has_coalition_version
from countermove.analyses.coalition_holding import Holding
from countermove.analyses.coalitions import Survey, survey
from countermove.analyses.joint_paths import reached_together
from countermove.analyses.merged import Merging, has_merged_version, merge
from countermove.model.expected import Players, Survives, Upset
from countermove.stability import Analysis

__all__ = ["joint_reach", "merged_verdicts", "undecided", "unfit_to_survive", "unfit_to_upset"]

Bools = NDArray[np.bool_]


def undecided(analysis: Analysis, concepts: Sequence[str], *, merged: bool) -> bool:
    """Say whether one of these concepts is not defined for coalitions, or for merged players."""
    known = has_merged_version if merged else has_coalition_version
    return not all(known(each) for each in analysis.concepts if each.id in concepts)


def merged_verdicts(analysis: Analysis, players: Sequence[str]) -> Merging:
    """Return the verdicts of the players, whose labels join those of their members by ``+``."""
    labels = analysis.space.decision_makers
    return merge(analysis, [_members(labels, label.split("+")) for label in players])


def unfit_to_survive(analysis: Analysis, check: Survives, chosen: Bools) -> list[int]:
    """Return the chosen states that are no equilibria, or that a coalition would leave."""
    tried = _coalitions(analysis, check.coalitions)
    found = survey(analysis, tried or all_coalitions(analysis.space))
    fine = [set(found.survivors(name)) for name in check.concepts]
    return [state for state in _indices(chosen) if not all(state in each for each in fine)]


def unfit_to_upset(analysis: Analysis, check: Upset, chosen: Bools, target: Bools) -> list[int]:
    """Return the chosen states that are no equilibria, or that the coalition does not leave as expected."""
    (coalition,) = _coalitions(analysis, (check.coalition,))
    found = survey(analysis, [coalition])
    holding = Holding(found)
    return [
        state
        for state in _indices(chosen)
        if not all(_upsets(found, holding, check, name, coalition, state, target) for name in check.concepts)
    ]


def _upsets(
    found: Survey,
    holding: Holding,
    check: Upset,
    concept: str,
    coalition: Coalition,
    state: int,
    target: Bools,
) -> bool:
    if coalition not in found.upset_by[concept].get(state, ()):
        return False
    departure = found.departure(concept, state, coalition)
    assert departure is not None
    agreed = [each for each in departure.targets if target[each]]
    if not agreed or check.can_hold is None:
        return bool(agreed)
    broken = holding.broken_by(concept, coalition, agreed)
    return (len(broken) < len(agreed)) == check.can_hold


def joint_reach(
    analysis: Analysis, starts: Sequence[int], coalitions: Players, *, improvements: bool
) -> Bools:
    """Mark what steps of single decision makers and joint steps of coalitions lead to; shape (size,)."""
    tried = _coalitions(analysis, coalitions)
    return reached_together(analysis.space, starts, tried, improvements=improvements)


def _coalitions(analysis: Analysis, players: Players) -> list[Coalition]:
    labels = analysis.space.decision_makers
    return [_members(labels, each) for each in players]


def _members(labels: Sequence[str], members: Sequence[str]) -> Coalition:
    return tuple(sorted(labels.index(label) for label in members))


def _indices(chosen: Bools) -> list[int]:
    return [int(state) for state in np.flatnonzero(chosen)]
