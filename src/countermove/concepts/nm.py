"""Non-myopic stability: limited-move stability however far ahead one looks."""

from __future__ import annotations

from countermove.concepts._concept import Concept, Disimprovements, Knowledge, LimitedMove
from countermove.concepts._limited import non_myopic

ORDER = 80

CONCEPT = Concept(
    id="nm",
    name="Non-myopic stability",
    short="NM",
    question="Looking ever further ahead, with both sides choosing as well as they can, would it stay?",
    definition="There is an h0 such that G_h(i, s) = s for every h >= h0; G_h as for limited-move stability.",
    citation="Kilgour, Theory and Decision 16 (1984) 135-157, and (1985); for graph models Fang, Hipel, "
    "Kilgour (1993). For two decision makers with strict preferences.",
    foresight="any number of moves",
    answers_seen="the other's best choice, looking ahead as it does itself",
    horizon=None,
    knowledge=Knowledge.ALL,
    disimprovements=Disimprovements.STRATEGIC,
    implies=("gmr",),
    form=LimitedMove(None),
    reference=non_myopic,
    needs=("two-decision-makers", "strict-preferences"),
)
