"""Limited-move stability: two decision makers move in turn and look h moves ahead; a concept for each h."""

from __future__ import annotations

from functools import cache

from countermove.concepts._concept import Concept, Disimprovements, Game, Knowledge, LimitedMove
from countermove.concepts._limited import limited
from countermove.errors import UsageError

ORDER = 70
MAX_HORIZON = 1_000


@cache
def make(horizon: int) -> Concept:
    """Return limited-move stability with a horizon of so many moves.

    Raises
    ------
    UsageError
        When the horizon is not between 1 and `MAX_HORIZON`.
    """
    if not 1 <= horizon <= MAX_HORIZON:
        raise UsageError(
            f"'lh:{horizon}' looks {horizon} moves ahead, and the horizon is 1 to {MAX_HORIZON}; "
            "for one without end ask for 'nm'"
        )

    def reference(game: Game, dm: str, state: int) -> bool:
        """G_h(i, s) = s."""
        return limited(game, dm, state, horizon)

    moves = "one move" if horizon == 1 else f"{horizon} moves"
    return Concept(
        id=f"lh:{horizon}",
        name=f"Limited-move stability, {moves} ahead",
        short=f"L{horizon}",
        question=f"Looking {moves} ahead, with both sides choosing as well as they can, would it stay?",
        definition="G_h(i, s) = s, where G_0(i, s) = s and G_h(i, s) is the best for i among s and the "
        f"G_(h-1)(j, t) of all t in R_i(s), j being the other; here h = {horizon}.",
        citation="Zagare, Theory and Decision 16 (1984) 1-19; Kilgour (1985); for graph models Fang, Hipel, "
        "Kilgour (1993). For two decision makers with strict preferences.",
        foresight=moves,
        answers_seen="the other's best choice, looking ahead as it does itself",
        horizon=horizon,
        knowledge=Knowledge.ALL,
        disimprovements=Disimprovements.STRATEGIC,
        implies=_implied(horizon),
        form=LimitedMove(horizon),
        reference=reference,
        needs=("two-decision-makers", "strict-preferences"),
    )


def _implied(horizon: int) -> tuple[str, ...]:
    """Return what follows: the answer is one move, a best one (2), or cannot be escaped (3)."""
    return {1: ("nash",), 2: ("seq",), 3: ("smr",)}.get(horizon, ("gmr",))


FAMILY = ("lh", make, "Limited-move stability", "L_H")
