"""What the evidence screen has besides its page: plots as files of their own, and making quotes."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from countermove.conflict import Conflict
from countermove.conflict.quoting import quoting, with_quote, with_reason
from countermove.errors import UsageError
from countermove.loading import loads
from countermove.provenance import grounds
from countermove.views.evidence_screen_tables import PLOTS, plot
from countermove.web.drafts import Draft, StaleError, digest, draft_path
from countermove.web.workspace import Opened, Snapshot

__all__ = ["routes"]

Find = Callable[[Request], Opened]
PLOT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""A plot carries its own style, and may do nothing else."""


def routes(find: Find, token: str) -> list[Route]:
    """Return the addresses.

    Parameters
    ----------
    find : callable
        Returns the open model of a request.
    token : str
        What a write must send.
    """

    def drawn(request: Request) -> Response:
        which = request.path_params["which"]
        if which not in PLOTS:
            raise HTTPException(404)
        told = find(request).now().told
        made = plot(told, which, join="join" in request.query_params)
        headers = {"Content-Security-Policy": PLOT_POLICY}
        return Response(made, media_type="image/svg+xml", headers=headers)

    async def quote(request: Request) -> Response:
        form = await request.form(max_files=0)
        said = {name: value for name, value in form.items() if isinstance(value, str)}
        if not hmac.compare_digest(said.get("token", "").encode(), token.encode()):
            raise HTTPException(403, "This page is from an earlier start of the workbench; load it again.")
        return await run_in_threadpool(_quoted, find(request), said)

    return [
        Route("/{model}/evidence/plot/{which}.svg", drawn),
        Route("/{model}/evidence/quote", quote, methods=["POST"]),
    ]


def _quoted(opened: Opened, said: dict[str, str]) -> Response:
    """Look words up, write them as a quote if they stand there, and lead to the claim."""
    now = opened.now()
    source = said.get("source", "")
    try:
        if now.text and said.get("seen") != digest(now.text):
            raise StaleError("", now.text)
        text, label = made(opened, now, said)
    except StaleError as error:
        raise HTTPException(409, str(error)) from None
    keep(opened, text, f"a quote for the claim {label}", said["seen"])
    query: dict[str, Any] = {"source": source, "claim": label}
    return RedirectResponse(f"/{opened.id}/evidence?{urlencode(query)}#claim", 303)


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
    after = loads(text, opened.name, opened.path.parent)
    if element and not _rests(after, element, label):
        raise UsageError(f"'{element}' cannot be given a reason here; write it into the file")
    return text, label


def _rests(conflict: Conflict, element: str, label: str) -> bool:
    under = (each.claims for each in grounds(conflict.model) if each.element == element)
    return any(claim.label == label for claims in under for claim in claims)


def keep(opened: Opened, text: str, what: str, seen: str) -> None:
    """Write an edit into the model's file, unless that is a case of the package or has unsaved edits."""
    if opened.bundled:
        raise UsageError(
            f"'{opened.name}' is a case of the package and stays as it is; save its text as a file of your "
            "own, and open that with: countermove serve FILE"
        )
    if draft_path(opened.path).exists():
        raise UsageError("there are unsaved edits of this model; save or discard them first")
    draft = Draft(opened.path, [opened.now().text])
    draft.edit(text, what, seen)
    draft.save()
