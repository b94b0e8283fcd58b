"""Where everything in the picture goes: boxes, wires and their signs, as plain numbers.

Two layouts of one picture: ``wide`` runs from left to right in columns, ``tall`` is a tree of rows for
narrow screens. Both depend on the picture alone, so the same conflict is always drawn the same way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from countermove.views.diagram import Change, Link, Node, Picture
from countermove.views.diagram_text import wrap

__all__ = ["Badge", "Box", "Label", "Layout", "Line", "Wire", "tall", "wide"]

LINE = 17
HEAD = 24
PAD = 9
BADGE = 19
GAP = 36
MAX_LINES = 6
BOX_WIDTH = 200
TALL_WIDTH = 344


@dataclass(frozen=True)
class Line:
    """One line of text in a box; ``mark`` and ``sign`` stand before the first line of a change."""

    mark: str
    sign: str
    text: str


@dataclass(frozen=True)
class Box:
    """A state's rectangle and its text."""

    node: Node
    x: float
    y: float
    width: float
    height: float
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Badge:
    """A mover's sign on a wire, by its centre."""

    dm: int
    x: float
    y: float
    improvement: bool


@dataclass(frozen=True)
class Label:
    """Small text at a place; ``y`` is its base line."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Wire:
    """A link: the path of its line, its badges, the tip of its arrow and where that points."""

    link: Link
    path: str
    badges: tuple[Badge, ...]
    tip: tuple[float, float]
    down: bool
    label: Label | None = None


@dataclass(frozen=True)
class Layout:
    """A picture with a place for everything.

    Attributes
    ----------
    width, height : float
        The size of the whole.
    indent : float
        How far the text of a change stands from its box's padding, after mark and sign.
    boxes, wires : tuple
        States and links.
    trunks : tuple of str
        Neutral lines that several wires share.
    """

    width: float
    height: float
    indent: float
    boxes: tuple[Box, ...]
    wires: tuple[Wire, ...]
    trunks: tuple[str, ...] = ()


def _lines(node: Node, marks: Sequence[str], width: float) -> tuple[Line, ...]:
    found: list[Line] = []
    left = 0
    indent = _indent(marks)
    for place, change in enumerate(node.changes):
        free = width - 2 * PAD - (indent if change.dm >= 0 else 0)
        rows = wrap(change.text, free, 2 if change.dm >= 0 else 4)
        more = place < len(node.changes) - 1
        if found and len(found) + len(rows) > MAX_LINES - (1 if more else 0):
            left = len(node.changes) - place
            break
        found += [_line(change, marks, row, first=not k) for k, row in enumerate(rows)]
    if left:
        found.append(Line("", "", f"and {left} more"))
    if not node.changes and node.today:
        found.append(Line("", "", "Nobody does anything"))
    back = ", ".join(str(state + 1) for state in node.returns)
    if back:
        found.append(Line("", "", f"leads back to {back}"))
    return tuple(found)


def _indent(marks: Sequence[str]) -> float:
    return 20.0 + 8 * max(map(len, marks))


def _line(change: Change, marks: Sequence[str], text: str, *, first: bool) -> Line:
    if change.dm < 0:
        return Line("", "", text)
    return Line(marks[change.dm], change.sign, text) if first else Line(" ", "", text)


def _height(lines: Sequence[Line]) -> float:
    return HEAD + LINE * len(lines) + (PAD if lines else 4)


# ---------------------------------------------------------------- left to right
@dataclass(frozen=True)
class _Slot:
    """A place in a column: a state, or the lane of a link that passes by."""

    state: int
    lane: int = -1


def wide(picture: Picture) -> Layout:
    """Place a picture in columns, today at the left."""
    texts = {node.state: _lines(node, picture.marks, BOX_WIDTH) for node in picture.nodes}
    entering = Counter(link.target for link in picture.links)
    heights = {
        _Slot(state): max(_height(lines), entering[state] * (BADGE + 2.0)) for state, lines in texts.items()
    }
    chains = {index: _chain(link, index, picture.layers) for index, link in enumerate(picture.links)}
    for index, chain in chains.items():
        heights.update(dict.fromkeys(chain[1:-1], 44.0 if picture.links[index].note else 26.0))
    columns = _columns(picture, chains)
    ys = _rows(columns, heights, [pair for chain in chains.values() for pair in pairwise(chain)])
    xs = _across(picture, chains, len(columns))
    boxes = tuple(
        Box(
            node,
            xs[picture.layers[node.state]],
            ys[_Slot(node.state)] - heights[_Slot(node.state)] / 2,
            BOX_WIDTH,
            heights[_Slot(node.state)],
            texts[node.state],
        )
        for node in picture.nodes
    )
    wires = _wires(picture, chains, xs, ys)
    bottom = max(ys[slot] + heights[slot] / 2 for slot in heights)
    return Layout(xs[-1] + BOX_WIDTH + 2, bottom + 2, _indent(picture.marks), boxes, wires)


def _chain(link: Link, index: int, layers: Mapping[int, int]) -> list[_Slot]:
    between = range(layers[link.source] + 1, layers[link.target])
    return [_Slot(link.source), *(_Slot(layer, index) for layer in between), _Slot(link.target)]


def _layer(slot: _Slot, layers: Mapping[int, int]) -> int:
    return layers[slot.state] if slot.lane < 0 else slot.state


def _columns(picture: Picture, chains: Mapping[int, list[_Slot]]) -> list[list[_Slot]]:
    """Order each column so that few links cross: as found, then by the neighbours' mean places."""
    after: dict[_Slot, list[_Slot]] = {}
    before: dict[_Slot, list[_Slot]] = {}
    for chain in chains.values():
        for one, other in pairwise(chain):
            after.setdefault(one, []).append(other)
            before.setdefault(other, []).append(one)
    columns: list[list[_Slot]] = [[] for _ in range(max(picture.layers.values()) + 1)]
    seen: set[_Slot] = set()
    stack = [_Slot(picture.nodes[0].state)]
    while stack:
        slot = stack.pop()
        if slot not in seen:
            seen.add(slot)
            columns[_layer(slot, picture.layers)].append(slot)
            stack += reversed(after.get(slot, []))
    best, fewest = columns, _crossings(columns, after)
    for sweep in range(6):
        if not fewest:
            break
        columns = _swept(columns, before if sweep % 2 == 0 else after, backwards=sweep % 2 == 1)
        crossings = _crossings(columns, after)
        if crossings < fewest:
            best, fewest = columns, crossings
    return best


