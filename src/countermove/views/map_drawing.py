"""The map's picture: where each state stands, and the SVG of it, which carries its own colours."""

from __future__ import annotations

import base64
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from countermove.space import OptionStates
from countermove.views.diagram import standing
from countermove.views.diagram_text import wrap
from countermove.views.map_signs import DIAMOND, INK, PAPER, SOFT, badge, key, key_height, wire
from countermove.views.told import Told
from countermove.views.words import acts, count, state_line

__all__ = ["DASHES", "Move", "Spot", "drawing", "place"]

WIDTH, GAP, HEIGHT, SPACE = 200.0, 110.0, 74.0, 20.0
"""A box, the gap between two columns, and between two rows."""
MARGIN = 34.0
MAX_LINES = 3
DASHES = ("", "9 3", "2 3", "9 3 2 3", "5 5", "14 4", "1 5", "9 2 2 2 2 2")
"""The line of each decision maker, so that it can be told without colour."""
SANS = "system-ui, 'Segoe UI', 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif"


@dataclass(frozen=True)
class Spot:
    """Where a state stands: its column counts the moves from the middle, its row may be negative."""

    state: int
    column: int
    row: int


@dataclass(frozen=True)
class Move:
    """A move on the map (indices), whether it is on the played path, and whether it is done already."""

    source: int
    target: int
    by: int
    improvement: bool
    event: bool = False
    played: bool = False
    done: bool = False


def place(at: int, path: Sequence[int], leads: Sequence[tuple[int | None, Sequence[int]]]) -> list[Spot]:
    """Place states so that what is opened later moves nothing that stands already.

    Parameters
    ----------
    at : int
        The state that the map begins with; it stands in column 0, row 0.
    path : sequence of int
        The states of the played path, which stand in one row.
    leads : sequence of (int or None, sequence of int)
        What was drawn next, in this order: from which state, and the states that are new. Without a
        state they stand beneath the middle.
    """
    found = {at: Spot(at, 0, 0)}
    taken = {(0, 0)}

    def stand(state: int, column: int, row: int) -> None:
        found[state] = Spot(state, column, row)
        taken.add((column, row))

    for column, state in enumerate(path, start=1):
        if state not in found:
            stand(state, column, 0)
    for source, targets in leads:
        column, near = (0, 0) if source is None else (found[source].column + 1, found[source].row)
        new = [state for state in targets if state not in found]
        for state, row in zip(new, _free(taken, column, near, len(new)), strict=True):
            stand(state, column, row)
    return list(found.values())


def _free(taken: Collection[tuple[int, int]], column: int, near: int, many: int) -> list[int]:
    """Return the free rows of a column that are nearest to a row, from the top."""
    found: list[int] = []
    away = 0
    while len(found) < many:
        for row in dict.fromkeys((near + away, near - away)):
            if (column, row) not in taken and len(found) < many:
                found.append(row)
        away += 1
    return sorted(found)


# ---------------------------------------------------------------- as data and as SVG
def drawing(
    told: Told,
    spots: Sequence[Spot],
    moves: Sequence[Move],
    now: int | None,
    opened: Collection[int],
    left: Mapping[int, int],
) -> dict[str, Any]:
    """Return the picture: nodes and edges with their places, and the SVG in the page and as a file.

    Parameters
    ----------
    told : Told
        The conflict.
    spots, moves : sequence
        What is drawn, and where.
    now : int or None
        Where the played path is.
    opened : collection of int
        The states whose moves are drawn.
    left : mapping
        For opened states, how many states where their moves lead are not drawn.
    """
    top = min(each.row for each in spots)
    nodes = [_node(told, each, top, now, opened, left) for each in spots]
    at = {node["state"]: node for node in nodes}
    into: dict[int, int] = {}
    edges = []
    for move in moves:
        into[move.target] = into.get(move.target, -1) + 1
        edges.append(_edge(told, move, at, into[move.target]))
    width = max(node["x"] + WIDTH for node in nodes) + MARGIN
    height = max(node["y"] + HEIGHT for node in nodes) + MARGIN + 20
    title = f"Map around state {spots[0].state + 1:,}"
    described = (
        f"{count(len(nodes), 'state')} and {count(len(edges), 'move')}; the list tells the same in words."
    )
    svg = _svg(nodes, edges, width, height, title, described)
    file = base64.b64encode(
        _svg(nodes, edges, width, height, title, described, people=told.people).encode()
    ).decode()
    return {
        "title": title,
        "width": width,
        "height": height,
        "shift": top * (HEIGHT + SPACE),
        "nodes": nodes,
        "edges": edges,
        "svg": svg,
        "file": f"data:image/svg+xml;base64,{file}",
        "name": f"map-state-{spots[0].state + 1}",
        "lines": [{"dm": dm, "dash": DASHES[dm % len(DASHES)]} for dm in sorted({move.by for move in moves})],
        "left": bool(left),
    }


