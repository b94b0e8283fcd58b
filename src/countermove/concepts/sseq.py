"""Symmetric sequential stability: as SEQ, and the answer cannot be escaped."""

from __future__ import annotations

from countermove.concepts._concept import Answers, Base, Concept, Disimprovements, Form, Game, Knowledge
from countermove.concepts._literal import improvements, others, reachable_by_improvements

ORDER = 50


def reference(game: Game, dm: str, state: int) -> bool:
    """As SEQ, and no s3 in R_i(s2) has s3 >_i s."""
    return all(
        any(
            not game.prefers(dm, s2, state)
            and not any(game.prefers(dm, s3, state) for s3 in game.moves(dm, s2))
            for s2 in reachable_by_improvements(game, others(game, dm), s1)
        )
        for s1 in improvements(game, dm, state)
    )


CONCEPT = Concept(
    id="sseq",
    name="Symmetric sequential stability",
    short="SSEQ",
    question="Would the others, each improving its own lot, answer so that it cannot even move on to "
    "something better?",
    definition="Each s1 in R_i^+(s) is answered by some s2 in R_{N-i}^+(s1) that i does not prefer to s, "
    "and no s3 in R_i(s2) is preferred by i to s.",
    citation="Rêgo, Vieira, Group Decision and Negotiation (2016), doi:10.1007/s10726-016-9520-8.",
    foresight="three moves",
    answers_seen="the others' improvements, and its own way out",
    horizon=3,
    knowledge=Knowledge.ALL,
    disimprovements=Disimprovements.NEVER,
    implies=("smr", "seq"),
    form=Form(Answers.IMPROVEMENTS, Base.ESCAPE),
    reference=reference,
)
