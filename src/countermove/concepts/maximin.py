"""Maximin stability: what one can make sure of, looking h moves ahead; a concept for each h."""

from __future__ import annotations

from functools import cache

from countermove.concepts._concept import (
    Answers,
    Base,
    Concept,
    Disimprovements,
    Form,
    Game,
    Knowledge,
)
from countermove.concepts._maximin import secured
from countermove.errors import UsageError

ORDER = 65
MAX_HORIZON = 1_000


@cache
def make(horizon: int) -> Concept:
    """Return maximin stability with a horizon of so many moves.

    Raises
    ------
    UsageError
        When the horizon is not between 1 and `MAX_HORIZON`.
    """
    if not 1 <= horizon <= MAX_HORIZON:
        raise UsageError(
            f"'maximin:{horizon}' looks {horizon} moves ahead, and the horizon is 1 to {MAX_HORIZON:,}; "
            "ask for maximin:4, say"
        )

    def reference(game: Game, dm: str, state: int) -> bool:
        """Of what i can make sure of in h moves nothing is better than s."""
        return not game.prefers(dm, secured(game, dm, horizon)[state], state)

    moves = "one move" if horizon == 1 else f"{horizon} moves"
    return Concept(
        id=f"maximin:{horizon}",
        name=f"Maximin stability, {moves} ahead",
        short=f"Maximin{horizon}",
        question=f"Looking {moves} ahead, can it make sure of nothing better, whatever the others do?",
        definition="P(s) >= W_h(s), where W_h(s) is the largest of P(s) and all O_(h-1)(t), t in R_i(s), and "
        "O_h(t) is the smallest of P(t) and all W_(h-1)(u), u in R_{N-i}(t), with W_0 = O_0 = P; "
        f"here h = {horizon}.",
        citation="After Rêgo, Vieira, IEEE Transactions on Systems, Man, and Cybernetics: Systems (2021), "
        "for two decision makers. With more the plainest reading: the others answer by legal sequences.",
        foresight=moves,
        answers_seen="any move of the others that costs it most",
        horizon=horizon,
        knowledge=Knowledge.OWN,
        disimprovements=Disimprovements.NEVER if horizon == 1 else Disimprovements.SANCTIONERS,
        implies=_implied(horizon),
        form=_form(horizon),
        reference=reference,
    )


def _form(horizon: int) -> Form:
    """Return the general form: one move alone, or a first move, an answer, and so many moves after it."""
    if horizon == 1:
        return Form(Answers.NONE, Base.RANK)
    return Form(Answers.MOVES, Base.ESCAPE if horizon % 2 else Base.RANK, rounds=(horizon - 2) // 2)


def _implied(horizon: int) -> tuple[str, ...]:
    """Return what follows: an odd horizon, whose last move is one's own, asks more than any even one.

    The longer the odd one the less, the longer the even one the more.
    """
    same = {1: ("nash",), 2: ("gmr",), 3: ("smr",), 4: ("gmr",)}
    return same.get(horizon, (f"maximin:{horizon - (1 if horizon % 2 else 2)}",))


FAMILY = ("maximin", make, "Maximin stability", "Maximin_H")
