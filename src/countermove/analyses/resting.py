"""What a verdict rests on, as data: the comparisons that its reason makes, and what decides each of them.

A reason (`countermove.analyses.reasons`) says that somebody likes one state better than another, or no
better. Which of its statements decides that is read off the preference: of prioritized statements the first
that holds in one of the two states alone, of weights all that hold in one alone, a ranking as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from countermove.analyses.paths import Step, follow
from countermove.analyses.reasons import Answered, Foresight, Witness
from countermove.concepts import Answers, Base, Form, Simultaneous
from countermove.model import Model
from countermove.model.condition import holds
from countermove.model.elements import Because, Preference, Prioritize, Ranking, Statement, Weights
from countermove.model.forcing import forced
from countermove.space import Space

if TYPE_CHECKING:
    from countermove.space.symbolic import SymbolicSpace

    AnySpace = Space | SymbolicSpace

__all__ = ["MAX_ENDS", "Compared", "Deciding", "Moved", "Resting", "Role", "compared", "rests_on"]

MAX_ENDS = 200
"""Up to so many states that the others' answers lead to are compared with the one in question."""
Role = Literal["gain", "stay", "hold", "answer", "deter", "escape", "end"]


@dataclass(frozen=True)
class Deciding:
    """A part of a preference that decides between two states, or helps to.

    Attributes
    ----------
    element : str
        Its path in the file, as in `Model.grounds`; of what is wanted after several events, which no file has
        in one place, ``events.A+events.B.preferences.LABEL`` and so on.
    statement : Statement or None
        What it says; None where the preference counts as a whole.
    place, of : int
        Which of how many statements or weights it is, from 1; 0 for the whole.
    holds_in : int
        In which of the two states (index) it holds; -1 for the whole.
    weight : Fraction or None
        What it is worth, with weights: negative if it counts against the state in which it holds.
    because : tuple
        What it rests on: its own grounds, or those of the whole preference where it gives none.
    """

    element: str
    statement: Statement | None
    place: int
    of: int
    holds_in: int
    weight: Fraction | None
    because: Because


