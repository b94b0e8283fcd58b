"""How firmly the equilibria stand and on what, for the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from countermove.analyses.alterations import statements_of
from countermove.analyses.robustness import MAX_CHANGES, MAX_FLIPS, Flip, Robustness, Standing, robustness
from countermove.concepts import Form, find
from countermove.errors import LimitError
from countermove.model.elements import Assumption
from countermove.space import Space
from countermove.stability import Analysis
from countermove.views.report_designing import Altered, altered
from countermove.views.report_elements import condition_words
from countermove.views.report_states import Shown
from countermove.views.tipping import grouped, headline, sides_tried
from countermove.views.words import count, dm_name, join, number

__all__ = ["Firmness", "firmness", "firmness_context", "firmness_said"]

MAX_WORK = 20_000_000
"""Changes times concepts, decision makers and states up to which changes are tried."""
MAX_ALL = 80
"""Small changes beyond single ones are tried up to about so many."""
MAX_GROUPS = 3
MAX_SAME = 8
MAX_NEAR = 2
MAX_CLAIMS = 8
MAX_RESTS = 8


@dataclass(frozen=True)
class Firmness:
    """How firmly the equilibria stand, or why that was not tried."""

    found: Robustness | None
    why_not: str = ""


def firmness(shown: Shown) -> Firmness:
    """Try what would upset the equilibria, where that is quick."""
    analysis = shown.analysis
    space = analysis.space
    concepts = [each for each in analysis.concepts if isinstance(each.form, Form)]
    people = range(len(space.decision_makers))
    changes = max(sum(_changes(space, dm) for dm in people), MAX_ALL)
    if changes * len(concepts) * len(people) * space.size > MAX_WORK:
        what = f"With {space.size:,} states no changes of preferences were tried for this report"
        return Firmness(None, f"{what}; “countermove robustness” tries them.")
    try:
        return Firmness(robustness(analysis))
    except LimitError as error:
        return Firmness(None, f"No changes of preferences were tried: {error}.")


def _changes(space: Space, dm: int) -> int:
    """Return how many swaps and omissions of statements, or swaps of tiers, there are to try."""
    found = statements_of(space, dm)
    if found is not None:
        return 2 * len(found.statements)
    tiers = len(np.unique(space.ranks[dm]))
    return tiers if tiers - 1 <= MAX_CHANGES else 0  # more are not tried, and that is said


# ---------------------------------------------------------------- for the head of the page
def firmness_said(found: Firmness, main: Sequence[int]) -> str:
    """Say in one sentence how little upsets the main outcomes; nothing where it was not tried."""
    tried = found.found
    if tried is None or not tried.tried or not main:
        return ""
    standings = [each for each in tried.standings if each.state in main]
    if len(standings) < len(main):
        return ""
    one = len(main) == 1
    these = f"the {number(len(main))}"
    least = min((size for each in standings for size in each.margin.values() if size), default=None)
    if least is None:
        size = count(tried.tried, "swap")
        change = "single change" if tried.tried == 1 else f"change of up to {size}"
        whose = f"the preferences of {sides_tried(tried)}" if tried.beyond else "one side’s preferences"
        return f"No {change} of {whose} upsets {'it' if one else f'any of {these}'}."
    change = "A single change" if least == 1 else f"A change of {number(least)} swaps"
    shaken = [each for each in standings if least in each.margin.values()]
    some = any(flip.concepts != each.held for each in shaken for flip in each.upset_by)
    where = " under some concept" if some else ""
    if len(shaken) < len(standings):
        many = "one" if len(shaken) == 1 else number(len(shaken))
        return f"{change} of one side’s preferences would upset {many} of {these}{where}."
    sides = [{flip.alteration.dm for flip in each.upset_by} for each in shaken]
    names = [dm_name(tried.space, dm) for dm in sorted(set().union(*sides))]
    whole = all(len(each.upset_by) < MAX_FLIPS for each in shaken)
    who = f"{names[0]}’s" if whole and len(names) == 1 else "one side’s"
    return f"{change} of {who} preferences would upset {'it' if one else f'each of {these}'}{where}."


# ---------------------------------------------------------------- the section
def firmness_context(shown: Shown, firm: Firmness, claims: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what the section shows.

    Parameters
    ----------
    shown : Shown
        The conflict.
    firm : Firmness
        What was tried.
    claims : sequence of mapping
        The report's claims, with their anchors, to refer to.
    """
    found = firm.found
    if found is None:
        return {"said": firm.why_not, "how": "", "groups": [], "more": 0, "near": [], "further": 0}
    groups = grouped(found)
    told = groups[:MAX_GROUPS]
    return {
        "said": headline(found),
        "how": _how(shown.analysis, found),
        "groups": [_group(shown, found, members, claims) for members, _ in told],
        "more": len(found.standings) - sum(len(members) for members, _ in told),
        "near": [
            {"state": shown.state(each.state), "if": [_flip(found, each, flip) for flip in each.gained_by]}
            for each in found.near[:MAX_NEAR]
        ],
        "further": max(len(found.near) - MAX_NEAR, 0),
    }


