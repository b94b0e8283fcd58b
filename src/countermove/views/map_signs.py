"""The signs of the map: lines, marks and diamonds, and the key to them in a file of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from countermove.views.diagram_svg import PALETTE

__all__ = ["DIAMOND", "INK", "PAPER", "SOFT", "badge", "key", "key_height", "wire"]

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#6b6a65", "#e69f00", "#56b4e9", "#f0e442")
INK, SOFT, PAPER = "#1b1b1a", "#5a5954", "#fdfcfa"
ENTRY, ROW = 230.0, 24.0
"""The width of an entry of the key, and the height of a row of them."""


def wire(edge: dict[str, Any]) -> Markup:
    """Draw a move's line, and its tip."""
    colour = COLOURS[edge["dm"] % PALETTE]
    kind = " ".join(
        [f"dm-{edge['dm'] % PALETTE}", "better" if edge["improvement"] else "mere"]
        + (["played"] if edge["played"] else [])
        + (["done"] if edge["done"] else [])
    )
    thick = (3.2 if edge["improvement"] else 1.3) + (1.5 if edge["done"] else 0)
    dash = Markup(' stroke-dasharray="{}"').format(edge["dash"]) if edge["dash"] else ""
    return Markup(
        '<path class="way {}" d="{}" fill="none" stroke="{}" stroke-width="{}"{}/>'
        '<path class="point {}" d="{}" fill="{}"/>'
    ).format(kind, edge["path"], colour, thick, dash, kind, edge["tip"], colour)


def badge(edge: dict[str, Any]) -> Markup:
    """Draw whose move it is: filled where its mover gains."""
    x, y = edge["label"]
    colour, dm = COLOURS[edge["dm"] % PALETTE], edge["dm"] % PALETTE
    better = edge["improvement"]
    return Markup(
        '<g class="whom dm-{} {}"><circle cx="{}" cy="{}" r="9" fill="{}" stroke="{}" stroke-width="1.5"/>'
        '<text x="{}" y="{}" text-anchor="middle" font-size="11" font-weight="700" fill="{}">{}</text></g>'
    ).format(
        dm, "better" if better else "mere", x, y, colour if better else PAPER, colour,
        x, round(y + 4, 1), "#fff" if better and dm in (0, 4) else "#111", edge["mark"],
    )  # fmt: skip


_LOZENGE = Markup(
    '<path class="sign-l" d="M7 1.4 12.6 7 7 12.6 1.4 7z" fill="none" stroke="{0}" stroke-width="1.4"/>'
)
DIAMOND = {
    "all": Markup('<path class="sign-f" d="M7 .8 13.2 7 7 13.2.8 7z" fill="{0}"/>'),
    "some": _LOZENGE + Markup('<path class="sign-f" d="M7 1.4V12.6L1.4 7z" fill="{0}"/>'),
    "none": _LOZENGE,
}
"""The sign for how a state holds, the same as on every page."""


# ---------------------------------------------------------------- the key
def key_height(people: int, width: float) -> float:
    """Return how high the key to a drawing is, with so many decision makers."""
    return ROW * -(-(people + 5) // _columns(width)) + 24


def key(
    people: Sequence[Mapping[str, Any]], edges: Sequence[Mapping[str, Any]], top: float, width: float
) -> Markup:
    """Draw the key beneath a drawing: whose line is whose, and what the signs mean.

    Parameters
    ----------
    people, edges : sequence of dict
        All decision makers, and the moves of the drawing.
    top, width : float
        Where it begins, and how wide the drawing is.
    """
    columns = _columns(width)
    parts = [
        Markup('<g transform="translate({:.0f} {:.0f})">{}<text x="70" y="4" fill="{}">{}</text></g>').format(
            24 + ENTRY * (k % columns), top + 12 + ROW * (k // columns), sign, INK, text
        )
        for k, (sign, text) in enumerate(_entries(people, edges))
    ]
    return Markup("").join(parts)


def _columns(width: float) -> int:
    return max(1, int((width - 24) // ENTRY))


def _entries(
    people: Sequence[Mapping[str, Any]], edges: Sequence[Mapping[str, Any]]
) -> list[tuple[Markup, str]]:
    """Return each sign, 60 wide, and what it means; who does not move has no line."""
    at = {"label": [50, 0], "path": "M0 0H40", "tip": "", "played": False, "done": False, "improvement": True}
    movers = {edge["dm"]: wire({**edge, **at}) for edge in edges}
    marks = [
        (movers.get(dm, Markup()) + badge({**at, "dm": dm, "mark": each["mark"]}), each["name"])
        for dm, each in enumerate(people)
    ]
    moves = [
        (Markup('<path d="M0 0H56" stroke="{}" stroke-width="{}"/>').format(INK, thick), said)
        for thick, said in ((3.2, "thick, filled: its mover gains"), (1.3, "thin, open: a mere move"))
    ]
    holding = [
        (Markup('<g transform="translate(43 -7)">{}</g>').format(DIAMOND[name].format(INK)), said)
        for name, said in (
            ("all", "holds under every concept"),
            ("some", "holds under some"),
            ("none", "does not hold"),
        )
    ]
    return [*marks, *moves, *holding]
