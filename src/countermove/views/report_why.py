"""What conclusions rest on, for the report: statements, the claims behind them, and warnings beside both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from countermove.analyses.resting import Resting
from countermove.conflict.support import Support, Supports, doubtful_linchpins
from countermove.model.elements import Assumption, Because, Claim
from countermove.space import Space
from countermove.stability import Analysis
from countermove.views.evidence_cautions import Caution, outcome_cautions
from countermove.views.report_evidence import DOUBTS
from countermove.views.why import why_cautions, why_told

__all__ = ["Behind"]

SIGNS = {
    Support.FAILING: "failing",
    Support.CONTRADICTED: "against",
    Support.UNSEEN: "no-source",
    Support.ASSUMED: "assumption",
    Support.NOTHING: "assumption",
}


class Behind:
    """What stands behind the elements of the model that a report is about.

    Parameters
    ----------
    space : Space
        The conflict.
    supports : Supports
        How well its elements are borne out.
    claims : sequence of mapping
        The report's claims, with their anchors.
    """

    def __init__(self, space: Space, supports: Supports, claims: Sequence[Mapping[str, Any]]) -> None:
        self.space = space
        self.supports = supports
        self.anchors = {each["claim"]: each for each in claims}

    def reason(self, resting: Resting) -> dict[str, Any]:
        """Return what one reason rests on, and warnings of it; nothing where no evidence is given at all."""
        if not self.supports.doubts:
            return {"rests": [], "cautions": []}
        return {
            "rests": [
                {
                    "said": sentence,
                    "parts": [{"name": name, **self._grounds(by.because)} for name, by in parts],
                }
                for sentence, parts in why_told(self.space, resting, telling=True)
            ],
            "cautions": self._shown(why_cautions(self.space, resting, self.supports)),
        }

    def outcomes(self, analysis: Analysis, states: Sequence[int]) -> list[dict[str, Any]]:
        """Return the warnings of what outcomes rest on, or that this was not tried."""
        if not self.supports.doubts:
            return []
        found = doubtful_linchpins(analysis, self.supports, states)
        return self._shown(outcome_cautions(self.space.model, self.supports, found, len(states)))

    def _grounds(self, because: Because) -> dict[str, Any]:
        claims = [
            {
                "id": self.anchors[each]["id"],
                "text": each.text,
                "sign": self.anchors[each]["sign"],
                "doubt": DOUBTS.get(self.supports.standing(each), ""),
            }
            for each in because
            if isinstance(each, Claim)
        ]
        assumed = [each.text for each in because if isinstance(each, Assumption)]
        bare = not because and Support.NOTHING in self.supports.doubts
        return {"claims": claims, "assumed": assumed, "bare": bare}

    def _shown(self, cautions: Sequence[Caution]) -> list[dict[str, Any]]:
        return [
            {
                "sign": SIGNS[each.kind],
                "word": each.word,
                "grave": each.kind.grave,
                "text": f"{each.said}.",
                "claims": [self.anchors[claim]["id"] for claim in each.claims],
            }
            for each in cautions
        ]
