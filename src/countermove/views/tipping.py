"""How firmly equilibria stand, as data and in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from countermove.analyses.alterations import Alteration, statements_of, tiers_of
from countermove.analyses.robustness import Flip, Robustness, Standing
from countermove.concepts import find
from countermove.model.elements import Assumption, Because, Claim
from countermove.space import Space
from countermove.views.designing import alteration_text
from countermove.views.words import count, dm_name, join, number, state_line

__all__ = [
    "change_text",
    "group_heading",
    "grouped",
    "headline",
    "near_sentence",
    "robustness_data",
    "sides_tried",
    "standing_sentences",
]

MAX_CLAIMS = 4


# ---------------------------------------------------------------- as data
def robustness_data(found: Robustness) -> dict[str, Any]:
    """Return the JSON of ``robustness``."""
    return {
        "concepts": [each.id for each in found.concepts],
        "tried": found.tried,
        "exhausted": found.exhausted,
        "not_tried": [found.space.decision_makers[dm] for dm in found.beyond],
        "equilibria": [_standing_data(found, each) for each in found.standings],
        "near": [_standing_data(found, each) for each in found.near],
        "text": headline(found),
    }


def _standing_data(found: Robustness, standing: Standing) -> dict[str, Any]:
    space = found.space
    return {
        "state": standing.state + 1,
        "label": space.states.label(standing.state),
        "equilibrium": list(standing.held),
        "margin": dict(standing.margin),
        "upset_by": [_flip_data(found, each) for each in standing.upset_by],
        "rests_on": [_flip_data(found, each) for each in standing.rests_on],
        "gained_by": [_flip_data(found, each) for each in standing.gained_by],
        "linchpins": [claim.label or claim.text for claim in found.linchpins(standing)],
        "unsupported": [found.statement(each.alteration).text for each in found.unsupported(standing)],
    }


def _flip_data(found: Robustness, flip: Flip) -> dict[str, Any]:
    change = flip.alteration
    data: dict[str, Any] = {
        "decision_maker": found.space.decision_makers[change.dm],
        "size": change.size,
        "concepts": list(flip.concepts),
        "text": change_text(found.space, change),
    }
    if change.dropped is not None:
        data["statement"] = found.statement(change).text
    because = _behind(found, flip)
    if because is not None:
        claims = [each.label or each.text for each in because if isinstance(each, Claim)]
        data["claims"] = list(dict.fromkeys(claims))
        data["assumptions"] = [each.text for each in because if isinstance(each, Assumption)]
    return data


def _behind(found: Robustness, flip: Flip) -> Because | None:
    """Return what the statements that change places rest on; None where it is tiers that do."""
    statements = statements_of(found.space, flip.alteration.dm)
    if statements is None:
        return None
    return tuple(each for place in flip.alteration.places for each in statements.statements[place].because)


# ---------------------------------------------------------------- in words
def change_text(space: Space, change: Alteration) -> str:
    """Say a change of preferences."""
    name = dm_name(space, change.dm)
    if change.dropped is not None:
        by = space.model.preferences[space.decision_makers[change.dm]].by
        return f"{name} does not care for “{by.statements[change.dropped].text}”"  # type: ignore[union-attr]
    if change.overtaking:
        over: dict[tuple[int, ...], list[int]] = {}
        for better, worse in change.overtaking:
            over.setdefault(worse, []).extend(better)
        said = join(f"{_some(better)} better than {_some(worse)}" for worse, better in over.items())
        return f"{name} likes {said}"
    return alteration_text(space, change)


def _some(states: Sequence[int]) -> str:
    if len(states) > 3:
        return f"{len(states):,} states such as {states[0] + 1}"
    return f"state{'s' if len(states) > 1 else ''} {join(str(state + 1) for state in states)}"


def headline(found: Robustness) -> str:
    """Say how many equilibria one change can upset, and what was tried."""
    total = len(found.standings)
    if not total:
        return "There is no equilibrium to upset."
    if not found.tried:
        many = count(total, "equilibrium", "equilibria").capitalize()
        return " ".join([f"{many}, and no small change of preferences to try.", *_too_many(found)])
    fragile = sum(1 in each.margin.values() for each in found.standings)
    how = "by a single change of one side's preferences"
    if total == 1:
        said = f"can be upset, under some concept, {how}" if fragile else f"cannot be upset {how}"
        upset = f"The one equilibrium {said}"
    else:
        some = number(fragile) if fragile else "none"
        upset = f"Of {number(total)} equilibria {some} can be upset, under some concept, {how}"
    up_to = "single changes" if found.tried == 1 else f"changes of up to {number(found.tried)} swaps"
    more = ", and there are no larger ones" if found.exhausted else ""
    return " ".join([f"{upset}. All {up_to} of {sides_tried(found)} were tried{more}.", *_too_many(found)])


def sides_tried(found: Robustness) -> str:
    """Say whose changes were tried, one side's at a time."""
    left_out = [dm_name(found.space, dm) for dm in found.beyond]
    return f"any side but {join(left_out)}" if left_out else "one side"


