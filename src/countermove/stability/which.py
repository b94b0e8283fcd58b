"""Which concepts are defined for a conflict, and why the others are not."""

from __future__ import annotations

from collections.abc import Sequence

from countermove.concepts import Concept, Form, Mixed, Simultaneous, find, own
from countermove.errors import UsageError
from countermove.model import Model
from countermove.space import Space
from countermove.space.ranks import all_apart

__all__ = ["defined", "defined_unlisted", "unmet"]

MAX_SIMULTANEOUS = 100_000
"""Above this many states simultaneous stability is decided only when asked for by name."""
NO_FORESIGHT = (
    "nothing says how far each side looks ahead; add 'foresight: {LABEL: smr}' to the model, or --foresight "
    "LABEL=smr"
)


def unmet(space: Space, concept: Concept) -> str:
    """Say why a concept is not defined for a conflict; empty when it is."""
    if isinstance(concept.form, Mixed):
        return _unmet_by_some(space)
    if "option-form" in concept.needs and space.model.graph_form:
        return "it is defined for conflicts of options, and this one lists its states"
    if "option-form" in concept.needs and space.model.powers:
        return "it combines what each does with its own options, and here options of others can be forced"
    if "two-decision-makers" in concept.needs and len(space.decision_makers) == 1:
        return "it is defined for two decision makers, and here is one"
    if "two-decision-makers" in concept.needs and len(space.decision_makers) > 2:
        return "it is defined for two decision makers; for more, rival definitions exist"
    if "strict-preferences" in concept.needs:
        for label, ranks in zip(space.decision_makers, space.ranks, strict=True):
            if not all_apart(ranks):
                return f"it is defined for strict preferences, and '{label}' likes some states equally"
    return ""


def defined(space: Space, concepts: Sequence[Concept]) -> tuple[tuple[Concept, ...], dict[str, str]]:
    """Part concepts into those to decide when none is asked for by name, and the others with the reason."""
    left_out = {concept.id: unmet(space, concept) for concept in concepts}
    for concept in concepts:
        large = isinstance(concept.form, Simultaneous) and space.size > MAX_SIMULTANEOUS
        if large and not left_out[concept.id]:
            left_out[concept.id] = f"above {MAX_SIMULTANEOUS:,} states it takes long; ask for it by name"
    reasons = {name: why for name, why in left_out.items() if why}
    return tuple(concept for concept in concepts if concept.id not in reasons), reasons


def _unmet_by_some(space: Space) -> str:
    """Say whose own concept is not defined for a conflict, or that nobody has one."""
    looking = space.model.looking
    if not looking:
        return NO_FORESIGHT
    for label, concept_id in looking.items():
        if why := unmet(space, find(concept_id)):
            return f"'{label}' looks ahead by '{concept_id}', and {why}"
    return ""


def defined_unlisted(concepts: Sequence[Concept], model: Model) -> tuple[tuple[Concept, ...], dict[str, str]]:
    """Part concepts into those that the symbolic engine decides, and the others with the reason."""
    labels, looking = [dm.label for dm in model.decision_makers], model.looking

    def general(concept: Concept) -> bool:
        return all(isinstance(own(concept, looking, label).form, Form) for label in labels)

    if not looking and any(isinstance(concept.form, Mixed) for concept in concepts):
        raise UsageError(f"'mixed' cannot be decided here: {NO_FORESIGHT}")
    why = "that takes the explicit engine"
    chosen = tuple(concept for concept in concepts if general(concept))
    return chosen, {concept.id: why for concept in concepts if concept not in chosen}
