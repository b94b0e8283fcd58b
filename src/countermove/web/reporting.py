"""The report as downloads: made in a process of its own, and kept as long as the workbench runs."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from countermove.conflict import Conflict
from countermove.errors import UsageError
from countermove.views.report import report_html
from countermove.views.report_chosen import choices, chosen
from countermove.views.report_pdf import pdf
from countermove.views.terms import explained, with_terms
from countermove.web.jobs import Job, Jobs, WaitsError, job_id
from countermove.web.workspace import AtHand, Opened, Snapshot

__all__ = ["Reporting"]

SHOWN_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox"
"""A report that is shown here brings its own style; it can run nothing and is of no site."""
Page = Callable[..., Response]


class Reporting:
    """Answers for a report that is being made, and for what was made.

    Parameters
    ----------
    opened : callable
        Which model a request is about.
    html : callable
        How a page is made of a template.
    jobs : Jobs
        Where it is made.
    """

    def __init__(self, opened: Callable[[Request], Opened], html: Page, jobs: Jobs) -> None:
        self._jobs = jobs
        self._opened = opened
        self._html = html

    def made(self, request: Request) -> Response:
        """Make the report, show how far it is, and then where to get it."""
        opened = self._opened(request)
        now = opened.now()
        if now.conflict is None:
            return RedirectResponse(f"/{opened.id}/report", 303)
        job = self._jobs.ask(_job(opened, now, f"/{opened.id}/report/made?{request.url.query}"))
        if job.data is None:
            raise WaitsError(job)
        asked = request.query_params.getlist("section")
        parts = [each["heading"] for each in choices(now.conflict) if each["id"] in asked]
        said = {
            "query": request.url.query,
            "parts": parts,
            "pdf": find_spec("typst") is not None,
            "size": size(chosen_page(opened, job.data["page"], request)),
            "terms": explained(request.query_params.get("terms", "")),
        }
        return self._html("report_made", said, opened=opened, here="report")

    def page(self, request: Request) -> Response:
        """Return the report as one HTML file, to keep or to look at."""
        opened, page = self._page(request)
        if request.query_params.get("show"):
            return Response(page, media_type="text/html", headers={"Content-Security-Policy": SHOWN_POLICY})
        return _download(page.encode(), "text/html", f"{opened.id}.html")

    def pdf(self, request: Request) -> Response:
        """Return the report as a PDF."""
        opened, page = self._page(request)
        return _download(pdf(page), "application/pdf", f"{opened.id}.pdf")

    def _page(self, request: Request) -> tuple[Opened, str]:
        opened = self._opened(request)
        job = self._jobs.get(_job(opened, opened.now(), "").id)
        if job is None or job.data is None:
            raise UsageError("this report is not made yet, or the model has changed since; ask for it again")
        return opened, chosen_page(opened, job.data["page"], request)


def chosen_page(opened: Opened, page: str, request: Request) -> str:
    """Return the sections that an address asks for, with the terms in the language that it asks for."""
    asked = request.query_params
    sections, terms = asked.getlist("section"), asked.get("terms", "")
    if set(sections) >= {each["id"] for each in _choices(opened)[1:]}:
        sections = []
    return with_terms(chosen(page, sections, _command(opened, sections, terms)), terms)


def _choices(opened: Opened) -> list[dict[str, str]]:
    conflict = opened.now().conflict
    return [] if conflict is None else choices(conflict)


def _command(opened: Opened, sections: Sequence[str], terms: str) -> str:
    """Return what to type to make the same report."""
    conflict, at_hand = opened.now().conflict, opened.at_hand
    sources = () if conflict is None else conflict.model.sources
    parts = ["countermove", "report", opened.name]
    for label, paths in at_hand.given.items():
        parts += [part for path in paths if label in sources for part in ("--source", f"{label}={path}")]
    parts += ["--desk", str(at_hand.desk)] if at_hand.desk else []
    there = [each["id"] for each in _choices(opened)]
    parts += [part for each in sections if each in there for part in ("--section", each)]
    parts += ["--terms", terms] if terms else []
    return shlex.join(parts)


def size(page: str) -> str:
    """Say how large a page is."""
    return f"{len(page.encode()) / 1000:,.0f} kB"


def _job(opened: Opened, now: Snapshot, address: str) -> Job:
    asked = {"command": f"countermove report {opened.name}", "at_hand": opened.at_hand}
    name = job_id("report", opened.id, now.sha256, opened.mark)
    job = Job(name, _work, now.text, opened.name, opened.path.parent, asked, now.beside)
    job.what, job.model, job.version, job.address = "The report", opened.id, now.sha256, address
    return job


def _work(conflict: Conflict, progress: object, *, command: str, at_hand: AtHand) -> dict[str, Any]:
    return {"page": report_html(conflict, at_hand.evidence(conflict), command=command)}


def _download(content: bytes, kind: str, name: str) -> Response:
    return Response(
        content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
