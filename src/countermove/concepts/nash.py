"""Nash stability: nothing better is within one's own reach."""

from __future__ import annotations

from countermove.concepts._concept import Answers, Base, Concept, Disimprovements, Form, Game, Knowledge
from countermove.concepts._literal import improvements

ORDER = 10


def reference(game: Game, dm: str, state: int) -> bool:
    """R_i^+(s) is empty."""
    return not improvements(game, dm, state)


CONCEPT = Concept(
    id="nash",
    name="Nash stability",
    short="Nash",
    question="Is there nothing better that it can move to at once?",
    definition="R_i^+(s) is empty.",
    citation="Nash, Annals of Mathematics 54 (1951) 286-295; for graph models Fang, Hipel, Kilgour, "
    "Interactive Decision Making (Wiley, 1993).",
    foresight="one move",
    answers_seen="nothing",
    horizon=1,
    knowledge=Knowledge.OWN,
    disimprovements=Disimprovements.NEVER,
    implies=("gmr", "smr", "seq", "sseq", "sim"),
    form=Form(Answers.NONE, Base.RANK),
    reference=reference,
)
