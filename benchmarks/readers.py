"""How long 50 readers at once wait for a page: ``python benchmarks/readers.py``, with BRIEF=1 a short run.

Every reader asks for the next page as soon as the last has come, over a connection that is kept, which is
more than people do. The pages are those of `SCREENS`, and the same as JSON, on ``karabakh-2020``, once each
has been asked for before: no new analysis. Beside them stands a file that needs no work at all.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.web.addresses import BY_NAME, address_in, as_json
from tests.web.server import serving

__all__ = ["LINE", "measured", "share"]

READERS = 50
MOST = 0.2
"""The 95th percentile is meant to be under so many seconds, on two processors."""
CASE = "karabakh-2020"
FILE = "/static/workbench.js"
LINE = "{:46}{:>10}{:>10}{:>10}{:>9}{:>12}"


def share(times: list[float], part: float) -> float:
    """Return the time within which a part of the answers came: the smallest that suffices."""
    return sorted(times)[max(0, -int(-len(times) * part // 1) - 1)]


async def _ask(address: str, path: str, streams: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> None:
    reader, writer = streams
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {address}\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.decode("latin-1").lower().split("\r\n")
    if " 200 " not in lines[0]:
        raise AssertionError(f"{path}: {lines[0]}")
    length = next(int(each.partition(":")[2]) for each in lines if each.startswith("content-length:"))
    await reader.readexactly(length)


async def measured(address: str, paths: list[str], rounds: int, readers: int = READERS) -> list[float]:
    """Return how many seconds each answer took, when readers ask all at once.

    Parameters
    ----------
    address : str
        Host and port.
    paths : list of str
        What each asks for, in turn; each begins at another.
    rounds : int
        How often each goes through all of them.
    readers : int
        How many there are.
    """
    times: list[float] = []

    async def read(number: int) -> None:
        streams = await asyncio.open_connection(*address.split(":"))
        try:
            for turn in range(rounds * len(paths)):
                began = time.perf_counter()
                await _ask(address, paths[(number + turn) % len(paths)], streams)
                times.append(time.perf_counter() - began)
        finally:
            streams[1].close()
            await streams[1].wait_closed()

    await asyncio.gather(*(read(number) for number in range(readers)))
    return times


def main() -> None:
    """Print the table."""
    asked = 4 if os.environ.get("BRIEF") else 60
    print(f"\n{READERS} readers at once, {CASE}, {os.cpu_count()} processors")
    print(LINE.format("", "median ms", "p95 ms", "at most", "ratio", "a second"))
    with serving(CASE) as running:
        address = urlsplit(running.address).netloc
        pages = [address_in(running.address, CASE, screen) for screen in BY_NAME.values() if not screen.path]
        pages += [address_in(running.address, CASE, screen) for screen in BY_NAME.values() if screen.path]
        kinds = {"a file": [FILE], "the pages": pages, "the same as JSON": [as_json(each) for each in pages]}
        base = 0.0
        for kind, paths in kinds.items():
            asyncio.run(measured(address, paths, 1, readers=1))
            began = time.perf_counter()
            times = asyncio.run(measured(address, paths, -(-asked // len(paths))))
            taken = time.perf_counter() - began
            late = share(times, 0.95)
            base = base or late
            most = "" if kind == "a file" else f"{MOST * 1000:.0f}"
            cells = [f"{share(times, 0.5) * 1000:.0f}", f"{late * 1000:.0f}", most, f"{late / base:.1f}"]
            print(LINE.format(f"  {kind} ({len(paths)})", *cells, f"{len(times) / taken:,.0f}"), flush=True)


if __name__ == "__main__":
    main()
