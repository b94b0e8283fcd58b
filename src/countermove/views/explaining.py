"""Why a state is, or is not, stable: as data and in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from countermove.analyses.paths import Step
from countermove.analyses.witness import Answered, Witness
from countermove.concepts import Answers, Base, Form
from countermove.space import Space
from countermove.views.words import change, count, dm_name, join, state_line, steps_line

__all__ = ["explanation", "grouped_reasons", "reason_text", "step_data", "verdict_text", "witness_text"]


def explanation(space: Space, witness: Witness) -> dict[str, Any]:
    """Return the JSON of ``explain``."""
    telling = witness.telling
    return {
        "decision_maker": space.decision_makers[witness.dm],
        "state": witness.state + 1,
        "label": space.states.label(witness.state),
        "concept": witness.concept.id,
        "stable": witness.stable,
        "witness": _answered_data(space, telling)
        if telling
        else {"improvement": None, "answers": [], "leads_to": None, "escape": None},
        "improvements": [_answered_data(space, each) for each in witness.improvements],
        "text": witness_text(space, witness),
    }


def _answered_data(space: Space, answered: Answered) -> dict[str, Any]:
    steps = answered.answers or ()
    return {
        "improvement": answered.improvement + 1,
        "answers": step_data(space, steps),
        "leads_to": steps[-1].target + 1 if steps else None,
        "escape": None if answered.escape is None else answered.escape + 1,
    }


def step_data(space: Space, steps: Sequence[Step]) -> list[dict[str, Any]]:
    """Return steps as the JSON shows them."""
    return [
        {
            "by": space.decision_makers[step.by],
            "from": step.source + 1,
            "to": step.target + 1,
            "improvement": step.improvement,
        }
        for step in steps
    ]


def witness_text(space: Space, witness: Witness) -> str:
    """Say in plain words why a state is, or is not, stable."""
    return f"{verdict_text(space, witness, witness.concept.short)} {reason_text(space, witness)}"


def verdict_text(space: Space, witness: Witness, under: str) -> str:
    """Say whether a state is stable, for whom, and under which concepts."""
    here = f"State {witness.state + 1} ({state_line(space, witness.state)})"
    verdict = "stable" if witness.stable else "not stable"
    return f"{here} is {verdict} for {dm_name(space, witness.dm)} under {under}."


def reason_text(space: Space, witness: Witness) -> str:
    """Say why."""
    name = dm_name(space, witness.dm)
    telling = witness.telling
    if telling is None:
        reach = space.moves.targets(witness.dm, witness.state)
        what = "it likes none of the states it can move to better" if reach else "it has no move to make"
        return f"{name} cannot do better at once: {what}."
    if telling.answers is None:
        return _unanswered(space, witness, telling)
    many = len(witness.improvements)
    opening = (
        f"Its only improvement is answered: if {name}"
        if many == 1
        else f"Each of its {count(many, 'improvement')} is answered; the most tempting: if {name}"
    )
    move = Step(witness.dm, witness.state, telling.improvement, True)
    return (
        f"{opening} {change(space, move)} (state {telling.improvement + 1}), "
        f"{steps_line(space, telling.answers)}. {_landing(space, witness, telling)}"
    )


def _unanswered(space: Space, witness: Witness, telling: Answered) -> str:
    name = dm_name(space, witness.dm)
    move = Step(witness.dm, witness.state, telling.improvement, True)
    first = f"If {name} {change(space, move)} (state {telling.improvement + 1}), it is better off, and "
    concept = witness.concept
    others = join(
        [dm_name(space, dm) for dm in range(len(space.decision_makers)) if dm != witness.dm], last="or"
    )
    if not others:
        return f"{first}there is nobody to answer."
    assert isinstance(concept.form, Form)
    match concept.form.answers, concept.form.base:
        case Answers.NONE, _:
            return f"{first}no answer is asked for."
        case Answers.IMPROVEMENTS, Base.RANK:
            return f"{first}nothing that {others} would gain by doing next leaves it no better off than here."
        case Answers.IMPROVEMENTS, Base.ESCAPE:
            return f"{first}whatever {others} would gain by doing next, {name} can still end better off."
        case Answers.MOVES, Base.RANK:
            return f"{first}nothing that {others} can do next leaves it no better off than here."
        case _:
            return f"{first}whatever {others} can do next, {name} can still end better off."


def _landing(space: Space, witness: Witness, telling: Answered) -> str:
    assert telling.answers is not None
    name = dm_name(space, witness.dm)
    liked = space.ranks[witness.dm]
    end = telling.answers[-1].target
    compare = "likes less than" if liked[end] < liked[witness.state] else "likes no better than"
    text = f"That leaves {name} in state {end + 1}, which it {compare} state {witness.state + 1}"
    if telling.escape is not None:
        text += (
            ", and from there it cannot move to anything better"
            if telling.escape == end
            else f", and the best it can still move to is state {telling.escape + 1}, no better than here"
        )
    costly = [step for step in telling.answers if not step.improvement]
    if costly:
        text += f". {join(dict.fromkeys(dm_name(space, step.by) for step in costly))} would pay for it"
    return text + "."


def grouped_reasons(space: Space, witnesses: Sequence[Witness]) -> list[str]:
    """Say several concepts' verdicts on one state and decision maker, equal reasons once."""
    groups: dict[tuple[bool, str], list[Witness]] = {}
    for witness in witnesses:
        groups.setdefault((witness.stable, reason_text(space, witness)), []).append(witness)
    return [
        f"{verdict_text(space, members[0], join(each.concept.short for each in members))} {reason}"
        for (_, reason), members in groups.items()
    ]
