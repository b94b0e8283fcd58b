"""Why today's state and the main outcome hold or do not: the verdicts, and those reasons that tell most."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

from countermove.analyses.resting import Resting
from countermove.analyses.witness import witness
from countermove.concepts import Concept, Form
from countermove.conflict import Conflict
from countermove.errors import LimitError
from countermove.views.diagram import standing
from countermove.views.explaining import reason_text
from countermove.views.report_why import Behind
from countermove.views.summary import Summary
from countermove.views.words import dm_name, join

__all__ = ["reason", "reasons"]

LONG = 420
"""A reason with more characters than this is folded away; so is that of a concept with a rule of its own."""


def reasons(conflict: Conflict, said: Summary, behind: Behind | None = None) -> list[dict[str, Any]]:
    """Explain today's state and the first outcome that improvements reach, or else the first that holds.

    With what stands behind the model's elements each reason has what it rests on, and warnings of that.
    """
    today = conflict.space.status_quo
    found = [] if today is None else [reason(conflict, "Today’s state", today, behind)]
    main = next(iter([*(said.reached or ()), *said.strongest]), None)
    if main is not None and main != today:
        found.append(reason(conflict, f"State {main + 1:,}", main, behind))
    return found


def reason(
    conflict: Conflict, name: str, state: int, behind: Behind | None, concept: Concept | None = None
) -> dict[str, Any]:
    """Explain one state: who stays in it and who leaves, why, and what that rests on.

    Of all concepts those reasons are given that tell most; of one that is named, everybody's.
    """
    analysis = conflict.analyze(engine="explicit")
    how, held = standing(analysis, state)
    verb = {"all": "holds", "some": "holds only in part", "none": "does not hold"}[how]
    dms = range(len(conflict.space.decision_makers))
    return {
        "heading": f"{name} {verb}",
        "state": state,
        "rows": [
            {"dm": dm, "stays": [analysis.is_stable(each.id, dm, state) for each in analysis.concepts]}
            for dm in dms
        ],
        "everybody": [each.short in held for each in analysis.concepts],
        "texts": [
            _resting(conflict, each, behind)
            for each in _merged([each for dm in dms for each in _telling(conflict, dm, state, concept)])
        ],
    }


def _telling(conflict: Conflict, dm: int, state: int, concept: Concept | None) -> list[dict[str, Any]]:
    """Explain what tells most.

    Of the concepts in which the others answer in turn these are the last under which it leaves and the
    last under which it stays. Where all of them agree, one reason stands for all, and for the concepts
    with a rule of their own too, if what there is to say is the same. Otherwise each has its own reason.
    """
    if concept is not None:
        return [_text(conflict, dm, state, concept)]
    analysis = conflict.analyze(engine="explicit")
    in_turn = [each for each in analysis.concepts if isinstance(each.form, Form)]
    staying = [each for each in analysis.concepts if analysis.is_stable(each.id, dm, state)]
    stable = [each for each in in_turn if each in staying]
    failing = [each for each in in_turn if each not in staying]
    own = [_text(conflict, dm, state, each) for each in analysis.concepts if each not in in_turn]
    if stable and failing:
        return [*(_text(conflict, dm, state, each[-1]) for each in (failing, stable)), *own]
    if not in_turn:
        return own
    said = _text(conflict, dm, state, (failing or stable)[-1])
    apart = [
        each for each in own if each["stays"] != said["stays"] or (stable and each["text"] != said["text"])
    ]
    said["under"] = _under(analysis.concepts, apart, said["stays"])
    return [said, *apart]


def _under(concepts: Sequence[Concept], apart: Sequence[dict[str, Any]], stays: bool) -> str:
    """Name all concepts but those that are told apart."""
    names = [each["under"] for each in apart]
    if all(each["stays"] != stays for each in apart):
        return f"every concept but {join(names)}" if names else "every concept"
    return join(each.short for each in concepts if each.short not in names)


def _text(conflict: Conflict, dm: int, state: int, concept: Concept) -> dict[str, Any]:
    space = conflict.space
    name = dm_name(space, dm)
    witnesses = []
    try:
        witnesses.append(witness(space, concept, dm, state))
        text = reason_text(space, witnesses[0])
    except LimitError as error:
        text = f"Why is not told here: {error}."
    short = text.removeprefix(f"{name} cannot")
    text = text if short == text else f"Cannot{short}"
    stays = conflict.analyze(engine="explicit").is_stable(concept.id, dm, state)
    folded = len(text) > LONG or not isinstance(concept.form, Form)
    return {
        "dms": [dm],
        "stays": stays,
        "under": concept.short,
        "text": text,
        "long": folded,
        "witnesses": witnesses,
    }


def _merged(texts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Say what is true of several decision makers once."""
    found: dict[tuple[bool, str, str], dict[str, Any]] = {}
    for each in texts:
        known = found.setdefault((each["stays"], each["under"], each["text"]), each)
        if known is not each:
            known["dms"] += each["dms"]
            known["witnesses"] += each["witnesses"]
    return list(found.values())


def _resting(conflict: Conflict, told: dict[str, Any], behind: Behind | None) -> dict[str, Any]:
    """Add what a reason rests on."""
    witnesses = told.pop("witnesses")
    if behind is None or not witnesses:
        return told | {"rests": [], "cautions": []}
    resting = reduce(Resting.beside, [conflict.rests_on(each, "explicit") for each in witnesses])
    return told | behind.reason(resting)