def _swept(
    columns: Sequence[list[_Slot]], nexts: Mapping[_Slot, list[_Slot]], *, backwards: bool
) -> list[list[_Slot]]:
    result = [list(column) for column in columns]
    places = {slot: place for column in result for place, slot in enumerate(column)}
    for column in reversed(result) if backwards else result:

        def mean(slot: _Slot) -> float:
            near = [places[each] for each in nexts.get(slot, ())]
            return sum(near) / len(near) if near else places[slot]

        column.sort(key=mean)
        places.update((slot, place) for place, slot in enumerate(column))
    return result


def _crossings(columns: Sequence[Sequence[_Slot]], after: Mapping[_Slot, list[_Slot]]) -> int:
    places = {slot: place for column in columns for place, slot in enumerate(column)}
    total = 0
    for column in columns:
        pairs = [(places[slot], places[target]) for slot in column for target in after.get(slot, ())]
        total += sum(
            (one[0] - other[0]) * (one[1] - other[1]) < 0
            for k, one in enumerate(pairs)
            for other in pairs[k + 1 :]
        )
    return total


def _rows(
    columns: Sequence[Sequence[_Slot]], heights: Mapping[_Slot, float], pairs: Sequence[tuple[_Slot, _Slot]]
) -> dict[_Slot, float]:
    """Return the middle of each slot, in the column's order and without overlap.

    The fullest column is stacked; those before it stand where they lead to, those after it where
    they come from.
    """
    after: dict[_Slot, list[_Slot]] = {}
    before: dict[_Slot, list[_Slot]] = {}
    for one, other in pairs:
        after.setdefault(one, []).append(other)
        before.setdefault(other, []).append(one)
    fullest = max(range(len(columns)), key=lambda k: (sum(heights[slot] + 16 for slot in columns[k]), k))
    ys: dict[_Slot, float] = {}
    for k in [fullest, *range(fullest - 1, -1, -1), *range(fullest + 1, len(columns))]:
        near = after if k < fullest else before
        middle = sum(ys.values()) / len(ys) if ys else 0.0
        wanted: dict[_Slot, float] = {}
        for slot in columns[k]:
            known = [ys[each] for each in near.get(slot, ()) if each in ys]
            wanted[slot] = sum(known) / len(known) if known else wanted.get(columns[k][0], middle)
        ys.update(_stacked(columns[k], heights, wanted))
    top = min(ys[slot] - heights[slot] / 2 for slot in ys)
    return {slot: y - top + 2 for slot, y in ys.items()}


def _stacked(
    column: Sequence[_Slot], heights: Mapping[_Slot, float], wanted: Mapping[_Slot, float]
) -> dict[_Slot, float]:
    """Return middles near the wanted ones without overlap: halfway between pushing down and pushing up."""
    down: list[float] = []
    for k, slot in enumerate(column):
        least = down[-1] + _apart(column[k - 1], slot, heights) if k else wanted[slot]
        down.append(max(wanted[slot], least))
    up: list[float] = []
    for k, slot in enumerate(reversed(column)):
        most = up[-1] - _apart(slot, column[len(column) - k], heights) if k else wanted[slot]
        up.append(min(wanted[slot], most))
    return {slot: (a + b) / 2 for slot, a, b in zip(column, down, reversed(up), strict=True)}


def _apart(one: _Slot, other: _Slot, heights: Mapping[_Slot, float]) -> float:
    return (heights[one] + heights[other]) / 2 + 16


