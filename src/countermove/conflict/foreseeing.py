"""How far each side looks ahead: concepts of their own, and from which horizon on states hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from countermove import concepts
from countermove.conflict.gathering import WithCoalitions
from countermove.errors import LimitError, UsageError
from countermove.model import Model
from countermove.model.elements import Outlook

if TYPE_CHECKING:
    from countermove.analyses.horizons import Foreseen

__all__ = ["WithForesight"]


class WithForesight(WithCoalitions):
    """A model whose decision makers may look ahead differently far."""

    _horizons: dict[str, Foreseen] | None = None

    def foreseeing(self, foresight: Mapping[str, str]) -> Self:
        """Return the same conflict with other foresight, for the concept ``mixed``.

        Parameters
        ----------
        foresight : mapping
            For decision makers, by their labels, the id of the concept by which they look ahead; the others
            keep what the model says of them, and by default look by ``nash``.

        Raises
        ------
        UsageError
            When there is no such decision maker or concept.
        """
        for label, concept in foresight.items():
            self.dm(label)
            if concepts.find(concept).id == "mixed":
                raise UsageError(
                    f"'mixed' is no concept of one side; give '{label}' one such as nash, smr or maximin:4"
                )
        model = _with(self.model, foresight)
        listed = self._listed if isinstance(self._listed, LimitError) else replace(self._listed, model=model)
        return type(self)(model, listed, self.folder, self.text, self.changed, self.beside)

    def horizons(self) -> dict[str, Foreseen]:
        """Return at which horizons each state holds, by family of concepts; see `analyses.horizons`.

        Returns
        -------
        dict
            ``maximin``, and ``lh`` where limited-move stability is defined.

        Raises
        ------
        LimitError
            When the states cannot be listed or are too many, or verdicts do not come to repeat.
        """
        from countermove.analyses.horizons import horizons

        if self._horizons is None:
            self._horizons = horizons(self.space)
        return self._horizons


def _with(model: Model, foresight: Mapping[str, str]) -> Model:
    """Return a model, and its layers, with other foresight."""
    labels = {dm.label for dm in model.decision_makers}
    own = {label: Outlook(label, concept) for label, concept in foresight.items() if label in labels}
    layers = tuple(replace(each, model=_with(each.model, foresight)) for each in model.layers)
    return replace(model, foresight={**model.foresight, **own}, layers=layers)
