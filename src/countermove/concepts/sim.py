"""Simultaneous stability: the others act at the same time, each on an improvement of its own."""

from __future__ import annotations

from itertools import product

from countermove.concepts._concept import Concept, Disimprovements, Game, Knowledge, Simultaneous
from countermove.concepts._literal import improvements, others

ORDER = 60


def reference(game: Game, dm: str, state: int) -> bool:
    """Each s1 in R_i^+(s) is answered by a joint state, feasible and not preferred by i to s."""
    return all(
        any(not game.prefers(dm, s2, state) for s2 in _joint_answers(game, dm, state, s1))
        for s1 in improvements(game, dm, state)
    )


def _joint_answers(game: Game, dm: str, s: int, s1: int) -> set[int]:
    """Return where the move to ``s1`` ends as every other stays or takes one of its improvements from s."""
    rest = others(game, dm)
    choices = [(s, *improvements(game, j, s)) for j in rest]
    joint = (game.joint(s, {dm: s1, **dict(zip(rest, chosen, strict=True))}) for chosen in product(*choices))
    return {state for state in joint if state is not None}


CONCEPT = Concept(
    id="sim",
    name="Simultaneous stability",
    short="SIM",
    question="Could the others, acting at the same time and each on an improvement of its own, leave it no "
    "better off?",
    definition="Each s1 in R_i^+(s) is answered by a choice, for every j other than i, of staying or of one "
    "t_j in R_j^+(s): the state in which i has its options as in s1 and every j as in t_j is feasible, and i "
    "does not prefer it to s.",
    citation="Fraser, Hipel, Conflict Analysis: Models and Resolutions (North-Holland, 1984), for two "
    "decision makers; here all others may act at once.",
    foresight="one move, and all others' at the same time",
    answers_seen="the others' improvements from where it stands, all at once",
    horizon=1,
    knowledge=Knowledge.ALL,
    disimprovements=Disimprovements.NEVER,
    implies=(),
    form=Simultaneous(),
    reference=reference,
    needs=("option-form",),
)
