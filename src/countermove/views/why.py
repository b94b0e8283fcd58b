"""From a verdict to the statements it rests on: which decide its comparisons, as data and in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from countermove.analyses.deciding import Compared, Deciding
from countermove.analyses.resting import Resting
from countermove.conflict.support import Supports
from countermove.model.elements import Claim, Weights
from countermove.views.evidence_cautions import Caution, cautions
from countermove.views.evidence_why import (
    claim_name,
    ground_lines,
    grounds_data,
)
from countermove.views.report_elements import condition_words, element
from countermove.views.words import Named, dm_name, join, number

__all__ = ["NO_EVIDENCE", "why_cautions", "why_data", "why_lines", "why_told"]

MAX_STATES = 5
MAX_WEIGHTS = 3
MAX_GROUPS = 12
"""More comparisons than this, like ones taken together, are in the JSON alone."""
Lines = Iterator[tuple[int, str]]


# ---------------------------------------------------------------- as data
def why_data(space: Named, resting: Resting, supports: Supports) -> dict[str, Any]:
    """Return the JSON of what a verdict rests on: each element once with its grounds, and what it decides."""
    model = space.model
    elements = {each.element: each.because for each in resting.deciding}
    elements |= {each.element: each.because for each in (*resting.moves, *resting.barred)}
    return {
        "rests_on": [grounds_data(model, supports, path, because) for path, because in elements.items()],
        "comparisons": [
            {
                "decision_maker": space.decision_makers[each.dm],
                "role": each.role,
                "state": each.one + 1,
                "other": each.other + 1,
                "liked": ("alike", "better", "less")[each.liked],
                "telling": each.telling,
                "by": [_deciding_data(by) for by in each.by],
            }
            for each in resting.comparisons
        ],
        "comparisons_complete": resting.complete,
        "moved": [{"by": space.decision_makers[each.by], "element": each.element} for each in resting.moves],
        "barred": [
            {"by": space.decision_makers[each.by], "element": each.element} for each in resting.barred
        ],
    }


def _deciding_data(by: Deciding) -> dict[str, Any]:
    return {
        "element": by.element,
        "holds_in": by.holds_in + 1 or None,
        "weight": None if by.weight is None else str(by.weight),
    }


# ---------------------------------------------------------------- warnings
def why_cautions(space: Named, resting: Resting, supports: Supports) -> list[Caution]:
    """Return the doubts about the statements that decide a verdict, and the grave ones about its moves."""
    resting_on = [(each.element, each.because) for each in resting.deciding]
    moves = ((each.element, each.because) for each in (*resting.moves, *resting.barred))
    resting_on += [(path, because) for path, because in moves if supports.of(because).grave]
    return cautions(space.model, supports, resting_on)


# ---------------------------------------------------------------- in words
def why_lines(space: Named, resting: Resting, supports: Supports, shown: set[Claim]) -> Lines:
    """Say what decides each comparison of a verdict, and down to the quotes what that rests on.

    Parameters
    ----------
    space : Space or SymbolicSpace
        The conflict.
    resting : Resting
        What the verdict rests on.
    supports : Supports
        How well elements are borne out.
    shown : set of Claim
        The claims told before; those told here are added.

    Yields
    ------
    (int, str)
        How deep a line stands, from 0, and the line.
    """
    for sentence, parts in why_told(space, resting):
        yield 0, sentence
        for name, by in parts:
            if name:
                yield 1, f"For {name}:"
            for deep, line in ground_lines(space.model, supports, by.because, shown):
                yield 1 + bool(name) + deep, line
    if (more := len(_groups(resting)) - MAX_GROUPS) > 0:
        what = "comparison is" if more == 1 else "comparisons are"
        yield 0, f"{number(more).capitalize()} more such {what} in the JSON."
    yield from _move_lines(space, resting)
    if not resting.complete:
        yield 0, "More comparisons bear on this verdict than are listed here."
    if not resting.comparisons and resting.complete:
        yield 0, "It hangs on no preference: there is no move to compare."


NO_EVIDENCE = "The model names no evidence: what it says is the analyst’s own."


def _about(space: Named, by: Deciding, compared: Compared) -> str:
    """Name one of several parts that decide together."""
    if by.statement is not None:
        return _says(space, by)
    weighed = compared.by[0].weight is not None
    return "the amounts of its weights, as a whole" if weighed else "the order of its statements, as a whole"


def _move_lines(space: Named, resting: Resting) -> Lines:
    """Say on which claims it rests that the moves can be made."""
    for each in (*resting.moves, *resting.barred):
        told = element(space.model, each.element)
        claims = [ground for ground in each.because if isinstance(ground, Claim)]
        grounds = [f"{'claim' if len(claims) == 1 else 'claims'} {join(map(claim_name, claims))}"]
        grounds = grounds if claims else []
        grounds += ["an assumption"] if len(claims) < len(each.because) else []
        if grounds:
            what = "That" if each.element.startswith("power") else told.what
            says = f": {told.says}; that" if each in resting.barred else f" {told.says}"
            yield 0, f"{what}{says} rests on {join(grounds)}."


def why_told(
    space: Named, resting: Resting, *, telling: bool = False
) -> list[tuple[str, list[tuple[str, Deciding]]]]:
    """Return what decides comparisons, or the telling ones alone: a sentence, and the parts in it.

    Of several parts each has its name; a part is told with the first sentence alone that it stands in.
    """
    told: set[str] = set()
    found = []
    for group in [each for each in _groups(resting) if each[0].telling or not telling][:MAX_GROUPS]:
        parts = [by for by in group[0].by if by.element not in told]
        told |= {by.element for by in parts}
        several = len(group[0].by) > 1
        named = [(_about(space, by, group[0]) if several else "", by) for by in parts]
        found.append((_sentence(space, group), named))
    return found


def _groups(resting: Resting) -> list[list[Compared]]:
    """Put comparisons together that the same statements decide in the same way, the telling ones first."""
    groups: dict[object, list[Compared]] = {}
    for each in sorted(resting.comparisons, key=lambda each: not each.telling):
        by = tuple((one.element, one.weight, one.holds_in == each.one) for one in each.by)
        groups.setdefault((each.dm, each.other, each.liked, by), []).append(each)
    return list(groups.values())


def _sentence(space: Named, group: Sequence[Compared]) -> str:
    """Say how a decision maker likes some states against another, and what decides that."""
    first = group[0]
    ones = list(dict.fromkeys(each.one for each in group))
    compare = {1: "better than", -1: "less than", 0: "just as well as"}[first.liked]
    likes = f"{dm_name(space, first.dm)} likes {_states(ones)} {compare} state {first.other + 1}"
    return f"{likes}: {_decided(space, first, ones)}."


def _states(states: Sequence[int]) -> str:
    if len(states) == 1:
        return f"state {states[0] + 1}"
    named = [f"{state + 1}" for state in states[:MAX_STATES]]
    more = len(states) - len(named)
    return f"states {join([*named, f'{more:,} more'] if more else named)}"


def _decided(space: Named, compared: Compared, ones: Sequence[int]) -> str:
    """Say which statements decide."""
    if not compared.by:
        return "each of its statements holds in both or in neither"
    first = compared.by[0]
    if first.statement is None:
        ranked = first.element.endswith(".ranking")
        return "so its ranking has it, as a whole" if ranked else "it likes all states alike"
    if first.weight is None:
        where = _where(compared, first, ones)
        says = _says(space, first)
        return f"its statement {first.place} of {first.of} decides, {says}, which holds in {where} alone"
    return _weighed(space, compared, ones)


def _says(space: Named, by: Deciding) -> str:
    assert by.statement is not None
    lasting = " in each period" if ".each_period[" in by.element else ""
    return f"{condition_words(space.model, by.statement.condition)}{lasting}"


def _where(compared: Compared, by: Deciding, ones: Sequence[int]) -> str:
    """Say in which of two states a statement holds, or in what state one of them counts as."""
    if by.holds_in == compared.other:
        return f"state {compared.other + 1}"
    if by.holds_in == compared.one:
        return _states(ones) if len(ones) == 1 else "the former"
    return f"state {by.holds_in + 1}"


def _weighed(space: Named, compared: Compared, ones: Sequence[int]) -> str:
    """Say what counts in one of two states alone."""
    by = space.model.preferences[space.decision_makers[compared.dm]].by
    patience = f" (at patience {by.patience})" if isinstance(by, Weights) and by.lasts else ""
    sides: dict[str, list[str]] = {}
    for each in compared.by:
        if each.statement is not None:
            sides.setdefault(_where(compared, each, ones), []).append(
                f"{each.weight} for {_says(space, each)}"
            )
    parts = []
    for where, items in sides.items():
        more = len(items) - MAX_WEIGHTS
        shown = [*items[:MAX_WEIGHTS], f"{more} more"] if more > 1 else items
        parts.append(f"in {where} alone {join(shown)}")
    return f"{'; '.join(parts)}{patience}"