@dataclass(frozen=True)
class Compared:
    """How somebody likes two states, and by what.

    Attributes
    ----------
    dm : int
        Who compares (index).
    one, other : int
        The states (indices).
    liked : int
        1 where it likes ``one`` better, -1 where it likes ``other`` better, 0 where it likes both alike.
    by : tuple of Deciding
        What decides, the weightiest first; the whole preference last where its order or its amounts count.
        Empty where every statement holds in both states or in neither.
    role : str
        What the comparison is for: ``gain`` (the move in question), ``stay`` (a move that is no gain),
        ``hold`` (what can come of the move after answers), ``answer`` (somebody else's answer is a gain for
        it), ``deter`` (where the answers lead), ``escape`` (the best that can still be had there), ``end``
        (what is looked ahead to).
    telling : bool
        Whether it belongs to the move that the reason speaks of.
    """

    dm: int
    one: int
    other: int
    liked: int
    by: tuple[Deciding, ...]
    role: Role = "gain"
    telling: bool = True


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
    complete : bool
        Whether all comparisons that the verdict makes are listed. Where states are not listed, or a verdict
        hangs on what many could do next, some alone are.
    """

    comparisons: tuple[Compared, ...]
    moves: tuple[Moved, ...]
    complete: bool

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
        )


# ---------------------------------------------------------------- between two states
def compared(space: AnySpace, dm: int, one: int, other: int, role: Role = "gain") -> Compared:
    """Say how a decision maker likes two states, and which of its statements decide that.

    Parameters
    ----------
    space : Space or SymbolicSpace
        The conflict.
    dm : int
        The decision maker (index).
    one, other : int
        States (indices) with the same events; where events are read cautiously or hopefully, those as which
        they count are compared.
    role : str
        What the comparison is for.
    """
    path, preference = _wanted(space, dm, one)
    states = one, other
    if isinstance(space, Space) and space.model.reading != "neutral":
        states = space.counts_as(dm, one), space.counts_as(dm, other)
    match preference.by:
        case Prioritize(statements):
            liked, by = _by_order(space, path, preference, statements, states)
        case Weights() as weights:
            liked, by = _by_weights(space, path, preference, weights, states)
        case Ranking():
            assert isinstance(space, Space), "rankings need the list of states"
            ranks = space.liked_from(dm, one)
            liked = _sign(int(ranks[states[0]]) - int(ranks[states[1]]))
            by = (_whole(f"{path}.ranking", preference),)
        case _:
            liked, by = 0, (_whole(path, preference),)
    return Compared(dm, one, other, liked, by, role)


def _sign(value: int | Fraction) -> int:
    return (value > 0) - (value < 0)


def _wanted(space: AnySpace, dm: int, state: int) -> tuple[str, Preference]:
    """Return what a decision maker wants in a state, with its path: after events the last regime counts."""
    model = space.model
    label = model.decision_makers[dm].label
    found = f"preferences.{label}", model.preferences[label]
    own = [each for each in model.regimes if each.preference.of == label]
    if own:
        levels = dict(zip((each.id for each in model.options), space.states.values(state), strict=True))
        for each in own:
            if all(levels[event] for event in each.after):
                found = f"{'+'.join(each.after)}.preferences.{label}", each.preference
    return found


def _whole(path: str, preference: Preference) -> Deciding:
    return Deciding(path, None, 0, 0, -1, None, preference.because)


def _differing(
    space: AnySpace, statements: Sequence[Statement], states: tuple[int, int]
) -> Iterator[tuple[int, Statement, int]]:
    """Yield the statements that hold in one of two states alone: place, statement, and that state."""
    one, other = (space.states.values(state) for state in states)
    for place, statement in enumerate(statements):
        here, there = holds(statement.condition, one), holds(statement.condition, other)
        if here != there:
            yield place, statement, states[0] if here else states[1]


def _by_order(
    space: AnySpace,
    path: str,
    preference: Preference,
    statements: Sequence[Statement],
    states: tuple[int, int],
) -> tuple[int, tuple[Deciding, ...]]:
    """Let the first statement decide that holds in one state alone.

    The order counts, and with it the preference as a whole, where a later one speaks for the other state.
    """
    differing = _differing(space, statements, states)
    first = next(differing, None)
    if first is None:
        return 0, ()
    place, statement, state = first
    because = statement.because or preference.because
    element = f"{path}.prioritize[{place}]"
    by = [Deciding(element, statement, place + 1, len(statements), state, None, because)]
    outweighed = any(where != state for _, _, where in differing)
    if outweighed and statement.because and preference.because:
        by.append(_whole(path, preference))
    return (1 if state == states[0] else -1), tuple(by)


def _by_weights(
    space: AnySpace, path: str, preference: Preference, weights: Weights, states: tuple[int, int]
) -> tuple[int, tuple[Deciding, ...]]:
    """Let the weights decide that count for one state alone; of several parts the first that is not even.

    The amounts count, and with them the preference as a whole, where some speak for each of the two states.
    """
    patience, firsts = weights.patience, {"weights": 0, "each_period": 0}
    of = sum(len(part.once) + len(part.each_period) for part in weights.parts)
    even: list[Deciding] = []
    for part in weights.parts:
        lasting = patience if any(weight for _, weight in part.each_period) else Fraction(0)
        found: list[Deciding] = []
        total = Fraction(0)
        for kind, items, times in (
            ("weights", part.once, 1 - lasting),
            ("each_period", part.each_period, lasting),
        ):
            for place, statement, state in _differing(space, [each for each, _ in items], states):
                weight = items[place][1] * times
                if weight:
                    number = firsts[kind] + place
                    because = statement.because or preference.because
                    element = f"{path}.{kind}[{number}]"
                    found.append(Deciding(element, statement, number + 1, of, state, weight, because))
                    total += weight if state == states[0] else -weight
            firsts[kind] += len(items)
        found.sort(key=lambda each: abs(each.weight or Fraction(0)), reverse=True)
        if total:
            return _sign(total), _with_amounts(path, preference, found, states)
        even += found
    return 0, _with_amounts(path, preference, even, states)


def _with_amounts(
    path: str, preference: Preference, found: Sequence[Deciding], states: tuple[int, int]
) -> tuple[Deciding, ...]:
    """Add the preference as a whole where weights speak for both states."""
    sides = {_sign(each.weight or 0) * (1 if each.holds_in == states[0] else -1) for each in found}
    own = any(each.statement is not None and each.statement.because for each in found)
    if len(sides) < 2 or not preference.because or not own:
        return tuple(found)
    return (*found, _whole(path, preference))


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
    dm, state, telling = witness.dm, witness.state, witness.telling
    if telling is None:
        targets = space.moves.targets(dm, state) if isinstance(space, Space) else []
        listed = bool(targets) or not witness.can_move
        return Resting(tuple(compared(space, dm, each, state, "stay") for each in targets), (), listed)
    if telling.answers is None:
        return _unanswered(space, witness, telling)
    others = [each for each in witness.improvements if each is not telling]
    comparisons = [*_answered(space, witness, telling)]
    comparisons += [replace(c, telling=False) for each in others for c in _answered(space, witness, each)]
    complete = len(witness.improvements) == witness.improvements_count
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

    reach = follow(space, [start], others, improvements=improvements, in_turn=True, until=many)
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


def _power(model: Model, by: str, option: str, levels: Sequence[int]) -> tuple[str, Because]:
    """Return the power by which somebody changes an option of another's, where it has it."""
    return next(
        (f"power[{place}]", each.because)
        for place, each in enumerate(model.powers)
        if (each.by, each.option) == (by, option)
        and (each.when is None or holds(each.when.condition, levels))
    )
