"""How decision makers see a conflict: each view by itself, and what really holds."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Self

from countermove.conflict.deciding import Progress
from countermove.conflict.layered import WithLayers
from countermove.errors import LimitError, UsageError, suggest

if TYPE_CHECKING:
    from countermove.analyses.perceptions import Hypergame, Perceived

__all__ = ["WithViews"]

USUAL = ("nash", "gmr", "smr", "seq")
"""Under which what is perceived is told when nothing else is asked."""


class WithViews(WithLayers):
    """A model with its perceptions, where it has any."""

    @cached_property
    def hypergame(self) -> Hypergame:
        """The conflict and its views; see `countermove.analyses.perceptions`."""
        from countermove.analyses.perceptions import hypergame

        return hypergame(self.space)

    def check_views(self) -> None:
        """Raise ModelError where somebody's view is no conflict: without a state, or with another ranking."""
        if self.listed and self.model.perceptions:
            with suppress(LimitError):  # what is too large to be looked at is told where it is asked for
                self.hypergame.check()

    def view(self, of: str | Sequence[str]) -> Self:
        """Return the conflict that a decision maker sees.

        Parameters
        ----------
        of : str or sequence of str
            A decision maker's label; several, also joined by ``/``, for a view of a view:
            ``turkey/azerbaijan`` is how Azerbaijan sees the conflict in Turkey's eyes.

        Raises
        ------
        UsageError
            When there is no such view.
        """
        path = of.split("/") if isinstance(of, str) else list(of)
        game = self.hypergame
        for depth, label in enumerate(path):
            labels = game.space.decision_makers
            if label not in labels:
                hint = suggest(label, labels, what="decision makers")
                raise UsageError(f"unknown decision maker '{label}'; {hint}")
            if label in path[:depth][-1:]:
                raise UsageError(f"'{label}' has no view of its own view; name it once")
            seen = game.views.get(labels.index(label))
            if seen is None:
                views = ", ".join(labels[dm] for dm in game.views) or "nobody"
                where = f" in the eyes of '{path[depth - 1]}'" if depth else ""
                what = f"'{label}' sees the conflict as it is{where}"
                raise UsageError(f"{what}; other views are given there for {views}")
            game = seen.game
        return type(self)(game.space.model, game.space, self.folder)

    def perceived(
        self, concepts: Sequence[str] | None = None, progress: Progress | None = None
    ) -> list[Perceived]:
        """Return what really holds, what each side expects, and what corrections of views would change.

        Parameters
        ----------
        concepts : sequence of str, optional
            Ids; by default nash, gmr, smr and seq.
        progress : callable, optional
            Takes (corrections tried, corrections to try), concept by concept.

        Raises
        ------
        UsageError
            When the model gives no perceptions, or a concept is not defined for what somebody sees.
        LimitError
            When the states cannot be listed.
        """
        from countermove.analyses.perceptions import perceived

        if not self.model.perceptions:
            raise UsageError("the model gives no perceptions; list them under 'perceptions:'")
        chosen = self._chosen(list(concepts or USUAL))[0]
        return [perceived(self.hypergame, each, progress) for each in chosen]
