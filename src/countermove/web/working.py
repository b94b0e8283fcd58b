"""The pages of long work: how far it is, all of it in a list, and how it is ended or begun anew."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from countermove.views.large import unlisted
from countermove.web.jobs import Job, Progress, WaitsError, job_id
from countermove.web.screen import Asked, Bench, Form, Screen
from countermove.web.workspace import Opened

__all__ = ["MAX_IN_REQUEST", "Working", "verdicts_of"]

MAX_IN_REQUEST = 16_384
"""Up to so many states their verdicts are worked out while the page is waited for."""


def verdicts_of(asked: Asked, screen: Screen) -> dict[str, Any] | None:
    """See to it that a page finds the verdicts on all states.

    Returns
    -------
    dict or None
        What is said instead of a page that needs the list of states, where they are too many for one; None
        where the verdicts are known.

    Raises
    ------
    WaitsError
        While they are worked out.
    """
    conflict = asked.conflict
    if not conflict.listed:
        said = asked.worked(unlisted, "Which states hold, without a list of them", name=asked.opened.name)
        return {**said, "title": screen.title}
    if conflict.state_count > MAX_IN_REQUEST and not conflict.analyzed:
        assert asked.bench is not None
        now, opened = asked.now, asked.opened

        def analyze(progress: Progress) -> None:
            conflict.analyze(engine="explicit", progress=progress)

        # Here and not in a process of its own, for the verdicts stay where the pages look them up.
        name = job_id("verdicts", opened.id, now.sha256, opened.mark)
        job = Job(name, None, "", opened.name, opened.path.parent, {}, here=analyze)
        job.what = f"The verdicts on {conflict.state_count:,} states"
        job.model, job.version, job.address = opened.id, now.sha256, asked.address
        job = asked.bench.jobs.ask(job)
        if job.state == "done" and not conflict.analyzed:  # read again since
            asked.bench.jobs.forget(job.id)
        if not conflict.analyzed:
            raise WaitsError(job)
    return None


class Working:
    """Answers for long work.

    Parameters
    ----------
    bench : Bench
        The open models, and the jobs.
    opened : callable
        Which model a request is about.
    html : callable
        How a page is made of a template.
    """

    def __init__(
        self, bench: Bench, opened: Callable[[Request], Opened], html: Callable[..., Response]
    ) -> None:
        self._bench = bench
        self._opened = opened
        self._html = html

    def waits(self, request: Request, error: Exception) -> Response:
        """Show how far the work for a page is."""
        assert isinstance(error, WaitsError)
        said = self._told(error.job)
        if request.url.path.endswith(".json"):
            return Response(json.dumps(said), 202, media_type="application/json")
        opened = self._bench.workspace.get(error.job.model)
        here = request.url.path.split("/")[2] if request.url.path.count("/") > 1 else ""
        return self._html("job", said, opened=opened, here=here, status=202)

    def all(self, request: Request) -> Response:
        """List all work."""
        said = {"jobs": [self._told(each) for each in self._bench.jobs.all()]}
        return self._html("jobs", said, opened=None, here="jobs")

    def cancel(self, request: Request, form: Form) -> Response:
        """End a piece of work."""
        self._bench.jobs.cancel(self._job(request))
        return RedirectResponse("/jobs", 303)

    def again(self, request: Request, form: Form) -> Response:
        """Begin a piece of work that failed or was cancelled anew, by asking for its page."""
        id_ = self._job(request)
        job = self._bench.jobs.get(id_)
        self._bench.jobs.forget(id_)
        return RedirectResponse(job.address if job is not None else "/jobs", 303)

    def _job(self, request: Request) -> str:
        """Return the id of a job of the model that the address names; of no other."""
        opened, id_ = self._opened(request), str(request.path_params["id"])
        job = self._bench.jobs.get(id_)
        return id_ if job is not None and job.model == opened.id else ""

    def _told(self, job: Job) -> dict[str, Any]:
        opened = self._bench.workspace.get(job.model)
        older = opened is not None and opened.now().sha256 != job.version
        return {**job.told(), "older": older, "percent": int(job.share * 100)}
