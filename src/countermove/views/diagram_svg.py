"""Draw a placed picture as SVG that takes its colours from the page it stands in."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from countermove.views.diagram import Picture
from countermove.views.diagram_layout import HEAD, LINE, PAD, Badge, Box, Layout, Wire
from countermove.views.diagram_text import text_width

__all__ = ["NUMBER", "PALETTE", "draw", "tag"]

PALETTE = 8
"""So many colours there are for decision makers; the page's style sheet defines them."""

MAX_NAMED = 3

NUMBER = PAD + 19
"""How far from the left of its box a state's number stands, after its sign."""
NUMBER_FONT = 15
BOLD = 1.1
"""How many times as wide as plain text bold text is taken to be."""


def draw(picture: Picture, layout: Layout, name: str, title: str, description: str) -> Markup:
    """Return an ``<svg>`` element.

    Parameters
    ----------
    picture : Picture
        What is shown.
    layout : Layout
        Where.
    name : str
        A name for the drawing, unique in its page; also its style class.
    title, description : str
        For screen readers.
    """
    parts = [
        Markup(
            '<svg class="map {0}" viewBox="0 0 {1:.0f} {2:.0f}" width="{1:.0f}" height="{2:.0f}" role="img" '
            'aria-labelledby="{0}-title {0}-desc"><title id="{0}-title">{3}</title>'
            '<desc id="{0}-desc">{4}</desc>'
        ).format(name, layout.width, layout.height, title, description)
    ]
    parts += [Markup('<path class="trunk" d="{}"/>').format(path) for path in layout.trunks]
    parts += [_wire(wire) for wire in layout.wires]
    parts += [_badge(badge, picture.marks[badge.dm]) for wire in layout.wires for badge in wire.badges]
    parts += [_box(box, layout.indent) for box in layout.boxes]
    return Markup("").join([*parts, Markup("</svg>")])


def colour(dm: int) -> str:
    """Return the style class of a decision maker's colour."""
    return f"dm-{dm % PALETTE}"


def _wire(wire: Wire) -> Markup:
    movers = {dm for dm, _ in wire.link.movers}
    whose = colour(next(iter(movers))) if len(movers) == 1 else "chain"
    kind = "better" if wire.link.improvement else "mere"
    drawn = Markup('<path class="wire {} {}" d="{}"/>').format(whose, kind, wire.path)
    x, y = wire.tip
    if y:
        shape = f"M{x:.1f} {y:.1f}" + ("l-4.5 -8h9z" if wire.down else "l-8 -4.5v9z")
        drawn += Markup('<path class="tip {}" d="{}"/>').format(whose, shape)
    if wire.label:
        where = "beside" if wire.down else "over"
        drawn += Markup('<text class="note {}" x="{:.1f}" y="{:.1f}">{}</text>').format(
            where, wire.label.x, wire.label.y, wire.label.text
        )
    return drawn


def _badge(badge: Badge, mark: str) -> Markup:
    kind = "better" if badge.improvement else "mere"
    return Markup(
        '<g class="badge {} {}"><circle cx="{}" cy="{}" r="8.5"/><text x="{}" y="{}">{}</text></g>'
    ).format(colour(badge.dm), kind, badge.x, badge.y, badge.x, round(badge.y + 4, 1), mark)


def _box(box: Box, indent: float) -> Markup:
    node = box.node
    classes = " ".join(["box", f"holds-{node.standing}", *(["today"] if node.today else [])])
    radius = 2 if node.standing == "none" else 11
    drawn = Markup(
        '<g class="{}"><rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="{}"/>'
        '<use href="#sign-{}" x="{:.1f}" y="{:.1f}" width="13" height="13"/>'
        '<text class="number" x="{:.1f}" y="{:.1f}">{}</text>'
    ).format(
        classes, box.x, box.y, box.width, box.height, radius,
        node.standing, box.x + PAD, box.y + 7,
        box.x + NUMBER, box.y + 18.5, f"{node.state + 1:,}",
    )  # fmt: skip
    if standing := tag(box):
        drawn += Markup('<text class="tag" x="{:.1f}" y="{:.1f}">{}</text>').format(
            box.x + box.width - PAD, box.y + 18, standing
        )
    return drawn + Markup("").join(_text(box, indent)) + Markup("</g>")


def tag(box: Box) -> str:
    """Return what stands at the top right of a box: that it is today's, whose course, or how it holds."""
    node = box.node
    if node.today:
        return "today" if node.course is None else f"today, course {node.course}"
    if node.course is not None:
        return f"course {node.course}"
    # Names that would run into the state's number are counted; the list beneath has them all.
    some = " ".join(node.held_by)
    wide = BOLD * (text_width(f"{node.state + 1:,}", NUMBER_FONT) + text_width(some))
    if len(node.held_by) > MAX_NAMED or NUMBER + wide + PAD > box.width:
        some = f"{len(node.held_by)} concepts"
    return {"all": "holds", "some": some, "none": ""}[node.standing]


def _text(box: Box, indent: float) -> Iterator[Markup]:
    plain = Markup('<text x="{:.1f}" y="{:.1f}">{}</text>')
    for k, line in enumerate(box.lines):
        y = box.y + HEAD + LINE * k + 12
        if line.mark.strip():
            yield Markup('<text class="whose" x="{:.1f}" y="{:.1f}">{}</text>').format(
                box.x + PAD, y, line.mark
            )
            if line.sign:
                yield plain.format(box.x + PAD + indent - 13, y, line.sign)
        yield plain.format(box.x + PAD + (indent if line.mark else 0), y, line.text)
