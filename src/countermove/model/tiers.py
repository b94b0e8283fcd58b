"""A ranking's groups of equally liked states, moved, joined and parted as it is written."""

from __future__ import annotations

import re
from typing import Any

from countermove.errors import UsageError

__all__ = ["stepped", "tiers"]

Tiers = list[list[str]]


def tiers(ranking: Any) -> Tiers:
    """Return the groups of a ranking, the best first; each state as it is written."""
    if isinstance(ranking, str):
        return [[each.strip() for each in tier.split("~")] for tier in re.split(r">+", ranking)]
    return [[str(each) for each in tier] if isinstance(tier, list) else [str(tier)] for tier in ranking]


def stepped(ranking: Any, act: str, at: int, to: int = 0) -> Any:
    """Return a ranking with one group changed.

    Parameters
    ----------
    ranking : list or str
        As it is written.
    act : str
        ``move`` the group to a place, ``join`` it with the one above, or ``part`` its states.
    at, to : int
        The group, and its new place; from 0.
    """
    if isinstance(ranking, str) and ">>" in ranking:
        raise UsageError("this ranking says '>>' somewhere; change its text instead")
    found = tiers(ranking)
    match act:
        case "move":
            found.insert(to, found.pop(at))
        case "join" if at > 0:
            joined = found.pop(at)
            found[at - 1] += joined
        case "part":
            found[at : at + 1] = [[each] for each in found[at]]
    if isinstance(ranking, str):
        return " > ".join(" ~ ".join(tier) for tier in found)
    refs = {str(each): each for tier in ranking for each in (tier if isinstance(tier, list) else [tier])}
    return [refs[tier[0]] if len(tier) == 1 else [refs[each] for each in tier] for tier in found]
