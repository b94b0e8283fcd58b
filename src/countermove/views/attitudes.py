"""How sides look upon each other, and what that changes: as data and in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from countermove.analyses.attitude_reasons import Turned, turned, who_objects
from countermove.analyses.attitudes import Related, Row, Table
from countermove.analyses.paths import Step
from countermove.analyses.witness import Witness
from countermove.concepts import Answers, Base, Concept, Form, find
from countermove.model.attitudes import ATTITUDES
from countermove.space import Space
from countermove.views.explaining import explanation, step_data, verdict_text
from countermove.views.words import change, count, dm_name, join, state_line, steps_line

__all__ = [
    "NAMES",
    "READING",
    "attitude_lines",
    "attitudes_data",
    "attitudes_sentences",
    "changed_lines",
    "left_out_lines",
    "related_explanation",
    "related_reasons",
    "table_data",
]

NAMES = {number: name for name, number in ATTITUDES.items()}
"""The attitudes' names by their numbers."""
MAX_STATES = 3
MAX_REASONS = 5
"""So many states gained, and as many lost, are explained in the JSON."""
MAX_TOLD = 2
"""So many of each in words; of more than `MAX_STATES` one."""
MAX_MOVES = 3
READING = (
    "a state is better in a side's eyes when it is better for one at least of those whom it is positive to, "
    "itself among them, and worse for none; of those whom it is negative to, the other way round (Inohara, "
    "Hipel and Walker 2007; who likes both states equally counts neither way, which is the plainest reading)"
)


# ---------------------------------------------------------------- as data
def table_data(space: Space, table: Table) -> list[dict[str, str]]:
    """Return every attitude."""
    labels = space.decision_makers
    return [
        {"of": labels[i], "to": labels[j], "attitude": NAMES[attitude]}
        for i, row in enumerate(table)
        for j, attitude in enumerate(row)
    ]


def attitudes_data(found: Related) -> dict[str, Any]:
    """Return the JSON of what holds with attitudes; states by their numbers."""
    return {
        "reading": READING,
        "table": table_data(found.space, found.table),
        "concepts": {each.id: _concept_data(found, each) for each in found.concepts},
        "left_out": dict(found.left_out),
    }


def _concept_data(found: Related, concept: Concept) -> dict[str, Any]:
    gained, lost = found.gained(concept.id), found.lost(concept.id)
    shown = [*gained[:MAX_REASONS], *lost[:MAX_REASONS]]
    return {
        "holds": _numbers(found.holding(concept.id)),
        "plain": _numbers(found.plain(concept.id)),
        "gained": _numbers(gained),
        "lost": _numbers(lost),
        "changes": [
            {
                "state": state + 1,
                "by": [_turned_data(found, each) for each in _turned(found, concept, state)],
            }
            for state in shown
        ],
        "changes_not_shown": len(gained) + len(lost) - len(shown),
    }


def _turned(found: Related, concept: Concept, state: int) -> list[Turned]:
    """Return the verdicts on a state that are others with attitudes, as far as they turn the whole."""
    holds = state in found.holding(concept.id)
    every = [turned(found, concept, dm, state) for dm in found.turned(concept.id, state)]
    return [each for each in every if each.stays == holds]


def _turned_data(found: Related, each: Turned) -> dict[str, Any]:
    labels = found.space.decision_makers
    end = each.answer.leads_to if each.answer else None
    against = who_objects(found.space, found.table[each.dm], each.move if end is None else end, each.state)
    return {
        "decision_maker": labels[each.dm],
        "stays": each.stays,
        "move": each.move + 1,
        "why": each.why,
        "worse_for": [labels[j] for attitude, j in against if attitude > 0],
        "better_for": [labels[j] for attitude, j in against if attitude < 0],
        "answers": step_data(found.space, each.answer.answers or ()) if each.answer else [],
        "text": _turned_text(found, each),
    }


def _numbers(states: Sequence[int]) -> list[int]:
    return [state + 1 for state in states]


# ---------------------------------------------------------------- who looks how upon whom
def attitude_lines(space: Space, table: Table) -> list[str]:
    """Say of each side that does not look to itself alone how it looks upon whom."""
    found = [_row_line(space, dm, row) for dm, row in enumerate(table)]
    return [each for each in found if each] or ["Each side looks to itself alone."]


