"""Why a state is, or is not, stable: as data and in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from countermove.analyses.paths import Step
from countermove.analyses.witness import Answered, Foresight, Way, Witness
from countermove.concepts import Answers, Base, Form, Simultaneous
from countermove.conflict.deciding import MIXED
from countermove.model.elements import EVENTS
from countermove.model.forcing import forced
from countermove.views.words import Named, change, count, dm_name, join, number, state_line, steps_line

__all__ = [
    "explanation",
    "grouped_reasons",
    "reason_groups",
    "reason_text",
    "step_data",
    "verdict_text",
    "witness_text",
]

MAX_NAMED = 6
"""More of the others than this are not named one by one."""
MAX_STEPS = 6
"""Of an anticipated way with more moves the first ones and the last one are told."""


# ---------------------------------------------------------------- as data
def explanation(space: Named, witness: Witness) -> dict[str, Any]:
    """Return the JSON of ``explain``."""
    told = _told(space, witness)
    label = space.states.label
    data = {
        "decision_maker": space.decision_makers[witness.dm],
        "state": witness.state + 1,
        "label": label(witness.state),
        "concept": MIXED if witness.mixed else witness.concept.id,
        "stable": witness.stable,
        "witness": told,
        "at_once": isinstance(witness.concept.form, Simultaneous),
        "improvements_count": witness.improvements_count,
        "improvements": [_answered_data(space, each) for each in witness.improvements],
        "labels": {str(number): label(number - 1) for number in _mentioned(witness.state + 1, told)},
        "text": witness_text(space, witness),
    }
    if witness.mixed:
        data["looks_by"] = witness.concept.id
    if isinstance(witness, Foresight):
        data["horizon"] = witness.horizon
        data["moves"] = [_way_data(space, each) for each in witness.ways]
        data["recurring"] = witness.recurring and {
            "from_horizon": witness.recurring.since,
            "every": witness.recurring.every,
            "moving_at": list(witness.recurring.moving_at),
        }
    return data


def _told(space: Named, witness: Witness) -> dict[str, Any]:
    """Return the improvement or the anticipated way that is spoken of."""
    if not isinstance(witness, Foresight):
        return _answered_data(space, witness.telling)
    way = witness.telling_way
    improvements = {each.improvement: each for each in witness.improvements}
    data = _answered_data(space, improvements.get(way.move) if way else None)
    return {**data, **_way_data(space, way)} if way else data


def _answered_data(space: Named, answered: Answered | None) -> dict[str, Any]:
    if answered is None:
        return {"improvement": None, "answers": [], "leads_to": None, "escape": None}
    return {
        "improvement": answered.improvement + 1,
        "answers": step_data(space, answered.answers or ()),
        "leads_to": None if answered.leads_to is None else answered.leads_to + 1,
        "escape": None if answered.escape is None else answered.escape + 1,
    }


def _way_data(space: Named, way: Way) -> dict[str, Any]:
    return {
        "move": way.move + 1,
        "anticipated": step_data(space, way.steps),
        "ends_in": way.end + 1,
        "better": way.better,
    }


def _mentioned(state: int, told: dict[str, Any]) -> list[int]:
    """Return the numbers of the states that an explanation speaks of."""
    steps = [*told["answers"], *told.get("anticipated", ())]
    named = [told["improvement"], told["leads_to"], told["escape"], told.get("move"), told.get("ends_in")]
    found = [state, *named, *(step[end] for step in steps for end in ("from", "to"))]
    return sorted({each for each in found if each is not None})


def step_data(space: Named, steps: Sequence[Step]) -> list[dict[str, Any]]:
    """Return steps as the JSON shows them."""
    return [
        {
            "by": EVENTS if step.event else space.decision_makers[step.by],
            "from": step.source + 1,
            "to": step.target + 1,
            "improvement": step.improvement,
            **_forces(space, step),
        }
        for step in steps
    ]


def _forces(space: Named, step: Step) -> dict[str, Any]:
    """Say whose options a step changes by power; nothing where there is none."""
    model = space.model
    if not model.powers:
        return {}
    levels = space.states.values
    by = EVENTS if step.event else space.decision_makers[step.by]
    options = [] if step.event else forced(model, by, levels(step.source), levels(step.target))
    return {"forces": list(dict.fromkeys(model.options[k].owner for k in options))}


# ---------------------------------------------------------------- in words
def witness_text(space: Named, witness: Witness) -> str:
    """Say in plain words why a state is, or is not, stable."""
    return f"{verdict_text(space, witness, witness.called)} {reason_text(space, witness)}"


def verdict_text(space: Named, witness: Witness, under: str) -> str:
    """Say whether a state is stable, for whom, and under which concepts."""
    here = f"State {witness.state + 1} ({state_line(space, witness.state)})"
    verdict = "stable" if witness.stable else "not stable"
    return f"{here} is {verdict} for {dm_name(space, witness.dm)} under {under}."


def grouped_reasons(space: Named, witnesses: Sequence[Witness]) -> list[str]:
    """Say several concepts' verdicts on one state and decision maker, equal reasons once."""
    return [text for text, _ in reason_groups(space, witnesses)]