def _node(
    told: Told,
    spot: Spot,
    top: int,
    now: int | None,
    opened: Collection[int],
    left: Mapping[int, int],
) -> dict[str, Any]:
    kind, held = standing(told.analysis, spot.state)
    return {
        "id": f"s{spot.state + 1}",
        "state": spot.state,
        "number": f"{spot.state + 1:,}",
        "x": MARGIN + spot.column * (WIDTH + GAP),
        "y": MARGIN + (spot.row - top) * (HEIGHT + SPACE),
        "standing": kind,
        "held": list(held),
        "today": spot.state == told.space.status_quo,
        "now": spot.state == now,
        "opened": spot.state in opened,
        "left": left.get(spot.state, 0),
        "lines": _lines(told, spot.state),
        "line": state_line(told.space, spot.state),
    }


def _lines(told: Told, state: int) -> list[str]:
    """Say in a few short lines how a state differs from today's, or what is done in it."""
    space, today = told.space, told.space.status_quo
    if space.model.graph_form or not isinstance(space.states, OptionStates):
        return wrap(state_line(space, state), WIDTH - 20, MAX_LINES)
    if today is None or state == today:
        mark_of = dict(zip(told.names, told.marks, strict=True))
        acting = [(mark_of.get(name, told.marks[-1]), what) for name, what in acts(space, state)]
        done = [f"{mark} {each}" for mark, what in acting for each in what]
        return _fitted(done or [state_line(space, state)])
    before, after = space.states.values(today), space.states.values(state)
    changed = [
        (option, old, new)
        for option, old, new in zip(space.model.options, before, after, strict=True)
        if old != new
    ]
    marks = dict(zip(space.decision_makers, told.marks, strict=False))
    said = [
        f"{marks.get(option.owner, told.marks[-1])} {'+' if new > old else '−'} {option.name}"
        for option, old, new in changed
    ]
    return _fitted(said)


def _fitted(said: Sequence[str]) -> list[str]:
    """Fit texts into the lines of a box; each has the lines that those after it can spare."""
    if len(said) > MAX_LINES:
        said = [*said[: MAX_LINES - 1], f"and {len(said) - MAX_LINES + 1} more"]
    lines: list[str] = []
    for k, each in enumerate(said, start=1):
        lines += wrap(each, WIDTH - 20, MAX_LINES - len(lines) - (len(said) - k))
    return lines


def _edge(told: Told, move: Move, at: Mapping[int, dict[str, Any]], nth: int) -> dict[str, Any]:
    source, target = at[move.source], at[move.target]
    x0, y0 = source["x"] + WIDTH, source["y"] + HEIGHT / 2
    x1, y1 = target["x"], target["y"] + HEIGHT / 2
    if x1 > x0:
        half = min(GAP, x1 - x0) / 2
        path = (
            f"M{x0:.0f} {y0:.0f}C{x0 + half:.0f} {y0:.0f} {x1 - half - 24:.0f} {y1:.0f} {x1 - 8:.0f} {y1:.0f}"
        )
        label, tip = (x1 - 22 - 22 * nth, y1), f"M{x1:.0f} {y1:.0f}l-9 -5v10z"
    elif source["x"] == target["x"]:
        out = x0 + 40 + 8 * (nth % 3)
        path = f"M{x0:.0f} {y0:.0f}C{out:.0f} {y0:.0f} {out:.0f} {y1 + 12:.0f} {x0 + 8:.0f} {y1 + 12:.0f}"
        label, tip = (x0 + 24 + 20 * nth, y1 + 14), f"M{x0:.0f} {y1 + 12:.0f}l9 -5v10z"
    else:  # back: beneath the boxes, into the target from below
        xs, xt = source["x"] + WIDTH / 2, target["x"] + WIDTH / 2 + 16 * (nth % 5)
        ys, yt = source["y"] + HEIGHT, target["y"] + HEIGHT
        low = max(ys, yt) + 30
        path = f"M{xs:.0f} {ys:.0f}C{xs:.0f} {low:.0f} {xt:.0f} {low:.0f} {xt:.0f} {yt + 8:.0f}"
        label, tip = (xt, yt + 19 + 8 * (nth % 2)), f"M{xt:.0f} {yt:.0f}l-5 9h10z"
    mark, name = told.people[move.by]["mark"], told.people[move.by]["name"]
    return {
        "id": f"m{move.by}-{move.source + 1}-{move.target + 1}",
        "source": source["id"],
        "target": target["id"],
        "dm": move.by,
        "mark": mark,
        "name": name,
        "dash": DASHES[move.by % len(DASHES)],
        "improvement": move.improvement,
        "event": move.event,
        "played": move.played,
        "done": move.done,
        "path": path,
        "tip": tip,
        "label": [round(each, 1) for each in label],
    }


