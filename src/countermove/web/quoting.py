"""What the evidence screen has besides its page: plots as files of their own, and making quotes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from countermove.conflict import Conflict
from countermove.conflict.quoting import quoting, with_quote, with_reason
from countermove.errors import UsageError
from countermove.provenance import grounds
from countermove.views.evidence_screen_tables import PLOTS, plot
from countermove.web.workspace import Opened, Snapshot

__all__ = ["made", "routes"]

Find = Callable[[Request], Opened]
PLOT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""A plot carries its own style, and may do nothing else."""


def routes(find: Find) -> list[Route]:
    """Return the addresses.

    Parameters
    ----------
    find : callable
        Returns the open model of a request.
    """

    def drawn(request: Request) -> Response:
        which = request.path_params["which"]
        if which not in PLOTS:
            raise HTTPException(404)
        told = find(request).now().told
        made = plot(told, which, join="join" in request.query_params)
        headers = {"Content-Security-Policy": PLOT_POLICY}
        return Response(made, media_type="image/svg+xml", headers=headers)

    return [
        Route("/{model}/evidence/plot/{which}.svg", drawn),
    ]


def made(opened: Opened, now: Snapshot, said: Mapping[str, str]) -> tuple[str, str]:
    """Return what a form makes of a model, a valid text, and the label of the claim that has the quote.

    Parameters
    ----------
    opened, now : Opened, Snapshot
        The model.
    said : mapping of str to str
        The form: ``source``, ``words``, ``claim`` or what a new one ``says``, ``sealed``, ``against``, and
        the ``element`` that is to rest on the claim, if any.
    """
    conflict = now.told.conflict
    found = quoting(now.told.evidence, said.get("source", ""), said.get("words", ""))
    claim, says = said.get("claim", ""), said.get("says", "")
    kept, against = "sealed" in said, "against" in said
    text, label = with_quote(conflict, now.text, found, claim, says, sealed=kept, against=against)
    element = said.get("element", "")
    if element:
        text = with_reason(text, element, label)
    after = opened.read(text)
    if element and not _rests(after, element, label):
        raise UsageError(f"'{element}' cannot be given a reason here; write it into the file")
    return text, label


def _rests(conflict: Conflict, element: str, label: str) -> bool:
    under = (each.claims for each in grounds(conflict.model) if each.element == element)
    return any(claim.label == label for claims in under for claim in claims)