def reason_groups(space: Named, witnesses: Sequence[Witness]) -> list[tuple[str, list[Witness]]]:
    """Return what `grouped_reasons` says, with the verdicts that each text is about."""
    groups: dict[tuple[bool, str], list[Witness]] = {}
    for witness in witnesses:
        groups.setdefault((witness.stable, reason_text(space, witness)), []).append(witness)
    return [
        (f"{verdict_text(space, members[0], join(each.called for each in members))} {reason}", members)
        for (_, reason), members in groups.items()
    ]


def reason_text(space: Named, witness: Witness) -> str:
    """Say why."""
    name = dm_name(space, witness.dm)
    if not witness.can_move:
        return f"{name} cannot do better at once: it has no move to make."
    if isinstance(witness, Foresight):
        return _foreseen(space, witness)
    telling = witness.telling
    if telling is None:
        return f"{name} cannot do better at once: it likes none of the states it can move to better."
    if telling.answers is None:
        return _unanswered(space, witness, telling)
    many = witness.improvements_count
    opening = (
        f"Its only improvement is answered: if {name}"
        if many == 1
        else f"Each of its {count(many, 'improvement')} is answered; the most tempting: if {name}"
    )
    move = Step(witness.dm, witness.state, telling.improvement, True)
    return (
        f"{opening} {change(space, move)} (state {telling.improvement + 1}), "
        f"{_answering(space, witness, telling.answers)}. {_landing(space, witness, telling)}"
    )


def _unanswered(space: Named, witness: Witness, telling: Answered) -> str:
    name = dm_name(space, witness.dm)
    move = Step(witness.dm, witness.state, telling.improvement, True)
    first = f"If {name} {change(space, move)} (state {telling.improvement + 1}), it is better off, and "
    rest = [dm_name(space, dm) for dm in range(len(space.decision_makers)) if dm != witness.dm]
    others = join(rest, last="or") if len(rest) <= MAX_NAMED else "the others"
    form = witness.concept.form
    if not others:
        return f"{first}there is nobody to answer."
    if isinstance(form, Simultaneous):
        what = f"nothing that {others} would gain by doing at the same time"
        return f"{first}{what} leaves it no better off than here."
    assert isinstance(form, Form)
    if form.rounds:
        within = count(form.further, "more move", "more moves")
        return (
            f"{first}whatever {others} can do next, {name} can within {within} make sure of something better "
            "than here."
        )
    match form.answers, form.base:
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


def _answering(space: Named, witness: Witness, answers: Sequence[Step]) -> str:
    """Say what the others do about an improvement."""
    if not isinstance(witness.concept.form, Simultaneous):
        return steps_line(space, answers)
    acting = join(f"{dm_name(space, step.by)} {change(space, step)}" for step in answers)
    whom = dm_name(space, answers[0].by) if len(answers) == 1 else "each of them"
    return f"{acting} at the same time, which alone would be an improvement for {whom}"


def _landing(space: Named, witness: Witness, telling: Answered) -> str:
    assert telling.answers is not None
    assert telling.leads_to is not None
    name = dm_name(space, witness.dm)
    end = telling.leads_to
    compare = "likes less than" if telling.worse else "likes no better than"
    first = "Together that" if isinstance(witness.concept.form, Simultaneous) else "That"
    text = f"{first} leaves {name} in state {end + 1}, which it {compare} state {witness.state + 1}"
    text += _escaping(witness, telling, end)
    costly = [step for step in telling.answers if not step.improvement]
    if costly:
        text += f". {join(dict.fromkeys(dm_name(space, step.by) for step in costly))} would pay for it"
    return text + "."


