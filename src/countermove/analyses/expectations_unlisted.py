"""Hold a model whose states are too many to list against what its analyst expects of it.

What needs courses of action and their ends is refused: a menu lists states.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from countermove.analyses.expectations import Outcome
from countermove.errors import LimitError
from countermove.model.elements import EquilibriaAre, Expectation, Improves, Reaches, Stable, StateRef

if TYPE_CHECKING:
    from countermove.space.symbolic import Diagram
    from countermove.stability.symbolic import SymbolicAnalysis

__all__ = ["examine_unlisted"]

SHOWN = 5


class _CannotCheck(Exception):  # noqa: N818 - a signal inside this module
    pass


def examine_unlisted(analysis: SymbolicAnalysis, expectation: Expectation) -> Outcome:
    """Check one expectation; ``analysis`` must hold every concept that it names.

    Raises
    ------
    LimitError
        When the states would have to be listed, or there are not nodes enough.
    """
    handlers: dict[type, Callable[[SymbolicAnalysis, Expectation], Outcome]] = {
        EquilibriaAre: _equilibria,
        Stable: _stable,
        Reaches: _reaches,
        Improves: _improves,
    }
    handler = handlers.get(type(expectation.check))
    together = expectation.merged or (isinstance(expectation.check, Reaches) and expectation.check.coalitions)
    if handler is None or together:
        raise LimitError(
            f"the expectation '{expectation.why}' speaks of courses of action, views, coalitions, merged "
            "players or of where a choice tips, and that is looked at only where the states are listed; "
            "leave it out, or leave options out"
        )
    try:
        found = handler(analysis, expectation)
        return replace(found, labels=tuple(map(analysis.space.states.label, found.states)))
    except _CannotCheck as reason:
        return Outcome(expectation, False, (), str(reason))


def _outcome(analysis: SymbolicAnalysis, expectation: Expectation, holds: bool, shown: Diagram) -> Outcome:
    space, states = analysis.space, []
    for state in space.each(shown):
        states.append(space.number(state) - 1)
        if len(states) == SHOWN:
            break
    return Outcome(expectation, holds, tuple(states))


def _select(analysis: SymbolicAnalysis, ref: StateRef) -> Diagram:
    found = analysis.space.select(ref)
    if not found.satisfiable():
        raise _CannotCheck("no-state")
    return found


def _start(analysis: SymbolicAnalysis, ref: StateRef | None) -> Diagram:
    if ref is not None:
        return _select(analysis, ref)
    today = analysis.space.status_quo
    if today is None:
        raise _CannotCheck("no-status-quo")
    return analysis.space.only(today)


def _equilibria(analysis: SymbolicAnalysis, expectation: Expectation) -> Outcome:
    assert isinstance(expectation.check, EquilibriaAre)
    wrong, found = analysis.space.none, {}
    for concept, refs in expectation.check.states.items():
        expected = analysis.space.none
        for ref in refs:
            expected |= _select(analysis, ref)
        actual = analysis.equilibrium(concept)
        if expected != actual:
            found[concept] = _outcome(analysis, expectation, False, actual).states
            wrong |= (expected & ~actual) | (actual & ~expected)
    return replace(_outcome(analysis, expectation, not wrong.satisfiable(), wrong), found=found)


def _stable(analysis: SymbolicAnalysis, expectation: Expectation) -> Outcome:
    check = expectation.check
    assert isinstance(check, Stable)
    chosen = _select(analysis, check.states)
    dms = [analysis.space.decision_makers.index(dm) for dm in check.dms]
    fits = chosen
    for concept in check.concepts:
        stable = chosen
        for dm in dms:
            stable &= analysis.stable[concept][dm]
        fits &= stable if check.stable else ~stable
    if check.every:
        wrong = chosen & ~fits
        holds = not wrong.satisfiable()
        return _outcome(analysis, expectation, holds, chosen if holds else wrong)
    if check.reached:
        reaching = analysis.space.reaching(fits, improvements=True)
        holds = (_start(analysis, None) & reaching).satisfiable()
        # Which of the states are reached is not looked for: that one of them is, is all that was asked.
        return _outcome(analysis, expectation, holds, analysis.space.none if holds else chosen)
    holds = fits.satisfiable()
    return _outcome(analysis, expectation, holds, fits if holds else chosen)


def _reaches(analysis: SymbolicAnalysis, expectation: Expectation) -> Outcome:
    check = expectation.check
    assert isinstance(check, Reaches)
    start = _start(analysis, check.source)
    target = _select(analysis, check.target)
    reached = (start & analysis.space.reaching(target, improvements=check.improvements)).satisfiable()
    shown = analysis.space.none
    if reached and not check.possible:
        from countermove.space.symbolic.reach import Forward

        shown = target & Forward(analysis.space, start, improvements=check.improvements).states
    return _outcome(analysis, expectation, reached == check.possible, shown)


def _improves(analysis: SymbolicAnalysis, expectation: Expectation) -> Outcome:
    check = expectation.check
    assert isinstance(check, Improves)
    space = analysis.space
    dm = space.decision_makers.index(check.by)
    source, target = _select(analysis, check.source), _select(analysis, check.target)
    if not check.improvement and (source & target).satisfiable():
        raise LimitError(
            f"the expectation '{expectation.why}' asks for moves among states that are both start and end, "
            "and that is answered only where the states can be listed; let 'from' and 'to' exclude each other"
        )
    into = space.moves.improving_into if check.improvement else space.moves.moving_into
    wrong = source & ~into(dm, target) if check.possible else source & into(dm, target)
    holds = not wrong.satisfiable()
    return _outcome(analysis, expectation, holds, source if holds else wrong)
