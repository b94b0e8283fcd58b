"""``countermove evidence``: the desk where documents become claims that can be checked.

Each module has its commands in ``COMMANDS``; they are listed here in the order in which one needs them.
"""

from __future__ import annotations

from collections.abc import Callable

from countermove.cli.evidence import annotating, claims, documents, sealing, suggesting, telling, works

__all__ = ["COMMANDS", "HELP"]

HELP = "From documents to claims that can be checked.\n\nBegin with: countermove evidence add FILE"
COMMANDS: tuple[Callable[..., int], ...] = (
    *documents.COMMANDS,
    *works.COMMANDS,
    *suggesting.COMMANDS,
    *claims.COMMANDS,
    *telling.COMMANDS,
    *sealing.COMMANDS,
    *annotating.COMMANDS,
)
