"""Why an equilibrium is lost or gained, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from countermove.analyses.compare import Comparison
from countermove.analyses.paths import Step
from countermove.analyses.turns import Broken, Reason, Turn
from countermove.analyses.witness import Foresight
from countermove.concepts import Simultaneous
from countermove.model.elements import YES_NO
from countermove.space import Space
from countermove.views.explaining import reason_text
from countermove.views.words import change, count, dm_name, join, owner_names, state_line, steps_line

__all__ = ["Telling", "broken_text", "reason_parts", "reason_sentence"]

MAX_TURNS = 2
MAX_CONSTRAINTS = 2
MAX_STEPS = 4


@dataclass(frozen=True)
class Telling:
    """How the two sides of a comparison are told apart.

    Parameters
    ----------
    comparison : Comparison
        What is told.
    files : bool
        Whether they are two models, A and B, instead of one before and after a change.
    """

    comparison: Comparison
    files: bool

    @property
    def now(self) -> str:
        """The second side."""
        return "in B" if self.files else "now"

    @property
    def then(self) -> str:
        """The first side."""
        return "in A" if self.files else "before"

    def was(self, past: str, present: str) -> str:
        """Return a verb about the first side."""
        return present if self.files else past

    def space(self, *, after: bool) -> Space:
        """Return the states of one side."""
        return (self.comparison.after if after else self.comparison.before).space

    def state(self, state: int, *, after: bool) -> str:
        """Name a state of one side by its number, and say of which where the numbers differ."""
        number = f"state {state + 1}"
        return number if self.same_numbers else f"{number} {self.now if after else self.then}"

    @property
    def same_numbers(self) -> bool:
        """Whether the states of both sides have the same numbers."""
        matching = self.comparison.matching
        return self.comparison.same_states and bool((matching.before == matching.after).all())

    def line(self, unit: int) -> str:
        """Say what is done in the states with a meaning, as far as both models speak of it."""
        matching = self.comparison.matching
        after = bool(matching.first_before[unit] < 0)
        space = self.space(after=after)
        state = int((matching.first_after if after else matching.first_before)[unit])
        if matching.by != "conditions":
            return state_line(space, state)
        names = owner_names(space.model)
        done: dict[str, list[str]] = {}
        for option, level in zip(space.model.options, space.states.values(state), strict=True):
            if level and option.id in matching.shared:
                text = option.name if option.levels == YES_NO else f"{option.name}: {option.levels[level]}"
                done.setdefault(names[option.owner], []).append(text)
        return "; ".join(f"{name}: {join(what)}" for name, what in done.items()) or "nobody does anything"


def reason_sentence(telling: Telling, reason: Reason) -> str:
    """Say what is lost or gained, and why."""
    what, why = reason_parts(telling, reason)
    return f"{what}: {why}."


def reason_parts(telling: Telling, reason: Reason) -> tuple[str, str]:
    """Say what is lost or gained, and apart from that why."""
    held = reason.before if reason.lost else reason.after
    other = reason.after if reason.lost else reason.before
    assert held is not None
    number = telling.state(held, after=not reason.lost)
    if other is not None and other != held:
        number += f", {telling.state(other, after=reason.lost)}"
    what = "lost" if reason.lost else "gained"
    start = f"{number[0].upper()}{number[1:]} ({telling.line(reason.unit)}) is {what}"
    if not reason.sharing:
        return start, _no_such_state(telling, reason)
    said = [_turn(telling, each, lost=reason.lost) for each in reason.turns[:MAX_TURNS]]
    more = len(reason.turns) - len(said)
    return start, "; ".join([*said, f"and {count(more, 'more decision maker')} beside"] if more else said)


def _no_such_state(telling: Telling, reason: Reason) -> str:
    side = telling.now if reason.lost else telling.then
    verb = "is" if reason.lost else telling.was("was", "is")
    if not reason.broken:
        return f"there {verb} no such state {side}"
    constraints = telling.space(after=reason.lost).model.constraints
    named = [f"“{constraints[index].text}”" for index in reason.broken[:MAX_CONSTRAINTS]]
    breaks = "breaks" if reason.lost else telling.was("broke", "breaks")
    return f"it {verb} not feasible {side}, for it {breaks} {join(named)}"


def _turn(telling: Telling, turn: Turn, *, lost: bool) -> str:
    """Say who leaves a state on one side, and what keeps it there on the other."""
    space = telling.space(after=lost)
    name = dm_name(space, space.decision_makers.index(turn.dm))
    side, beside = (telling.now, telling.then) if lost else (telling.then, telling.now)
    leaves = "leaves" if lost else telling.was("left", "leaves")
    if turn.leaving is None:
        return f"{name} {leaves} it {side}, for a reason that takes too long to find"
    if isinstance(turn.leaving, Foresight):
        return f"{name} {leaves} it {side}, looking ahead: {reason_text(space, turn.leaving).rstrip('.')}"
    assert turn.leaving.telling is not None
    move = Step(turn.leaving.dm, turn.leaving.state, turn.leaving.telling.improvement, True)
    graph = space.model.graph_form
    does = f" ({state_line(space, move.target)})" if graph else f", where it {change(space, move)}"
    start = f"{name} {leaves} it {side} for state {move.target + 1}{does}"
    if turn.why == "new":
        verb = telling.was("was", "is") if lost else "is"
        return f"{start}; {beside} it {verb} no decision maker"
    if lost:
        return f"{start}{_held_before(telling, turn)}"
    no_longer = f"and not {telling.now}" if telling.files else "and no longer does"
    return f"{start}, {no_longer}, for {_held_now(telling, turn)}"


def _held_before(telling: Telling, turn: Turn) -> str:
    """Say what held it back on the first side."""
    match turn.why:
        case "no-gain":
            return f", which it {telling.was('liked', 'likes')} no better {telling.then}"
        case "no-move":
            return f", a move it {telling.was('could not', 'cannot')} make {telling.then}"
        case "infeasible":
            return f", which {telling.was('was', 'is')} not feasible {telling.then}"
    verb = telling.was("was", "is")
    return f"; {telling.then}, the answer to that {verb}: {_answer(telling, turn, after=False)}"


def _held_now(telling: Telling, turn: Turn) -> str:
    """Say what holds it back on the second side."""
    match turn.why:
        case "no-gain":
            return f"it likes that no better {telling.now}"
        case "no-move":
            return f"it cannot make that move {telling.now}"
        case "infeasible":
            return f"that is not feasible {telling.now}"
    return f"{telling.now} the answer to that is: {_answer(telling, turn, after=True)}"


def _answer(telling: Telling, turn: Turn, *, after: bool) -> str:
    assert turn.answer is not None
    assert turn.answer.answers is not None
    assert turn.staying is not None
    space, steps = telling.space(after=after), turn.answer.answers
    if isinstance(turn.staying.concept.form, Simultaneous):
        acting = join(f"{dm_name(space, step.by)} {change(space, step)}" for step in steps)
        return f"{acting} at the same time"
    return _shortened(space, steps)


def _shortened(space: Space, steps: Sequence[Step]) -> str:
    if len(steps) <= MAX_STEPS:
        return steps_line(space, steps)
    more = count(len(steps) - MAX_STEPS + 1, "move more", "moves more")
    return f"{steps_line(space, steps[: MAX_STEPS - 1])}; then {more}"


def broken_text(telling: Telling, broken: Broken) -> str:
    """Say what has become of the way to an equilibrium that improvements no longer lead to."""
    state = telling.state(int(telling.comparison.matching.first_before[broken.unit]), after=False)
    if broken.step is None:
        return f"today's state is another one {telling.now}"
    space = telling.space(after=False)
    name = dm_name(space, broken.step.by)
    target = telling.state(broken.step.target, after=False)
    does = f"{name} {change(space, broken.step)} ({target})"
    why = {
        "no-gain": f"gains nothing by that {telling.now}",
        "no-move": f"cannot make that move {telling.now}",
        "infeasible": f"that is not feasible {telling.now}",
    }[broken.why]
    return f"on the way to {state} {does}, and {why}"
