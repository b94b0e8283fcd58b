"""Sequential stability: every improvement is answered by moves that the others want to make."""

from __future__ import annotations

from countermove.concepts._concept import Answers, Base, Concept, Disimprovements, Form, Game, Knowledge
from countermove.concepts._literal import improvements, others, reachable_by_improvements

ORDER = 40


def reference(game: Game, dm: str, state: int) -> bool:
    """Each s1 in R_i^+(s) is answered by some s2 in R_{N-i}^+(s1) with not s2 >_i s."""
    return all(
        any(not game.prefers(dm, s2, state) for s2 in reachable_by_improvements(game, others(game, dm), s1))
        for s1 in improvements(game, dm, state)
    )


CONCEPT = Concept(
    id="seq",
    name="Sequential stability",
    short="SEQ",
    question="Would the others, each improving its own lot, answer so that it is no better off?",
    definition="Each s1 in R_i^+(s) is answered by some s2 in R_{N-i}^+(s1) that i does not prefer to s.",
    citation="Fraser, Hipel, IEEE Transactions on Systems, Man, and Cybernetics 9 (1979) 805-816; for graph "
    "models Fang, Hipel, Kilgour (1993).",
    foresight="two moves",
    answers_seen="the others' improvements",
    horizon=2,
    knowledge=Knowledge.ALL,
    disimprovements=Disimprovements.NEVER,
    implies=("gmr",),
    form=Form(Answers.IMPROVEMENTS, Base.RANK),
    reference=reference,
)
