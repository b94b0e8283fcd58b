"""General metarationality: every improvement can be answered, whatever the answer costs the others."""

from __future__ import annotations

from countermove.concepts._concept import Answers, Base, Concept, Disimprovements, Form, Game, Knowledge
from countermove.concepts._literal import improvements, others, reachable

ORDER = 20


def reference(game: Game, dm: str, state: int) -> bool:
    """Each s1 in R_i^+(s) is answered by some s2 in R_{N-i}(s1) with not s2 >_i s."""
    return all(
        any(not game.prefers(dm, s2, state) for s2 in reachable(game, others(game, dm), s1))
        for s1 in improvements(game, dm, state)
    )


CONCEPT = Concept(
    id="gmr",
    name="General metarationality",
    short="GMR",
    question="Could the others answer every improvement so that it is no better off, at whatever cost?",
    definition="Each s1 in R_i^+(s) is answered by some s2 in R_{N-i}(s1) that i does not prefer to s.",
    citation="Howard, Paradoxes of Rationality (MIT Press, 1971); for graph models Fang, Hipel, "
    "Kilgour (1993).",
    foresight="two moves",
    answers_seen="any move of the others",
    horizon=2,
    knowledge=Knowledge.OWN,
    disimprovements=Disimprovements.SANCTIONERS,
    implies=(),
    form=Form(Answers.MOVES, Base.RANK),
    reference=reference,
)
