"""What somebody sees otherwise than it is, item by item, and the views once some items are put right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from countermove.model.elements import Perception

__all__ = ["Item", "corrected", "items"]


@dataclass(frozen=True)
class Item:
    """One thing that a decision maker sees otherwise than it is.

    Attributes
    ----------
    of : tuple of str
        Whose view: a decision maker, or, for a view of a view, those on the way to it.
    kind : str
        ``unaware``, ``imagines`` or ``preferences``.
    what : str
        The option's id, or the decision maker whose preference it is.
    """

    of: tuple[str, ...]
    kind: str
    what: str

    @property
    def path(self) -> str:
        """Where it stands, such as ``turkey.preferences.russia``."""
        return ".".join(("/".join(self.of), self.kind, self.what))


def items(perceptions: Mapping[str, Perception], of: tuple[str, ...] = ()) -> list[Item]:
    """Return everything that somebody sees otherwise than it is."""
    found = []
    for dm, each in perceptions.items():
        here = (*of, dm)
        found += [Item(here, "unaware", option) for option in each.unaware]
        found += [Item(here, "imagines", option.id) for option in each.imagines]
        found += [Item(here, "preferences", other) for other in each.preferences]
        found += items(each.perceptions, here)
    return found


def corrected(
    perceptions: Mapping[str, Perception], put_right: set[Item], of: tuple[str, ...] = ()
) -> dict[str, Perception]:
    """Return perceptions in which some things are seen as they are; one that sees all so goes."""
    found = {}
    for dm, each in perceptions.items():
        here = (*of, dm)
        left = replace(
            each,
            unaware=tuple(o for o in each.unaware if Item(here, "unaware", o) not in put_right),
            imagines=tuple(o for o in each.imagines if Item(here, "imagines", o.id) not in put_right),
            preferences={
                other: own
                for other, own in each.preferences.items()
                if Item(here, "preferences", other) not in put_right
            },
            perceptions=corrected(each.perceptions, put_right, here),
        )
        if left.unaware or left.imagines or left.preferences or left.perceptions:
            found[dm] = left
    return found
