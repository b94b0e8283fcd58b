"""Symmetric metarationality: as GMR, and the answer cannot be escaped."""

from __future__ import annotations

from countermove.concepts._concept import Answers, Base, Concept, Disimprovements, Form, Game, Knowledge
from countermove.concepts._literal import improvements, others, reachable

ORDER = 30


def reference(game: Game, dm: str, state: int) -> bool:
    """As GMR, and no s3 in R_i(s2) has s3 >_i s."""
    return all(
        any(
            not game.prefers(dm, s2, state)
            and not any(game.prefers(dm, s3, state) for s3 in game.moves(dm, s2))
            for s2 in reachable(game, others(game, dm), s1)
        )
        for s1 in improvements(game, dm, state)
    )


CONCEPT = Concept(
    id="smr",
    name="Symmetric metarationality",
    short="SMR",
    question="Could the others answer every improvement so that it cannot even move on to something better?",
    definition="Each s1 in R_i^+(s) is answered by some s2 in R_{N-i}(s1) that i does not prefer to s, "
    "and no s3 in R_i(s2) is preferred by i to s.",
    citation="Howard, Paradoxes of Rationality (MIT Press, 1971); for graph models Fang, Hipel, "
    "Kilgour (1993).",
    foresight="three moves",
    answers_seen="any move of the others, and its own way out",
    horizon=3,
    knowledge=Knowledge.OWN,
    disimprovements=Disimprovements.SANCTIONERS,
    implies=("gmr",),
    form=Form(Answers.MOVES, Base.ESCAPE),
    reference=reference,
)
