"""The workbench as a web application: its addresses, and how a screen becomes a page or JSON."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from countermove.errors import CountermoveError, UsageError
from countermove.loading import loads
from countermove.model.beginning import begun, label_of, people_of
from countermove.web import quoting
from countermove.web.drafts import StaleError, digest
from countermove.web.jobs import Jobs, WaitsError
from countermove.web.kept import Kept
from countermove.web.rendering import Rendering, style
from countermove.web.reporting import Reporting
from countermove.web.safety import MAX_BODY, Guard
from countermove.web.screen import Asked, Bench, Form, Screen
from countermove.web.screens import SCREENS, start
from countermove.web.working import Working, verdicts_of
from countermove.web.workspace import Opened, Workspace
from countermove.web.writing import copied, difference, draft_step, received, write_screen

__all__ = ["LOOPBACK", "Workbench", "application"]

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})


def application(
    workspace: Workspace, *, token: str | None = None, hosts: frozenset[str] = LOOPBACK, closed: bool = False
) -> Guard:
    """Return the workbench over what is open.

    Parameters
    ----------
    workspace : Workspace
        The open models.
    token : str, optional
        What writes must send; by default a new one that only our pages know.
    hosts : collection of str, optional
        The names under which it may be asked for.
    closed : bool, optional
        Whether reading needs the token too.
    """
    made = Workbench(workspace, token or secrets.token_urlsafe(24))
    reporting = Reporting(made.opened, made.html, made.bench.jobs)
    working = Working(made.bench, made.opened, made.html)
    routes = [
        Route("/", made.start),
        Route("/open", received(made, made.open), methods=["POST"]),
        Route("/new", received(made, made.new), methods=["POST"]),
        Route("/style.css", made.style),
        Mount("/static", StaticFiles(directory=str(Path(str(files("countermove.web"))) / "static"))),
        Route("/jobs", working.all),
        *(
            Route(f"/{{model}}/jobs/{{id}}/{name}", received(made, act), methods=["POST"])
            for name, act in (("cancel", working.cancel), ("again", working.again))
        ),
        Route("/{model}", made.first),
        Route("/{model}/report/made", reporting.made),
        Route("/{model}/report/made.html", reporting.page),
        Route("/{model}/report/made.pdf", reporting.pdf),
    ]
    routes += quoting.routes(made.opened)
    for act in ("save", "discard", "undo", "redo"):
        routes += [Route(f"/{{model}}/draft/{act}", received(made, draft_step(made, act)), methods=["POST"])]
    routes += [Route("/{model}/copy", received(made, copied(made)), methods=["POST"])]
    for screen in SCREENS:
        if screen.write is not None:
            address, write = f"/{{model}}/{screen.name}{screen.path}", write_screen(made, screen)
            routes += [Route(address, received(made, write), methods=["POST"])]
        for suffix in (".json", ""):
            address = f"/{{model}}/{screen.name}{screen.path}{suffix}"
            routes += [Route(address, made.screen(screen, as_json=bool(suffix)))]
    starlette = Starlette(
        routes=routes,
        exception_handlers={
            CountermoveError: made.failed,
            HTTPException: made.not_there,
            ClientDisconnect: made.too_much,
            Exception: made.unexpected,
            WaitsError: working.waits,
        },
    )
    starlette.state.jobs, starlette.state.workspace = made.bench.jobs, workspace
    return Guard(starlette, hosts=hosts, token=made.token, closed=closed)


class Workbench:
    """Answers requests. Handlers are plain functions, so that each runs in a thread of its own."""

    def __init__(self, workspace: Workspace, token: str) -> None:
        self.workspace = workspace
        self.bench = Bench(workspace, Jobs())
        self.token = token
        self._kept = Kept()
        self._rendering = Rendering(token)

    # ------------------------------------------------------------ pages
    def start(self, request: Request) -> Response:
        """Show what there is to open."""
        return self._start_again(Form())

    def style(self, request: Request) -> Response:
        """Return the style of the pages: the report's, and what the workbench adds."""
        return _unless_known(request, style(), "text/css")

    def open(self, request: Request, form: Form) -> Response:
        """Open a model by its path, or one that is sent, which is put into the folder of the workbench."""
        try:
            if form.file("file"):
                name = Path(form.file("file").replace("\\", "/")).name
                text = form.text("file")
                loads(text.removeprefix("\ufeff"), name)
                opened = self.workspace.new(name, text)
            else:
                path = self.workspace.place(form.get("path", ""))
                if not path.is_file():
                    raise UsageError(f"'{form.get('path', '')}' is no file; name a model file")
                opened = self.workspace.open(str(path))
        except CountermoveError as error:
            return self._start_again(form, error, "send" if form.file("file") else "open")
        return RedirectResponse(f"/{opened.id}/{SCREENS[0].name}", 303)

    def new(self, request: Request, form: Form) -> Response:
        """Begin a new model, or give the form one row more."""
        if "more" in form:
            return self._start_again(form)
        try:
            names = people_of(form)
            text = begun(form.get("title", ""), names)
            opened = self.workspace.new(
                form.get("path", "") or f"{label_of(form.get('title', ''))}.yaml", text
            )
        except CountermoveError as error:
            return self._start_again(form, error, "new")
        return RedirectResponse(f"/{opened.id}/workshop", 303)

    def _start_again(self, form: Form, error: CountermoveError | None = None, where: str = "") -> Response:
        said = start.data(self.workspace, form, error, where)
        return self.html("start", said, opened=None, here="start", status=422 if error else 200)

    def first(self, request: Request) -> Response:
        """Lead from a model to its first screen."""
        opened = self.opened(request)
        return RedirectResponse(f"/{opened.id}/{SCREENS[0].name}", 307)

    def screen(self, screen: Screen, *, as_json: bool) -> Callable[[Request], Response]:
        """Return what answers for a screen, as a page or as JSON."""

        def answer(request: Request) -> Response:
            opened = self.opened(request)
            now = opened.now()
            address = f"{request.url.path}?{request.url.query}"
            key = (now.sha256 + opened.mark, address)
            kept = self._kept.get(key) if screen.kept else None
            if kept is None:
                if now.conflict is None:
                    return self.broken(opened, as_json=as_json)
                if not screen.there(now.conflict):
                    raise HTTPException(404, f"This model has nothing for the page '{screen.title}'.")
                path = {name: value for name, value in request.path_params.items() if name != "model"}
                asked = Asked(
                    opened,
                    now,
                    request.query_params,
                    path,
                    bench=self.bench,
                    address=address.rstrip("?"),
                )
                if screen.states and (unlisted := verdicts_of(asked, screen)) is not None:
                    if as_json:
                        return Response(json.dumps(unlisted), media_type="application/json")
                    return self.html("large", unlisted, opened=opened, here=screen.name)
                said = screen.data(asked)
                kept = self._kept_now(key, screen, said, asked, as_json=as_json)
            body, kind = kept
            return _unless_known(request, body, kind)

        return answer

    def _kept_now(
        self,
        key: tuple[str, str],
        screen: Screen,
        said: dict[str, Any],
        asked: Asked,
        *,
        as_json: bool,
    ) -> tuple[bytes, str]:
        if as_json:
            made = (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode(), "application/json"
        else:
            text = self._rendering.page(
                screen.name,
                said,
                opened=asked.opened,
                now=asked.now,
                here=screen.name,
                at=asked.query.get("tour", ""),
                address=asked.address,
            )
            made = text.encode(), "text/html"
        return self._kept.keep(key, made)

    # ------------------------------------------------------------ what is not a page
    def failed(self, request: Request, error: Exception) -> Response:
        """Show what is wrong, and what to do."""
        status = 422 if isinstance(error, UsageError) else 400
        return self._error(request, status, str(error))

    def not_there(self, request: Request, error: Exception) -> Response:
        """Say that there is no such page."""
        assert isinstance(error, HTTPException)
        said = "There is no page at this address." if error.detail == "Not Found" else error.detail
        return self._error(request, error.status_code, said)

    def too_much(self, request: Request, error: Exception) -> Response:
        """Say that a request was longer than is read; to one who is gone nothing arrives."""
        return self._error(request, 413, f"A request has at most {MAX_BODY // 1_000_000} MB; send less.")

    def unexpected(self, request: Request, error: Exception) -> Response:
        """Say that a page failed; what it failed of is printed where the workbench was started."""
        return self._error(
            request,
            500,
            "The workbench made a mistake here that it should not make. Nothing that was typed before is "
            "lost; the other pages work. What happened is printed in the terminal in which it runs.",
        )

    def _error(self, request: Request, status: int, said: str) -> Response:
        if request.url.path.endswith(".json"):
            return Response(json.dumps({"error": said}), status, media_type="application/json")
        opened = self.workspace.get(request.path_params.get("model", request.url.path.split("/")[1]))
        return self.html(
            "error", {"said": said, "model": opened.id if opened else ""}, opened=None, here="", status=status
        )

    def broken(self, opened: Opened, *, as_json: bool) -> Response:
        """Show what is wrong with a model."""
        now = opened.now()
        said = {"problems": [vars(each) for each in now.problems], "said": str(now.error)}
        if as_json:
            return Response(json.dumps(said, default=str), 422, media_type="application/json")
        return self.html("broken", said, opened=opened, here="", status=422)

    def stale(self, opened: Opened, error: StaleError, *, saving: bool) -> Response:
        """Show what somebody else has changed meanwhile."""
        said = {
            "said": str(error),
            "files": [
                {"name": name, "lines": difference(error.seen.get(name, ""), error.found[name])}
                for name in error.files
            ],
            "saving": saving,
            "over": digest(error.found),
        }
        return self.html("stale", said, opened=opened, here="", status=409)

    def page(self, request: Request, name: str, said: dict[str, Any], asked: Asked, status: int) -> Response:
        """Return a screen that is not kept."""
        text = self._rendering.page(
            name, said, opened=asked.opened, now=asked.now, here=name, address=request.url.path
        )
        return Response(text, status, media_type="text/html")

    def is_token(self, given: str) -> bool:
        """Say whether this is what writes must send."""
        return hmac.compare_digest(given.encode("utf-8", "replace"), self.token.encode())

    # ------------------------------------------------------------ helpers
    def opened(self, request: Request) -> Opened:
        """Return the model that an address names; there is no page where there is none."""
        opened = self.workspace.get(request.path_params["model"])
        if opened is None:
            raise HTTPException(404)
        return opened

    def html(
        self, name: str, said: dict[str, Any], *, opened: Opened | None, here: str, status: int = 200
    ) -> Response:
        """Make a page that is not kept of a template."""
        text = self._rendering.page(name, said, opened=opened, here=here)
        return Response(text, status, media_type="text/html")


def _unless_known(request: Request, body: bytes, kind: str) -> Response:
    """Answer with the page, or say that the reader has it already."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=kind, headers=headers)
