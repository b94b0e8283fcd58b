"""Why a state is, or is not, stable with attitudes, and what they change about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from countermove.analyses.attitudes import Related, Table, with_attitudes
from countermove.analyses.paths import follow
from countermove.analyses.reasons import Answered, Witness
from countermove.analyses.witness import witness
from countermove.concepts import Answers, Base, Concept, Form
from countermove.space import Space

__all__ = ["Turned", "prefers_with", "related_witness", "turned", "who_objects"]

Prefers = Callable[[int, int, int], bool]


def prefers_with(space: Space, table: Table) -> Prefers:
    """Return what says whether a decision maker with its attitudes prefers one state to another."""
    ranks = [[int(each) for each in liked] for liked in space.ranks]
    counting = [[(attitude, ranks[j]) for j, attitude in enumerate(row) if attitude] for row in table]

    def prefers(dm: int, one: int, other: int) -> bool:
        rising = False
        for attitude, liked in counting[dm]:
            apart = attitude * (liked[one] - liked[other])
            if apart < 0:
                return False
            rising |= apart > 0
        return rising or (not counting[dm] and one != other)

    return prefers


def who_objects(space: Space, row: tuple[int, ...], one: int, other: int) -> list[tuple[int, int]]:
    """Return on whose account a state is not better than another: (attitude, decision maker) each.

    Friends who like it less, and adversaries who like it more; nobody when all of them are tied.
    """
    return [
        (attitude, j)
        for j, attitude in enumerate(row)
        if attitude and attitude * (int(space.ranks[j][one]) - int(space.ranks[j][other])) < 0
    ]


def related_witness(space: Space, table: Table, concept: Concept, dm: int, state: int) -> Witness:
    """Find the reason why a state is, or is not, stable for a decision maker with attitudes.

    Returns
    -------
    Witness
        Its improvements are better in the eyes of whoever makes them; an answer leads to what is not
        better so, and an escape is not named, for there need be no best one.

    Raises
    ------
    UsageError
        When the concept is not defined with attitudes.
    LimitError
        When too many moves come up.
    """
    with_attitudes([concept])
    form = concept.form
    assert isinstance(form, Form)
    prefers = prefers_with(space, table)
    targets = space.moves.targets(dm, state)
    liked = space.ranks[dm]
    better = sorted((t for t in targets if prefers(dm, t, state)), key=lambda t: (-int(liked[t]), t))
    others = [other for other in range(len(space.decision_makers)) if other != dm]

    def answers(end: int) -> bool:
        ends = [end, *(space.moves.targets(dm, end) if form.base is Base.ESCAPE else ())]
        return not any(prefers(dm, each, state) for each in ends)

    def answered(improvement: int) -> Answered:
        if form.answers is Answers.NONE:
            return Answered(improvement, None)
        improvements = form.answers is Answers.IMPROVEMENTS
        reach = follow(
            space,
            [improvement],
            others,
            improvements=improvements,
            in_turn=True,
            until=answers,
            prefers=prefers,
        )
        end = reach.states[-1]
        if not answers(end):
            return Answered(improvement, None)
        return Answered(improvement, reach.steps(end), end, prefers(dm, state, end))

    return Witness(dm, state, concept, tuple(map(answered, better)), len(better), bool(targets))


@dataclass(frozen=True)
class Turned:
    """For whom a state is stable in one way only, with attitudes or without, and why.

    Attributes
    ----------
    dm, state : int
        Whose verdict, and on which state.
    stays : bool
        Whether it stays with its attitudes and would leave without; otherwise the other way round.
    leaving : Witness
        The reason why it leaves: without attitudes where it stays with them, and the other way round.
    why : str
        ``not-wanted``: the telling move is no improvement in the other way; ``answered``: it is one,
        and is answered there.
    answer : Answered or None
        How.
    """

    dm: int
    state: int
    stays: bool
    leaving: Witness
    why: Literal["not-wanted", "answered"]
    answer: Answered | None = None

    @property
    def move(self) -> int:
        """Where it would go."""
        assert self.leaving.telling is not None
        return self.leaving.telling.improvement


def turned(found: Related, concept: Concept, dm: int, state: int) -> Turned:
    """Say why a verdict is another one with attitudes."""
    with_them = related_witness(found.space, found.table, concept, dm, state)
    without = witness(found.space, concept, dm, state)
    stays = with_them.stable
    leaving, staying = (without, with_them) if stays else (with_them, without)
    assert leaving.telling is not None
    move = leaving.telling.improvement
    answer = next((each for each in staying.improvements if each.improvement == move), None)
    return Turned(dm, state, stays, leaving, "not-wanted" if answer is None else "answered", answer)
