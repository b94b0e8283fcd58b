"""What a verdict rests on, as data: the comparisons that its reason makes, and the moves that it speaks of.

A reason (`countermove.analyses.reasons`) says that somebody likes one state better than another, or no
better; what decides that is read off the preference (`countermove.analyses.deciding`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from countermove.analyses.deciding import Compared, Deciding, compared
from countermove.analyses.paths import Step, follow
from countermove.analyses.reasons import Answered, Foresight, Witness
from countermove.concepts import Answers, Base, Form, Simultaneous
from countermove.errors import LimitError
from countermove.model import Model
from countermove.model.condition import holds
from countermove.model.elements import Because
from countermove.model.forcing import forced
from countermove.space import Space
from countermove.space.states import OptionStates

if TYPE_CHECKING:
    from countermove.analyses.deciding import AnySpace

__all__ = ["MAX_ENDS", "Moved", "Resting", "rests_on"]

MAX_ENDS = 200
"""Up to so many moves, improvements, or states that answers lead to are compared with the one in question."""


@dataclass(frozen=True)
class Moved:
    """An option that a step of the reason changes, or a power that it uses."""

    by: int
    element: str
    because: Because


@dataclass(frozen=True)
class Resting:
    """What a verdict rests on.

    Attributes
    ----------
    comparisons : tuple of Compared
        Those of the telling move first.
    moves : tuple of Moved
        What the telling move and its answers change, each once.
    barred : tuple of Moved
        The forbidden moves without which somebody who stays could do better at once.
    complete : bool
        Whether all comparisons that the verdict makes are listed. Where states are not listed, or a verdict
        hangs on what many could do next, some alone are.
    """

    comparisons: tuple[Compared, ...]
    moves: tuple[Moved, ...]
    complete: bool
    barred: tuple[Moved, ...] = ()

    @property
    def deciding(self) -> tuple[Deciding, ...]:
        """What decides the comparisons, each element once."""
        found = {each.element: each for compared in self.comparisons for each in compared.by}
        return tuple(found.values())

    def beside(self, other: Resting) -> Resting:
        """Return what two verdicts rest on that are told together."""
        return Resting(
            tuple(dict.fromkeys((*self.comparisons, *other.comparisons))),
            tuple(dict.fromkeys((*self.moves, *other.moves))),
            self.complete and other.complete,
            tuple(dict.fromkeys((*self.barred, *other.barred))),
        )


# ---------------------------------------------------------------- of a whole reason
def rests_on(space: AnySpace, witness: Witness) -> Resting:
    """Return the comparisons that a verdict makes, with what decides each, and the moves that it speaks of.

    Parameters
    ----------
    space : Space or SymbolicSpace
        The conflict.
    witness : Witness
        The reason of the verdict, without attitudes.

    Returns
    -------
    Resting
        Of a stable state: why each move is no gain, or where its answers lead. Of one that is not: why the
        telling move is a gain, and what can come of it, up to `MAX_ENDS` states.
    """
    if isinstance(witness, Foresight):
        return _looking_ahead(space, witness)
    found = _of_moves(space, witness)
    return replace(found, barred=_barred(space, witness.dm, witness.state)) if witness.stable else found


def _of_moves(space: AnySpace, witness: Witness) -> Resting:
    """Return what a verdict rests on that speaks of moves and their answers."""
    dm, state, telling = witness.dm, witness.state, witness.telling
    if telling is None:
        targets = space.moves.targets(dm, state) if isinstance(space, Space) else []
        listed = 0 < len(targets) <= MAX_ENDS or not witness.can_move
        stays = tuple(compared(space, dm, each, state, "stay") for each in targets[:MAX_ENDS])
        return Resting(stays, (), listed)
    if telling.answers is None:
        return _unanswered(space, witness, telling)
    others = [each for each in witness.improvements[: MAX_ENDS + 1] if each is not telling]
    comparisons = [*_answered(space, witness, telling)]
    comparisons += [replace(c, telling=False) for each in others for c in _answered(space, witness, each)]
    complete = len(others) + 1 == witness.improvements_count
    steps = [Step(dm, state, telling.improvement, True), *telling.answers]
    return Resting(tuple(comparisons), _moved(space, steps), complete)


def _answered(space: AnySpace, witness: Witness, move: Answered) -> Iterator[Compared]:
    """Compare what an improvement would bring, who gains by answering, and where that leads."""
    dm, state, form = witness.dm, witness.state, witness.concept.form
    yield compared(space, dm, move.improvement, state)
    gainful = isinstance(form, Simultaneous) or (
        isinstance(form, Form) and form.answers is Answers.IMPROVEMENTS
    )
    if gainful:  # under the other concepts any move will do
        for step in move.answers or ():
            yield compared(space, step.by, step.target, step.source, "answer")
    if move.leads_to is not None:
        yield compared(space, dm, move.leads_to, state, "deter")
        if move.escape is not None and move.escape != move.leads_to:
            yield compared(space, dm, move.escape, state, "escape")


def _unanswered(space: AnySpace, witness: Witness, move: Answered) -> Resting:
    """Compare what a move brings that nobody answers, and all that can come of it."""
    dm, state, form = witness.dm, witness.state, witness.concept.form
    gain = compared(space, dm, move.improvement, state)
    moves = _moved(space, [Step(dm, state, move.improvement, True)])
    if isinstance(form, Form) and form.answers is Answers.NONE:
        return Resting((gain,), moves, True)
    if not isinstance(space, Space) or not isinstance(form, Form) or form.rounds:
        return Resting((gain,), moves, False)
    improvements = form.answers is Answers.IMPROVEMENTS
    ends = _ends(space, dm, move.improvement, improvements=improvements)
    if ends is None:
        return Resting((gain,), moves, False)
    if form.base is Base.ESCAPE:  # it moves on to what it likes best
        liked = space.ranks[dm]
        ends = [max([end, *space.moves.targets(dm, end)], key=lambda each: int(liked[each])) for end in ends]
    rest = [compared(space, dm, end, state, "hold") for end in dict.fromkeys(ends) if end != move.improvement]
    return Resting((gain, *rest), moves, True)


def _ends(space: Space, dm: int, start: int, *, improvements: bool) -> list[int] | None:
    """Return where the others can lead from a state; None for more than `MAX_ENDS` states."""
    others = [other for other in range(len(space.decision_makers)) if other != dm]
    seen: set[int] = set()

    def many(state: int) -> bool:
        seen.add(state)
        return len(seen) > MAX_ENDS

    try:
        reach = follow(space, [start], others, improvements=improvements, in_turn=True, until=many)
    except LimitError:
        return None
    return None if len(seen) > MAX_ENDS else reach.states


def _looking_ahead(space: AnySpace, witness: Foresight) -> Resting:
    """Compare the anticipated ends with the state in question; what the others choose is not taken apart."""
    dm, state, telling = witness.dm, witness.state, witness.telling_way
    if telling is None:
        return Resting((), (), True)
    ways = sorted(witness.ways, key=lambda way: way is not telling)
    if telling.better:
        ways = [telling]
    found = [
        replace(compared(space, dm, way.end, state, "end"), telling=way is telling)
        for way in ways
        if way.end != state
    ]
    return Resting(tuple(found), _moved(space, telling.steps), complete=len(telling.steps) == 1)


def _moved(space: AnySpace, steps: Sequence[Step]) -> tuple[Moved, ...]:
    """Return the options that steps change and the powers that they use, each once for each mover."""
    model = space.model
    found: dict[tuple[int, str], Moved] = {}
    for step in steps if not model.graph_form else ():
        before, after = space.states.values(step.source), space.states.values(step.target)
        label = model.decision_makers[step.by].label
        others = forced(model, label, before, after) if model.powers else []
        for k, option in enumerate(model.options):
            if before[k] == after[k]:
                continue
            element, because = f"decision_makers.{option.owner}.options.{option.label}", option.because
            if k in others:
                element, because = _power(model, label, option.id, before)
            found.setdefault((step.by, element), Moved(step.by, element, because))
    return tuple(found.values())


def _barred(space: AnySpace, dm: int, state: int) -> tuple[Moved, ...]:
    """Return the forbidden moves to states that their maker likes better, up to `MAX_ENDS` courses of it."""
    model = space.model
    if not isinstance(space, Space) or not isinstance(space.states, OptionStates):
        return ()
    label, before = model.decision_makers[dm].label, space.states.values(state)
    own = [
        range(len(levels)) if option.owner == label else (before[k],)
        for k, (option, levels) in enumerate(zip(model.options, model.levels, strict=True))
    ]
    if not model.forbidden_moves or prod(map(len, own)) > MAX_ENDS:
        return ()
    liked, can = space.liked_from(dm, state), {state, *space.moves.targets(dm, state)}
    found: dict[str, Moved] = {}
    for after in product(*own):
        target = space.states.index(after)
        if target is None or target in can or liked[target] <= liked[state]:
            continue
        for place, each in enumerate(model.forbidden_moves):
            bars = any(holds(one, before) and holds(other, after) for one, other in each.ends)
            if bars and each.by == label and not each.option:
                element = f"forbidden_moves[{place}]"
                found[element] = Moved(dm, element, each.because)
    return tuple(found.values())


def _power(model: Model, by: str, option: str, levels: Sequence[int]) -> tuple[str, Because]:
    """Return the power by which somebody changes an option of another's, where it has it."""
    return next(
        (f"power[{place}]", each.because)
        for place, each in enumerate(model.powers)
        if (each.by, each.option) == (by, option)
        and (each.when is None or holds(each.when.condition, levels))
    )
