"""What several decision makers do together: coalitions, merged players, and the way there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from countermove.conflict.deciding import Progress, labels_in
from countermove.conflict.powerful import WithPower
from countermove.errors import LimitError

if TYPE_CHECKING:
    from countermove.analyses.coalitions import Survey
    from countermove.analyses.joint_paths import JointEvolution
    from countermove.analyses.merged import Merging

__all__ = ["WithCoalitions"]


class WithCoalitions(WithPower):
    """A model of which can be asked what coalitions do."""

    def coalitions(
        self,
        coalitions: Sequence[str] | None = None,
        concepts: Sequence[str] | None = None,
        *,
        engine: str = "auto",
        progress: Progress | None = None,
    ) -> Survey:
        """Return which equilibria survive coalitions; see `countermove.analyses.coalitions`.

        Parameters
        ----------
        coalitions : sequence of str, optional
            Labels joined by ``+``, such as ``russia+armenia``; every coalition by default.
        concepts : sequence of str, optional
            Concept ids, as for `analyze`; those without a coalition version are passed over.
        engine : str
            As for `analyze`; coalitions need the explicit one.
        progress : callable, optional
            Takes (work done, work to do), first for the verdicts and then for the coalitions.

        Raises
        ------
        UsageError
            When a coalition has no two members, or no concept has a coalition version.
        LimitError
            When the states cannot be listed, or coalitions are too many.
        """
        from countermove.analyses.coalitions import chosen_coalitions, survey, with_coalitions

        self._need_the_list("coalitions", engine)
        tried = chosen_coalitions(self.space, self._named(coalitions))
        with_coalitions(self._chosen(concepts)[0])
        return survey(self._explicit(concepts, progress), tried, progress)

    def merged(
        self,
        players: Sequence[str],
        concepts: Sequence[str] | None = None,
        *,
        engine: str = "auto",
        progress: Progress | None = None,
    ) -> Merging:
        """Return what is stable once decision makers are merged; see `countermove.analyses.merged`.

        Parameters
        ----------
        players : sequence of str
            Whom to merge into one player each, labels joined by ``+``.
        concepts : sequence of str, optional
            Concept ids, as for `analyze`; those that are not decided for merged players are passed over.
        engine : str
            As for `analyze`; merged players need the explicit one.
        progress : callable, optional
            As for `analyze`.

        Raises
        ------
        UsageError
            When a name merges nobody, or none of the concepts is decided for merged players.
        LimitError
            When the states cannot be listed, or a merged player has too many moves.
        """
        from countermove.analyses.merged import merge, named_players

        self._need_the_list("merged players", engine)
        named = named_players(self.space, self._named(players) or [])
        return merge(self._explicit(concepts, progress), named)

    def evolve_together(
        self,
        start: int | str | None = None,
        coalitions: Sequence[str] | None = None,
        concepts: Sequence[str] | None = None,
    ) -> JointEvolution:
        """Return where improvements and steps of coalitions lead; see `countermove.analyses.joint_paths`.

        Parameters
        ----------
        start : int or str, optional
            Where to start; today's state by default.
        coalitions : sequence of str, optional
            Which coalitions may move together; every one by default.
        concepts : sequence of str, optional
            Whose equilibria are looked for, as for `analyze`.
        """
        from countermove.analyses.coalitions import chosen_coalitions
        from countermove.analyses.joint_paths import joint_evolution

        self._need_the_list("steps of coalitions", "auto")
        where = self.state(self.today() if start is None else start)
        tried = chosen_coalitions(self.space, self._named(coalitions))
        return joint_evolution(self._explicit(concepts), where, tried)

    def _need_the_list(self, what: str, engine: str) -> None:
        if isinstance(self._listed, LimitError):
            raise LimitError(f"{what} need the explicit engine: {self._listed}")
        if self.engine(engine)[0] != "explicit":
            raise LimitError(f"{what} need the explicit engine; leave '--engine {engine}' out")

    def _named(self, coalitions: Sequence[str] | None) -> list[str] | None:
        if coalitions is None:
            return None
        example = "+".join(self.decision_makers[:2])
        return labels_in(coalitions, f"coalitions are a list, such as ['{example}']")