def _how(analysis: Analysis, found: Robustness) -> str:
    """Say what was tried, and under which concepts."""
    space = found.space
    kinds = {
        statements_of(space, dm) is not None
        for dm in range(len(space.decision_makers))
        if not space.indifferent(dm)
    }
    swap = {
        frozenset({True}): "two neighbouring statements of one side changing places",
        frozenset({False}): "two neighbouring tiers of one side’s ranking changing places",
    }.get(frozenset(kinds), "two neighbouring statements, or tiers of a ranking, of one side changing places")
    said = [f"The smallest change is {swap}."] if found.tried else []
    if True in kinds:
        said.append("A state rests on a statement if it no longer holds when that statement is left out.")
    passed = [each.short for each in analysis.concepts if each not in found.concepts]
    if passed:
        said.append(f"{join(passed)} {'was' if len(passed) == 1 else 'were'} not tried.")
    return " ".join(said)


def _group(
    shown: Shown, found: Robustness, members: Sequence[Standing], claims: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    first = members[0]
    named = [f"{each.state + 1:,}" for each in members[1 : MAX_SAME + 1]]
    more = len(members) - 1 - len(named)
    size = first.upset_by[0].alteration.size if first.upset_by else 0
    firm = [each for each in first.held if first.margin[each] is None]
    behind = [each for claim in found.linchpins(first) for each in claims if each["claim"] == claim]
    return {
        "state": shown.state(first.state),
        "title": _title(first, len(members)),
        "same": join([*named, f"{more:,} more"] if more else named),
        "size": count(size, "swap"),
        "swaps": size,
        "nothing": _nothing(found),
        "upset": [_flip(found, first, flip) for flip in first.upset_by],
        "firm": join(find(each).short for each in firm) if first.upset_by else "",
        "rests": [_rest(found, first, flip) for flip in first.rests_on[:MAX_RESTS]],
        "rests_more": max(len(first.rests_on) - MAX_RESTS, 0),
        "claims": behind[:MAX_CLAIMS],
        "claims_more": max(len(behind) - MAX_CLAIMS, 0),
    }


def _nothing(found: Robustness) -> str:
    """Say what was tried in vain."""
    if not found.tried:
        return "There was no change to try."
    change = "single change" if found.tried == 1 else f"change of up to {number(found.tried)} swaps"
    return f"No {change} of {sides_tried(found)}."


def _title(first: Standing, many: int) -> str:
    others = f" and {count(many - 1, 'other')}" if many > 1 else ""
    return f"State {first.state + 1:,}{others}, under {join(find(each).short for each in first.held)}"


def _flip(found: Robustness, standing: Standing, flip: Flip) -> Altered:
    return replace(altered(found.space, flip.alteration), under=_under(standing, flip))


def _rest(found: Robustness, standing: Standing, flip: Flip) -> dict[str, Any]:
    statement = found.statement(flip.alteration)
    return {
        "dm": flip.alteration.dm,
        "says": condition_words(found.space.model, statement.condition),
        "under": _under(standing, flip),
        "bare": flip in found.unsupported(standing),
        "assumed": [each.text for each in statement.because if isinstance(each, Assumption)],
    }


def _under(standing: Standing, flip: Flip) -> str:
    """Name the concepts that a change concerns, unless they are all under which the state holds."""
    return "" if flip.concepts == standing.held else join(find(each).short for each in flip.concepts)
