"""What the picture of a conflict shows: today's state, the ways from it, and where they end.

The whole graph of a conflict is a hairball. The picture holds the few states that answer a reader's
question: where do the courses of one decision maker end, and how is a headline outcome reached?
Moves in between are drawn as one link with several movers when there is no room for their states.
This module chooses; `diagram_layout` places, `diagram_svg` draws.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from countermove.analyses.menu import Course, Menu
from countermove.analyses.paths import Step, follow
from countermove.errors import LimitError
from countermove.model.elements import YES_NO
from countermove.space import OptionStates, Space
from countermove.stability import Analysis
from countermove.views.menus import course_name
from countermove.views.summary import MAX_FOLLOWED, Summary
from countermove.views.words import count, dm_name, join, number, state_line, steps_line

__all__ = ["MAX_NODES", "Change", "Link", "Node", "Picture", "Route", "marks", "picture", "standing"]

MAX_NODES = 17
MAX_LAYERS = 5
MAX_HEADLINES = 3


@dataclass(frozen=True)
class Change:
    """One line of a node: whose option, and ``+`` taken up, ``−`` dropped or ``=`` set, its name."""

    dm: int
    sign: str
    text: str


@dataclass(frozen=True)
class Node:
    """One state of the picture.

    Attributes
    ----------
    state : int
        Its index.
    today : bool
        Whether it is the status quo.
    standing : str
        ``all``, ``some`` or ``none``: under how many concepts it holds for everybody.
    held_by : tuple of str
        The short names of those concepts.
    changes : tuple of Change
        How it differs from today, the latest change first; in graph form one entry with its text.
    course : int or None
        The rank of the course that leads here before anybody answers.
    returns : tuple of int
        States drawn before this one to which the moves lead back.
    """

    state: int
    today: bool
    standing: str
    held_by: tuple[str, ...]
    changes: tuple[Change, ...]
    course: int | None
    returns: tuple[int, ...]


@dataclass(frozen=True)
class Link:
    """One move, or several in a row, between two states of the picture (indices of states)."""

    source: int
    target: int
    movers: tuple[tuple[int, bool], ...]
    note: str = ""

    @property
    def improvement(self) -> bool:
        """Whether every one of the moves improves its mover's lot."""
        return all(better for _, better in self.movers)


@dataclass(frozen=True)
class Route:
    """One way through the picture in words."""

    name: str
    text: str


@dataclass(frozen=True)
class Picture:
    """What is drawn.

    Attributes
    ----------
    nodes, links : tuple
        States and moves; the links have no circle.
    layers : dict
        For each state its column, today's being 0.
    names, marks : tuple of str
        The decision makers' names and the one or two letters that stand for them.
    star : int or None
        The decision maker whose courses are shown.
    routes : tuple of Route
        The same in words, with every move.
    notes : tuple of str
        What did not fit.
    """

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    layers: dict[int, int]
    names: tuple[str, ...]
    marks: tuple[str, ...]
    star: int | None
    routes: tuple[Route, ...]
    notes: tuple[str, ...]


def marks(names: Sequence[str]) -> tuple[str, ...]:
    """Return one or two characters for each name, all different."""
    letters = ["".join(each for each in name if each.isalnum()) for name in names]
    found: list[str] = []
    for index, word in enumerate(letters):
        others = [other.upper() for place, other in enumerate(letters) if place != index]
        initial = word[:1].upper()
        alone = not any(other.startswith(initial) for other in others)
        choices = [*([initial] if alone else []), *(initial + each for each in word[1:].lower())]
        found.append(next((each for each in choices if each and each not in found), str(index + 1)))
    return tuple(found)


def standing(analysis: Analysis, state: int) -> tuple[str, tuple[str, ...]]:
    """Say under which concepts a state holds for everybody (``all``, ``some``, ``none``), and their names."""
    held = tuple(each.short for each in analysis.concepts if analysis.equilibrium(each.id)[state])
    if not held:
        return "none", held
    return ("all" if len(held) == len(analysis.concepts) else "some"), held


@dataclass(frozen=True)
class _Way:
    """A way from today to be drawn: its moves, and where it must be broken."""

    steps: tuple[Step, ...]
    stops: frozenset[int]
    note: str = ""


