"""Mixed foresight: each decision maker looks ahead in its own way, as the model says."""

from __future__ import annotations

from countermove.concepts._concept import Concept, Game, Mixed

ORDER = 90
DEFAULT = "nash"
"""By which a decision maker looks ahead that the model does not name: one move."""


def reference(game: Game, dm: str, state: int) -> bool:
    """Stable for i under i's own concept."""
    from countermove.concepts import find

    return find(game.looking.get(dm, DEFAULT)).reference(game, dm, state)


ASKED = Concept(
    id="mixed",
    name="Mixed foresight",
    short="Mixed",
    question="Would it stay, looking ahead in its own way?",
    definition="s is stable for i under the concept that the model gives i; Nash for whom it names none.",
    citation="The plainest reading: a state is an equilibrium if each side would stay by its own concept; "
    "each of these is taken from the literature.",
    foresight="as each side's own concept",
    answers_seen="what its own concept says",
    horizon=None,
    knowledge=None,
    disimprovements=None,
    implies=(),
    form=Mixed(),
    reference=reference,
)
