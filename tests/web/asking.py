"""Asks the workbench without a server or a browser."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx

from countermove.web.application import application
from countermove.web.workspace import Workspace

TOKEN = "a-token-that-nobody-guesses"


class Client:
    """Sends requests to a workbench of its own; where an answer leads is not followed."""

    def __init__(self, workspace: Workspace | None = None) -> None:
        self.workspace = workspace or Workspace()
        self.application = application(self.workspace, token=TOKEN)

    def get(self, address: str, **more: Any) -> httpx.Response:
        """Ask for a page."""
        return self._ask("GET", address, **more)

    def post(self, address: str, data: dict[str, str], **more: Any) -> httpx.Response:
        """Send a form."""
        return self._ask("POST", address, data=data, **more)

    def _ask(self, method: str, address: str, **more: Any) -> httpx.Response:
        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(self.application)
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8765") as client:
                return await client.request(method, address, **more)

        with ThreadPoolExecutor(1) as thread:  # since a browser that runs has a loop in this one
            return thread.submit(asyncio.run, asked()).result()