def _escaping(witness: Witness, telling: Answered, end: int) -> str:
    """Say what the decision maker can still do after the answers, where its concept asks that."""
    form = witness.concept.form
    if isinstance(form, Form) and form.rounds:
        within = f"within {count(form.further, 'more move', 'more moves')}"
        if telling.escape is None or telling.escape == end:
            return f", and {within} it can make sure of nothing better"
        sure = f"state {telling.escape + 1}"
        return f", and the best it can make sure of {within} is {sure}, no better than here"
    if telling.escape is None:
        return ""
    if telling.escape == end:
        return ", and from there it cannot move to anything better"
    return f", and the best it can still move to is state {telling.escape + 1}, no better than here"


# ---------------------------------------------------------------- in words, looking ahead
def _foreseen(space: Named, witness: Foresight) -> str:
    """Say what is anticipated of the telling move."""
    way = witness.telling_way
    assert way is not None
    name = dm_name(space, witness.dm)
    first = way.steps[0]
    said = f"if {name} {change(space, first)} (state {way.move + 1}), "
    if len(way.steps) > 1 and first.improvement != way.better:
        said += f"it is {'better' if first.improvement else 'worse'} off at first, but "
    said = f"{_choosing(witness)}{said}{_anticipating(space, witness, way)}."
    return f"{name} {_looking(witness)}. {said[0].upper()}{said[1:]} {_ending(witness, way)}"


def _looking(witness: Foresight) -> str:
    """Say how far it looks ahead, and whether any move is worth making then."""
    verdict = "moving would pay"
    if witness.stable:
        many = len(witness.ways)
        none = "neither" if many == 2 else "none"
        none_of_them = f"{none} of its {number(many)} moves would pay"
        verdict = "its only move would not pay" if many == 1 else none_of_them
    round_ = witness.recurring
    if round_ is None:
        return f"looks {count(witness.horizon, 'move')} ahead, and {verdict}"
    settled = "stays the same" if round_.every == 1 else f"repeats every {count(round_.every, 'move')}"
    if round_.every > 1 and not witness.stable:
        all_of_them = len(round_.moving_at) == round_.every
        which = "each" if all_of_them else f"{number(len(round_.moving_at))} of every {number(round_.every)}"
        verdict = f"at {which} of these horizons {verdict}"
    return (
        f"looks ahead without end; from a horizon of {count(round_.since, 'move')} on what is anticipated "
        f"{settled}, and {verdict}"
    )


def _choosing(witness: Foresight) -> str:
    """Say which move is spoken of, and for which horizon."""
    chosen = []
    if witness.stable and len(witness.ways) > 1:
        chosen.append("take the one that is best for it at once")
    if witness.recurring is not None:
        chosen.append(f"with a horizon of {count(witness.horizon, 'move')}")
    return f"{', '.join(chosen)}: " if chosen else ""


def _anticipating(space: Named, witness: Foresight, way: Way) -> str:
    """Say what follows the move, and why that is all."""
    after = way.steps[1:]
    following = dm_name(space, (witness.dm + len(way.steps)) % 2)
    if witness.horizon == 1:
        return "that is as far as it looks"
    if not after:
        return f"it anticipates that {following} leaves it at that"
    said = steps_line(space, after)
    if len(after) > MAX_STEPS:
        first, last = steps_line(space, after[: MAX_STEPS - 2]), steps_line(space, after[-1:])
        said = f"{first}; then come {number(len(after) - MAX_STEPS + 1)} moves more; at last {last}"
    all_seen = len(way.steps) == witness.horizon
    closing = "looks no further" if all_seen else f"that {following} leaves it at that"
    return f"it anticipates that {said}, and {closing}"


def _ending(witness: Foresight, way: Way) -> str:
    if way.end == witness.state:
        return f"It would end where it began, in state {way.end + 1}."
    compare = "better" if way.better else "less"
    return f"It would end in state {way.end + 1}, which it likes {compare} than state {witness.state + 1}."