def _across(picture: Picture, chains: Mapping[int, list[_Slot]], columns: int) -> list[float]:
    """Return the left edge of each column; the gaps have room for links to fan out and for their movers."""
    room = [0] * columns
    for index, chain in chains.items():
        link = picture.links[index]
        if len(chain) == 2:
            room[picture.layers[link.target]] = max(room[picture.layers[link.target]], len(link.movers))
    xs = [2.0]
    for layer in range(1, columns):
        fan = 24 if sum(each < layer for each in picture.layers.values()) == 1 else 0
        xs.append(xs[-1] + BOX_WIDTH + GAP + fan + BADGE * max(1, room[layer]))
    return xs


def _wires(
    picture: Picture,
    chains: Mapping[int, list[_Slot]],
    xs: Sequence[float],
    ys: Mapping[_Slot, float],
) -> tuple[Wire, ...]:
    entering: dict[int, list[int]] = {}
    for index, link in enumerate(picture.links):
        entering.setdefault(link.target, []).append(index)
    wires = []
    for index, link in enumerate(picture.links):
        chain = chains[index]
        ports = sorted(entering[link.target], key=lambda each: (ys[chains[each][-2]], each))
        port = ys[_Slot(link.target)] + (ports.index(index) - (len(ports) - 1) / 2) * (BADGE + 2)
        x, y = xs[picture.layers[link.source]] + BOX_WIDTH, ys[_Slot(link.source)]
        path = f"M{x:.1f} {y:.1f}"
        badges: tuple[Badge, ...] = ()
        label = None
        for slot in chain[1:-1]:
            lane, left = ys[slot] + (9 if link.note else 0), xs[slot.state]
            path += _curve(x, y, left - 12 - BADGE, lane) + f"H{left + BOX_WIDTH:.1f}"
            if not badges:
                badges = _badges(link, left + (BOX_WIDTH - BADGE * len(link.movers)) / 2, lane)
                label = Label(left + BOX_WIDTH / 2, lane - 15, link.note) if link.note else None
            x, y = left + BOX_WIDTH, lane
        end = xs[picture.layers[link.target]]
        stretch = end - 12 - (0 if badges else BADGE * len(link.movers))
        path += _curve(x, y, stretch, port) + f"H{end - 7:.1f}"
        badges = badges or _badges(link, stretch, port)
        wires.append(Wire(link, path, badges, (end - 1, port), False, label))
    return tuple(wires)


def _curve(x: float, y: float, end: float, level: float) -> str:
    middle = (x + end) / 2
    return f"C{middle:.1f} {y:.1f} {middle:.1f} {level:.1f} {end:.1f} {level:.1f}"


def _badges(link: Link, left: float, y: float) -> tuple[Badge, ...]:
    return tuple(
        Badge(dm, round(left + BADGE * (k + 0.5), 1), round(y, 1), better)
        for k, (dm, better) in enumerate(link.movers)
    )


# ---------------------------------------------------------------- top to bottom
def tall(picture: Picture) -> Layout:
    """Place a picture in rows under each other, indented by their distance from today."""
    nodes = {node.state: node for node in picture.nodes}
    into: dict[int, list[Link]] = {}
    for link in picture.links:
        into.setdefault(link.target, []).append(link)
    children: dict[int, list[int]] = {}
    for target, links in into.items():
        children.setdefault(links[0].source, []).append(target)
    boxes: dict[int, Box] = {}
    wires: list[Wire] = []
    ends: dict[int, float] = {}
    y = 2.0
    stack = [(picture.nodes[0].state, 0)]
    while stack:
        state, depth = stack.pop()
        x = 2.0 + 16 * depth
        for place, link in enumerate(into.get(state, ())):
            middle = y + 16
            wires.append(_row_wire(link, boxes, x, middle, first=place == 0))
            if place == 0:
                ends[link.source] = middle
            y += 27 if place == 0 else 24
        y += 4 if state in into else 0
        width = TALL_WIDTH - x - 2
        lines = _lines(nodes[state], picture.marks, width)
        boxes[state] = Box(nodes[state], x, y, width, _height(lines), lines)
        y = boxes[state].y + boxes[state].height + 2
        stack += [(child, depth + 1) for child in reversed(children.get(state, []))]
    starts = {state: boxes[state] for state in ends}
    trunks = tuple(
        f"M{box.x + 7:.1f} {box.y + box.height:.1f}V{ends[state]:.1f}" for state, box in starts.items()
    )
    placed = tuple(boxes[node.state] for node in picture.nodes)
    return Layout(TALL_WIDTH, y + 2, _indent(picture.marks), placed, tuple(wires), trunks)


def _row_wire(link: Link, boxes: Mapping[int, Box], x: float, middle: float, *, first: bool) -> Wire:
    """Return the wire of a row: from the trunk of its source, or with a word where it comes from."""
    after = x + 8 + BADGE * len(link.movers)
    badges = _badges(link, x + 8, middle)
    if first:
        start = boxes[link.source].x + 7
        path = f"M{start:.1f} {middle:.1f}H{after + 8:.1f}v7"
        label = Label(after + 20, middle + 4, link.note) if link.note else None
        return Wire(link, path, badges, (after + 8, middle + 14), True, label)
    path = f"M{x:.1f} {middle:.1f}H{after:.1f}"
    return Wire(link, path, badges, (0, 0), True, Label(after + 8, middle + 4, f"from {link.source + 1}"))
