"""What hangs on the claims, and what a change or another model changes, for the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from countermove import loading
from countermove.analyses.compare import Comparison, compare
from countermove.conflict import Conflict
from countermove.errors import CountermoveError
from countermove.model.elements import Claim
from countermove.views.comparing import MAX_EXAMPLES, headline, sections, sentences
from countermove.views.report_elements import element
from countermove.views.report_tipping import Firmness
from countermove.views.turning import Telling
from countermove.views.words import count, number

__all__ = ["compared_context", "hanging_context", "main_said"]

MAX_WORK = 50_000
"""States times claims up to which claims are taken away."""
MAX_CLAIMS = 12


# ---------------------------------------------------------------- what hangs on a claim
def hanging_context(
    conflict: Conflict, firm: Firmness, main: Sequence[int], claims: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Return what the section shows: for each linchpin claim what becomes of the verdicts without it.

    Parameters
    ----------
    conflict : Conflict
        As it was loaded.
    firm : Firmness
        On which claims its equilibria rest.
    main : sequence of int
        The states (indices) that hold most widely.
    claims : sequence of mapping
        The report's claims, with their anchors.
    """
    nothing: dict[str, Any] = {"rows": [], "idle": [], "many": 0, "tried": 0, "left": []}
    if firm.found is None:
        said = "It was not worked out for this report what single claims carry; "
        return {"said": f"{said}“countermove compare --without CLAIM” takes one away.", **nothing}
    labels = {claim: label for label, claim in conflict.model.claims.items()}
    known = {each["claim"]: each for each in claims}
    pins = [each for each in _linchpins(firm, main) if each in labels and each in known]
    if conflict.text is None or conflict.changed is not None:
        pins = []
    if not pins:
        return {"said": "No equilibrium rests on a claim that could be taken away by itself.", **nothing}
    room = min(MAX_CLAIMS, MAX_WORK // conflict.space.size)
    left = [{"claim": known[claim], "label": labels[claim]} for claim in pins[room:]]
    if not room:
        what = f"With {conflict.space.size:,} states no claim was taken away for this report"
        how = "“countermove compare --without CLAIM” does it."
        return {**nothing, "said": f"{what}; {how}", "many": len(pins), "left": left}
    told = [_without(conflict, labels[claim], known[claim], main) for claim in pins[:room]]
    return {
        "said": "",
        "rows": [each for each in told if each["changes"]],
        "idle": [each for each in told if not each["changes"]],
        "many": len(pins),
        "tried": len(told),
        "left": left,
    }


def _linchpins(firm: Firmness, main: Sequence[int]) -> list[Claim]:
    """Return the claims that equilibria rest on, those of the main outcomes first."""
    assert firm.found is not None
    found: dict[Claim, None] = {}
    for standing in sorted(firm.found.standings, key=lambda each: each.state not in main):
        found |= dict.fromkeys(firm.found.linchpins(standing))
    return list(found)


def _without(conflict: Conflict, label: str, claim: Mapping[str, Any], main: Sequence[int]) -> dict[str, Any]:
    """Take one claim away and say what falls with it and what becomes of the verdicts."""
    row: dict[str, Any] = {"claim": claim, "left_out": [], "stays": [], "sections": [], "main": ""}
    try:
        other = loading.changed(conflict, without=[label]).as_patient_as(conflict)
        other = read_alike(conflict, other)
        assert other.changed is not None
        stays = [each.element for each in other.changed.kept if each.why == "other-grounds"]
        row["stays"] = [element(conflict.model, path) for path in stays]
        gone = [each.element for each in other.changed.changes if each.kind == "left-out"]
        if not gone:
            return {**row, "changes": False, "said": "Nothing rests on it alone, so nothing falls with it."}
        row["left_out"] = [element(conflict.model, path) for path in gone]
        telling = Telling(_compared(conflict, other), files=False)
    except CountermoveError as error:
        return {**row, "changes": False, "said": f"It cannot be taken away: {error}."}
    changes = not telling.comparison.same_verdicts
    return {
        **row,
        "changes": changes,
        "said": headline(telling),
        "main": main_said(telling.comparison, main) if changes else "",
        "sections": _sections(telling),
    }


def read_alike(before: Conflict, after: Conflict) -> Conflict:
    """Return the second conflict with its events read as those of the first are."""
    if before.model.reading == after.model.reading or not after.model.events:
        return after
    return after.reading(before.model.reading)


def _compared(before: Conflict, after: Conflict) -> Comparison:
    """Compare as `Conflict.compare` does, with no more reasons than are told."""
    one, other = (each.analyze(engine="explicit") for each in (before, after))
    return compare(one, other, after.changed, reasons=MAX_EXAMPLES)


def main_said(comparison: Comparison, main: Sequence[int]) -> str:
    """Say in a sentence what becomes of the main outcomes of the first model."""
    matching = comparison.matching
    if not main or matching.by == "nothing":
        return ""
    units = {int(matching.before[state]) for state in main}
    lost = units & {int(unit) for each in comparison.differences for unit in each.lost}
    cut = (units & {int(unit) for each in comparison.differences for unit in each.no_longer_reached}) - lost
    one = len(main) == 1
    these = "the main outcome" if one else f"the {number(len(main))} main outcomes"
    if lost:
        if len(lost) < len(units):
            verb = "is" if len(lost) == 1 else "are"
            return f"{number(len(lost)).capitalize()} of {these} {verb} lost under some concept."
        return f"{these.capitalize()} {'is' if one else 'are all'} lost under some concept."
    start = f"{these.capitalize()} {'holds' if one else 'hold'} all the same"
    if not cut:
        return f"{start}."
    which = "it" if one else "them" if len(cut) == len(units) else f"{number(len(cut))} of them"
    return f"{start}, but improvements from today no longer lead to {which}."


def _sections(telling: Telling) -> list[dict[str, Any]]:
    return [
        {"heading": each.heading, "lines": each.lines, "more": each.more.removesuffix(", with --json")}
        for each in sections(telling)
    ]


# ---------------------------------------------------------------- another model, or changes to this one
def compared_context(
    before: Conflict, after: Conflict, main: Sequence[int], *, name: str | None = None
) -> dict[str, Any]:
    """Return what the section shows.

    Parameters
    ----------
    before : Conflict
        What the report is on.
    after : Conflict
        Another model, or what ``countermove.changed`` made of this one.
    main : sequence of int
        The states (indices) of the first that hold most widely.
    name : str, optional
        What the other model is called on the command line.
    """
    telling = Telling(_compared(before, read_alike(before, after)), files=after.changed is None)
    if after.changed is None:
        other = f"“{after.title}” ({name})" if name else f"“{after.title}”"
        what = f"A is this conflict, B is {other}."
    else:
        done = count(len(after.changed.options), "change")
        what = f"The conflict with {done}: {' '.join(after.changed.options)}"
    return {
        "what": what,
        "said": headline(telling),
        "main": main_said(telling.comparison, main) if not telling.comparison.same_verdicts else "",
        "sections": _sections(telling),
        "sentences": sentences(telling),
    }
