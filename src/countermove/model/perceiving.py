"""Perceptions: reading how decision makers see a conflict, and the conflict that one of them sees.

A hypergame (Bennett 1977; Wang, Hipel, Fraser 1988) gives each side its own game. Here a view is the
model with the options taken out that a decision maker does not know of, those put in that it imagines, and
preferences as it believes them; so a view is a conflict like any other, and may hold views in turn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from countermove.errors import suggest
from countermove.model.check_shape import Path
from countermove.model.condition import And, Condition, Is, Or, atoms, holds, rewritten
from countermove.model.elements import (
    DecisionMaker,
    Event,
    Lever,
    Model,
    Option,
    Perception,
    Preference,
    Prioritize,
    Ranking,
    Statement,
    StatePattern,
    Weights,
)
from countermove.model.forcing import told_powers
from countermove.model.options import check_label, read_option
from countermove.model.phasing import rewritten_phases
from countermove.model.preferences import read_preference
from countermove.model.reading import Reading
from countermove.model.shape_parts import OptionShape
from countermove.model.shape_perceptions import PerceptionShape
from countermove.model.vocabulary import OptionVocabulary

__all__ = ["MAX_DEPTH", "View", "read_perceptions"]

MAX_DEPTH = 3
"""How deep views of views go: how I see it, how you do in my view, how I do in that one."""


# ---------------------------------------------------------------- reading
def read_perceptions(
    reading: Reading,
    options: Sequence[Option],
    levers: Sequence[Lever],
    preferences: Mapping[str, Preference],
) -> tuple[dict[str, Perception], tuple[Option, ...]]:
    """Read every perception, and the options that somebody imagines; the conditions of all speak of them.

    Parameters
    ----------
    reading : Reading
        The file at hand, its own options or states known.
    options, levers, preferences
        Those of the model.
    """
    shapes = reading.document.perceptions
    if not shapes:
        return {}, ()
    imagined = _Imagined(reading, options)
    for dm, shape in shapes.items():
        imagined.read(shape, ("perceptions", dm))
    listed = [*options, *(lever.option for lever in levers if lever.option), *imagined.found.values()]
    vocabulary = None
    if isinstance(reading.vocabulary, OptionVocabulary):
        vocabulary = OptionVocabulary([(each.owner, each.label, each.levels) for each in listed])
    rankers = {dm for dm, each in preferences.items() if isinstance(each.by, Ranking)}
    reader = _Perceptions(reading, {option.id: option for option in options}, imagined.found, listed, rankers)
    with reading.speaking_of(vocabulary, labels_known=reading.labels_known and imagined.sound):
        return reader.read(shapes, ()), tuple(imagined.found.values())


class _Imagined:
    """The options that somebody imagines, read before all conditions."""

    def __init__(self, reading: Reading, options: Sequence[Option]) -> None:
        self.reading = reading
        self.real = {option.id: option for option in options}
        self.found: dict[str, Option] = {}
        self.sound = True

    def read(self, shape: PerceptionShape, path: Path) -> None:
        """Read what a perception imagines, and what it believes others to imagine."""
        for owner, own in shape.imagines.items():
            here: Path = (*path, "imagines", owner)
            if self.reading.state_labels:
                what = "a model in graph form takes no option"
                self.reading.problem(here, what, "say what is believed of preferences", key=True)
                self.sound = False
            elif self.reading.known_dm(owner, here, key=True):
                for label, body in own.items():
                    self._option(owner, label, body, (*here, label))
        for dm, each in shape.perceptions.items():
            self.read(each, (*path, "perceptions", dm))

    def _option(self, owner: str, label: str, body: OptionShape | str | None, path: Path) -> None:
        check_label(self.reading, label, path)
        given = body if isinstance(body, OptionShape) else OptionShape(name=body)
        option = read_option(self.reading, owner, label, given, path)
        if given.requires is not None:
            what = "an imagined option takes no 'requires'"
            self.reading.problem((*path, "requires"), what, "leave it out", key=True)
        if option.id in self.real:
            what = f"'{owner}' has the option '{label}', so it is not imagined"
            self.reading.problem(path, what, "leave it out, or choose another label", key=True)
            self.sound = False
            return
        known = self.found.setdefault(option.id, option)
        if (known.levels, known.moves) != (option.levels, option.moves):
            what = f"'{option.id}' is imagined with other levels or moves on line {known.at.line}"
            self.reading.problem(path, what, "make them the same, or choose another label", key=True)


@dataclass(frozen=True)
class _Perceptions:
    reading: Reading
    options: Mapping[str, Option]
    imagined: Mapping[str, Option]
    listed: Sequence[Option]
    rankers: set[str]

    def read(
        self,
        shapes: Mapping[str, PerceptionShape],
        path: Path,
        seen_by: tuple[str, ...] = (),
        believed: frozenset[str] = frozenset(),
    ) -> dict[str, Perception]:
        """Read the perceptions in a view, those within them included.

        Parameters
        ----------
        shapes, path
            What they say, and where they stand.
        seen_by : tuple of str
            The decision makers on the way to the view; of the conflict itself, none.
        believed : frozenset of str
            The imagined options (ids) that there are in the view.
        """
        found = {}
        for dm, shape in shapes.items():
            here: Path = (*path, "perceptions", dm)
            if not self.reading.known_dm(dm, here, key=True):
                continue
            if dm in seen_by[-1:]:
                what = f"a view of '{dm}' within its own says nothing"
                self.reading.problem(here, what, "write what it holds in the view itself", key=True)
                continue
            if len(seen_by) == MAX_DEPTH:
                what = f"views of views go {MAX_DEPTH} deep"
                self.reading.problem(here, what, "leave this one out", key=True)
                continue
            found[dm] = self._one(dm, shape, here, seen_by, believed)
        return found

    def _one(
        self, dm: str, shape: PerceptionShape, path: Path, seen_by: tuple[str, ...], believed: frozenset[str]
    ) -> Perception:
        reading = self.reading
        if not (shape.unaware or shape.imagines or shape.preferences or shape.perceptions):
            hint = "give it unaware, imagines, preferences or perceptions"
            reading.problem(path, f"'{dm}' sees the conflict as it is", hint, key=True)
        unaware = [self._unaware(each, (*path, "unaware", k)) for k, each in enumerate(shape.unaware)]
        imagines = [
            self.imagined[f"{owner}.{label}"]
            for owner, own in shape.imagines.items()
            for label in own
            if f"{owner}.{label}" in self.imagined
        ]
        believed = believed | {each.id for each in imagines}
        preferences = {}
        for other, given in shape.preferences.items():
            here: Path = (*path, "preferences", other)
            if reading.known_dm(other, here, key=True):
                preference = read_preference(reading, other, given, here)
                if preference is not None:
                    preferences[other] = preference
                    self._check_believed(preference, believed)
        self._check_rankings(dm, preferences, bool(unaware or imagines), path)
        return Perception(
            dm,
            tuple(each for each in unaware if each is not None),
            tuple(imagines),
            preferences,
            self.read(shape.perceptions, path, (*seen_by, dm), believed),
            reading.because(shape.because, (*path, "because")),
            reading.place(path, key=True),
        )

    def _unaware(self, label: str, path: Path) -> str | None:
        try:
            option = list(self.options.values())[self.reading.option(label)]
        except LookupError as error:
            what, hint = error.args
            self.reading.problem(path, what, hint)
            return None
        except IndexError:  # an option of a lever or one that is imagined
            what = f"'{label}' is no option of the model"
            self.reading.problem(path, what, suggest(label, self.options, what="options"))
            return None
        return option.id

    def _check_believed(self, preference: Preference, believed: frozenset[str]) -> None:
        """Note where a preference speaks of an option that only other views have."""
        for statement in _statements(preference):
            spoken_of = {leaf.option for leaf in atoms(statement.condition) if leaf.option >= 0}
            for option in (self.listed[index].id for index in sorted(spoken_of)):
                if option in self.imagined and option not in believed:
                    what = f"'{option}' is imagined in another view, and not in this one"
                    hint = "add it to 'imagines' of this view, or leave it out"
                    self.reading.problem(statement.at, what, hint)

    def _check_rankings(
        self, dm: str, preferences: Mapping[str, Preference], other_states: bool, path: Path
    ) -> None:
        """Note a ranking that cannot be one of the states that a decision maker sees."""
        left = [each for each in sorted(self.rankers) if each not in preferences]
        if other_states and left:
            what = f"'{dm}' sees other states, and the ranking of '{left[0]}' lists those of the model"
            hint = f"give '{left[0]}' as prioritize or weights, in the model or in this view"
            self.reading.problem(path, what, hint, key=True)


def _statements(preference: Preference) -> Iterator[Statement]:
    match preference.by:
        case Prioritize(statements):
            yield from statements
        case Weights(items):
            yield from (statement for statement, _ in items)


# ---------------------------------------------------------------- what somebody sees
@dataclass(frozen=True)
class View:
    """A conflict as one decision maker sees it.

    Attributes
    ----------
    before : Model
        The conflict that it sees otherwise. In option form its status quo is a pattern.
    perception : Perception
        One of its.
    """

    before: Model
    perception: Perception

    @cached_property
    def model(self) -> Model:
        """The conflict that it sees, without levers and expectations.

        It has no status quo where today's state is none that it sees. A condition that speaks of an option
        that it does not know of reads it at its first level.
        """
        before = self.before
        believed = self.perception.preferences
        return replace(
            before,
            decision_makers=tuple(map(self._with_options, before.decision_makers)),
            constraints=tuple(map(self._statement, before.constraints)),
            forbidden_moves=tuple(
                each.told(self.condition)
                for each in before.forbidden_moves
                if not each.option or each.option in self._place
            ),
            status_quo=self._today(),
            preferences={
                dm: self._preference(believed.get(dm, own)) for dm, own in before.preferences.items()
            },
            perceptions={dm: self._perception(each) for dm, each in self.perception.perceptions.items()},
            imagined_options=tuple(self._later),
            phases=rewritten_phases(before.phases, self.condition),
            events=tuple(each.told(self._statement) for each in self._events),
            regimes=tuple(
                replace(each, preference=self._preference(each.preference))
                for each in before.regimes
                if self._place.keys() >= set(each.after)
            ),
            powers=told_powers(
                [each for each in before.powers if each.option in self._place], self._statement
            ),
            expectations=(),
            levers=(),
            layers=(),
        )

    @property
    def part(self) -> list[int]:
        """For each option that it sees, its index in the conflict; -1 for one that it imagines."""
        real = [option.id for option in self.before.options]
        return [real.index(each) if each in real else -1 for each in self._place]

    @cached_property
    def _place(self) -> Mapping[str, int]:
        options = [option for dm in self.before.decision_makers for option in self._with_options(dm).options]
        ids = [*(each.id for each in options), *(each.id for each in self._events)]
        return {option: index for index, option in enumerate(ids)}

    @property
    def _events(self) -> Sequence[Event]:
        return [each for each in self.before.events if each.id not in self.perception.unaware]

    def _with_options(self, dm: DecisionMaker) -> DecisionMaker:
        known = [each for each in dm.options if each.id not in self.perception.unaware]
        imagined = [each for each in self.perception.imagines if each.owner == dm.label]
        return replace(dm, options=(*known, *imagined))

    def _today(self) -> StatePattern | int | None:
        given = self.before.status_quo
        if not isinstance(given, StatePattern):
            assert given is None or self.before.graph_form, "states are renumbered; give their levels"
            return given
        levels = [0 if place < 0 else given.levels[place] or 0 for place in self.part]
        feasible = all(holds(self.condition(each.condition), levels) for each in self.before.constraints)
        return StatePattern(tuple(levels)) if feasible else None

    # ------------------------------------------------------------ conditions
    @cached_property
    def _spoken_of(self) -> Sequence[Option]:
        """The options in the order in which conditions number them."""
        return (*self.before.options, *self.before.lever_options, *self.before.imagined_options)

    @property
    def _later(self) -> Sequence[Option]:
        """The imagined options that it does not see itself, though it may believe that others do."""
        return [each for each in self.before.imagined_options if each.id not in self._place]

    def condition(self, condition: Condition, *, of_others: bool = False) -> Condition:
        """Return a condition of the conflict, or of the perception, as one of what is seen.

        Conditions of how it believes others to see it may also speak of what it does not see itself.
        """
        places = dict(self._place)
        if of_others:
            places |= {each.id: k for k, each in enumerate(self._later, len(places))}

        def leaf(node: Is) -> Condition:
            if node.option < 0:
                return node
            place = places.get(self._spoken_of[node.option].id)
            if place is None:
                return And(()) if node.level == 0 else Or(())
            return Is(place, node.level)

        return rewritten(condition, leaf)

    def _statement(self, statement: Statement, *, of_others: bool = False) -> Statement:
        return replace(statement, condition=self.condition(statement.condition, of_others=of_others))

    def _preference(self, preference: Preference, *, of_others: bool = False) -> Preference:
        def told(statement: Statement) -> Statement:
            return self._statement(statement, of_others=of_others)

        match preference.by:
            case Prioritize(statements):
                return replace(preference, by=Prioritize(tuple(map(told, statements))))
            case Weights():
                return replace(preference, by=preference.by.told(told))
        return preference

    def _perception(self, perception: Perception) -> Perception:
        """Return how it believes somebody to see what it sees itself."""
        return replace(
            perception,
            unaware=tuple(each for each in perception.unaware if each in self._place),
            imagines=tuple(each for each in perception.imagines if each.id not in self._place),
            preferences={
                dm: self._preference(each, of_others=True) for dm, each in perception.preferences.items()
            },
            perceptions={dm: self._perception(each) for dm, each in perception.perceptions.items()},
        )