def _too_many(found: Robustness) -> list[str]:
    said = []
    for dm in found.beyond:
        statements = statements_of(found.space, dm)
        what = "tiers" if statements is None else "statements"
        many = len(tiers_of(found.space, dm) if statements is None else statements.statements)
        why = f"its {many:,} {what} are too many"
        if statements is None and found.space.model.reading != "neutral":
            why = "its states count as what events make of them"
        said.append(f"Those of {dm_name(found.space, dm)} were not, for {why}.")
    return said


def grouped(found: Robustness) -> list[tuple[list[Standing], list[str]]]:
    """Put together the equilibria of which the same is to be said, with what that is."""
    groups: dict[tuple[str, ...], list[Standing]] = {}
    for each in found.standings:
        groups.setdefault((*each.held, "", *standing_sentences(found, each)[1:]), []).append(each)
    return [(members, list(key[key.index("") + 1 :])) for key, members in groups.items()]


def group_heading(found: Robustness, members: Sequence[Standing]) -> str:
    """Name the equilibria of a group, the first one in words."""
    first = standing_sentences(found, members[0])[0]
    if len(members) == 1:
        return first
    others = [str(each.state + 1) for each in members[1:9]]
    more = len(members) - 1 - len(others)
    return f"{first} The same goes for {join([*others, f'{more:,} more'] if more else others)}."


def standing_sentences(found: Robustness, standing: Standing) -> list[str]:
    """Say what would upset an equilibrium, and what it rests on."""
    space = found.space
    held = _names(standing.held)
    lines = [f"State {standing.state + 1} holds under {held}: {state_line(space, standing.state)}."]
    if not standing.held:
        lines = [f"State {standing.state + 1} is no equilibrium: {state_line(space, standing.state)}."]
    if standing.upset_by:
        size = standing.upset_by[0].alteration.size
        said = "; or ".join(_flipped(found, standing, flip) for flip in standing.upset_by)
        lines.append(f"It takes {count(size, 'swap')} to upset it: {said}.")
        behind = [each for flip in standing.upset_by for each in _behind(found, flip) or ()]
        claims = dict.fromkeys(each for each in behind if isinstance(each, Claim))
        lines += _claims_said("Behind what changes places", list(claims))
    elif standing.held and found.tried:
        lines.append(f"No change of up to {count(found.tried, 'swap')} of {sides_tried(found)} upsets it.")
    firm = [each for each in standing.held if standing.margin[each] is None]
    if standing.upset_by and firm:
        lines.append(f"Under {_names(firm)} no change that was tried upsets it.")
    if standing.rests_on:
        said = "; ".join(_leaned_on(found, standing, flip) for flip in standing.rests_on)
        lines.append(f"It rests on single statements: {said}.")
        lines += _claims_said("Behind them", found.linchpins(standing))
    for flip in found.unsupported(standing):
        text = found.statement(flip.alteration).text
        lines.append(f"No evidence is given for “{text}” of {dm_name(space, flip.alteration.dm)}.")
    if standing.gained_by:
        said = "; or ".join(_flipped(found, standing, flip) for flip in standing.gained_by)
        lines.append(f"It would hold{' under more' if standing.held else ''}, if {said}.")
    elif not standing.held and found.tried:
        lines.append(
            f"No change of up to {count(found.tried, 'swap')} of {sides_tried(found)} makes it hold."
        )
    return lines


def _claims_said(what: str, claims: Sequence[Claim]) -> list[str]:
    """Say which claims stand behind something; nothing where there are none."""
    shown = [f"“{claim.text.rstrip('.')}”" for claim in claims[:MAX_CLAIMS]]
    more = len(claims) - len(shown)
    return [f"{what}: {join([*shown, count(more, 'more claim')] if more else shown)}."] if shown else []


def near_sentence(found: Robustness, standing: Standing) -> str:
    """Say what one change would make a state hold."""
    said = "; or if ".join(
        f"{change_text(found.space, flip.alteration)} (under {_names(flip.concepts)})"
        for flip in standing.gained_by
    )
    return f"State {standing.state + 1} ({state_line(found.space, standing.state)}) would hold if {said}."


def _flipped(found: Robustness, standing: Standing, flip: Flip) -> str:
    text = change_text(found.space, flip.alteration)
    return text if flip.concepts == standing.held else f"{text} (under {_names(flip.concepts)})"


def _leaned_on(found: Robustness, standing: Standing, flip: Flip) -> str:
    text = f"{dm_name(found.space, flip.alteration.dm)}: “{found.statement(flip.alteration).text}”"
    return text if flip.concepts == standing.held else f"{text} (under {_names(flip.concepts)})"


def _names(concepts: Sequence[str]) -> str:
    return join(find(each).short for each in concepts)
