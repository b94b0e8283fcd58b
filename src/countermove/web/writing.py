"""The addresses that change something: the token is asked for, and what the writer saw."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from countermove.errors import CountermoveError
from countermove.web.drafts import StaleError
from countermove.web.safety import TOKEN_FIELD, TOKEN_HEADER
from countermove.web.screen import Asked, Form, Screen
from countermove.web.screens.workshop import SCREEN as WORKSHOP
from countermove.web.workspace import Opened

if TYPE_CHECKING:
    from countermove.web.application import Workbench

__all__ = ["copied", "difference", "draft_step", "received", "write_screen"]

_UTF8 = re.compile(r";\s*charset=\"?utf-8\"?\s*(;|$)")
MAX_LINES = 400
"""So many lines of a difference are shown."""


def received(workbench: Workbench, answer: Callable[[Request, Form], Response]) -> Any:
    """Return what reads a form, asks for the token, and answers in a thread of its own."""

    async def handled(request: Request) -> Response:
        sent_as = request.headers.get("content-type", "").lower()
        if "charset" in sent_as and not _UTF8.search(sent_as):  # some decoders of Python take forever
            raise HTTPException(415, "Forms are read in UTF-8 only.")
        parts: dict[str, list[str]] = {}
        files: dict[str, bytes] = {}
        async with request.form(max_files=1, max_fields=2000) as sent:
            for name, value in sent.multi_items():
                if isinstance(value, UploadFile):
                    files[name] = await value.read()
                    parts[f"{name}.name"] = [value.filename or ""]
                else:
                    parts.setdefault(name, []).append(value)
        form = Form({name: "\n".join(each) for name, each in parts.items()}, files)
        given = form.pop(TOKEN_FIELD, "") or request.headers.get(TOKEN_HEADER, "")
        if not workbench.is_token(given):
            raise HTTPException(
                403, "This form is from an earlier run of the workbench; load its page again."
            )
        return await run_in_threadpool(answer, request, form)

    return handled


def back(opened: Opened, given: str, otherwise: str) -> RedirectResponse:
    """Lead back to a page of this model, and to no other place."""
    own = given.startswith(f"/{opened.id}/") and "//" not in given and "\\" not in given
    return RedirectResponse(given if own else f"/{opened.id}/{otherwise}", 303)


def draft_step(workbench: Workbench, act: str) -> Callable[[Request, Form], Response]:
    """Return what saves, discards, undoes or redoes."""

    def answer(request: Request, form: Form) -> Response:
        opened = workbench.opened(request)
        seen = form.get("seen", "")
        try:
            match act:
                case "save":
                    opened.save(seen, form.get("over", ""))
                case "discard":
                    opened.discard(seen)
                case "undo" | "redo":
                    opened.step(-1 if act == "undo" else 1, seen)
        except StaleError as error:
            return workbench.stale(opened, error, saving=act == "save")
        return back(opened, form.get("back", ""), "workshop")

    return answer


def copied(workbench: Workbench) -> Callable[[Request, Form], Response]:
    """Return what copies a bundled case, to be changed."""

    def answer(request: Request, form: Form) -> Response:
        opened = workbench.opened(request)
        try:
            mine = workbench.workspace.copy(opened, form.get("path", ""))
        except CountermoveError as error:
            if not opened.bundled or opened.now().conflict is None:
                raise
            sent = Form({**form, "do": "copy"})
            again = Asked(opened, opened.now(), {}, {}, sent, error, workbench.bench)
            return workbench.page(request, WORKSHOP.name, WORKSHOP.data(again), again, status=422)
        return RedirectResponse(f"/{mine.id}/{WORKSHOP.name}", 303)

    return answer


def write_screen(workbench: Workbench, screen: Screen) -> Callable[[Request, Form], Response]:
    """Return what takes a screen's forms."""
    write = screen.write
    assert write is not None

    def answer(request: Request, form: Form) -> Response:
        opened = workbench.opened(request)
        with opened.writing:
            return written(request, form, opened)

    def written(request: Request, form: Form, opened: Opened) -> Response:
        now = opened.now()
        if now.conflict is None:
            return workbench.broken(opened, as_json=False)
        path = {name: value for name, value in request.path_params.items() if name != "model"}
        query = dict(request.query_params)
        seen = form.get("seen", "")
        try:
            if seen != now.sha256:
                raise StaleError(opened.known(seen), now.texts)
            try:
                made = write(Asked(opened, now, query, path, form, bench=workbench.bench))
                opened.read(made.text)
            except CountermoveError as error:
                again = Asked(opened, now, query, path, form, error, workbench.bench)
                return workbench.page(request, screen.name, screen.data(again), again, status=422)
            if made.text:
                opened.change(made.text, made.what, seen)
            made.then()
        except StaleError as error:
            return workbench.stale(opened, error, saving=False)
        return back(opened, made.to or form.get("back", ""), screen.name)

    return answer


def difference(seen: str, found: str) -> list[dict[str, str]]:
    """Return the lines that differ between two texts, with some around them.

    Returns
    -------
    list of dict
        ``kind``: same, lost, new or place; ``text``.
    """
    kinds = {" ": "same", "-": "lost", "+": "new", "@": "place"}
    lines = list(difflib.unified_diff(seen.splitlines(), found.splitlines(), lineterm="", n=2))[2:]
    return [{"kind": kinds.get(line[:1], "same"), "text": line[1:]} for line in lines[:MAX_LINES]]