def _row_line(space: Space, dm: int, row: Row) -> str:
    parts = []
    for attitude in (1, -1):
        to = [dm_name(space, j) for j, own in enumerate(row) if own == attitude and j != dm]
        parts += [f"{NAMES[attitude]} to {join(to)}"] if to else []
    if row[dm] != 1:
        parts.append(f"{NAMES[row[dm]]} to itself")
    return f"{dm_name(space, dm)} is {join(parts)}." if parts else ""


# ---------------------------------------------------------------- what they change
def attitudes_sentences(found: Related) -> list[str]:
    """Say who looks how upon whom, what holds then, and for whom that is why."""
    by_text: dict[str, list[str]] = {}
    for concept in found.concepts:
        by_text.setdefault(" ".join(_told(found, concept)), []).append(concept.short)
    said = [*attitude_lines(found.space, found.table)]
    said += [f"{join(names)}: {what}" for what, names in by_text.items()]
    return [*said, *left_out_lines(found), f"Here {READING}."]


def left_out_lines(found: Related) -> list[str]:
    """Say which concepts were left out with attitudes, and why."""
    return [f"{find(each).short}: not looked at: {why}." for each, why in found.left_out.items()]


def _told(found: Related, concept: Concept) -> Iterator[str]:
    space = found.space
    holding, plain = found.holding(concept.id), found.plain(concept.id)
    if holding == plain:
        yield f"{_some(space, holding, 'hold')}, as without these attitudes."
        return
    without = _some(space, plain, "would hold", "would hold") if plain else "none would"
    yield f"{_some(space, holding, 'hold')} with these attitudes; without them, {without}."
    yield from changed_lines(found, concept)


def changed_lines(found: Related, concept: Concept) -> list[str]:
    """Say of the first states gained and lost why they are so."""
    told = []
    for word, states in (("gained", found.gained(concept.id)), ("lost", found.lost(concept.id))):
        for state in states[: MAX_TOLD if len(states) <= MAX_STATES else 1]:
            why = "; ".join(_turned_text(found, each) for each in _turned(found, concept, state))
            told.append(f"State {state + 1} ({state_line(found.space, state)}) is {word}: {why}.")
    return told


def _turned_text(found: Related, each: Turned) -> str:
    space, row = found.space, found.table[each.dm]
    step = Step(each.dm, each.state, each.move, each.leaving.stable)
    does = f"for state {each.move + 1}, where it {change(space, step)}"
    name = dm_name(space, each.dm)
    if each.stays:
        start = f"{name} no longer leaves it {does}"
        if each.why == "not-wanted":
            return f"{start}, {_objection(space, each.dm, row, each.move, each.state)}"
        assert each.answer is not None
        assert each.answer.leads_to is not None
        end = each.answer.leads_to
        answer = steps_line(space, each.answer.answers or ())
        return f"{start}: the answer is now that {answer}, {_objection(space, each.dm, row, end, each.state)}"
    start = f"{name} now leaves it {does}"
    if each.why == "not-wanted":
        return f"{start}, {_gain(space, each.dm, row, each.move, each.state)}"
    assert each.answer is not None
    answer = steps_line(space, each.answer.answers or ())
    return f"{start}; what answers that without them, that {answer}, no longer does"


def _objection(space: Space, dm: int, row: Row, one: int, other: int) -> str:
    """Say on whose account one state is no better than another."""
    against = who_objects(space, row, one, other)
    return _sides(space, dm, against, "worse for", "better for") or "which is all the same to it"


def _gain(space: Space, dm: int, row: Row, one: int, other: int) -> str:
    """Say on whose account one state is better than another."""
    if not any(row):
        return "having nobody to look to"
    turned_round = tuple(-attitude for attitude in row)
    speaking = [(-attitude, j) for attitude, j in who_objects(space, turned_round, one, other)]
    return _sides(space, dm, speaking, "better for", "worse for")


def _sides(space: Space, dm: int, sides: Sequence[tuple[int, int]], friends: str, adversaries: str) -> str:
    parts = []
    for attitude, words in ((1, friends), (-1, adversaries)):
        names = ["itself" if j == dm else dm_name(space, j) for own, j in sides if own == attitude]
        parts += [f"{words} {join(names)}"] if names else []
    return join(parts)


