"""Decide a concept of the general form for all states at once.

W(s, l), with l a number in binary like a decision maker's levels, says that from s the others'
answers can reach a state whose base value is at most l: a least fixpoint. A state is stable iff
none of the moves from it leads to a better state from which no answer leads down to its own level.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from countermove.errors import LimitError
from countermove.space.symbolic.diagrams import Diagram, all_of, any_of, some_in_both, variable_set, with_room
from countermove.space.symbolic.levels import above
from countermove.space.symbolic.moves import SymbolicMoves
from countermove.space.symbolic.singly import SingleMoves, answered_in_turn

if TYPE_CHECKING:
    from countermove.concepts import Concept, Form

__all__ = ["answered", "form_of", "stable_states", "starting"]


def form_of(concept: Concept) -> Form:
    """Return the general form of a concept; raise LimitError where it has a rule of its own."""
    form = concept.form
    if hasattr(form, "answers"):
        return form  # type: ignore[return-value]
    raise LimitError(
        f"the symbolic engine does not decide {concept.id}; ask for nash, gmr, smr, seq, sseq or maximin:H, "
        "or use the explicit engine"
    )


def stable_states(moves: SymbolicMoves, form: Form, dm: int) -> Diagram:
    """Return the states that are stable for one decision maker.

    Parameters
    ----------
    moves : SymbolicMoves
        Who can move where; the manager's first variables hold the threshold l.
    form : Form
        Which answers count, and what they leave the decision maker with.
    dm : int
        The decision maker's index.
    """
    level = moves.levels[dm]
    threshold = [moves.manager.var(place) for place in range(len(level))]
    unanswered = moves.feasible & above(level, threshold, moves.manager.false())
    if form.answers.name != "NONE":
        unanswered &= ~answered(moves, form, dm, starting(moves, form, dm, unanswered))
    tempted = moves.moving_into(dm, unanswered)
    own_level = all_of(moves.manager, (a.equiv(b) for a, b in zip(level, threshold, strict=True)))
    return moves.feasible & ~some_in_both(
        tempted, own_level, variable_set(moves.manager, range(len(threshold)))
    )


def starting(moves: SymbolicMoves, form: Form, dm: int, better: Diagram) -> Diagram:
    """Return where the base value is not above the threshold, from where the level itself is.

    With rounds, from such a state no move leads to a better one that no answer leads down from.
    """
    start = moves.feasible & ~(moves.moving_into(dm, better) if form.base.name == "ESCAPE" else better)
    for _ in range(form.rounds):
        unanswered = better & ~answered(moves, form, dm, start)
        following = moves.feasible & ~better & ~moves.moving_into(dm, unanswered)
        if following == start:
            break
        start = following
    return start


def answered(moves: SymbolicMoves, form: Form, dm: int, start: Diagram) -> Diagram:
    """Return from where the others' answers can reach a start.

    Each other's steps are transitive, so one step of it is followed to its end at once. They take
    turns, each starting from what all have found; whoever has nothing new to start from waits.
    """
    improvements = form.answers.name == "IMPROVEMENTS"
    if isinstance(moves, SingleMoves):
        first = answered_in_turn(moves, dm, start, improvements=improvements)
        return start | any_of(moves.manager, first)
    step = moves.improving_into if improvements else moves.moving_into
    others = [other for other in range(len(moves.levels)) if other != dm]
    found = start
    waiting = deque(others)
    while waiting:
        mover = waiting.popleft()
        more = found | with_room(moves.manager, step, mover, found)
        if more != found:
            found = more
            waiting.extend(other for other in others if other != mover and other not in waiting)
    return found
