"""Sets that are joined two by two."""

from __future__ import annotations

__all__ = ["Sets"]


class Sets:
    """The numbers below ``many``, each in a set of its own at first.

    Source: B. A. Galler and M. J. Fischer, "An improved equivalence algorithm", Communications of the ACM 7,
    1964, pages 301-303.
    """

    def __init__(self, many: int) -> None:
        self._above = list(range(many))

    def root(self, one: int) -> int:
        """Return the least number of the set that ``one`` is in."""
        while self._above[one] != one:
            self._above[one] = self._above[self._above[one]]
            one = self._above[one]
        return one

    def join(self, one: int, other: int) -> None:
        """Make one set of two."""
        low, high = sorted((self.root(one), self.root(other)))
        self._above[high] = low

    def all(self) -> tuple[tuple[int, ...], ...]:
        """Return the sets, each in order, by their least numbers."""
        found: dict[int, list[int]] = {}
        for one in range(len(self._above)):
            found.setdefault(self.root(one), []).append(one)
        return tuple(map(tuple, found.values()))
