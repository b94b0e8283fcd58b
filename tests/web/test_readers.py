"""What the benchmark of readers measures with is right; how long it takes is asserted nowhere."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from benchmarks.readers import FILE, measured, share

from tests.web.server import serving


def test_the_share_is_the_smallest_time_that_suffices() -> None:
    times = [float(number) for number in range(100, 0, -1)]
    assert (share(times, 0.95), share(times, 0.5), share(times, 1.0)) == (95.0, 50.0, 100.0)
    assert share([7.0], 0.95) == 7.0


def test_every_reader_gets_every_answer() -> None:
    with serving() as running, ThreadPoolExecutor(1) as thread:
        address = urlsplit(running.address).netloc
        times = thread.submit(asyncio.run, measured(address, [FILE, "/style.css"], 2, readers=3)).result()
        assert len(times) == 3 * 2 * 2
        with pytest.raises(AssertionError, match="404"):
            thread.submit(asyncio.run, measured(address, ["/nowhere"], 1, readers=1)).result()