def _some(space: Space, states: Sequence[int], many: str, one: str = "") -> str:
    """Name one state by what is done in it, several by their numbers, and say that they hold."""
    if not states:
        return f"no state {one or 'holds'}"
    if len(states) == 1:
        return f"state {states[0] + 1} ({state_line(space, states[0])}) {one or many + 's'}"
    shown = ", ".join(str(state + 1) for state in states[:MAX_STATES])
    more = ", ..." if len(states) > MAX_STATES else ""
    return f"{count(len(states), 'state')} ({shown}{more}) {many}"


# ---------------------------------------------------------------- one verdict
def related_explanation(space: Space, table: Table, witness: Witness) -> dict[str, Any]:
    """Return the JSON of ``explain --attitudes``."""
    labels = space.decision_makers
    looks = [{"to": labels[j], "attitude": NAMES[each]} for j, each in enumerate(table[witness.dm])]
    return explanation(space, witness) | {"attitudes": looks, "text": _witness_text(space, table, witness)}


def related_reasons(space: Space, table: Table, witnesses: Sequence[Witness]) -> list[str]:
    """Say several concepts' verdicts with attitudes, equal reasons once."""
    groups: dict[tuple[bool, str], list[Witness]] = {}
    for each in witnesses:
        groups.setdefault((each.stable, _reason(space, table[each.dm], each)), []).append(each)
    return [
        f"{_verdict(space, members[0], join(each.concept.short for each in members))} {reason}"
        for (_, reason), members in groups.items()
    ]


def _witness_text(space: Space, table: Table, witness: Witness) -> str:
    return f"{_verdict(space, witness, witness.concept.short)} {_reason(space, table[witness.dm], witness)}"


def _verdict(space: Space, witness: Witness, under: str) -> str:
    return verdict_text(space, witness, f"{under} with its attitudes")


def _reason(space: Space, row: Row, witness: Witness) -> str:
    name, dm, here = dm_name(space, witness.dm), witness.dm, witness.state
    if not witness.can_move:
        return f"{name} has no move to make."
    telling = witness.telling
    if telling is None:
        targets = space.moves.targets(dm, here)
        told = [f"state {each + 1}, {_objection(space, dm, row, each, here)}" for each in targets[:MAX_MOVES]]
        more = [f"{len(targets) - len(told)} more"] if len(targets) > len(told) else []
        return f"In its eyes no move is better: it can go to {join([*told, *more])}."
    step = Step(dm, here, telling.improvement, True)
    moving = f"{name} {change(space, step)} (state {telling.improvement + 1})"
    if telling.answers is None:
        if not any(row):
            return f"It looks to nobody, so any other state will do: if {moving}, {_unanswered(witness)[4:]}."
        gain = _gain(space, dm, row, telling.improvement, here)
        return f"If {moving}, that is {gain}, {_unanswered(witness)}."
    opening = (
        "Its only improvement is answered"
        if witness.improvements_count == 1
        else f"Each of its {count(witness.improvements_count, 'improvement')} is answered; the most tempting"
    )
    assert telling.leads_to is not None
    objection = _objection(space, dm, row, telling.leads_to, here)
    form = witness.concept.form
    escaping = isinstance(form, Form) and form.base is Base.ESCAPE
    stuck = "; and from there it can move to nothing better in its eyes" if escaping else ""
    return f"{opening}: if {moving}, {steps_line(space, telling.answers)}, {objection}{stuck}."


def _unanswered(witness: Witness) -> str:
    form = witness.concept.form
    assert isinstance(form, Form)
    match form.answers, form.base:
        case Answers.NONE, _:
            return "and no answer is asked for"
        case Answers.MOVES, Base.RANK:
            return "and whatever the others can do next is still better in its eyes"
        case Answers.MOVES, _:
            return "and whatever the others can do next, it can still end better in its eyes"
        case _, Base.RANK:
            return "and whatever the others would do next, each in its own eyes, is still better in its"
        case _:
            return (
                "and whatever the others would do next, each in its own eyes, it can still end better in its"
            )