def picture(analysis: Analysis, said: Summary, menu: Menu | None) -> Picture | None:
    """Choose what to draw, or return None without a status quo.

    Parameters
    ----------
    analysis : Analysis
        The conflict with its equilibria.
    said : Summary
        Whose ``reached`` equilibria are the headline.
    menu : Menu or None
        The courses whose ends are shown.
    """
    space = analysis.space
    if space.status_quo is None:
        return None
    heads = _headlines(space, said)
    courses = list(menu.courses) if menu else []
    shown = list(courses)
    drawn = _draw(space, menu, shown, heads)
    while len(drawn.states) > MAX_NODES and len(shown) > 2:
        shown.pop(len(shown) // 2)
        drawn = _draw(space, menu, shown, heads)
    while len(drawn.states) > MAX_NODES and heads:
        heads = heads[:-1]
        drawn = _draw(space, menu, shown, heads)
    while len(drawn.states) > MAX_NODES and shown:
        shown.pop()
        drawn = _draw(space, menu, shown, heads)
    layers = _layers(space.status_quo, drawn.states, drawn.links)
    rank_of = {course.start: course.rank for course in shown}
    nodes = [_node(analysis, state, drawn, rank_of.get(state)) for state in drawn.states]
    names = tuple(dm_name(space, dm) for dm in space.movers)
    return Picture(
        nodes=tuple(nodes),
        links=tuple(drawn.links),
        layers=layers,
        names=names,
        marks=marks(names),
        star=menu.dm if menu else None,
        routes=tuple(_routes(space, menu, courses, _headlines(space, said))),
        notes=tuple(_notes(space, said, menu, courses, shown, heads, drawn)),
    )


def _headlines(space: Space, said: Summary) -> list[tuple[Step, ...]]:
    """Return the shortest ways of improvements to the headline equilibria, the shortest first."""
    today = space.status_quo
    wanted = [state for state in said.reached or () if state != today]
    if today is None or not wanted or space.size > MAX_FOLLOWED:
        return []
    everybody = range(len(space.decision_makers))
    try:
        reach = follow(space, [today], everybody, improvements=True, in_turn=False)
    except LimitError:
        return []
    return sorted((reach.steps(state) for state in wanted), key=len)[:MAX_HEADLINES]


class _Drawing:
    """States in the order they were met, and the links between them, kept free of circles."""

    def __init__(self, today: int) -> None:
        self.states = [today]
        self.links: list[Link] = []
        self.returns: dict[int, list[int]] = {}
        self.collapsed = False
        self.primary: dict[int, int] = {}

    def add(self, way: _Way) -> None:
        """Add a way, broken where it must be and wherever it meets a state that is there already."""
        movers: list[tuple[int, bool]] = []
        source = way.steps[0].source if way.steps else None
        note = way.note
        for place, step in enumerate(way.steps):
            movers.append((step.by, step.improvement))
            last = place == len(way.steps) - 1
            if last or step.target in way.stops or step.target in self.states:
                assert source is not None
                self._link(Link(source, step.target, tuple(movers), note))
                source, movers, note = step.target, [], ""

    def _link(self, link: Link) -> None:
        if link.source == link.target or any(
            (each.source, each.target) == (link.source, link.target) for each in self.links
        ):
            return
        if link.target in self.states and self._leads(link.target, link.source):
            back = self.returns.setdefault(link.source, [])
            if link.target not in back:
                back.append(link.target)
            return
        if link.target not in self.states:
            self.states.append(link.target)
            self.primary[link.target] = link.source
        self.links.append(link)
        self.collapsed |= len(link.movers) > 1

    def _leads(self, source: int, target: int) -> bool:
        seen, stack = {source}, [source]
        while stack:
            here = stack.pop()
            if here == target:
                return True
            for link in self.links:
                if link.source == here and link.target not in seen:
                    seen.add(link.target)
                    stack.append(link.target)
        return False


def _draw(
    space: Space, menu: Menu | None, shown: Sequence[Course], heads: Sequence[tuple[Step, ...]]
) -> _Drawing:
    """Draw every move as a link of its own if that is calm enough, else answers as one link."""
    assert space.status_quo is not None
    drawn = _Drawing(space.status_quo)
    for whole_answers, whole_heads in ((True, True), (False, True), (False, False)):
        drawn = _Drawing(space.status_quo)
        ways = list(_course_ways(space, menu, shown, whole_answers))
        ways += [
            _Way(steps, frozenset(step.target for step in steps if whole_heads), "improvements alone")
            for steps in heads
        ]
        for way in ways:
            drawn.add(way)
        depth = max(_layers(space.status_quo, drawn.states, drawn.links).values())
        if len(drawn.states) <= MAX_NODES and depth < MAX_LAYERS:
            break
    return drawn


def _course_ways(space: Space, menu: Menu | None, shown: Iterable[Course], whole: bool) -> Iterable[_Way]:
    """Yield for each course the ways to the best and to the worst state in which it ends."""
    if menu is None:
        return
    liked = space.ranks[menu.dm]
    for course in shown:
        own: tuple[Step, ...] = ()
        note = ""
        if course.start != menu.start:
            own = (Step(menu.dm, menu.start, course.start, bool(liked[course.start] > liked[menu.start])),)
        else:
            note = f"course {course.rank}"
        for end in dict.fromkeys((course.best, course.worst)):
            steps = (*own, *course.steps[end])
            stops = frozenset(step.target for step in steps) if whole else frozenset({course.start})
            if steps:
                yield _Way(steps, stops, note)


def _layers(today: int, states: Sequence[int], links: Sequence[Link]) -> dict[int, int]:
    """Give each state the column after its last predecessor; a chain from today itself passes one column."""
    layers = dict.fromkeys(states, 0)
    crowded = any(link.source == today and len(link.movers) == 1 for link in links)
    for _ in states:
        for link in links:
            length = 2 if link.source == today and len(link.movers) > 1 and crowded else 1
            layers[link.target] = max(layers[link.target], layers[link.source] + length)
    return layers


def _node(analysis: Analysis, state: int, drawn: _Drawing, course: int | None) -> Node:
    space = analysis.space
    today = space.status_quo
    assert today is not None
    changes = _changes(space, today, state)
    if isinstance(space.states, OptionStates) and state in drawn.primary:
        latest = set(_changes(space, drawn.primary[state], state))
        changes = sorted(changes, key=lambda each: each not in latest)
    how, held = standing(analysis, state)
    return Node(state, state == today, how, held, tuple(changes), course, tuple(drawn.returns.get(state, ())))


def _changes(space: Space, before: int, after: int) -> list[Change]:
    """Return how two states differ, option by option; for today what is being done in it."""
    if not isinstance(space.states, OptionStates):
        return [Change(-1, "", space.model.states[after].text)]
    old, new = space.states.values(before), space.states.values(after)
    found = []
    for option, was, now, owner in zip(space.model.options, old, new, space.states.owners, strict=True):
        if option.levels != YES_NO:
            if was != now or (before == after and now):
                found.append(Change(owner, "=", f"{option.name}: {option.levels[now]}"))
        elif was != now:
            found.append(Change(owner, "+" if now else "−", option.name))
        elif before == after and now:
            found.append(Change(owner, "", option.name))
    return found


def _routes(
    space: Space, menu: Menu | None, courses: Sequence[Course], heads: Sequence[tuple[Step, ...]]
) -> Iterable[Route]:
    for steps in heads:
        end = steps[-1].target
        name = f"To state {end + 1}, by improvements alone"
        yield Route(name, f"{steps_line(space, steps)}. There: {state_line(space, end)}.")
    for course in courses if menu else ():
        assert menu is not None
        name = f"{dm_name(space, menu.dm)}, course {course.rank}: "
        name += course_name(space, menu.dm, course.levels, course.start, menu.start)
        told = []
        for end in dict.fromkeys((course.best, course.worst)):
            steps = course.steps[end]
            which = "" if course.best == course.worst else "at best, " if end == course.best else "at worst, "
            way = steps_line(space, steps) or "nobody answers"
            told.append(f"{which}{way}. It ends in state {end + 1}: {state_line(space, end)}.")
        text = " ".join(each[:1].upper() + each[1:] for each in told)
        yield Route(name, text)


def _notes(
    space: Space,
    said: Summary,
    menu: Menu | None,
    courses: Sequence[Course],
    shown: Sequence[Course],
    heads: Sequence[tuple[Step, ...]],
    drawn: _Drawing,
) -> Iterable[str]:
    if drawn.collapsed:
        yield "Several letters on one line are several moves in that order; the states between are left out."
    left = len(courses) - len(shown)
    if left and menu is not None:
        yield f"Of the courses of {dm_name(space, menu.dm)}, {number(left)} did not fit."
    between = sum(len(each.rests) - len({each.best, each.worst}) for each in shown)
    if between:
        yield f"Only the best and the worst end of each course are shown, not {count(between, 'other')}."
    wanted = [state for state in said.reached or () if state != space.status_quo]
    if len(wanted) > len(heads):
        missing = [str(each + 1) for each in wanted if each not in {steps[-1].target for steps in heads}]
        listed = join(missing[:5]) + (" and more" if len(missing) > 5 else "")
        yield f"Improvements also lead to {count(len(missing), 'state')} not shown: {listed}."
