"""``serve``: the workbench in the browser."""

from __future__ import annotations

import secrets
import sys
from typing import Annotated

import typer

from countermove.errors import UsageError

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
LOOPBACK = {"127.0.0.1": "127.0.0.1", "localhost": "127.0.0.1", "::1": "::1"}
SHORTEST_TOKEN = 16


def serve(
    models: Models = None,
    port: Port = 8765,
    host: Host = "127.0.0.1",
    token: Token = None,
    no_open: NoOpen = False,
) -> int:
    """Example: countermove serve karabakh-2020

    Open the workbench in the browser: read, build, question and hand on conflicts. It runs on this machine
    alone and needs no network.
    """
    try:
        from countermove.web.serving import run
        from countermove.web.workspace import Workspace
    except ModuleNotFoundError as error:
        raise UsageError(f"the workbench needs '{error.name}'; {INSTALL}") from None
    local = host in LOOPBACK
    if not local and not token:
        given = secrets.token_urlsafe(24)
        raise UsageError(
            f"--host {host} lets others reach your models; give them a secret: --token {given}, "
            "or leave --host out"
        )
    if token is not None and len(token) < SHORTEST_TOKEN:
        raise UsageError(f"a token of {len(token)} characters can be guessed; give at least {SHORTEST_TOKEN}")
    workspace = Workspace()
    opened = [workspace.open(each) for each in models or ()]
    first = f"/{opened[0].id}/overview" if opened else "/"

    def ready(address: str) -> None:
        print(f"The workbench is at {address}{first}\nStop it with Ctrl+C.", file=sys.stderr)
        if not no_open:
            import webbrowser

            webbrowser.open(f"{address}{first}" + (f"?token={token}" if token else ""))

    run(workspace, LOOPBACK.get(host, host), port, token, closed=token is not None, ready=ready)
    return 0


COMMANDS = (serve,)
