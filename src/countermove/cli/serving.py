"""``serve``: the workbench in the browser."""

from __future__ import annotations

import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from countermove.cli.common import Sources, sources_given
from countermove.errors import UsageError, suggest

if TYPE_CHECKING:
    from countermove.web.workspace import Workspace

__all__ = ["COMMANDS", "serve"]

INSTALL = "install it with: pip install 'countermove[web]'"
Models = Annotated[
    list[str] | None,
    typer.Argument(metavar="MODEL", help="Model files or cases' names to open.", show_default=False),
]
Port = Annotated[int, typer.Option("--port", min=0, max=65535, help="The port; 0 takes a free one.")]
Host = Annotated[str, typer.Option("--host", help="Where to be reached; by default from this machine alone.")]
Token = Annotated[
    str | None, typer.Option("--token", help="What readers must know where others can reach the workbench.")
]
NoOpen = Annotated[bool, typer.Option("--no-open", help="Do not open the browser.")]
Desk = Annotated[
    Path | None,
    typer.Option("--desk", metavar="DIR", help="The desk's folder; by default 'evidence' beside a model."),
]
LOOPBACK = {"127.0.0.1": "127.0.0.1", "localhost": "127.0.0.1", "::1": "::1"}
SHORTEST_TOKEN = 16


def serve(
    models: Models = None,
    port: Port = 8765,
    host: Host = "127.0.0.1",
    token: Token = None,
    no_open: NoOpen = False,
    source: Sources = None,
    desk: Desk = None,
) -> int:
    """Example: countermove serve karabakh-2020

    Open the workbench in the browser: read, build, question and hand on conflicts. It runs on this machine
    alone and needs no network.
    """
    try:
        from countermove.web.serving import run
        from countermove.web.workspace import AtHand, Workspace
    except ModuleNotFoundError as error:
        raise UsageError(f"the workbench needs '{error.name}'; {INSTALL}") from None
    local = host in LOOPBACK
    if not local and not token:
        secret = secrets.token_urlsafe(24)
        raise UsageError(
            f"--host {host} lets others reach your models; give them a secret: --token {secret}, "
            "or leave --host out"
        )
    if token is not None and len(token) < SHORTEST_TOKEN:
        raise UsageError(f"a token of {len(token)} characters can be guessed; give at least {SHORTEST_TOKEN}")
    given = sources_given(source)
    _must_be_there([path for paths in given.values() for path in paths], desk)
    workspace = Workspace(at_hand=AtHand(given, desk))
    opened = [workspace.open(each) for each in models or ()]
    _must_be_named(workspace, list(given))
    first = f"/{opened[0].id}/overview" if opened else "/"

    def ready(address: str) -> None:
        print(f"The workbench is at {address}{first}\nStop it with Ctrl+C.", file=sys.stderr)
        if not no_open:
            import webbrowser

            webbrowser.open(f"{address}{first}" + (f"?token={token}" if token else ""))

    run(workspace, LOOPBACK.get(host, host), port, token, closed=token is not None, ready=ready)
    return 0


def _must_be_there(files: list[Path], desk: Path | None) -> None:
    """Refuse documents that are not there now, and not only when the first page is asked for."""
    for path in files:
        if not path.is_file():
            raise UsageError(f"there is no file '{path}'; give a source's document with --source ID=PATH")
    if desk is not None and not desk.is_dir():
        raise UsageError(
            f"there is no desk {desk}; begin one with: countermove evidence add FILE --desk {desk}"
        )


def _must_be_named(workspace: Workspace, labels: list[str]) -> None:
    """Refuse documents of a source that none of the open models names."""
    conflicts = [each.now().conflict for each in workspace.all()]
    named = {label for each in conflicts if each is not None for label in each.model.sources}
    for label in labels:
        if conflicts and None not in conflicts and label not in named:
            raise UsageError(
                f"no open model has a source '{label}'; {suggest(label, named, what='they name')}"
            )


COMMANDS = (serve,)
