"""Runs the workbench until it is stopped."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import closing

import uvicorn

from countermove.errors import UsageError
from countermove.web.application import LOOPBACK, application
from countermove.web.safety import ANY_ADDRESS
from countermove.web.workspace import Workspace

__all__ = ["run"]

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - what may be given, with a token only

PATIENCE = 3
"""So many seconds are waited for answers that are not sent yet when the workbench is stopped."""


def run(
    workspace: Workspace,
    host: str,
    port: int,
    token: str | None,
    *,
    closed: bool,
    ready: Callable[[str], None],
) -> None:
    """Serve until interrupted.

    Parameters
    ----------
    workspace : Workspace
        What is open.
    host, port : str, int
        Where to listen; port 0 takes a free one.
    token : str or None
        What writes must send, and readers must know if it is ``closed``; None for a new one.
    closed : bool
        Whether reading needs the token too.
    ready : callable
        Told the address once it can be asked.

    Raises
    ------
    UsageError
        When the place cannot be listened at.
    """
    listening = _listening(host, port)
    port = listening.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    hosts = LOOPBACK if host in ("127.0.0.1", "::1") else LOOPBACK | {shown.lower()}
    if host in EVERYWHERE:
        hosts |= {ANY_ADDRESS, socket.gethostname().lower(), socket.getfqdn().lower()}
        shown = socket.gethostname()
    made = application(workspace, token=token, hosts=hosts, closed=closed)
    config = uvicorn.Config(
        made,
        log_level="warning",
        access_log=False,
        lifespan="off",
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=PATIENCE,
    )
    with listening, closing(workspace):
        server = uvicorn.Server(config)
        ready(f"http://{shown}:{port}")
        server.run(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, for only then asyncio sends answers at once instead of waiting 40 ms for acknowledgements.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        what = f"nothing can listen at {host}, port {port}: {error.strerror}"
        raise UsageError(f"{what}; give another with --port, or --port 0 for a free one") from None
    return listening
