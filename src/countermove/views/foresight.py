"""How far ahead each side looks, and from which foresight on states hold: as data and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from countermove.analyses.horizons import Foreseen, Profile
from countermove.concepts import DEFAULT, Compared, Concept, find
from countermove.conflict import Conflict
from countermove.conflict.deciding import MIXED
from countermove.errors import LimitError
from countermove.stability.result import Result
from countermove.views.words import Named, count, dm_name, join, state_line

__all__ = [
    "COMPARED_HEADINGS",
    "READING",
    "compared_row",
    "foresight_data",
    "foresight_sentences",
    "held_line",
    "horizons_data",
    "horizons_sentences",
    "looks_line",
    "stays_data",
    "stays_sentences",
]

MAX_STATES = 4
READING = (
    "the others are taken to do what harms it most, each may stop at any move, and of more than two the "
    "others answer by legal sequences (plainest reading)"
)
COMPARED_HEADINGS = ("id", "concept", "moves ahead", "whose preferences", "who loses on the way")


def compared_row(line: Compared) -> tuple[str, ...]:
    """Return a line of the comparison of concepts, as it is shown."""
    return line.id, line.name, line.horizon, line.knowledge, line.disimprovements


# ---------------------------------------------------------------- from which horizon on states hold
def horizons_data(found: Mapping[str, Foreseen], labels: Sequence[str]) -> dict[str, Any]:
    """Return the JSON of the horizons at which states hold; states by their numbers."""
    return {
        name: {
            "settled": each.settled,
            "every": each.every,
            "equilibria": [_profile_data(one) for one in each.profiles(None)],
            "stable": {
                label: [_profile_data(one) for one in each.profiles(dm)] for dm, label in enumerate(labels)
            },
        }
        for name, each in found.items()
    }


def _profile_data(profile: Profile) -> dict[str, Any]:
    return _when_data(profile) | {"states": [state + 1 for state in profile.states]}


def _when_data(profile: Profile) -> dict[str, Any]:
    return {"holds_at": list(profile.holds_at), "from": profile.since, "then": profile.then}


def stays_data(found: Mapping[str, Foreseen], dm: int, state: int) -> dict[str, Any]:
    """Return the JSON of the horizons at which one state is stable for one decision maker."""
    return {
        name: {"settled": each.settled, "every": each.every} | _when_data(each.profile(dm, state))
        for name, each in found.items()
    }


def stays_sentences(space: Named, found: Mapping[str, Foreseen], dm: int, state: int) -> list[str]:
    """Say at which horizons a decision maker would stay in a state."""
    name = dm_name(space, dm)
    said = []
    for family, each in found.items():
        profile = each.profile(dm, state)
        verdict = (
            f"{name} would stay {_when(each, profile)}" if profile.holds_at else f"{name} would never stay"
        )
        said.append(f"Looking ahead, {_how(family)} ({family}:H), {verdict}.")
    return said


def _how(family: str) -> str:
    return "the others against it" if family == "maximin" else "both sides choosing best"


def _when(found: Foreseen, profile: Profile) -> str:
    """Say at which horizons: ``at every horizon``, ``at horizons of 2 moves and of 4 or more``."""
    if profile.since == 1:
        return "at every horizon"
    before = [each for each in profile.holds_at if profile.since is None or each < profile.since]
    if profile.since is not None:
        singly = [f"of {join(map(str, before))}"] if before else []
        return f"at horizons {join([*singly, f'of {profile.since} moves or more'])}"
    if profile.then == "never":
        return f"at a horizon of {join(map(str, before))} alone"
    if set(profile.holds_at) == {h for h in range(1, found.up_to + 1) if h % 2 == 0} and found.every == 2:
        return "at every even horizon, where the last move is not its own, and at no odd one"
    again = f", and so on every {count(found.every, 'move')}"
    return f"at horizons of {join(map(str, before))}{again}"


def held_line(found: Foreseen, profile: Profile) -> str:
    """Say at which horizons states hold, after their names."""
    return _when(found, profile).replace("its own", "the mover's own")


def horizons_sentences(space: Named, found: Mapping[str, Foreseen]) -> list[str]:
    """Say how many states hold at which horizons."""
    said = []
    for family, each in found.items():
        parts = [
            f"{_some(space, profile.states)} {_hold(profile.states)} {held_line(each, profile)}"
            for profile in each.profiles(None)
        ]
        said.append(f"Looking ahead by {family}:H, {'; '.join(parts) or 'no state holds at any horizon'}.")
    return said


# ---------------------------------------------------------------- each side by its own concept
def foresight_data(conflict: Conflict, analysis: Result) -> dict[str, Any]:
    """Return the JSON of `analyze` on foresight."""
    model = conflict.model
    found: dict[str, Any] = {"reading": READING}
    if model.foresight:
        found["looks_by"] = {label: concept.id for label, concept in looking(conflict).items()}
    try:
        return found | horizons_data(conflict.horizons(), conflict.decision_makers)
    except LimitError as error:
        return found | {"not_looked_at": str(error)}


def looking(conflict: Conflict) -> dict[str, Concept]:
    """Return the concept by which each decision maker looks ahead."""
    named = conflict.model.looking
    return {label: find(named.get(label, DEFAULT)) for label in conflict.decision_makers}


def looks_line(conflict: Conflict) -> str:
    """Say by which concept each side looks ahead."""
    sides: dict[tuple[str, bool], list[str]] = {}
    for label, concept in looking(conflict).items():
        name = conflict.model.decision_maker(label).name
        sides.setdefault((_looks(concept), label in conflict.model.foresight), []).append(name)
    parts = []
    for (how, named), names in sides.items():
        verb, unsaid = "looks" if len(names) == 1 else "look", "" if named else ", for nothing is said of it"
        parts.append(f"{join(names)} {verb} {how}{unsaid}")
    return f"{'; '.join(parts)}."


def _looks(concept: Concept) -> str:
    far = "any number of moves" if concept.horizon is None else count(concept.horizon, "move")
    return f"{far} ahead ({concept.short})"


def foresight_sentences(conflict: Conflict, analysis: Result) -> list[str]:
    """Say how far each side looks, and what holds then; nothing where the model does not say it."""
    if not conflict.model.foresight:
        return []
    said = [looks_line(conflict)]
    if MIXED not in {each.id for each in analysis.concepts}:
        why = analysis.left_out.get(MIXED)
        return [*said, f"Mixed is not decided: {why}."] if why else said
    many = analysis.counts[MIXED]
    if not many:
        return [*said, "Each looking ahead in its own way, no state holds."]
    if many > MAX_STATES:
        return [*said, f"Each looking ahead in its own way, {count(many, 'state')} hold."]
    space: Named = analysis.space  # type: ignore[attr-defined]
    states = tuple(number - 1 for number in analysis.equilibria[MIXED])
    said.append(f"Each looking ahead in its own way, {_some(space, states)} {_hold(states)}.")
    return said


def _hold(states: Sequence[int]) -> str:
    return "holds" if len(states) == 1 else "hold"


def _some(space: Named, states: Sequence[int]) -> str:
    """Name one state by what is done in it, several by their numbers."""
    if len(states) == 1:
        return f"state {states[0] + 1} ({state_line(space, states[0])})"
    shown = ", ".join(str(state + 1) for state in states[:MAX_STATES])
    more = ", ..." if len(states) > MAX_STATES else ""
    return f"{count(len(states), 'state')} ({shown}{more})"
