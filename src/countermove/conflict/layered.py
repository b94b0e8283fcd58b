"""The layers of a conflict: each by itself, and the whole against them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Self

from countermove import space, stability
from countermove.conflict.deciding import Progress, WithVerdicts
from countermove.errors import LimitError, ModelError, UsageError, suggest

if TYPE_CHECKING:
    from countermove.analyses.layers import Against
    from countermove.stability.symbolic import SymbolicAnalysis

__all__ = ["WithLayers"]


class WithLayers(WithVerdicts):
    """A model with its layers, where it has any."""

    @cached_property
    def layers(self) -> dict[str, Self]:
        """The conflict of each layer by its label, in the model's order."""
        return {each.label: self._layer(each.label) for each in self.model.layers}

    def layer(self, label: str) -> Self:
        """Return the conflict that one layer is by itself.

        Raises
        ------
        UsageError
            When there is no such layer.
        LimitError
            When it is too large to be listed.
        """
        if label not in self.layers:
            hint = suggest(label, self.layers, what="layers") if self.layers else "the model has none"
            raise UsageError(f"unknown layer '{label}'; {hint}")
        return self.layers[label]

    def _layer(self, label: str) -> Self:
        (model,) = (each.model for each in self.model.layers if each.label == label)
        try:
            listed, problems = space.check(model)
        except LimitError as error:
            raise LimitError(f"layer '{label}': {error}") from None
        if problems:
            raise ModelError(problems)
        return type(self)(model, listed, self.folder)

    def against_layers(
        self,
        analysis: stability.Analysis | SymbolicAnalysis,
        concepts: Sequence[str] | None = None,
        progress: Progress | None = None,
    ) -> list[Against]:
        """Return how the whole's equilibria stand to those of its layers.

        Parameters
        ----------
        analysis : Analysis or SymbolicAnalysis
            Of the whole.
        concepts : sequence of str, optional
            Ids; by default all that are decided for the whole and defined for each layer.

        Raises
        ------
        UsageError
            When the model has no layers.
        """
        from countermove.analyses.layers import ListedSets, against_layers

        if not self.layers:
            raise UsageError("the model has no layers; list them under 'layers:'")
        local = {
            label: each.analyze(engine="explicit", progress=progress) for label, each in self.layers.items()
        }
        decided = [
            each.id for each in analysis.concepts if all(each.id in own.stable for own in local.values())
        ]
        asked = decided if concepts is None else [each for each in concepts if each in decided]
        if isinstance(analysis, stability.Analysis):
            return against_layers(asked, self.model.layers, local, ListedSets(analysis))
        from countermove.analyses.layers_unlisted import UnlistedSets

        return against_layers(asked, self.model.layers, local, UnlistedSets(analysis))
