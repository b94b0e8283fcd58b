"""What the evidence screen has besides its page: plots as files of their own, and making quotes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from countermove.conflict import Conflict
from countermove.conflict.quoting import Attachable, attachable, place_in, quoting, with_quote, with_reason
from countermove.errors import UsageError
from countermove.model.elements import Claim
from countermove.model.yaml import parse
from countermove.provenance import grounds
from countermove.views.evidence_apart import query_of
from countermove.views.evidence_screen_tables import PLOTS, plot
from countermove.web.evidence_apart import apart
from countermove.web.screen import Asked, Bench
from countermove.web.workspace import Opened, Snapshot

__all__ = ["declaring", "made", "routes"]

ABOUT = ("said_by", "happened")
"""What a form says of a new claim besides its text: who says it, and when it happened."""
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
        opened, query = find(request), request.query_params
        now, width = opened.now(), query.get("width", "")
        state = request.app.state
        # Of long documents the plots are drawn by the work for the page that shows them.
        page = f"/{opened.id}/evidence?{urlencode(query_of(which, query))}"
        found = apart(
            Asked(opened, now, query, {}, bench=Bench(state.workspace, state.jobs), address=page), which
        )
        if found is None:
            made = plot(now.told, which, join="join" in query, asked=query.get("narrative", ""), width=width)
        elif found["plots"]:
            made = found["plots"].get(width) or found["plots"][""]
        else:
            raise UsageError(found["said"]["problem"])
        headers = {"Content-Security-Policy": PLOT_POLICY}
        return Response(made, media_type="image/svg+xml", headers=headers)

    return [
        Route("/{model}/evidence/plot/{which}.svg", drawn),
    ]


def made(opened: Opened, now: Snapshot, said: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """Return what a form makes of a model: the files that change, and the label of the claim with the quote.

    Parameters
    ----------
    opened, now : Opened, Snapshot
        The model.
    said : mapping of str to str
        The form: ``source``, ``words``, ``claim`` or what a new one ``says``, ``sealed``, ``against``, and
        the ``element`` that is to rest on the claim, if any; of a new claim also `ABOUT`. ``rendition``,
        ``from`` and ``to`` say where the words were selected, as ``PASSAGE:CHARACTERS``, see `place_in`.
    """
    conflict = now.told.conflict
    source = said.get("source", "")
    span = _selected(now, said)
    found = quoting(now.told.evidence, source, said.get("words", ""), said.get("rendition", ""), span)
    claim, says = said.get("claim", ""), said.get("says", "")
    kept, against = "sealed" in said, "against" in said
    texts = dict(now.texts)
    file = declaring(texts, "claims", claim)
    about = {name: " ".join(said.get(name, "").split()) for name in ABOUT}
    texts[file], label = with_quote(
        conflict, texts[file], found, claim, says, about, sealed=kept, against=against
    )
    key = said.get("element", "")
    place = next((each for each in attachable(conflict) if each.key == key), None)
    if key:
        if place is None:
            raise UsageError(f"'{key}' does not stand in this file; give the claim to it where it does")
        file = now.layers[place.layer] if place.file else next(iter(texts))
        texts[file] = with_reason(texts[file], place.path, label)
    changed = {name: text for name, text in texts.items() if text != now.texts[name]}
    after = opened.read(changed)
    if place is not None and not _rests(after, place, label):
        raise UsageError(f"'{key}' cannot be given a reason here; write it into the file")
    return changed, label


def declaring(texts: Mapping[str, str], top: str, label: str) -> str:
    """Return the file that a claim or a source stands in; of a new one the model's own.

    Parameters
    ----------
    texts : mapping of str to str
        The model's files, its own first, which counts where several have it.
    top, label : str
        Such as ``claims``, and what it is called.
    """
    own = next(iter(texts))
    for name in texts if label else ():
        data = parse(texts[name], name)[0]
        if isinstance(data, dict) and label in (data.get(top) or {}):
            return name
    return own


def _selected(now: Snapshot, said: Mapping[str, str]) -> tuple[int, int] | None:
    """Return between which characters of the rendition the words were selected; None if that is not said."""
    places = []
    for name in ("from", "to"):
        given = re.fullmatch(r"(\d{1,9}):(\d{1,9})", said.get(name, ""))
        if given is None:
            return None
        passage, before = map(int, given.groups())
        evidence, source = now.told.evidence, said.get("source", "")
        places.append(place_in(evidence, source, said.get("rendition", ""), passage, before))
    start, end = places
    return None if start is None or end is None else (start, end + 1)


def _rests(conflict: Conflict, place: Attachable, label: str) -> bool:
    layers = {each.label: each.model for each in conflict.model.layers}
    model = layers.get(place.layer, conflict.model)
    # A layer's own grounds: what it declares, by its own numbers.
    found = model.grounds() if place.layer else ((each.element, each.claims) for each in grounds(model))
    under = [because for element, because in found if element == place.element]
    return any(isinstance(each, Claim) and each.label == label for because in under for each in because)