def _svg(
    nodes: Sequence[dict[str, Any]],
    edges: Sequence[dict[str, Any]],
    width: float,
    height: float,
    title: str,
    described: str,
    *,
    people: Sequence[Mapping[str, Any]] = (),
) -> Markup:
    """Draw it, with a key to the decision makers given, or without.

    Colours stand in attributes, for the file; the page's style sheet has the last word, and says the key.
    """
    top = height
    height += key_height(len(people), width) if people else 0
    parts = [
        Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {0:.0f} {1:.0f}" '
            'width="{0:.0f}" height="{1:.0f}" role="img" aria-labelledby="chart-title chart-desc" '
            'font-family="{2}" font-size="13"><title id="chart-title">{3}</title>'
            '<desc id="chart-desc">{4}</desc><rect class="paper" width="100%" height="100%" fill="{5}"/>'
        ).format(width, height, SANS, title, described, PAPER)
    ]
    parts += [wire(edge) for edge in edges]
    parts += [badge(edge) for edge in edges]
    parts += [_box(node) for node in nodes]
    parts += [key(people, edges, top, width)] if people else []
    return Markup("").join([*parts, Markup("</svg>")])


def _box(node: dict[str, Any]) -> Markup:
    x, y = node["x"], node["y"]
    ink = PAPER if node["today"] else INK
    edge = {"all": 2.5, "some": 1.5, "none": 1.0}[node["standing"]]
    classes = " ".join(
        ["spot", f"is-{node['standing']}", *(key for key in ("today", "now", "opened") if node[key])]
    )
    parts = [Markup('<g class="{}" transform="translate({:.0f} {:.0f})">').format(classes, x, y)]
    if node["now"]:
        parts.append(
            Markup(
                '<rect class="ring" x="-6" y="-6" width="{}" height="{}" rx="13" fill="none" stroke="{}" '
                'stroke-width="3"/>'
            ).format(WIDTH + 12, HEIGHT + 12, INK)
        )
    plain = node["standing"] == "none"
    parts += [
        Markup(
            '<rect class="body" width="{}" height="{}" rx="{}" fill="{}" stroke="{}" stroke-width="{}"/>'
        ).format(
            WIDTH, HEIGHT, 2 if plain else 10, INK if node["today"] else PAPER, SOFT if plain else INK, edge
        ),
        Markup('<g transform="translate(10 7)">{}</g>').format(DIAMOND[node["standing"]].format(ink)),
        Markup(
            '<text class="number" x="30" y="19" font-size="15" font-weight="700" fill="{}">{}</text>'
        ).format(ink, node["number"]),
        Markup('<text class="word" x="{}" y="19" text-anchor="end" fill="{}">{}</text>').format(
            WIDTH - 10, ink if node["today"] else SOFT, _word(node)
        ),
    ]
    parts += [
        Markup('<text x="10" y="{}" fill="{}">{}</text>').format(36 + 15 * k, ink, line)
        for k, line in enumerate(node["lines"])
    ]
    if node["left"]:
        parts.append(
            Markup(
                '<text class="word" x="{}" y="{}" text-anchor="end" fill="{}">and {} more →</text>'
            ).format(WIDTH, HEIGHT + 15, SOFT, node["left"])
        )
    return Markup("").join([*parts, Markup("</g>")])


def _word(node: dict[str, Any]) -> str:
    if node["today"]:
        return "today"
    held = node["held"]
    if node["standing"] == "some":
        return " ".join(held) if len(held) < 3 else f"{len(held)} concepts"
    return "holds" if node["standing"] == "all" else ""
