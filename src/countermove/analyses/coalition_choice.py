"""Which coalitions to try, and under which concepts there is anything to try."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from countermove.concepts import Answers, Base, Concept, Form
from countermove.errors import LimitError, UsageError, suggest
from countermove.space import Space

__all__ = [
    "MAX_COALITIONS",
    "Coalition",
    "all_coalitions",
    "chosen_coalitions",
    "has_coalition_version",
    "named_coalition",
    "with_coalitions",
]

MAX_COALITIONS = 1_013
"""How many coalitions are tried at most: all of ten decision makers."""

Coalition = tuple[int, ...]
"""The indices of its members, ascending."""


def named_coalition(space: Space, text: str) -> Coalition:
    """Return the coalition that labels joined by ``+`` name, such as ``russia+armenia``.

    Raises
    ------
    UsageError
        When a label is unknown or named twice.
    """
    known = space.decision_makers
    labels = [label.strip() for label in text.split("+")]
    for label in labels:
        if label not in known:
            raise UsageError(
                f"the coalition '{text}' has no decision maker '{label}'; "
                + suggest(label, known, what="decision makers")
            )
        if labels.count(label) > 1:
            raise UsageError(f"the coalition '{text}' names '{label}' twice; name each member once")
    return tuple(sorted(known.index(label) for label in labels))


def all_coalitions(space: Space) -> tuple[Coalition, ...]:
    """Return every coalition with at least two members, the small ones first.

    Raises
    ------
    LimitError
        When there are more than `MAX_COALITIONS`.
    """
    everybody = range(len(space.decision_makers))
    many = 2 ** len(everybody) - len(everybody) - 1
    if many > MAX_COALITIONS:
        raise LimitError(
            f"{len(everybody)} decision makers can form {many:,} coalitions, and the limit is "
            f"{MAX_COALITIONS:,}; name those to try with --coalition, such as --coalition "
            + "+".join(space.decision_makers[:2])
        )
    return tuple(each for number in range(2, len(everybody) + 1) for each in combinations(everybody, number))


def chosen_coalitions(space: Space, names: Sequence[str] | None) -> tuple[Coalition, ...]:
    """Return the coalitions that are named, each once, or all there are.

    Raises
    ------
    UsageError
        When a name has an unknown member, or not two.
    LimitError
        When all are asked for, and they are too many.
    """
    labels = space.decision_makers
    if len(labels) < 2:
        raise UsageError(f"a coalition needs two members, and '{labels[0]}' is the only decision maker")
    if names is None:
        return all_coalitions(space)
    found = {text: named_coalition(space, text) for text in names}
    for text, members in found.items():
        if len(members) < 2:
            other = next(label for k, label in enumerate(labels) if k not in members)
            raise UsageError(
                f"the coalition '{text}' has one member, and what one does alone is tested anyway; "
                f"name two at least, such as {text}+{other}"
            )
    return tuple(dict.fromkeys(found.values()))


def has_coalition_version(concept: Concept) -> bool:
    """Whether the concept is one of Nash, GMR, SMR and SEQ, for which coalition versions are published."""
    form = concept.form
    return isinstance(form, Form) and not form.rounds and form != Form(Answers.IMPROVEMENTS, Base.ESCAPE)


def with_coalitions(concepts: Sequence[Concept]) -> tuple[Concept, ...]:
    """Return those concepts that have a coalition version; raise UsageError when there is none."""
    found = tuple(each for each in concepts if has_coalition_version(each))
    if not found:
        names = " and ".join(f"'{each.id}'" for each in concepts)
        verb = "has" if len(concepts) == 1 else "have"
        raise UsageError(f"{names} {verb} no coalition version; ask for --concept nash, gmr, smr or seq")
    return found
