"""How many nodes there is memory for; the library ends the process where it asks for more."""

from __future__ import annotations

from pathlib import Path

from countermove.errors import LimitError

__all__ = ["nodes_within_memory"]

PER_NODE = 48
"""Bytes of memory that a node takes with its places in the tables, measured on full tables."""
ADDRESSES_PER_NODE = 64
"""Bytes of address space for a node: while a table grows, the old one is still there."""
ADDRESSES = 5 * 2**28
"""Bytes of address space beside the nodes: the library's worker has a stack of 1 GiB, nearly all unused."""
SHARE = 0.75
"""Of the memory that is free, so much may be taken."""
FEWEST = 2**16
"""With room for fewer nodes than this nothing is begun."""


def nodes_within_memory(nodes: int) -> int:
    """Return how many nodes to make room for: as many as asked for, or as there is memory for.

    Raises
    ------
    LimitError
        When there is not memory enough to begin.
    """
    addresses, memory = _free_addresses(), _free_memory()
    fitting = nodes
    if addresses is not None:
        fitting = min(fitting, (addresses - ADDRESSES) // ADDRESSES_PER_NODE)
    if memory is not None:
        fitting = min(fitting, int(memory * SHARE) // PER_NODE)
    if fitting >= min(nodes, FEWEST):
        return fitting
    if addresses is not None and addresses < ADDRESSES + FEWEST * ADDRESSES_PER_NODE:
        least = -(-(ADDRESSES + FEWEST * ADDRESSES_PER_NODE) // 2**20)
        raise LimitError(
            f"the symbolic engine needs {least:,} MB of address space, and this process may take "
            f"{max(addresses, 0) // 2**20:,} MB more; raise its limits ('ulimit -v unlimited -d unlimited')"
        )
    raise LimitError("the symbolic engine has not memory enough to begin; end other programs")


def _free_addresses() -> int | None:
    """Return how much address space this process may still take; None where nothing limits it."""
    try:
        import resource
    except ImportError:  # pragma: no cover - not on Windows
        return None
    limits = {"VmSize": resource.RLIMIT_AS, "VmData": resource.RLIMIT_DATA}
    free = [
        limit - 1024 * _kilobytes("/proc/self/status", taken, instead=0)
        for taken, limit in ((taken, resource.getrlimit(which)[0]) for taken, which in limits.items())
        if limit != resource.RLIM_INFINITY
    ]
    return min(free, default=None)


def _free_memory() -> int | None:
    """Return how much memory the machine has free, or None where the system does not say."""
    free = _kilobytes("/proc/meminfo", "MemAvailable", instead=-1)
    return None if free < 0 else 1024 * free


def _kilobytes(file: str, name: str, *, instead: int) -> int:
    """Read a line such as ``VmSize:  1234 kB``."""
    try:
        lines = Path(file).read_text(encoding="ascii").splitlines()
    except OSError:  # pragma: no cover - where there is no /proc
        return instead
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{name}:")), instead)
