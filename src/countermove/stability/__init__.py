"""Decide concepts for every state; every result says how it was made and whether it is complete.

The explicit engine works on listed states, the symbolic one (`countermove.stability.symbolic`, which
needs the extra ``countermove[symbolic]``) on sets of states that nobody lists.
"""

from countermove.stability.explicit import Analysis, analyze, answered_values, rounds, stable_states, sure_of
from countermove.stability.result import MAX_ASKED, MAX_LISTED, SCHEMA
from countermove.stability.which import defined, defined_unlisted, unmet

__all__ = [
    "MAX_ASKED",
    "MAX_LISTED",
    "SCHEMA",
    "Analysis",
    "analyze",
    "answered_values",
    "defined",
    "defined_unlisted",
    "rounds",
    "stable_states",
    "sure_of",
    "unmet",
]
