"""Asks the workbench without a server or a browser."""

import asyncio

import httpx

from countermove.web.application import application
from countermove.web.workspace import Workspace


class Client:
    def __init__(self) -> None:
        self.transport = httpx.ASGITransport(application(Workspace()))

    def get(self, address: str) -> httpx.Response:
        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(transport=self.transport, base_url="http://127.0.0.1") as client:
                return await client.get(address)

        return asyncio.run(ask())
