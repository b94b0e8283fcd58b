"""The reason of one verdict, as data: what a decision maker could do, and what would come of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from countermove.analyses.paths import Step
from countermove.concepts import Concept

__all__ = ["Answered", "Foresight", "Recurring", "Way", "Witness"]


@dataclass(frozen=True)
class Answered:
    """One improvement and how it is answered; states are indices from 0.

    Attributes
    ----------
    improvement : int
        Where the decision maker could move and be better off.
    answers : tuple of Step, or None
        The answers that leave it no better off; None when there are none. It is never empty: an
        improvement does not answer itself. They are a shortest sequence from the improvement on; under
        simultaneous stability each starts where the decision maker did, and all are made at once.
    leads_to : int or None
        The state that the answers bring about.
    worse : bool
        Whether it likes that state less than the one in question, and not just as well.
    escape : int or None
        For concepts that let it move once more: the best it could still move to after the
        answers (or their end itself); for those that look further, what it could make sure of then.
    """

    improvement: int
    answers: tuple[Step, ...] | None
    leads_to: int | None = None
    worse: bool = False
    escape: int | None = None


@dataclass(frozen=True)
class Witness:
    """The reason of one verdict.

    Attributes
    ----------
    dm, state : int
        Indices of the decision maker and the state.
    concept : Concept
        The notion of stability.
    improvements : tuple of Answered
        The improvements, the best liked first; where states are not listed the telling one alone.
    improvements_count : int
        How many improvements there are, exactly.
    can_move : bool
        Whether the decision maker has a move at all.
    mixed : bool
        Whether it was asked of mixed foresight; ``concept`` is then the decision maker's own.
    """

    dm: int
    state: int
    concept: Concept
    improvements: tuple[Answered, ...]
    improvements_count: int
    can_move: bool
    mixed: bool = field(default=False, kw_only=True)

    @property
    def called(self) -> str:
        """What the concept is called that was asked for."""
        return f"Mixed (here {self.concept.short})" if self.mixed else self.concept.short

    @property
    def stable(self) -> bool:
        """Whether every improvement is answered."""
        return all(each.answers is not None for each in self.improvements)

    @property
    def telling(self) -> Answered | None:
        """The improvement to speak of first: the best one nobody answers, else the best one."""
        unanswered = [each for each in self.improvements if each.answers is None]
        return next(iter([*unanswered, *self.improvements]), None)


@dataclass(frozen=True)
class Way:
    """One move of a decision maker, and what it anticipates after it.

    Attributes
    ----------
    steps : tuple of Step
        The move, and then the two decision makers' moves in turn: a shortest way to the anticipated end.
    better : bool
        Whether the decision maker likes the end better than the state in question.
    """

    steps: tuple[Step, ...]
    better: bool

    @property
    def move(self) -> int:
        """Where the decision maker moves first."""
        return self.steps[0].target

    @property
    def end(self) -> int:
        """Where it would end."""
        return self.steps[-1].target


@dataclass(frozen=True)
class Recurring:
    """The horizons at which the same is anticipated over and over.

    Attributes
    ----------
    since : int
        From which horizon on what is anticipated repeats.
    every : int
        Every how many moves; 1 when it stays the same.
    moving_at : tuple of int
        At which horizons of one such round the decision maker moves; each comes up for ever.
    """

    since: int
    every: int
    moving_at: tuple[int, ...]


@dataclass(frozen=True)
class Foresight(Witness):
    """The reason of one verdict of limited-move or non-myopic stability.

    A move need not be an improvement to be worth making here, so the verdict rests on all moves.
    ``improvements`` are those that are better at once, answered where their way ends no better.

    Attributes
    ----------
    horizon : int
        How many moves the ways look ahead.
    ways : tuple of Way
        One for each move, the best liked at once first.
    telling_way : Way or None
        The one to speak of: to the best end when the decision maker moves, else that of the move that it
        likes best at once; None when it has no move.
    recurring : Recurring or None
        For non-myopic stability the horizons that count. ``horizon`` is one of those, and one at which
        the decision maker moves if there is any.
    """

    horizon: int
    ways: tuple[Way, ...]
    telling_way: Way | None
    recurring: Recurring | None = None

    @property
    def stable(self) -> bool:
        """Whether no move leads to a better end."""
        return not any(way.better for way in self.ways)
